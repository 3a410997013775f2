"""Proposals: a run of the engine over a round's people, changed by hand until it is published.

Promises: a proposal is only that until a coordinator publishes it, in one transaction that tells everybody once; each
pair and group says why, in parts that add up; every change can be undone; a place that is declined is offered on
without moving anybody; nothing that one person wrote in private reaches another by an explanation.
"""
