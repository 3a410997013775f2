"""The door to programmes: the mirrored plan and blocks, the round, its people and their cards.

Functions that take an `Actor` ask policy themselves. The others state facts for rooms and blocks that have asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.programme.admitting import admit
from mentoring_xblock.programme.appointments import appoint, appointed, dismiss
from mentoring_xblock.programme.coordinators import (
    coordination,
    coordinator_ids,
    coordinators,
    name_coordinator,
    remove_coordinator,
)
from mentoring_xblock.programme.current import (
    get_programme,
    hold_open_round,
    open_programme,
    programme_of,
    programmes_by_id,
    time_zone_of,
)
from mentoring_xblock.programme.data import (
    AddedLine,
    AddReport,
    BlockInfo,
    CardInfo,
    Clock,
    Coordination,
    MirrorReport,
    Outcome,
    ParticipantInfo,
    ParticipantPage,
    PastRound,
    ProgrammeInfo,
    Role,
    RoundInfo,
)
from mentoring_xblock.programme.finding import LIST_LIMIT, enrolled_by_identifier
from mentoring_xblock.programme.mails import leading_to, mail_context
from mentoring_xblock.programme.mirror import mirror_course, mirrored_courses
from mentoring_xblock.programme.models import LEADERS, BlockMirror, Post, Programme, Round
from mentoring_xblock.programme.people import (
    CAPACITY_LIMIT,
    accounts_by_role,
    add_participants,
    contact_of,
    everybody,
    has_been_in,
    my_card,
    my_round,
    participants,
    participants_by_id,
    remove_participant,
    role_counts,
    roles_of,
    roster,
    save_card,
    set_capacity,
)
from mentoring_xblock.programme.plan import plan_errors
from mentoring_xblock.programme.rounds import close_round, each_closed_round, each_round, past_rounds, start_round


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


def first_blocks(programmes: Iterable[ProgrammeInfo], block_type: str) -> dict[int, UsageKey]:
    """Return for programmes, by primary key, their first published block of a type; one query. Some have none."""
    wanted = {(programme.course_key, programme.slug): programme.id for programme in programmes}
    rows = BlockMirror.objects.filter(
        course_key__in={course_key for course_key, _ in wanted}, block_type=block_type, active=True
    )
    found: dict[int, UsageKey] = {}
    for row in rows.order_by("pk"):
        if (row.course_key, row.slug) in wanted:
            found.setdefault(wanted[row.course_key, row.slug], row.usage_key)
    return found


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
    "Clock",
    "Coordination",
    "MirrorReport",
    "Outcome",
    "ParticipantInfo",
    "ParticipantPage",
    "PastRound",
    "Post",
    "ProgrammeInfo",
    "Role",
    "RoundInfo",
    "accounts_by_role",
    "add_participants",
    "admit",
    "appoint",
    "appointed",
    "block_info",
    "block_infos",
    "blocks_of",
    "close_round",
    "contact_of",
    "coordination",
    "coordinator_ids",
    "coordinators",
    "dismiss",
    "each_closed_round",
    "each_round",
    "enrolled_by_identifier",
    "everybody",
    "first_blocks",
    "get_programme",
    "has_been_in",
    "hold_block",
    "hold_blocks",
    "hold_open_round",
    "hold_round",
    "leading_to",
    "mail_context",
    "mirror_course",
    "mirrored_courses",
    "my_card",
    "my_round",
    "name_coordinator",
    "name_taken",
    "open_programme",
    "participants",
    "participants_by_id",
    "past_rounds",
    "plan_errors",
    "programme_of",
    "programmes_by_id",
    "remove_coordinator",
    "remove_participant",
    "role_counts",
    "roles_of",
    "roster",
    "save_card",
    "set_capacity",
    "start_round",
    "time_zone_of",
]
