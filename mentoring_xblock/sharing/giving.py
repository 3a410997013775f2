"""Giving a thing to people, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo, MemberInfo
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing.data import AS_IT_STANDS, Manner, ShareInfo
from mentoring_xblock.sharing.models import Audience, Comment, Reader, Share
from mentoring_xblock.sharing.queries import live_readers, manner_of, shares_of


def share(
    actor: Actor,
    place: Place,
    kind: ItemKind,
    item_id: UUID,
    facts: Facts,
    group_id: UUID,
    audience: Audience,
    seat_id: UUID | None = None,
    manner: Manner = AS_IT_STANDS,
) -> ShareInfo:
    """Give a thing to the people who are in a group now, or to one of them.

    Sharing again with the same people in the same manner changes nothing. In another manner it takes the place of what
    they had, and what they said to each other goes on below it. After the group has changed it names its people anew,
    and begins without a word, because nobody inherits an earlier share.

    Args:
        facts: of the thing; its owner must be the actor.
        group_id: public id of a published group in this course that the actor is in.
        seat_id: public id of the membership of the one person it is for.
    Raises:
        NotFound: the thing is not the actor's, the actor is in no such group, or nobody was ever at this place in it.
        Invalid: nobody in the group could read it.
        Conflict: the one person it is for has left the group.
    """
    policy.require(Action.ITEM_SHARE, actor, facts)
    with transaction.atomic():
        group = groups.hold_group(place.course_key, place.slug, group_id)
        mine = _seat_of(group, actor.user_id)
        if group is None or mine is None:
            raise NotFound(gettext("You are not in this group any more."))
        readers = _readers(group, mine, audience, seat_id)
        made = _give(kind, item_id, group, mine, audience, readers, manner)
    shares = shares_of(kind, [item_id], timezone.now()).get(item_id, ())
    return next(found for found in shares if found.share_id == made)


def give(
    owner_id: int,
    group_pk: int,
    kind: ItemKind,
    item_id: UUID,
    manner: Manner,
    now: dt.datetime,
    agreed_at: dt.datetime | None = None,
) -> UUID | None:
    """Give a thing to everybody in a group, as its owner has agreed to beforehand; returns the share's public id.

    Who joined after `agreed_at` is given nothing: nobody agreed to that.

    It asks no policy: the agreement was asked for when it was given. Call it inside the transaction in which that
    agreement is held. None when the owner is not in the group any more, or nobody else is.

    A share of the whole thing as it stands with the same people gives more than this and stays.
    """
    group = groups.hold_known(group_pk)
    mine = _seat_of(group, owner_id)
    readers = [member for member in group.people if member != mine] if group and mine else []
    if agreed_at is not None:
        readers = [member for member in readers if member.joined_at is None or member.joined_at <= agreed_at]
    if group is None or mine is None or not readers:
        return None
    row = _live_row(kind, item_id, group, Audience.GROUP, 0)
    if row is not None and row.text_id is None and _reads(row, readers, now):
        return row.public_id
    return _give(kind, item_id, group, mine, Audience.GROUP, readers, manner)


def _seat_of(group: GroupInfo | None, user_id: int | None) -> MemberInfo | None:
    return next((member for member in group.people if member.user_id == user_id), None) if group else None


def _readers(group: GroupInfo, mine: MemberInfo, audience: Audience, seat_id: UUID | None) -> list[MemberInfo]:
    """Return who would read, or say why nobody would."""
    others = [member for member in group.people if member != mine]
    if audience == Audience.PERSON:
        found = [member for member in others if member.membership_id == seat_id]
        if not found:
            raise _has_left(group, mine, seat_id)
        return found
    found = [member for member in others if member.leads or audience == Audience.GROUP]
    if not found:
        raise Invalid(gettext("There is nobody in this group who could read it yet."))
    return found


def _has_left(group: GroupInfo, mine: MemberInfo, seat_id: UUID | None) -> Conflict | NotFound:
    user_id = groups.who_was(group.id, seat_id) if seat_id else None
    if user_id in (None, mine.user_id):
        return NotFound(gettext("There is nothing here for you to see."))
    person = host.people({user_id}).get(user_id)
    if person is None:
        return Conflict(gettext("This person has left the group. Nothing was shared; your text is as it was."))
    return Conflict(
        gettext("%(name)s has left this group. Nothing was shared; your text is as it was.")
        % {"name": person.full_name}
    )


def _live_row(kind: ItemKind, item_id: UUID, group: GroupInfo, audience: Audience, seat_key: int) -> Share | None:
    rows = Share.objects.filter(item_kind=kind, item_id=item_id, group_id=group.id, live=1)
    return rows.filter(audience=audience, seat_key=seat_key).first()


def _reads(row: Share, readers: Sequence[MemberInfo], now: dt.datetime) -> bool:
    """Return whether a share gives the thing to exactly these people."""
    now_reading = set(live_readers(now).filter(share=row).values_list("membership_id", flat=True))
    return now_reading == {member.membership_pk for member in readers}


@one_change
def _give(
    kind: ItemKind,
    item_id: UUID,
    group: GroupInfo,
    mine: MemberInfo,
    audience: Audience,
    readers: Sequence[MemberInfo],
    manner: Manner,
) -> UUID:
    """Make a share that gives this, or find it; call it while the group is held. Returns its public id."""
    now = timezone.now()
    seat_key = readers[0].membership_pk if audience == Audience.PERSON else 0
    before, same = _live_row(kind, item_id, group, audience, seat_key), False
    if before is not None:
        same = _reads(before, readers, now)
        if same and manner_of(before) == manner:
            return before.public_id
        _end([before], now)
    row = Share.objects.create(
        item_kind=kind,
        item_id=item_id,
        owner_id=mine.user_id,
        group_id=group.id,
        owner_membership_id=mine.membership_pk,
        audience=audience,
        seat_key=seat_key,
        text_id=manner.text_id,
        whole=manner.whole,
        talk=manner.talk,
        with_mood=manner.with_mood,
    )
    Reader.objects.bulk_create(
        Reader(share=row, membership_id=member.membership_pk, user_id=member.user_id) for member in readers
    )
    if same:
        # What these very people have said to each other goes on.
        Comment.objects.filter(share=before).update(share=row)
    audit.record(
        kind,
        item_id,
        owner_id=mine.user_id,
        actor_id=mine.user_id,
        verb=Verb.SHARED,
        group_ref=group.public_id,
        share_ref=row.public_id,
    )
    return row.public_id


def withdraw(actor: Actor, place: Place, kind: ItemKind, item_id: UUID, facts: Facts, share_id: UUID) -> None:
    """Take a share back, at once. Withdrawing twice is withdrawing once.

    Raises:
        NotFound: the thing is not the actor's, or has no such share.
    """
    policy.require(Action.ITEM_SHARE, actor, facts)
    with transaction.atomic():
        row = (
            Share.objects.select_for_update()
            .select_related("group")
            .filter(
                public_id=share_id,
                item_kind=kind,
                item_id=item_id,
                owner_id=actor.user_id,
                group__round__programme__course_key=place.course_key,
            )
            .first()
        )
        if row is None:
            raise NotFound(gettext("There is no such share."))
        if row.live:
            _end([row], timezone.now())
            audit.record(
                kind,
                item_id,
                owner_id=actor.user_id,
                actor_id=actor.user_id,
                verb=Verb.WITHDREW,
                group_ref=row.group.public_id,
                share_ref=row.public_id,
            )


def withdraw_all(kind: ItemKind, item_ids: Iterable[UUID]) -> int:
    """End every share of these things, because they were deleted or reset; returns how many there were.

    The caller has asked policy about the things themselves, and calls this inside its transaction.
    """
    rows = list(Share.objects.select_for_update().filter(item_kind=kind, item_id__in=list(item_ids), live=1))
    _end(rows, timezone.now())
    return len(rows)


def forget(kind: ItemKind, item_ids: Iterable[UUID]) -> None:
    """Erase the shares of things that are erased for ever, with their readers and comments.

    The caller calls this inside its transaction.
    """
    Share.objects.filter(item_kind=kind, item_id__in=list(item_ids)).delete()


def _end(rows: Sequence[Share], now: dt.datetime) -> None:
    Share.objects.filter(pk__in=[row.pk for row in rows]).update(live=None, withdrawn_at=now)


__all__ = ["forget", "give", "share", "withdraw", "withdraw_all"]
