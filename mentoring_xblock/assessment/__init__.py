"""Handing in what one chose to hand in, and the points that a mentor gives for it.

The room promises: a hand-in freezes what its author chose and stays readable for whoever mentors them until they take
it back; only its author makes or takes it back, and only whoever mentors the author now gives or withdraws points, for
the newest hand-in alone; points stand in the host's gradebook exactly when they stand here; and every step is in the
author's trail. The host learns of a hand-in by ids and counts and never by a word of it.

It knows no goals and no journal: a block lends it the functions of its own room (`data.Items`).
"""
