"""Pairs that found each other: two people say that they work together, and a coordinator makes it a group.

Promises: nobody is put together with anybody who has not said so themselves, and nothing is a group before a
coordinator has confirmed it.
"""
