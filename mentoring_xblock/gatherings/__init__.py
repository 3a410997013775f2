"""Meetings of the whole programme: planned, announced, answered, led and attended.

Promises: who is expected hears of a meeting once when it is announced, once when it changes and once when it is called
off; it never has more people than places, and who waits longest gets the place that becomes free; nobody but those whom
it is for learns when and where it is.
"""
