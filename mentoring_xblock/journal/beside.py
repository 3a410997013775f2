"""What was said about one's own entries and done with them, of many at once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.data import EntryInfo
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Step
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, GivenTo
from mentoring_xblock.sharing.models import Audience


def comments_on(actor: Actor, entries: Iterable[EntryInfo]) -> dict[UUID, tuple[CommentInfo, ...]]:
    """Return what was said about the actor's own among these entries, by public id, oldest first.

    What was said in shares that have ended is in it. A constant number of queries.
    """
    return sharing.comments_on(ItemKind.ENTRY, _own(actor, entries), reader_id=None, now=timezone.now())


def trails(actor: Actor, entries: Iterable[EntryInfo]) -> dict[UUID, tuple[Step, ...]]:
    """Return all of what was done with the actor's own among these entries, by public id, oldest first; one query."""
    found = audit.trails_of(ItemKind.ENTRY, _own(actor, entries))
    return {entry_id: tuple(steps) for entry_id, steps in found.items()}


def whom_given(given: GivenTo) -> str:
    """Return to whom a share gave its thing: by their names, and the group's where all of it was given it."""
    names = ", ".join(given.names)
    if given.audience != Audience.GROUP or not given.group_name:
        return names
    return gettext("%(group)s (%(names)s)") % {"group": given.group_name, "names": names}


def _own(actor: Actor, entries: Iterable[EntryInfo]) -> list[UUID]:
    return [one.public_id for one in entries if policy.allowed(Action.TRAIL_SEE, actor, Facts(owner_id=one.owner_id))]


__all__ = ["comments_on", "trails", "whom_given"]
