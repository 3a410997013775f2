"""The errors that rooms raise and the block base class turns into answers. None carries what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


class MentoringError(Exception):
    """Base of all errors that are answered with a sentence in place. `message` is for the reader, translated."""

    status = 400

    def __init__(self, message: str = ""):
        super().__init__(type(self).__name__)
        self.message = message


class NotFound(MentoringError):
    """There is no such thing, or none that this person may know of; the two are never told apart."""

    status = 404


class NotAllowed(MentoringError):
    """The person may know that the thing exists, but may not do this."""

    status = 403


class Invalid(MentoringError):
    """Something typed can't be used. `fields` maps a field name to the sentences that stand beside it."""

    status = 422

    def __init__(self, message: str = "", fields: Mapping[str, list[str]] | None = None):
        super().__init__(message)
        self.fields: dict[str, list[str]] = {name: list(errors) for name, errors in (fields or {}).items()}


class Conflict(MentoringError):
    """Somebody else, or the same person elsewhere, was there first.

    `current` is the room's data class of what stands now, so that both versions can be shown.
    """

    status = 409

    def __init__(self, message: str = "", current: Any = None):
        super().__init__(message)
        self.current = current


class FormUsed(Conflict):
    """The key of a form, made by the browser with it, has made something else already."""

    def __init__(self) -> None:
        super().__init__(gettext("This form has been used already. Open it again."))


class Changed(Conflict):
    """Somebody changed the thing after this reader's page was made; `current` as in `Conflict`, where there is one."""

    def __init__(self, current: Any = None):
        sentence = gettext("Somebody else changed this meanwhile. Nothing was changed; look at it as it is now.")
        super().__init__(sentence, current)


class Over(MentoringError):
    """It was possible until something ended for good: a round, for instance. Nothing is there to be compared."""

    status = 409


class Full(Conflict):
    """No place is left: in the group, or in the number of groups that this person takes."""
