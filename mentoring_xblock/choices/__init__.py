"""Choosing a mentor oneself, where the plan says so: open mentors, and what mentees ask them.

Promises: a mentee has only so many questions open at once; the first yes wins, and the others are told; two clicks at
once never give a mentor more mentees than they have room for.
"""
