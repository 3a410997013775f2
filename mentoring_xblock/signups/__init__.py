"""Groups that people sign up to themselves: a supervision group with six places, first come, first served.

Promises: nobody gets a place after the last one is taken; who waits gets the next one that
becomes free, in the order in which they came; both hear of it.
"""
