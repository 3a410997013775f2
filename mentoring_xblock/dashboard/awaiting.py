"""What waits for somebody, in a sentence for each of their parts: for pages that are not the dashboard."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.dashboard import mentor, news
from mentoring_xblock.dashboard.news import News
from mentoring_xblock.dashboard.parts import Part, standing_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor


def awaiting(actor: Actor, place: Place, now: dt.datetime) -> tuple[tuple[str, ...], News]:
    """Return sentences about what waits for the actor, none where nothing does, and what is new about their own.

    A constant number of queries. Whoever coordinates reads on their own page what needs doing there.
    """
    standing = standing_of(actor, place)
    own_parts = {Part.MENTEES, Part.NEWS} & set(standing.parts)
    if not own_parts:
        return (), News()
    desk = mentor.desk(actor, standing.round_id, now)
    found = news.news(actor, place, standing.round_id, now)
    if Part.MENTEES in own_parts:
        return ((mentor.first_sentence(desk, standing.programme),) if desk.waiting else ()), found
    return ((news.first_sentence(found, len(desk.waiting)),) if found.count or desk.waiting else ()), found
