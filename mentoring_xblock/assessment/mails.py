"""Mails about what is handed in: who and when. Neither titles and words nor numbers of points.

Call them in the transaction of what they tell.
"""

from __future__ import annotations

from datetime import datetime

from mentoring_xblock.assessment.models import Extension, HandIn, Kind, Score
from mentoring_xblock.groups import api as groups
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

_DASHBOARD = "mentoring_dashboard"


def tell_waits(row: HandIn) -> int:
    """Tell whoever mentors the author that something waits for them."""
    mentors = groups.mentors_of([row.owner_id], row.round_id)[row.owner_id]
    if not mentors:
        return 0
    programme = _programme(row)
    page = programmes.first_blocks([programme], _DASHBOARD).get(programme.id)
    context = {
        **programmes.leading_to(programme, page, "to_read"),
        "by": {"people": [row.owner_id]},
        "again": row.number > 1,
    }
    return notifications.queue(row.course_key, sorted(mentors), "hand_in_waits", context, _waits(row))


def untell_waits(row: HandIn) -> int:
    """Take the same back, because the author took the hand-in back; what was sent stays sent."""
    mentors = groups.mentors_of([row.owner_id], row.round_id)[row.owner_id]
    return notifications.overtake(mentors, _waits(row))


def _waits(row: HandIn) -> str:
    return f"hand_in_waits:{row.public_id}"


def tell_points(row: HandIn, score: Score) -> int:
    """Tell the author that there are points, once they stand; nothing of those by taking part."""
    if row.kind == Kind.PART:
        return 0
    # Who gave a draft may have been erased before it was released.
    by = [score.scorer_id] if score.scorer_id else []
    return _to_author(row, "points_given", str(score.public_id), by={"people": by})


def tell_again(row: HandIn) -> int:
    """Tell the author that they are asked to revise it, each time they are."""
    by = [row.asked_again_by_id] if row.asked_again_by_id else []
    return _to_author(row, "revise_asked", f"{row.public_id}:{_stamp(row.asked_again_at)}", by={"people": by})


def _to_author(row: HandIn, template: str, key: str, **more: object) -> int:
    context = {**programmes.leading_to(_programme(row), row.usage_key, "handed_in"), **more}
    return notifications.queue(row.course_key, [row.owner_id], template, context, f"{template}:{key}")


def tell_time(row: Extension, until: datetime | None, more: int) -> int:
    """Tell somebody that they have time at least until a moment, or can hand in `more` times beyond what they did.

    What the course gives them may be longer, and is known to their own request only.
    """
    programme = _programme(row)
    context = {
        **programmes.leading_to(programme, row.usage_key, "handed_in"),
        "until_on": programme.plan.last_day(until).isoformat() if until else None,
        "more": more,
    }
    key = f"time_given:{row.public_id}:{_stamp(row.granted_at)}"
    return notifications.queue(row.course_key, [row.owner_id], "time_given", context, key)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S%f}"


def _programme(row: HandIn | Extension) -> ProgrammeInfo:
    return programmes.programmes_by_id([row.round.programme_id])[row.round.programme_id]
