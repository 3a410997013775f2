"""What author and readers say below a shared thing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing.data import CommentInfo
from mentoring_xblock.sharing.models import Comment, Share, Stance
from mentoring_xblock.sharing.queries import comments_on, live_readers

#: Characters of one comment; stated beside its field.
COMMENT_LIMIT = 5_000


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
        Conflict: the share has ended meanwhile, or is without comments.
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
        # Whoever reads the thing by another share has no part in this one.
        shared = replace(facts, reader_ids=frozenset(readers))
        if row is None or not policy.allowed(Action.ITEM_COMMENT, actor, shared):
            raise NotFound(gettext("There is nothing here for you to see."))
        if not row.talk:
            raise Conflict(gettext("This was shared without comments, so nothing was sent. Your words are still here."))
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
            share_ref=row.public_id,
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


__all__ = ["COMMENT_LIMIT", "add_comment", "comments"]
