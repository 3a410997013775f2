"""Asking for help: a word with the coordinators, or a concern, from wherever two people work together.

Promises: only the one who asks and the coordinators read it; a partner never learns of it; every step stays to be read
by both, and an answer is told.
"""
