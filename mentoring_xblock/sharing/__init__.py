"""Giving one goal or one entry to one group or to one person of it, and taking it back.

The room promises: nothing is readable by anybody but its author unless a share says so; a share names the people who
may read, as they were when it was made, so nobody inherits it; it ends when its author withdraws it, when the group
closes, or when reader or author leave the group (after the plan's days); and every step stands in the author's trail.
"""
