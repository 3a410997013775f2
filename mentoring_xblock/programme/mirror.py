"""Bringing what authors published into rows that every page can read quickly.

Runs on publishing only, in the CMS's process, and can be repeated at any time: the same content changes nothing. The
number of queries does not grow with the course.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock import host
from mentoring_xblock.host.data import BlockContent
from mentoring_xblock.kit.points import maximum
from mentoring_xblock.programme.data import Duplicate, MirrorReport
from mentoring_xblock.programme.models import BlockMirror, Programme, Round
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_id

logger = logging.getLogger(__name__)

PROGRAMME_TYPE = "mentoring_programme"
ATTEMPTS = 3
_PROGRAMME_FIELDS = ("usage_key", "plan", "active")
_BLOCK_FIELDS = ("course_key", "block_type", "slug", "title", "questions", "graded", "points", "settings", "active")

#: What else other pages read of a published block, by its type: names of its fields.
MIRRORED_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "mentoring_application": ("role", "opens_at", "closes_at", "order", "places", "target"),
    "mentoring_goals": ("template", "scaled", "writers", "source", "graded_by", "release", "attempts"),
    "mentoring_journal": ("release", "attempts", "graded_by", "frames", "moods"),
}


def mirror_course(course_key: CourseKey) -> MirrorReport:
    """Store what the course's published branch holds of ours.

    A programme belongs to the block that first published its name. A second block of that name changes nothing and is
    reported; it takes the programme over once the first one is gone or has another name. The first round is made
    together with the programme, and the newest round, while it is open, follows the plan's first day: an author who
    moves the beginning moves the phases for everybody. Nothing is deleted: what is gone becomes inactive.

    Two jobs at once are safe: the later one waits for the earlier, and the database refuses a second row of a name.
    """
    for _ in range(ATTEMPTS - 1):
        # Of two first publishings at once, the one that comes second finds the other's rows when it tries again.
        with contextlib.suppress(IntegrityError), transaction.atomic():
            return _mirror(course_key)
    with transaction.atomic():
        return _mirror(course_key)


def _mirror(course_key: CourseKey) -> MirrorReport:
    # Locked before the content is read, so that of two jobs the one that writes last has also read last.
    held = {row.slug: row for row in Programme.objects.select_for_update().filter(course_key=course_key)}
    contents = sorted(host.published_blocks(course_key), key=lambda content: str(content.usage_key))
    named = [content for content in contents if _slug(content)]
    chosen, duplicates = _holders(held, named)
    now = timezone.now()
    before = {slug: Plan.from_dict(row.plan).starts_on for slug, row in held.items()}
    retired = _store_programmes(course_key, held, chosen, now)
    _store_rounds(course_key, {slug for slug, content in chosen.items() if content}, before)
    passed_over = {duplicate.usage_key for duplicate in duplicates}
    shown = [content for content in named if content.usage_key not in passed_over]
    retired += _store_blocks(course_key, shown, now)
    for duplicate in duplicates:
        logger.warning("Programme block %s is passed over: %s has its name.", duplicate.usage_key, duplicate.holder)
    return MirrorReport(
        programmes=len(chosen),
        blocks=len(shown),
        retired=retired,
        duplicates=tuple(duplicates),
        unnamed=tuple(content.usage_key for content in contents if not _slug(content)),
    )


def _slug(content: BlockContent) -> str | None:
    return as_id(content.fields.get("programme"))


def _holders(
    held: dict[str, Programme], contents: Iterable[BlockContent]
) -> tuple[dict[str, BlockContent], list[Duplicate]]:
    """Find the block that each programme belongs to, and those that come too late."""
    candidates: dict[str, list[BlockContent]] = defaultdict(list)
    for content in contents:
        if content.block_type == PROGRAMME_TYPE:
            candidates[_slug(content)].append(content)
    chosen, duplicates = {}, []
    for slug, blocks in candidates.items():
        owner = held[slug].usage_key if slug in held else None
        chosen[slug] = next((block for block in blocks if block.usage_key == owner), blocks[0])
        duplicates += [
            Duplicate(block.usage_key, chosen[slug].usage_key) for block in blocks if block is not chosen[slug]
        ]
    return chosen, duplicates


def _store_programmes(
    course_key: CourseKey, held: dict[str, Programme], chosen: dict[str, BlockContent], now: dt.datetime
) -> int:
    """Write the programmes, and return how many were set aside."""
    new, changed = [], []
    for slug, content in chosen.items():
        plan = Plan.from_dict(content.fields.get("plan")).to_dict()
        values = {"usage_key": content.usage_key, "plan": plan, "active": True}
        if slug not in held:
            new.append(Programme(course_key=course_key, slug=slug, published_at=now, **values))
        elif _take_over(held[slug], values, now):
            changed.append(held[slug])
    gone = [row for slug, row in held.items() if slug not in chosen and row.active]
    for row in gone:
        row.active = False
    Programme.objects.bulk_create(new)
    Programme.objects.bulk_update(changed + gone, [*_PROGRAMME_FIELDS, "published_at"])
    return len(gone)


def _take_over(row: Programme | BlockMirror, values: dict[str, Any], now: dt.datetime) -> bool:
    """Set values on a row; returns whether any of them is news."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.published_at = now
    return True


