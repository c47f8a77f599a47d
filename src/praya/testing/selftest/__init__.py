"""The self test: everything that is tried by itself, as parts with a share in each of three tiers.

    tiers       the parts, and how much of each a tier does
    jobs        a tier as jobs, each for a process of its own
    trying      what one job does, and what it found
    child       that process
    running     the jobs, so many at a time, and what came of each part

It stops at nothing: what breaks is noted with what repeats it, and the rest goes on.
"""
