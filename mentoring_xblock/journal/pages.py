"""What the journal's pages show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft, EntryInfo
from mentoring_xblock.journal.paper import Asked, lay_out
from mentoring_xblock.journal.retention import kept_for
from mentoring_xblock.journal.side_pages import programme_of, side_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.sharing.data import ShareInfo


@dataclass(frozen=True)
class Strip:
    """What is known of a paper that stays as it is while something beside it changes: who can read it."""

    entry: EntryInfo | None
    shares: tuple[ShareInfo, ...]


@dataclass(frozen=True)
class Home:
    """Who is looking at the journal. `writes`: takes part in the round. `open`: has anything here to write or read."""

    writes: bool
    mentee: bool
    open: bool
    draft_key: str


def home(actor: Actor, place: Place, asked: Asked, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the whole page; a constant number of queries.

    Args:
        own: the context of one's own entries, with the page of them that is `listed`.
    """
    info, roles = programme.my_round(actor.user_id, place)
    shared = shared_list(actor, place, 1)
    newest = api.newest_entry(actor, place)
    entry = newest if continues_today(newest) else None
    # Who reads only has no paper, so that nothing is gathered for one.
    laid = desk(actor, place, asked, entry, info=info) if roles or entry else {"entry": None}
    return {
        "home": Home(
            writes=bool(roles),
            mentee=Role.MENTEE in roles,
            open=bool(roles) or own["listed"].total > 0 or shared["received"].total > 0,
            draft_key=draft_key(actor, place),
        ),
        "kept": kept_for(info, actor.user_id, timezone.now()) if roles or own["listed"].total else None,
        **own,
        **shared,
        **laid,
    }


def desk(
    actor: Actor,
    place: Place,
    asked: Asked,
    entry: EntryInfo | None,
    *,
    unsaved: Draft | None = None,
    frame_id: str = "",
    meeting_id: UUID | None = None,
    info: ProgrammeInfo | None = None,
) -> dict[str, Any]:
    """Return the context of the paper and of what stands beside it; without an entry the paper is blank.

    Args:
        unsaved, frame_id, meeting_id: see `paper.lay_out`.
    """
    info = info or programme_of(place)
    side = side_of(actor, place, info, entry) if entry else None
    shares = side.shares if side else ()
    blank = {"frame_id": frame_id, "meeting_id": meeting_id}
    laid = lay_out(actor, place, info, asked, entry, shares=shares, unsaved=unsaved, **blank)
    return {"paper": laid, "prompts": laid.prompts, "side": side, "entry": entry}


def beside(actor: Actor, place: Place, entry: EntryInfo | None) -> dict[str, Any]:
    """Return the context of what stands beside a paper that stays as it is, and of the strip above it."""
    side = side_of(actor, place, programme_of(place), entry) if entry else None
    return {"paper": Strip(entry, side.shares if side else ()), "side": side, "entry": entry}


def name_of(entry: EntryInfo) -> str:
    """Return what to call an entry in a list."""
    return entry.heading or gettext("Without words yet")


def draft_key(actor: Actor, place: Place) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and block, telling neither."""
    return salted_hmac(
        "mentoring_xblock.journal.draft", f"{actor.user_id} {place.usage_key}", algorithm="sha256"
    ).hexdigest()[:32]


def continues_today(entry: EntryInfo | None) -> bool:
    """Return whether a page opens with this entry: one that was last saved today; else with a blank paper."""
    return entry is not None and timezone.localtime(entry.updated_at).date() == timezone.localdate()


def shared_list(actor: Actor, place: Place, page: int) -> dict[str, Any]:
    """Return the context of a page of what others share with the actor in this block, as `SharedEntry`."""
    return {"received": api.shared_entries(actor, place, page=page, here=True)}
