"""Publishing drafts: all of them or none, with every reason against it said at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.groups import mails
from mentoring_xblock.groups.clocks import begins_by_itself
from mentoring_xblock.groups.data import PublishPreview, PublishReport
from mentoring_xblock.groups.fitting import misfit, names_of, placed_already
from mentoring_xblock.groups.models import Circle, Group, Membership, State
from mentoring_xblock.groups.places import Held, assign_slots, group_capacity, hold, hold_keys, one_transaction
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import hold_open_round, open_programme, programme_of
from mentoring_xblock.programme.data import ProgrammeInfo

#: Rows of one UPDATE statement.
_BATCH = 500


@one_transaction
def publish(
    actor: Actor,
    place: Place,
    group_ids: Iterable[UUID] | None = None,
    *,
    versions: Mapping[UUID, int] | None = None,
    answer_on: date | None = None,
) -> PublishReport:
    """Make drafts visible to the people in them, and queue one mail for each person.

    Groups that are published already are passed over, so a double click publishes once.

    Args:
        group_ids: public ids; None stands for every draft of the programme's round.
        versions: of the groups as the caller saw them, by public id; groups that are not named are taken as they are.
        answer_on: the last day on which people may decline their place, told in the mail; None tells of no such thing.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: one of the groups is not there.
        Over: the round has been closed.
        Conflict: one of the groups has changed meanwhile.
        Invalid: nothing was published, for the reasons in `fields`: sentences by the group's public id as a string.
        Full: the same, when the only reason is that people have no place left; `current` has the same sentences.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = open_programme(place)
    hold_open_round(programme.round.id)
    held = _held(programme, group_ids)
    for one in held:
        if one.group.state == State.DRAFT:
            one.expect((versions or {}).get(one.group.public_id))
    return publish_held(programme, held, answer_on=answer_on)


def publish_held(programme: ProgrammeInfo, held: list[Held], *, answer_on: date | None = None) -> PublishReport:
    """Publish drafts that are under lock; see `publish`. Ask policy before, and call it under `one_transaction`.

    Raises:
        Invalid: nothing was published, for the reasons in `fields`.
        Full: the same, when the only reason is that people have no place left.
    """
    drafts = [one for one in held if one.group.state == State.DRAFT]
    if (found := _problems(programme, held, drafts)).sentences:
        raise _refusal(found)
    now = timezone.now()
    rows = [row for one in drafts for row in one.live]
    for row in rows:
        row.joined_at = now
    Membership.objects.bulk_update(rows, ["slot", "joined_at"], batch_size=_BATCH)
    for one in drafts:
        one.group.state, one.group.published_at = State.PUBLISHED, now
        one.group.version += 1
        if one.group.starts_on is None and begins_by_itself(programme, one.group.circle):
            one.group.starts_on = programme.plan.today(now)
    values = ["state", "published_at", "version", "starts_on"]
    Group.objects.bulk_update([one.group for one in drafts], values, batch_size=_BATCH)
    published = infos_of(one.group for one in drafts)
    return PublishReport(published, mails.tell_published(programme, published, answer_on) if published else 0)


@one_transaction
def preview_publishing(
    actor: Actor, place: Place, group_ids: Iterable[UUID] | None = None, *, limit: int
) -> PublishPreview:
    """Say what publishing these drafts would do; nothing is written and nobody is told.

    Args:
        group_ids: public ids; None stands for the oldest `limit` drafts of the programme's round.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: one of the groups is not there.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programme_of(place)
    held = _held(programme, group_ids)[:limit]
    drafts = [one for one in held if one.group.state == State.DRAFT]
    found = _problems(programme, held, drafts)
    fine = [one for one in drafts if str(one.group.public_id) not in found.sentences]
    told = {row.participant.user_id for one in fine for row in one.live}
    groups = infos_of(one.group for one in drafts)
    return PublishPreview(groups, found.sentences, len(told))


def _held(programme: ProgrammeInfo, group_ids: Iterable[UUID] | None) -> list[Held]:
    if group_ids is not None:
        return hold(programme, group_ids)
    drafts = Group.objects.filter(round_id=programme.round.id, state=State.DRAFT)
    return hold_keys(list(drafts.values_list("pk", flat=True)))


@dataclass(frozen=True)
class _Problems:
    """Sentences by the group's public id as a string; `only_full` when all of them say that a person has no slot."""

    sentences: dict[str, list[str]]
    only_full: bool


def _problems(programme: ProgrammeInfo, held: list[Held], drafts: list[Held]) -> _Problems:
    """Assign slots in memory, and say what speaks against publishing."""
    rows = [row for one in drafts for row in one.live]
    refused = assign_slots(rows, programme.plan.capacity)
    full = _full_problems(programme, refused)
    other = _other_problems(programme, held, drafts)
    sentences = {
        str(one.group.public_id): [*other[one.group.pk], *full[one.group.pk]]
        for one in held
        if other[one.group.pk] or full[one.group.pk]
    }
    return _Problems(sentences, not any(other.values()))


def _refusal(found: _Problems) -> Invalid | Full:
    count = len(found.sentences)
    message = ngettext(
        "Nothing was published yet: %(count)s group needs another look.",
        "Nothing was published yet: %(count)s groups need another look.",
        count,
    ) % {"count": count}
    return Full(message, found.sentences) if found.only_full else Invalid(message, found.sentences)


def _full_problems(programme: ProgrammeInfo, refused: list[Membership]) -> dict[int, list[str]]:
    """Return, by group, the sentences about people who have no slot left."""
    problems: dict[int, list[str]] = defaultdict(list)
    names = names_of(row.participant for row in refused) if refused else {}
    for row in refused:
        capacity = group_capacity(row.participant, row.circle, programme.plan.capacity)
        problems[row.group_id].append(placed_already(row, names[row.participant.user_id], capacity))
    return problems


def _other_problems(programme: ProgrammeInfo, held: list[Held], drafts: list[Held]) -> dict[int, list[str]]:
    """Return, by group, the sentences about everything else."""
    problems: dict[int, list[str]] = defaultdict(list)
    for one in held:
        if one.group.state == State.CLOSED:
            problems[one.group.pk].append(gettext("This group is closed and can’t be published again."))
    people = [row.participant for one in drafts for row in one.live]
    names = names_of(people)
    enrolled = host.enrolled_ids(programme.course_key, {person.user_id for person in people})
    for one in drafts:
        problems[one.group.pk] += _group_problems(one)
        for row in one.live:
            name = names[row.participant.user_id]
            if row.participant.user_id not in enrolled:
                problems[one.group.pk].append(gettext("%(name)s is not enrolled in this course.") % {"name": name})
            elif problem := misfit(row, one.live, name, programme.plan):
                problems[one.group.pk].append(problem)
    return problems


def _group_problems(one: Held) -> list[str]:
    found = []
    if one.leader is None and one.group.circle == Circle.MENTORING:
        found.append(gettext("Nobody leads this group yet."))
    if not one.members:
        found.append(gettext("There is nobody in this group yet."))
    if len(one.members) > one.group.capacity:
        found.append(
            ngettext(
                "There are more people in this group than its %(count)s place.",
                "There are more people in this group than its %(count)s places.",
                one.group.capacity,
            )
            % {"count": one.group.capacity}
        )
    return found


__all__ = ["preview_publishing", "publish", "publish_held"]
