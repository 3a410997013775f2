"""Sharing entries, and what is read and said by a share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.data import EntryInfo, SharedEntry, VersionInfo
from mentoring_xblock.journal.keeping import keep_for
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.opening import own_row, row_of
from mentoring_xblock.journal.queries import facts_for, info_of, own_facts
from mentoring_xblock.journal.received import kept_texts, shared_infos
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, Manner, ShareInfo
from mentoring_xblock.sharing.models import Audience, Reaction


def share_entry(
    actor: Actor,
    place: Place,
    entry_id: UUID,
    group_id: UUID,
    audience: Audience,
    *,
    seat_id: UUID | None = None,
    later: bool = True,
    passages: Mapping[str, str] | None = None,
    talk: bool = True,
    with_mood: bool = False,
) -> ShareInfo:
    """Give an entry, or passages of it, to people of one of the actor's groups; keeps the text as it is now.

    What the same people could read of it before gives way to this.

    Args:
        seat_id: public id of the membership of the one person it is for.
        later: whether they also see what is changed later.
        passages: by question id; without any it is the whole entry. They stay as they are now.
        talk: whether they may comment. with_mood: whether they see the mood that the writer gave the whole entry.
    Raises:
        NotFound: there is no such entry of the actor's own, or the actor is in no such group.
        Invalid: nobody in the group could read it; or a passage does not stand in the saved text.
        Conflict: the one person it is for has left the group.
    """
    with transaction.atomic():
        row, facts = own_row(actor, place, entry_id, Action.ITEM_SHARE, lock=True)
        reason = Reason.SHARED if passages is None else Reason.EXCERPT
        text_id = keep_for(actor, place, entry_id, reason, passages)
        if passages is not None:
            manner = Manner(text_id, whole=False, talk=talk)
        else:
            shown = with_mood and row.mood is not None
            manner = Manner(None if later else text_id, talk=talk, with_mood=shown)
        return sharing.share(
            actor, place, ItemKind.ENTRY, row.public_id, facts, group_id, audience, seat_id=seat_id, manner=manner
        )


def withdraw_entry(actor: Actor, place: Place, entry_id: UUID, share_id: UUID) -> None:
    """Take a share back at once. Withdrawing twice is withdrawing once.

    Raises:
        NotFound: there is no such entry of the actor's own, or no such share of it.
    """
    row, facts = own_row(actor, place, entry_id, Action.ITEM_SHARE)
    sharing.withdraw(actor, place, ItemKind.ENTRY, row.public_id, facts, share_id)


def shares_of(actor: Actor, place: Place, entry_ids: Sequence[UUID]) -> dict[UUID, tuple[ShareInfo, ...]]:
    """Return the live shares of the actor's own entries among these, by entry; a constant number of queries."""
    rows = Entry.objects.filter(public_id__in=list(entry_ids), course_key=place.course_key)
    own = [row.public_id for row in rows if policy.allowed(Action.ITEM_SHARE, actor, own_facts(row))]
    return sharing.shares_of(ItemKind.ENTRY, own, timezone.now())


def texts_given(actor: Actor, entry: EntryInfo, shares: Iterable[ShareInfo]) -> dict[UUID, VersionInfo]:
    """Return the kept texts that shares of an entry of the actor's own give, by public id; one query, or none."""
    policy.require(Action.ITEM_SHARE, actor, Facts(owner_id=entry.owner_id))
    kept = kept_texts({share.manner.text_id for share in shares} - {None})
    return {text_id: text for (entry_id, text_id), text in kept.items() if entry_id == entry.public_id}


def readable_row(actor: Actor, place: Place, entry_id: UUID, action: Action) -> tuple[Entry, Facts]:
    row = row_of(place, entry_id, here=False)
    facts = facts_for([row], timezone.now())[row.public_id]
    policy.require(action, actor, facts)
    return row, facts


def open_shared(actor: Actor, place: Place, entry_id: UUID) -> SharedEntry:
    """Open an entry that somebody shares with the actor, and let its author's trail know.

    `place` may be any block of the course: a mentor reads on a page of their own.

    Raises:
        NotFound: there is no such entry, or it is not shared with the actor now.
    """
    with transaction.atomic():
        row, facts = readable_row(actor, place, entry_id, Action.ITEM_READ)
        found = _found(actor, row)
        sharing.mark_opened(actor, ItemKind.ENTRY, row.public_id, facts, found.stamp)
    return found


def comments(actor: Actor, place: Place, entry_id: UUID) -> tuple[CommentInfo, ...]:
    """Return what was said about an entry as far as the actor may read it, oldest first.

    Raises:
        NotFound: the actor may not read the entry.
    """
    row, facts = readable_row(actor, place, entry_id, Action.ITEM_READ)
    return sharing.comments(actor, ItemKind.ENTRY, row.public_id, facts)


def comment(actor: Actor, place: Place, entry_id: UUID, share_id: UUID, body: str, once_key: UUID) -> None:
    """Say something in the thread of one share of an entry. The same `once_key` again changes nothing.

    Raises:
        NotFound: the actor may not read the entry, or not by this share.
        Invalid: nothing was written, or too much.
        Conflict: the share has ended meanwhile.
    """
    row, facts = readable_row(actor, place, entry_id, Action.ITEM_COMMENT)
    sharing.add_comment(actor, place, ItemKind.ENTRY, row.public_id, facts, share_id, body, once_key)


def mark_read(actor: Actor, place: Place, entry_id: UUID, share_id: UUID) -> None:
    """Let the author know that the actor has read what a share gives them. Saying it twice is saying it once.

    Raises:
        NotFound: the entry is not shared with the actor now, or not by this share.
    """
    row, facts = readable_row(actor, place, entry_id, Action.ITEM_MARK)
    sharing.mark_read(actor, ItemKind.ENTRY, row.public_id, facts, share_id)


def react(actor: Actor, place: Place, entry_id: UUID, share_id: UUID, reaction: Reaction | None) -> None:
    """Say something without words to the author alone, another thing, or nothing any more.

    Raises:
        NotFound: as in `mark_read`.
    """
    row, facts = readable_row(actor, place, entry_id, Action.ITEM_MARK)
    sharing.react(actor, ItemKind.ENTRY, row.public_id, facts, share_id, reaction)


def read_shared(actor: Actor, place: Place, entry_id: UUID) -> SharedEntry:
    """Return what somebody shares of an entry with the actor, to show it again; nothing is written.

    Raises:
        NotFound: there is no such entry, or it is not shared with the actor now.
    """
    return _found(actor, readable_row(actor, place, entry_id, Action.ITEM_READ)[0])


def _found(actor: Actor, row: Entry) -> SharedEntry:
    found = shared_infos(actor, [info_of(row)], timezone.now())
    if not found:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found[0]


__all__ = [
    "comment",
    "comments",
    "mark_read",
    "open_shared",
    "react",
    "read_shared",
    "readable_row",
    "share_entry",
    "shares_of",
    "texts_given",
    "withdraw_entry",
]
