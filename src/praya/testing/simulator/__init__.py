"""The simulator: whole schedules of a ledger's life under faults, repeated exactly from one number.

    virtual_files     what a device holds, and what of it outlives a power cut
    virtual_system    the system calls of `praya.storage` on such files; where faults strike
    virtual_folder    the shipped folder adapter on those calls
    faults            which faults there are, and when each strikes
    legality          what a fault makes legal: the one place that says so
    expectations      what a ledger must answer, by the naive oracle (`praya.testing.oracle`)
    workload          what institutions ask, valid and wrong
    schedules         one schedule: a seed, its steps, how it is run
    shrinking         the shortest part of a schedule that still fails
    campaigns         many schedules and their figures
    canaries          planted bugs, each of which must be caught

Nothing in the product knows that it is simulated: time comes through the clock port, the disk is
the shipped one on other system calls, and what the product draws at random is an argument.
"""
