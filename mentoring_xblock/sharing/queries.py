"""Who may read what now: the queryset twin of policy's read rule, and bulk look-ups over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mentoring_xblock import host
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.sharing.data import CommentInfo, GivenTo, Manner, ReaderInfo, Received, ShareInfo, Unread
from mentoring_xblock.sharing.models import Audience, Comment, Reaction, Reader, Share, Stance


def live_readers(now: datetime) -> QuerySet[Reader]:
    """Return the reader rows that give access at `now`.

    The share is not withdrawn, and neither reader nor author has left its group for longer than the plan allows; a
    group that closes ends everybody's membership.
    """
    reader_in = Q(membership__readable_until=None) | Q(membership__readable_until__gt=now)
    author_in = Q(share__owner_membership__readable_until=None) | Q(share__owner_membership__readable_until__gt=now)
    return Reader.objects.filter(reader_in, author_in, share__live=1)


def readable_ids(user_id: int, kind: ItemKind, now: datetime) -> QuerySet:
    """Return the public ids of the things of one kind that others share with this person, as a subquery."""
    return live_readers(now).filter(user_id=user_id, share__item_kind=kind).values("share__item_id")


def readers_of(kind: ItemKind, item_ids: Iterable[UUID], now: datetime) -> dict[UUID, frozenset[int]]:
    """Return for each thing the ids of the people who may read it by a share; one query."""
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = live_readers(now).filter(share__item_kind=kind, share__item_id__in=list(item_ids))
    for item_id, user_id in rows.values_list("share__item_id", "user_id"):
        found[item_id].add(user_id)
    return {item_id: frozenset(users) for item_id, users in found.items()}


def shares_of(kind: ItemKind, item_ids: Iterable[UUID], now: datetime) -> dict[UUID, tuple[ShareInfo, ...]]:
    """Return for each thing its shares that somebody can read by now, oldest first; a constant number of queries.

    For the author's eyes: a reader is never told who else reads.
    """
    rows = list(
        live_readers(now)
        .filter(share__item_kind=kind, share__item_id__in=list(item_ids))
        .select_related("share__group", "membership")
        .order_by("share__created_at", "share_id", "id")
    )
    people = host.people({row.user_id for row in rows})
    by_share: dict[int, list[Reader]] = defaultdict(list)
    for row in rows:
        by_share[row.share_id].append(row)
    found: dict[UUID, list[ShareInfo]] = defaultdict(list)
    for readers in by_share.values():
        share = readers[0].share
        found[share.item_id].append(
            ShareInfo(
                share_id=share.public_id,
                item_id=share.item_id,
                group_id=share.group.public_id,
                group_name=share.group.name,
                audience=Audience(share.audience),
                since=share.created_at,
                readers=tuple(
                    ReaderInfo(row.user_id, people[row.user_id].full_name, row.opened_at, row.read_at, reaction_of(row))
                    for row in readers
                    if row.user_id in people
                ),
                manner=manner_of(share),
                seat_id=readers[0].membership.public_id if share.seat_key else None,
            )
        )
    return {item_id: tuple(shares) for item_id, shares in found.items()}


def in_groups(owner_id: int, kind: ItemKind, item_ids: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Return which of somebody's own things they share with a whole group now, with its primary key; one query."""
    rows = Share.objects.filter(owner=owner_id, item_kind=kind, item_id__in=set(item_ids), live=1)
    return set(rows.filter(audience=Audience.GROUP).values_list("item_id", "group_id"))


def given_to(share_ids: Iterable[UUID]) -> dict[UUID, GivenTo]:
    """Return to whom each of these shares gave its thing when it was made, also where it has ended; two queries.

    For the author's eyes.
    """
    rows = list(
        Reader.objects.filter(share__public_id__in=set(share_ids)).select_related("share__group").order_by("pk")
    )
    people = host.people({row.user_id for row in rows})
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        if row.user_id in people:
            names[row.share.public_id].append(people[row.user_id].full_name)
    return {
        row.share.public_id: GivenTo(
            row.share.group.name,
            Audience(row.share.audience),
            tuple(names[row.share.public_id]),
            row.share.whole,
        )
        for row in rows
    }


def manner_of(share: Share) -> Manner:
    """Return how a thing is shared."""
    return Manner(share.text_id, share.whole, share.talk, share.with_mood)


def reaction_of(row: Reader) -> Reaction | None:
    """Return what a reader said without words, if anything."""
    return Reaction(row.reaction) if row.reaction else None


def shared_in(kind: ItemKind, group_pk: int, user_id: int, now: datetime) -> tuple[UUID, ...]:
    """Return the things of one kind that a share gives somebody in this group now, their own included; one query.

    Oldest first. What of it they may read is for the room that owns the things to say.
    """
    rows = live_readers(now).filter(Q(user_id=user_id) | Q(share__owner_id=user_id))
    rows = rows.filter(share__item_kind=kind, share__group_id=group_pk).order_by("share__created_at", "pk")
    return tuple(dict.fromkeys(rows.values_list("share__item_id", flat=True)))


