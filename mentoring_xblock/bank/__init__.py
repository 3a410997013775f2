"""The mentor bank: people who would mentor again, beyond the round they were in.

Promises: nobody is in it who did not say so themselves; leaving takes one step and is at once; coordinators and the
line managers whom they named search it, and see what its owner wrote for it and nothing else.
"""
