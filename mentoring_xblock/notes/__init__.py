"""What a meeting is prepared and remembered by: points for its agenda, shared and private notes, and actions.

Promises: a private note is its author's alone, and nobody learns that there is one; shared notes are the group's, and
of two people writing at once neither loses a word; an action stays before the group until it is done or let go.
"""
