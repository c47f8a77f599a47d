"""The simulator: whole schedules of a ledger's life under faults, repeated exactly from one number.

What is run, and how often:

    schedules          one schedule: a seed, its steps, how it is run
    settings           the machine and the limits of one schedule
    steps              the steps that a schedule is made of
    shrinking          the shortest part of a schedule that still fails
    campaigns          many schedules and their figures
    canaries           planted bugs, each of which must be caught
    workflow_runs      many schedules of a user's workflow

What is asked, and by whom:

    workloads          the port between steps and whoever makes the requests
    workflows          a user's own recipes and promises on that port
    cast, founding     institutions with their keys; the ledger that schedules start from
    scene, standing    what a recipe may choose from; what a promise may look at
    recipes, letters   requests valid and wrong; envelopes made of them
    signing_keys       keys made of names, and the shipped vault signing with them
    recorded_pool      envelopes with ML-DSA-65 signatures, which never repeat, recorded once
    recorded_workload  schedules of what is recorded, where institutions sign twice
    spoiled_signatures what is wrong only where two algorithms sign together

The machine, and what strikes it:

    virtual_clock      time
    virtual_files      what a device holds, and what of it outlives a power cut
    virtual_system     the system calls of `praya.storage` on such files; where faults strike
    virtual_folder     the shipped folder adapter on those calls
    virtual_copies     the further calls of those who copy a ledger, lock its folder, restore it
    faults, rot        which faults there are and when each strikes; damage at rest
    damage             what was damaged, so that it can be put right
    turning            bits that turn while a node runs
    copying, exporting files of a ledger's history under faults, and folders made from them
    beside             readers and copies that take turns with a node; its lock; single blocks
    skip_orders        orders to skip an envelope that stops every node, good and wrong ones

What must hold:

    harness            a node beside the naive oracle (`praya.testing.oracle`), always compared
    legality           what a fault makes legal: the one place that says so
    proving            proofs of what was just answered, checked against the last header

Nothing in the product knows that it is simulated: time comes through the clock port, the disk is
the shipped one on other system calls, and what the product draws at random is an argument.
"""
