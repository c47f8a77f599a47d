"""What institutions ask in a simulation: one function a request, valid by construction.

Each looks at the scene and gives a Request, or raises NothingToAskError. Wrong requests are made of
valid ones, in `distortions`.
"""
