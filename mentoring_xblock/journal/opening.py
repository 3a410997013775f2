"""One's own entries, found and let through by policy."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.journal.data import EntryInfo
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.queries import info_of, own_facts, with_links
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Step
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def row_of(place: Place, entry_id: UUID, *, lock: bool = False, here: bool = True, links: bool = False) -> Entry:
    """Return an entry of this course, and unless `here` is false of this block; with `links`, what it is linked to.

    Raises:
        NotFound: there is none; the same sentence as for one that is not the actor's.
    """
    rows = Entry.objects.select_for_update() if lock else Entry.objects.all()
    row = (with_links(rows) if links else rows).filter(public_id=entry_id, course_key=place.course_key).first()
    if row is None or (here and row.usage_key != place.usage_key):
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def own_row(actor: Actor, place: Place, entry_id: UUID, action: Action, *, lock: bool = False) -> tuple[Entry, Facts]:
    row = row_of(place, entry_id, lock=lock, links=True)
    facts = own_facts(row)
    policy.require(action, actor, facts)
    return row, facts


def get_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Return one of the actor's own entries of this block, to go on writing.

    Raises:
        NotFound: there is none, it is in the bin, or it is somebody else's.
    """
    return info_of(own_row(actor, place, entry_id, Action.ITEM_WRITE)[0])


def trail(actor: Actor, place: Place, entry_id: UUID) -> tuple[Step, ...]:
    """Return who could read an entry of the actor's own and when, newest first.

    Raises:
        NotFound: as in `get_entry`.
    """
    row, _ = own_row(actor, place, entry_id, Action.TRAIL_SEE)
    return tuple(audit.trail_of(ItemKind.ENTRY, row.public_id))


__all__ = ["get_entry", "own_row", "row_of", "trail"]
