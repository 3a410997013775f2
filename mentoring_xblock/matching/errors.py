"""What the engine raises. Errors carry a code and figures, so that other rooms can put them into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class MatchingError(Exception):
    """Base of all errors that the engine raises on purpose."""


class BadInput(MatchingError):
    """The problem as given has no meaning: a wrong shape, a number out of range, or two wishes that contradict.

    Attributes:
        field: the name of the field at fault, as in the problem's data class ("locks", "scores").
        code: what is wrong, for programs ("contradictory_locks"); the same mistake always has the same code.
        message: a sentence in English, for those who run the engine from a command line.
        params: the figures behind it, JSON-ready ({"locks": [[0, 3], [0, 4]]}); indices count from 0.
    """

    def __init__(self, field: str, code: str, message: str, params: Mapping[str, Any] | None = None):
        super().__init__(f"{field}: {message}")
        self.field = field
        self.code = code
        self.message = message
        self.params: dict[str, Any] = dict(params or {})


class Cancelled(MatchingError):
    """Whoever asked does not want the answer any more: their progress function returned False."""
