"""What a coordinator sees of points that wait to be released."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.assessment import release
from mentoring_xblock.assessment.data import Released
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo


def shown(programme: ProgrammeInfo, held: int) -> bool:
    """Return whether the page has this part: where points wait, or a block has them wait. At most one query."""
    return held > 0 or release.releases(programme)


def context(actor: Actor, programme: ProgrammeInfo, page: int = 1) -> dict[str, Any]:
    """Return what `assessment/desk.html` needs; the same number of queries for one and for many.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    found = release.drafts(actor, programme, page)
    return {
        "shown": found,
        "blocks": [(title, list(same)) for title, same in groupby(found.items, lambda one: one.block_title)],
        "frozen": host.grades_frozen(programme.course_key),
    }


def waits(held: int) -> str:
    """Say on the overview how many there are; empty where there is none."""
    if not held:
        return ""
    return ngettext(
        "Points for %(count)s hand-in wait to be released",
        "Points for %(count)s hand-ins wait to be released",
        held,
    ) % {"count": held}


def said(done: Released) -> str:
    """Say what a release did."""
    if not done.given:
        return gettext("Nothing was released.")
    return ngettext(
        "The points for %(count)s hand-in are released. The course’s gradebook holds them now.",
        "The points for %(count)s hand-ins are released. The course’s gradebook holds them now.",
        done.given,
    ) % {"count": done.given}
