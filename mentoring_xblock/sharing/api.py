"""The door to shares, their readers and their comments.

Callers load `Facts` of the thing (owner, readers, bin) and pass them in; every function asks policy with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Circle
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo, Target
from mentoring_xblock.sharing.models import Audience, Comment, Reader, Share, Stance
from mentoring_xblock.sharing.queries import (
    comments_on,
    live_readers,
    read_since,
    readable_ids,
    readers_of,
    received,
    said_to,
    shared_in,
    shares_of,
    unread,
)

#: Characters of one comment; stated beside its field.
COMMENT_LIMIT = 5_000


def targets(actor: Actor, round_id: int) -> tuple[Target, ...]:
    """Return with whom the actor can share in this round, each group at most twice; a constant number of queries.

    A mentee shares with their mentor, in a small group also with everybody in it; a peer with their peer group; a
    mentor with the group that they lead.
    """
    if actor.user_id is None:
        return ()
    mine = groups.my_groups(actor.user_id, round_id)
    people = host.people({member.user_id for group in mine for member in group.people})

    def names(members: Iterable) -> tuple[str, ...]:
        return tuple(people[member.user_id].full_name for member in members if member.user_id in people)

    found = []
    for group in mine:
        others = [member for member in group.people if member.user_id != actor.user_id]
        leaders = [member for member in others if member.leads]
        if leaders and group.circle == Circle.MENTORING:
            found.append(Target(group.public_id, group.name, Audience.LEADER, names(leaders)))
        if others and not (len(others) == 1 and leaders and group.circle == Circle.MENTORING):
            found.append(Target(group.public_id, group.name, Audience.GROUP, names(others)))
    return tuple(found)


def share(
    actor: Actor,
    place: Place,
    kind: ItemKind,
    item_id: UUID,
    facts: Facts,
    group_id: UUID,
    audience: Audience,
) -> ShareInfo:
    """Give a thing to the people who are in a group now.

    Sharing again with the same people changes nothing; sharing again after the group has changed names its people
    anew, because nobody inherits an earlier share.

    Args:
        facts: of the thing; its owner must be the actor.
        group_id: public id of a published group in this course that the actor is in.
    Raises:
        NotFound: the thing is not the actor's, or the actor is in no such group.
        Invalid: nobody in the group could read it.
    """
    policy.require(Action.ITEM_SHARE, actor, facts)
    now = timezone.now()
    with transaction.atomic():
        group = groups.hold_group(place.course_key, place.slug, group_id)
        mine = next((member for member in group.people if member.user_id == actor.user_id), None) if group else None
        if group is None or mine is None:
            raise NotFound(gettext("You are not in this group any more."))
        readers = [member for member in group.people if member != mine and (member.leads or audience == Audience.GROUP)]
        if not readers:
            raise Invalid(gettext("There is nobody in this group who could read it yet."))
        row = Share.objects.filter(
            item_kind=kind, item_id=item_id, group_id=group.id, audience=audience, live=1
        ).first()
        if row is not None and set(live_readers(now).filter(share=row).values_list("membership_id", flat=True)) != {
            member.membership_pk for member in readers
        }:
            _end([row], now)
            row = None
        if row is None:
            row = Share.objects.create(
                item_kind=kind,
                item_id=item_id,
                owner_id=actor.user_id,
                group_id=group.id,
                owner_membership_id=mine.membership_pk,
                audience=audience,
            )
            Reader.objects.bulk_create(
                Reader(share=row, membership_id=member.membership_pk, user_id=member.user_id) for member in readers
            )
            audit.record(
                kind,
                item_id,
                owner_id=actor.user_id,
                actor_id=actor.user_id,
                verb=Verb.SHARED,
                group_ref=group.public_id,
            )
    shares = shares_of(kind, [item_id], timezone.now()).get(item_id, ())
    return next(found for found in shares if found.share_id == row.public_id)


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


def _end(rows: list[Share], now) -> None:
    Share.objects.filter(pk__in=[row.pk for row in rows]).update(live=None, withdrawn_at=now)


def mark_opened(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts, version: int) -> None:
    """Remember that a reader opened a thing, and write it into the author's trail once a version.

    Raises:
        NotFound: the thing is not shared with the actor.
    """
    policy.require(Action.ITEM_READ, actor, facts)
    if actor.user_id == facts.owner_id:
        return
    now = timezone.now()
    with transaction.atomic():
        rows = list(
            live_readers(now)
            .filter(share__item_kind=kind, share__item_id=item_id, user_id=actor.user_id)
            .select_related("share__group")
        )
        mine = Reader.objects.filter(pk__in=[row.pk for row in rows])
        # The condition stands in the update so that of two clicks at once only one is the first.
        changed = mine.exclude(opened_version=version).update(opened_version=version)
        # Answers that came later than this are new to the reader.
        mine.update(opened_at=now)
        if changed:
            audit.record(
                kind,
                item_id,
                owner_id=facts.owner_id,
                actor_id=actor.user_id,
                verb=Verb.OPENED,
                group_ref=rows[0].share.group.public_id,
            )


def comments(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts) -> tuple[CommentInfo, ...]:
    """Return what was said about a thing, as far as the actor may read it, oldest first.

    Raises:
        NotFound: the actor may not read the thing.
    """
    policy.require(Action.ITEM_READ, actor, facts)
    reader_id = None if actor.user_id == facts.owner_id else actor.user_id
    return comments_on(kind, [item_id], reader_id=reader_id, now=timezone.now()).get(item_id, ())


def add_comment(
    actor: Actor,
    place: Place,
    kind: ItemKind,
    item_id: UUID,
    facts: Facts,
    share_id: UUID,
    body: str,
    once_key: UUID,
    *,
    stance: Stance | None = None,
    version: int | None = None,
    about: UUID | None = None,
) -> None:
    """Say something in the thread of one share. The same words with the same `once_key` again change nothing.

    Args:
        stance: what a reader of a goal says beside their words, or without any.
        version: the thing's at this moment, for a stance to be read beside it later.
        about: the public id of what in the thing is meant, as of a rating.
    Raises:
        NotFound: the actor may not read the thing, or not by this share.
        Invalid: nothing was written, or more than `COMMENT_LIMIT` characters; or it is not for the actor to take a
            stance on this.
        Conflict: the share has ended meanwhile.
    """
    policy.require(Action.ITEM_COMMENT, actor, facts)
    body = _accepted(body, stance)
    if stance is not None and (kind is not ItemKind.GOAL or actor.user_id == facts.owner_id):
        raise Invalid(gettext("Only who reads a goal of somebody else’s can agree, or ask for another look."))
    now = timezone.now()
    with transaction.atomic():
        row = (
            Share.objects.select_for_update()
            .select_related("group")
            .filter(
                public_id=share_id,
                item_kind=kind,
                item_id=item_id,
                group__round__programme__course_key=place.course_key,
            )
            .first()
        )
        readers = set(live_readers(now).filter(share=row).values_list("user_id", flat=True)) if row else set()
        owner = row is not None and row.owner_id == actor.user_id
        if row is None or not (owner or actor.user_id in readers):
            raise NotFound(gettext("There is nothing here for you to see."))
        if not readers:
            raise Conflict(
                gettext("This is not shared any more, so nobody would read your words. They are still here.")
            )
        said = Comment(share=row, author_id=actor.user_id, body=body, stance=stance or "", version=version, about=about)
        if not _say(said, once_key):
            return
        audit.record(
            kind,
            item_id,
            owner_id=row.owner_id,
            actor_id=actor.user_id,
            verb=_VERBS[stance],
            group_ref=row.group.public_id,
        )


#: What a comment is called in the trail.
_VERBS: dict[Stance | None, Verb] = {None: Verb.COMMENTED, Stance.LOOK: Verb.LOOK_AGAIN, Stance.AGREED: Verb.AGREED}


def _accepted(body: str, stance: Stance | None) -> str:
    """Return the words of a comment as they are kept; none are needed beside a stance."""
    body = clean(body).strip()
    if not body and stance is None:
        raise Invalid(gettext("Write something first."), {"body": [gettext("Write something first.")]})
    if len(body) > COMMENT_LIMIT:
        sentence = gettext(
            "A comment can have %(limit)s characters; this one has %(count)s. Your text is still here."
        ) % {
            "limit": grouped(COMMENT_LIMIT),
            "count": grouped(len(body)),
        }
        raise Invalid(sentence, {"body": [sentence]})
    return body


def _say(said: Comment, once_key: UUID) -> bool:
    """Add a comment; False if it is the same click again.

    Other words under a key that is taken come from a page that never heard the answer to its first click, and whose
    reader went on writing. They are a comment of their own, with a key that a double click on them gives again.
    """
    for key in (once_key, uuid5(once_key, said.stance + said.body)):
        said.pk, said.once_key = None, key
        try:
            with transaction.atomic():
                said.save(force_insert=True)
        except IntegrityError:
            there = Comment.objects.filter(once_key=key, share=said.share, author_id=said.author_id)
            # Compared here, because MySQL takes small letters for capitals.
            if (said.stance, said.body) in there.values_list("stance", "body"):
                return False
        else:
            return True
    raise Conflict(gettext("This page is out of date. Load it again; what you typed is still here."))


__all__ = [
    "COMMENT_LIMIT",
    "add_comment",
    "comments",
    "comments_on",
    "forget",
    "live_readers",
    "mark_opened",
    "read_since",
    "readable_ids",
    "readers_of",
    "received",
    "said_to",
    "share",
    "shared_in",
    "shares_of",
    "targets",
    "unread",
    "withdraw",
    "withdraw_all",
]
