"""What a power cut, a bad sector or a failing system call leaves behind, tried one by one.

    day             a scripted day of a small ledger: every kind of file and every kind of write
    recording       the day on virtual system calls, each call kept
    crash_states    what a device may hold after a power cut at each of those calls
    crash_images    each opened by the shipped code and judged
    small_store     a ledger at rest, damaged byte by byte and file by file
    system_calls    the day in a real process whose calls fail, one at a time
    calls_child     that process
    determinism     the same chains replayed under other seeds, settings and languages
    replay_child    one such replay

Nothing in the product knows of it.
"""
