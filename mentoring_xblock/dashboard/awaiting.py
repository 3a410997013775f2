"""What waits for somebody, in a sentence: for pages that are not the dashboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from mentoring_xblock.dashboard import mentor, news
from mentoring_xblock.dashboard.news import News
from mentoring_xblock.dashboard.parts import Part, standing_in
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role


def awaiting(
    actor: Actor,
    place: Place,
    programme: ProgrammeInfo,
    roles: Mapping[Role, ParticipantInfo],
    now: dt.datetime,
) -> tuple[str, News]:
    """Return a sentence about what waits for the actor, empty where nothing does, and what is new about their own.

    A constant number of queries. Whoever coordinates reads on their own page what needs doing there.
    """
    standing = standing_in(actor, programme, roles)
    if not {Part.MENTEES, Part.NEWS} & set(standing.parts):
        return "", News()
    desk = mentor.desk(actor, standing.round_id, now)
    found = news.news(actor, place, standing.round_id, now)
    if Part.MENTEES in standing.parts:
        return mentor.first_sentence(desk, programme) if desk.waiting else "", found
    return news.first_sentence(found, len(desk.waiting)) if found.count or desk.waiting else "", found