def received(
    user_id: int, now: datetime, kind: ItemKind | None = None, item_ids: Iterable[UUID] | None = None
) -> list[Received]:
    """Return what others share with this person now, newest first; one query.

    With `item_ids` only of these things, as for one page of a list.
    """
    rows = (
        live_readers(now).filter(user_id=user_id).select_related("share__group").order_by("-share__created_at", "-id")
    )
    if kind is not None:
        rows = rows.filter(share__item_kind=kind)
    if item_ids is not None:
        rows = rows.filter(share__item_id__in=list(item_ids))
    return [
        Received(
            item_kind=row.share.item_kind,
            item_id=row.share.item_id,
            owner_id=row.share.owner_id,
            share_id=row.share.public_id,
            group_id=row.share.group.public_id,
            since=row.share.created_at,
            opened_at=row.opened_at,
            opened_version=row.opened_version,
            manner=manner_of(row.share),
            read_at=row.read_at,
            reaction=reaction_of(row),
        )
        for row in rows
    ]


def read_since(user_id: int, kind: ItemKind, item_ids: Iterable[UUID], now: datetime) -> dict[UUID, datetime]:
    """Return since when each of these things is shared with this person: when the oldest share began that gives it to
    them now. One query; what nobody shares with them is left out."""
    # Newest first, so the oldest share of a thing is the one that remains.
    return {one.item_id: one.since for one in received(user_id, now, kind, item_ids)}


def unread(user_id: int, round_id: int, now: datetime) -> tuple[Unread, ...]:
    """Return what others share with this person in a round and they have not seen yet, oldest first; one query.

    A thing is there once, though several shares give it.
    """
    later = Comment.objects.filter(share=OuterRef("share"), created_at__gt=OuterRef("opened_at"))
    newest = later.exclude(author_id=user_id).order_by("-created_at").values("created_at")[:1]
    rows = (
        live_readers(now)
        .filter(user_id=user_id, share__group__round_id=round_id)
        .annotate(answered_at=Subquery(newest))
        .filter(Q(opened_version=None) | Q(answered_at__isnull=False))
        .select_related("share__group")
        .order_by("-share__created_at", "-id")
    )
    found = {row.share.item_id: row for row in rows}
    unseen = (
        Unread(
            item_kind=row.share.item_kind,
            item_id=row.share.item_id,
            owner_id=row.share.owner_id,
            group_id=row.share.group.public_id,
            answered=row.answered_at is not None,
            at=row.answered_at or row.share.created_at,
        )
        for row in found.values()
    )
    return tuple(sorted(unseen, key=lambda one: (one.at, str(one.item_id))))


def said_to(owner_id: int, round_id: int, since: datetime, limit: int) -> tuple[tuple[str, CommentInfo, UUID], ...]:
    """Return what others said about this person's things since a moment, newest first, as (kind, comment, thing).

    For the author's eyes. A constant number of queries.
    """
    comments = list(
        Comment.objects.filter(share__owner_id=owner_id, share__group__round_id=round_id, created_at__gte=since)
        .exclude(author_id=owner_id)
        .select_related("share")
        .order_by("-created_at", "-id")[:limit]
    )
    people = host.people({comment.author_id for comment in comments})
    return tuple(
        (comment.share.item_kind, _comment_info(comment, people), comment.share.item_id) for comment in comments
    )


def comments_on(
    kind: ItemKind, item_ids: Iterable[UUID], *, reader_id: int | None, now: datetime
) -> dict[UUID, tuple[CommentInfo, ...]]:
    """Return the comments on each thing, oldest first; a constant number of queries.

    With `reader_id` only those in shares that give the thing to that reader now; None is for the author, who keeps
    reading what was said in shares that have ended.
    """
    rows = Comment.objects.filter(share__item_kind=kind, share__item_id__in=list(item_ids))
    if reader_id is not None:
        rows = rows.filter(share_id__in=live_readers(now).filter(user_id=reader_id).values("share_id"))
    comments = list(rows.select_related("share").order_by("created_at", "id"))
    people = host.people({comment.author_id for comment in comments})
    found: dict[UUID, list[CommentInfo]] = defaultdict(list)
    for comment in comments:
        found[comment.share.item_id].append(_comment_info(comment, people))
    return {item_id: tuple(said) for item_id, said in found.items()}


def _comment_info(comment: Comment, people: Mapping[int, host.Person]) -> CommentInfo:
    person = people.get(comment.author_id)
    return CommentInfo(
        share_id=comment.share.public_id,
        author_id=comment.author_id,
        author_name=person.full_name if person else "",
        body=comment.body,
        at=comment.created_at,
        stance=Stance(comment.stance) if comment.stance else None,
        version=comment.version,
        about=comment.about,
    )
