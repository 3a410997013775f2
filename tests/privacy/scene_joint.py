"""Meetings of the whole programme and groups to sign up to, in the scene, and what a browser sends about them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.signups.models import OpenGroup, Waiting
from tests import factories
from tests.privacy.watch import mark


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return announced meetings, one of which has been, and a draft; and a group for mentees and one for mentors.

    The other mentor holds the one for mentors and the one that has been. The mentor waits for a place.
    """
    now = timezone.now()

    def meet(round_: Any, days: int, audience: str = "everybody", **more: Any) -> Any:
        starts = now + dt.timedelta(days=days)
        values = {"state": "booked", "kind": "joint", "announced_at": now, **more}
        row = Meeting.objects.create(
            round=round_,
            audience=audience,
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            time_zone="Europe/Helsinki",
            **values,
        )
        return thing(row.public_id, row.where)

    def opened(round_: Any, role: str) -> Any:
        group = factories.make_group(None, kind="peer_group", name="Open", capacity=4, round_=round_)
        row = OpenGroup.objects.create(group=group, role=role)
        return row, thing(row.public_id, share_id=row.series, group_id=group.public_id)

    leader = scene.other_mentor.user
    place = {"way": "in_person", "where": mark("where joint")}
    for_mentors, mentors = opened(scene.round, "mentor")
    Waiting.objects.create(open_group=for_mentors, participant=scene.mentor)
    return {
        "joint": {
            "for everybody": meet(scene.round, 3),
            "for mentors": meet(scene.round, 4, "mentors", leader=leader, **place),
            "held": meet(scene.round, -3, leader=leader, state="held"),
            "a draft": meet(scene.round, 5, state="draft", announced_at=None),
            "in another course": meet(scene.far_round, 3),
        },
        "openings": {
            "for mentees": opened(scene.round, "mentee")[1],
            "for mentors": mentors,
            "in another course": opened(scene.far_round, "mentee")[1],
        },
    }


_HANDLERS = ("_joint", "_attendance", "_sign_up", "sign_up")


def body(scene: Any, handler: str, about: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the pages about such meetings and groups send; empty for other handlers."""
    if not handler.endswith(_HANDLERS):
        return {}
    ahead = (timezone.now() + dt.timedelta(days=20)).date().isoformat()
    return {
        "meeting": str(thing.id) if about else "",
        "once_key": str(uuid.uuid4()),
        "coming": True,
        "listed": [str(scene.mentor.public_id)],
        "there": [str(scene.mentor.public_id)],
        "planned": "",
        "number": 1,
        "kind": "supervision" if "sign_up" in handler else "joint",
        "title_en": typed,
        "title_fi": "",
        "audience": "",
        "day": ahead,
        "time": "17:00",
        "minutes": "90",
        "way": "in_person",
        "where": typed,
        "link": "",
        "places": "4",
        "answer_on": "",
        "leader": "",
        "open": str(thing.id),
        "series": str(thing.share_id) if about else "",
        "name": "Open",
        "role": "mentor",
        "text": typed,
    }


__all__ = ["body", "gather"]
