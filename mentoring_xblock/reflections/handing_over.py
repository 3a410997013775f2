"""Handing an entry over to one's group, to be read once the reflection opens, and taking it back until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.refs import pk_of
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.reflections.models import Reflection, ReflectionAnswer
from mentoring_xblock.reflections.opening import Waiting, open_held
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Manner
from mentoring_xblock.worksheets.data import MAIN, Frame


@one_change
def hand_over(actor: Actor, place: Place, frame: Frame, entry_id: UUID, group_id: UUID, now: dt.datetime) -> None:
    """Hand an entry's text, as it is now, over to one of the actor's groups.

    Before the reflection opens nobody reads it, and handing over again replaces the text; the last one for whom the
    group waits opens it. After that the text is shared at once, in place of the earlier one. Twice is once.

    Args:
        frame: the journal's prompt that the entry answers.
        group_id: public id of a group that works together and that the actor is in.
    Raises:
        NotFound: there is no such entry of the actor's own in this journal, or no such group of theirs.
        Conflict: the entry answers another prompt, or this one is not answered together.
        Invalid: the actor is alone in the group.
    """
    relation = groups.working_relation(actor, place, group_id, now)
    entry = journal.get_entry(actor, place, entry_id)
    if not frame.together or (entry.frame or MAIN) != frame.id:
        raise Conflict(gettext("A group no longer answers this prompt together. Nothing was handed over."))
    if not relation.others:
        raise Invalid(gettext("There is nobody in this group who could read it yet."))
    row = _held(relation, place, frame)
    text_id = journal.keep_for(actor, place, entry_id, Reason.SHARED)
    if _answered(row, actor.user_id, pk_of(entry_id), text_id, now):
        audit.record(
            ItemKind.ENTRY,
            entry_id,
            owner_id=actor.user_id,
            actor_id=actor.user_id,
            verb=Verb.HANDED_OVER,
            group_ref=relation.group.public_id,
        )
    if row.opened_at is not None:
        sharing.give(actor.user_id, relation.group.id, ItemKind.ENTRY, entry_id, Manner(text_id=text_id), now)
        return
    enrolled = host.enrolled_ids(place.course_key, relation.user_ids)
    open_held(row, Waiting(row.pk, frame, relation.programme, relation.group, enrolled), now)


def _held(relation: Relation, place: Place, frame: Frame) -> Reflection:
    """Return the group's reflection on this prompt under lock, made with its first answer."""
    row, _ = Reflection.objects.get_or_create(
        group_id=relation.group.id,
        usage_key=place.usage_key,
        frame=frame.id,
        defaults={"round_id": relation.programme.round.id},
    )
    return Reflection.objects.select_for_update().get(pk=row.pk)


def _answered(row: Reflection, owner_id: int, entry_pk: int, text_id: UUID, now: dt.datetime) -> bool:
    """Keep what somebody hands over, in place of what they did before; False if it is the same text again."""
    said = {"entry_id": entry_pk, "text_id": text_id}
    same = row.answers.filter(owner_id=owner_id, **said).exists()
    # Also for the same text: it is handed over to those who are in the group by now.
    ReflectionAnswer.objects.update_or_create(
        reflection=row, owner_id=owner_id, defaults={**said, "handed_over_at": now}
    )
    return not same


@one_change
def take_back(actor: Actor, place: Place, frame: Frame, entry_id: UUID, group_id: UUID, now: dt.datetime) -> None:
    """Take an entry back before the reflection opens. Twice is once; another entry that was handed over stays.

    Raises:
        NotFound: the actor is in no such group that works together.
        Conflict: it has opened; the share is withdrawn like any other.
    """
    relation = groups.working_relation(actor, place, group_id, now)
    row = (
        Reflection.objects.select_for_update()
        .filter(group_id=relation.group.id, usage_key=place.usage_key, frame=frame.id)
        .first()
    )
    answer = row.answers.filter(owner_id=actor.user_id, entry__public_id=entry_id).first() if row else None
    if answer is None:
        return
    if row.opened_at is not None:
        raise Conflict(gettext("It has opened. You can withdraw it like any other share."))
    answer.delete()
    audit.record(
        ItemKind.ENTRY,
        entry_id,
        owner_id=actor.user_id,
        actor_id=actor.user_id,
        verb=Verb.WITHDREW,
        group_ref=relation.group.public_id,
    )


def forget_unopened(entry_pks: Collection[int]) -> None:
    """Take back what was handed over of these entries and has not opened; in the transaction that holds their locks."""
    ReflectionAnswer.objects.filter(entry__in=entry_pks, reflection__opened_at=None).delete()


__all__ = ["forget_unopened", "hand_over", "take_back"]
