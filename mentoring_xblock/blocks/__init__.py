"""What every block does once: who is asking, what a request carries, how an answer looks, how an author edits.

The room promises: whatever handler is called, however, the actor is the real person; outside the LMS no learner's row
is written; a viewer who looks through somebody else's eyes sees the set-up and a sentence; and an error stands where
the person is looking.
"""
