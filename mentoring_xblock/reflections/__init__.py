"""Reflections that a group writes together: everybody answers for themselves, and they read one another's afterwards.

The room promises: before a reflection opens nobody reads anybody's answer, and whoever handed theirs over can still
take it back; it opens once, for all at the same moment, when everybody in the group has handed an answer over or on the
day that its author set; and from then on each answer is a share like any other, with its trail, its end and its
withdrawal.
"""
