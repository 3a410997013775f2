"""A mentor and a mentee who have agreed by themselves come together, without a coordinator.

In pairs, each yes makes a pair. In small groups, the first yes makes the mentor's group, and the next ones join it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.bulk import pair_up
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.fitting import names_of
from mentoring_xblock.groups.models import Group, Kind, Membership, Participant, State
from mentoring_xblock.groups.places import Held, hold_keys
from mentoring_xblock.groups.queries import info_of, infos_of
from mentoring_xblock.groups.steps import join, new_place
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.programme.data import ProgrammeInfo


def small_groups_of(mentor_pks: Iterable[int]) -> dict[int, tuple[GroupInfo, ...]]:
    """Return the published small groups that these participants lead, oldest first; three queries."""
    led = list(_led(mentor_pks).values_list("participant_id", "group_id"))
    groups = {group.id: group for group in infos_of(Group.objects.filter(pk__in=[key for _, key in led]))}
    found: dict[int, tuple[GroupInfo, ...]] = defaultdict(tuple)
    for pk, key in sorted(led, key=lambda pair: pair[1]):
        found[pk] += (groups[key],)
    return dict(found)


def hold_small_groups(mentor_pk: int) -> list[Held]:
    """Lock the published small groups that somebody leads, before anybody in them is locked."""
    return hold_keys(list(_led([mentor_pk]).values_list("group_id", flat=True)))


def unchanged(mentor_pk: int, held: Sequence[Held]) -> bool:
    """Return whether these are all of somebody's small groups, now that the mentor is locked too; one query."""
    return {one.group.pk for one in held} == set(_led([mentor_pk]).values_list("group_id", flat=True))


def _led(mentor_pks: Iterable[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(
        participant__in=list(mentor_pks),
        leads=True,
        seat__isnull=False,
        group__kind=Kind.SMALL_GROUP,
        group__state=State.PUBLISHED,
    )


def take_in(programme: ProgrammeInfo, mentor_pk: int, mentee_pk: int, held: Sequence[Held], capacity: int) -> GroupInfo:
    """Let a mentee join the mentor's small group, or begin one, and tell those concerned.

    Ask policy before, and call it under `one_transaction`.

    Args:
        held: the mentor's small groups under lock. capacity: places for members of a group that is begun by this.
    Raises:
        Full: one of the two has no place left.
        Invalid: the mentee does not fit, or one of them has left the course or the programme.
    """
    there = next((one for one in held if len(one.members) < one.group.capacity), None)
    if there is None:
        return pair_up(programme, mentor_pk, mentee_pk, Kind.SMALL_GROUP, capacity)
    mentee = Participant.objects.get(pk=mentee_pk)
    if mentee.user_id not in host.enrolled_ids(programme.course_key, {mentee.user_id}):
        name = names_of([mentee])[mentee.user_id]
        raise Invalid(gettext("%(name)s is not enrolled in this course.") % {"name": name})
    join(programme, there, new_place(there, mentee, leads=False), timezone.now())
    return info_of(there.group)


__all__ = ["hold_small_groups", "small_groups_of", "take_in", "unchanged"]
