"""What can go wrong at the door. No message carries a name, an address or anything that a person wrote."""

from __future__ import annotations


class HostError(Exception):
    """Base of every error that this package raises itself."""


class HostRequestError(HostError):
    """The caller asked for something that can't be done; asking again changes nothing."""


class NotHere(HostRequestError):
    """Learners' rows are written on the learners' side only, and this is Studio or a workbench."""


class PersonNotFound(HostRequestError):
    """No account has this id."""


class ScoreRefused(HostRequestError):
    """The submission or the score breaks a rule: points out of range, no such submission, an answer too long."""


class EventRefused(HostRequestError):
    """An event carried something other than ids and counts."""


class HostFailed(HostError):
    """The host could not do its part; the same call may work later."""
