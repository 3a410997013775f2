"""Meetings: a group's own, and those of the whole programme; proposed, booked, moved, cancelled, held and attended.

Promises: who is in a meeting hears of it once when it is booked, once when it changes and once when it is cancelled; a
meeting never has more people than places; nobody but those whom it is for learns when and where it is.
"""
