"""The door to programmes: the mirrored plan and blocks, the round, its people and their cards.

Functions that take an `Actor` ask policy themselves. The others state facts for rooms and blocks that have asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.programme.admitting import admit
from mentoring_xblock.programme.appointments import appoint, appointed, dismiss
from mentoring_xblock.programme.coordinators import (
    coordination,
    coordinators,
    name_coordinator,
    remove_coordinator,
)
from mentoring_xblock.programme.data import (
    AddedLine,
    AddReport,
    BlockInfo,
    CardInfo,
    Coordination,
    MirrorReport,
    Outcome,
    ParticipantInfo,
    ParticipantPage,
    ProgrammeInfo,
    Role,
    RoundInfo,
)
from mentoring_xblock.programme.finding import LIST_LIMIT, enrolled_by_identifier
from mentoring_xblock.programme.mails import mail_context
from mentoring_xblock.programme.mirror import mirror_course, mirrored_courses
from mentoring_xblock.programme.models import LEADERS, BlockMirror, Post, Programme, Round
from mentoring_xblock.programme.people import (
    CAPACITY_LIMIT,
    add_participants,
    contact_of,
    everybody,
    has_been_in,
    my_card,
    participants,
    participants_by_id,
    remove_participant,
    role_counts,
    roles_of,
    save_card,
    set_capacity,
)
from mentoring_xblock.programme.plan import Plan, plan_errors


def get_programme(course_key: CourseKey, slug: str) -> ProgrammeInfo | None:
    """Return a programme of a course as last published, with its newest round; None if it never was.

    Two queries, once in a view or handler: only publishing changes a programme, and that is no call of a reader's.
    """
    return remembered(("programme", course_key, slug), lambda: _get_programme(course_key, slug))


def _get_programme(course_key: CourseKey, slug: str) -> ProgrammeInfo | None:
    row = Programme.objects.filter(course_key=course_key, slug=slug).first()
    if row is None:
        return None
    return _programme_info(row, Round.objects.filter(programme=row).order_by("-number").first())


def programme_of(place: Place) -> ProgrammeInfo:
    """Return the programme that a block belongs to, with its round.

    Raises:
        NotFound: nothing was published under this name, or it has no round.
    """
    found = get_programme(place.course_key, place.slug)
    if found is None or found.round is None:
        raise NotFound(gettext("This programme has not been published yet."))
    return found


def programmes_by_id(ids: Iterable[int]) -> dict[int, ProgrammeInfo]:
    """Return the same for many, by primary key; two queries."""
    rows = Programme.objects.in_bulk(list(ids))
    newest = {row.programme_id: row for row in Round.objects.filter(programme__in=rows).order_by("number")}
    return {key: _programme_info(row, newest.get(key)) for key, row in rows.items()}


def _programme_info(row: Programme, newest: Round | None) -> ProgrammeInfo:
    return ProgrammeInfo(
        id=row.pk,
        public_id=row.public_id,
        course_key=row.course_key,
        slug=row.slug,
        usage_key=row.usage_key,
        plan=Plan.from_dict(row.plan),
        round=_round_info(newest) if newest else None,
        active=row.active,
    )


def _round_info(row: Round) -> RoundInfo:
    return RoundInfo(
        id=row.pk, public_id=row.public_id, number=row.number, starts_on=row.starts_on, closed_at=row.closed_at
    )


def name_taken(course_key: CourseKey, slug: str, usage_key: UsageKey) -> bool:
    """Return whether another published block of the course holds the programme of this name; one query."""
    holder = (
        Programme.objects.filter(course_key=course_key, slug=slug, active=True)
        .values_list("usage_key", flat=True)
        .first()
    )
    # By block and not by whole key: Studio's keys may carry a branch.
    return holder is not None and (holder.block_type, holder.block_id) != (usage_key.block_type, usage_key.block_id)


def block_info(usage_key: UsageKey) -> BlockInfo | None:
    """Return a block as last published, also when it has been removed since; None if it never was. One query."""
    row = BlockMirror.objects.filter(usage_key=usage_key).first()
    return _block_info(row) if row else None


def block_infos(usage_keys: list[UsageKey]) -> dict[UsageKey, BlockInfo]:
    """Return the same for many, by key; one query. Unknown keys are left out."""
    return {row.usage_key: _block_info(row) for row in BlockMirror.objects.filter(usage_key__in=usage_keys)}


def blocks_of(course_key: CourseKey, slug: str) -> list[BlockInfo]:
    """Return the blocks of a programme that are published now; one query."""
    rows = BlockMirror.objects.filter(course_key=course_key, slug=slug, active=True).order_by("pk")
    return [_block_info(row) for row in rows]


def hold_block(usage_key: UsageKey) -> bool:
    """Make everybody else who holds this block wait until the transaction ends; False if it was never published."""
    return bool(hold_blocks([usage_key]))


def hold_blocks(usage_keys: Iterable[UsageKey]) -> int:
    """Do the same with several blocks at once, always in one order; returns how many there are. One query."""
    rows = BlockMirror.objects.select_for_update().filter(usage_key__in=set(usage_keys)).order_by("pk")
    return len(rows.values_list("pk", flat=True))


def hold_round(round_id: int) -> None:
    """Make everybody else who does the same wait until this transaction ends; one query.

    For whoever makes the first row of something that a round has one of. It holds up new rows of the round elsewhere,
    so take it as seldom as that.
    """
    Round.objects.select_for_update().filter(pk=round_id).values_list("pk").first()


def _block_info(row: BlockMirror) -> BlockInfo:
    return BlockInfo(
        usage_key=row.usage_key,
        course_key=row.course_key,
        block_type=row.block_type,
        slug=row.slug,
        title=row.title,
        questions=tuple(row.questions),
        graded=row.graded,
        points=row.points,
        settings=row.settings,
        active=row.active,
    )


__all__ = [
    "CAPACITY_LIMIT",
    "LEADERS",
    "LIST_LIMIT",
    "AddReport",
    "AddedLine",
    "BlockInfo",
    "CardInfo",
    "Coordination",
    "MirrorReport",
    "Outcome",
    "ParticipantInfo",
    "ParticipantPage",
    "Post",
    "ProgrammeInfo",
    "Role",
    "RoundInfo",
    "add_participants",
    "admit",
    "appoint",
    "appointed",
    "block_info",
    "block_infos",
    "blocks_of",
    "contact_of",
    "coordination",
    "coordinators",
    "dismiss",
    "enrolled_by_identifier",
    "everybody",
    "get_programme",
    "has_been_in",
    "hold_block",
    "hold_blocks",
    "hold_round",
    "mail_context",
    "mirror_course",
    "mirrored_courses",
    "my_card",
    "name_coordinator",
    "name_taken",
    "participants",
    "participants_by_id",
    "plan_errors",
    "programme_of",
    "programmes_by_id",
    "remove_coordinator",
    "remove_participant",
    "role_counts",
    "roles_of",
    "save_card",
    "set_capacity",
]
