"""Pairs, small groups and peer groups: who belongs together, from the first draft to the end.

The room promises: no group holds more people than its capacity, a mentee or peer is in one published group of a circle
and a leader in as many as they agreed to, whatever happens at the same moment (two unique constraints hold it); a draft
is known to nobody but coordinators; publishing is all or nothing and tells each person once; whoever leaves a group
leaves without a fault being named.
"""