def _store_rounds(course_key: CourseKey, slugs: set[str], before: Mapping[str, dt.date | None]) -> None:
    """Make first rounds, and let the newest open ones follow their plans' first days where these have changed.

    A coordinator gives a later round a day of its own, which stands until an author moves the plan.

    Args:
        before: the first days as they were published last.
    """
    programmes = Programme.objects.filter(course_key=course_key, slug__in=slugs)
    rounds = {
        row.programme_id: row
        for row in Round.objects.filter(programme__course_key=course_key).order_by("programme_id", "number")
    }
    new, moved = [], []
    for programme in programmes:
        starts_on = Plan.from_dict(programme.plan).starts_on
        row = rounds.get(programme.pk)
        if starts_on is None:
            continue
        if row is None:
            new.append(Round(programme=programme, number=1, starts_on=starts_on))
        elif row.closed_at is None and starts_on not in (before.get(programme.slug), row.starts_on):
            row.starts_on = starts_on
            moved.append(row)
    Round.objects.bulk_create(new)
    Round.objects.bulk_update(moved, ["starts_on"])


def _store_blocks(course_key: CourseKey, contents: Iterable[BlockContent], now: dt.datetime) -> int:
    """Write the mirror of each block, and return how many were set aside."""
    held = {row.usage_key: row for row in BlockMirror.objects.filter(course_key=course_key)}
    present: set[UsageKey] = set()
    new, changed = [], []
    for content in contents:
        present.add(content.usage_key)
        values = {"course_key": course_key, "active": True, **_block_values(content)}
        row = held.get(content.usage_key)
        if row is None:
            new.append(BlockMirror(usage_key=content.usage_key, published_at=now, **values))
        elif _take_over(row, values, now):
            changed.append(row)
    gone = [row for key, row in held.items() if key not in present and row.active]
    for row in gone:
        row.active = False
    BlockMirror.objects.bulk_create(new)
    BlockMirror.objects.bulk_update(changed + gone, [*_BLOCK_FIELDS, "published_at"])
    return len(gone)


def _block_values(content: BlockContent) -> dict[str, Any]:
    fields = content.fields
    title = fields.get("display_name") or ""
    if content.block_type == PROGRAMME_TYPE and not title:
        title = dict(Plan.from_dict(fields.get("plan")).title)
    questions = fields.get("questions", fields.get("prompts"))  # a journal calls its questions prompts
    points = maximum(fields)
    return {
        "block_type": content.block_type,
        "slug": _slug(content),
        "title": title,
        "questions": questions if isinstance(questions, list) else [],
        "graded": points > 0,
        "points": points,
        "settings": {name: fields.get(name) for name in MIRRORED_SETTINGS.get(content.block_type, ())},
    }


def mirrored_courses() -> list[CourseKey]:
    """Return the courses of which anything was ever mirrored, for the repair command; one query."""
    return list(BlockMirror.objects.order_by("course_key").values_list("course_key", flat=True).distinct())
