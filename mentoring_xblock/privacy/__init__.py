"""Who may do what, on one page, and the trail of who did.

The room promises: every permission is one pure predicate in `policy.py`, what is not named there is refused, and being
a superuser opens nothing.
"""
