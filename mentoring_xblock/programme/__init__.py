"""The plan of a mentoring programme, its rounds, and the people in them.

The room promises: a plan is content that an author publishes, and only publishing brings it here; it is read leniently
and edited strictly, so that a page never fails over a plan; a phase is the same for everybody, told by the programme's
own time zone; nobody takes part but people who are enrolled; and a person's card is written by that person alone.
"""
