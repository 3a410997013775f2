"""Looking up a programme with its newest round, and making sure that this round still runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.programme.data import ProgrammeInfo, RoundInfo
from mentoring_xblock.programme.models import Programme, Round
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_days


def get_programme(course_key: CourseKey, slug: str) -> ProgrammeInfo | None:
    """Return a programme of a course as last published, with its newest round; None if it never was.

    Rounds follow each other, so the newest one runs, or nothing does. Two queries, once in a view or handler.
    """
    return remembered(("programme", course_key, slug), lambda: _get_programme(course_key, slug))


def _get_programme(course_key: CourseKey, slug: str) -> ProgrammeInfo | None:
    row = Programme.objects.filter(course_key=course_key, slug=slug).first()
    if row is None:
        return None
    return _programme_info(row, Round.objects.filter(programme=row).order_by("-number").first())


def time_zone_of(place: Place) -> str:
    """Return the clock of the programme that a block belongs to; UTC where none was published. Queries as above."""
    found = get_programme(place.course_key, place.slug)
    return found.plan.time_zone if found else "UTC"


def programme_of(place: Place) -> ProgrammeInfo:
    """Return the programme that a block belongs to, with its newest round, also when that is over.

    Raises:
        NotFound: nothing was published under this name, or it has no round.
    """
    found = get_programme(place.course_key, place.slug)
    if found is None or found.round is None:
        raise NotFound(gettext("This programme has not been published yet."))
    return found


def open_programme(place: Place) -> ProgrammeInfo:
    """Return the same to whoever is about to change something in the round.

    Raises:
        NotFound: nothing was published under this name, or it has no round.
        Over: the round has been closed.
    """
    found = programme_of(place)
    if found.round.closed:
        raise over()
    return found


def hold_open_round(round_id: int) -> None:
    """Keep a round from being closed until this transaction ends; one query.

    For what must never be found in a closed round. It holds up others that do the same, and new rows of the round.

    Raises:
        Over: it has been closed already.
    """
    if Round.objects.select_for_update().filter(pk=round_id, closed_at=None).values_list("pk").first() is None:
        raise over()


def over() -> Over:
    """Say that nothing changes in a round any more."""
    return Over(gettext("This round has ended, so nothing changes in it any more."))


def programmes_by_id(ids: Iterable[int]) -> dict[int, ProgrammeInfo]:
    """Return programmes with their newest rounds by primary key; two queries."""
    rows = Programme.objects.in_bulk(list(ids))
    newest = {row.programme_id: row for row in Round.objects.filter(programme__in=rows).order_by("number")}
    return {key: _programme_info(row, newest.get(key)) for key, row in rows.items()}


def in_round(programme: ProgrammeInfo, row: Round) -> ProgrammeInfo:
    """Return the programme as it is in another of its rounds."""
    return programme if programme.round.id == row.pk else replace(programme, round=round_info(row))


def _programme_info(row: Programme, newest: Round | None) -> ProgrammeInfo:
    return ProgrammeInfo(
        id=row.pk,
        public_id=row.public_id,
        course_key=row.course_key,
        slug=row.slug,
        usage_key=row.usage_key,
        plan=Plan.from_dict(row.plan),
        round=round_info(newest) if newest else None,
        active=row.active,
    )


def round_info(row: Round) -> RoundInfo:
    """Return what other rooms may know of a round."""
    return RoundInfo(
        id=row.pk,
        public_id=row.public_id,
        number=row.number,
        starts_on=row.starts_on,
        closed_at=row.closed_at,
        phase_days=as_days(row.phase_days),
    )
