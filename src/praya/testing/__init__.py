"""What tests of Praya stand on: the reference model, and a simulator for whole schedules.

It ships, so that an institution can run its own workflow in it.
"""
