"""A group's own meetings in the scene, in every state, each with a place that is its people's to know."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.models import Meeting, Option, Suits
from tests.privacy.watch import mark


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return meetings of the mentee's pair, of another one, and of another course. `share_id` is a proposed time's."""

    def meet(name: str, round_: Any, group: Any, days: int) -> Any:
        words, starts = mark(f"where own {name}"), timezone.now() + dt.timedelta(days=days)
        row = Meeting.objects.create(
            round=round_,
            group=group,
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            time_zone="Europe/Helsinki",
            way="in_person",
            where=words,
        )
        return thing(row.public_id, words, 1, uuid.uuid4(), group.public_id)

    def ask(name: str, round_: Any, group: Any, maker: Any) -> Any:
        words, starts = mark(f"where own {name}"), timezone.now() + dt.timedelta(days=90)
        row = Meeting.objects.create(
            round=round_, group=group, state="asking", time_zone="Europe/Helsinki", made_by=maker.user
        )
        option = Option.objects.create(
            meeting=row, starts_at=starts, ends_at=starts + dt.timedelta(hours=1), way="in_person", where=words
        )
        Suits.objects.create(option=option, user=maker.user)
        return thing(row.public_id, words, 1, option.public_id, group.public_id)

    booked, foreign = meet("booked", scene.round, scene.pair, 60), meet("foreign", scene.round, scene.other_pair, 60)
    far = meet("far", scene.far_round, scene.far_pair, 60)
    return {
        "own meetings": {
            "booked": booked,
            "passed": meet("passed", scene.round, scene.pair, -20),
            "asked": ask("asked", scene.round, scene.pair, scene.mentor),
            "somebody else’s": foreign,
            "in another course": far,
        },
        # For what is about a group alone, whichever of its meetings there are.
        "meeting groups": {"the pair’s": booked, "somebody else’s": foreign, "in another course": far},
    }


def body(handler: str, about: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the page of a group's own meetings sends; empty for calls about something else."""
    if about not in ("own meetings", "meeting groups"):
        return {}
    days = [(timezone.now() + dt.timedelta(days=days)).date().isoformat() for days in (300, 301, 302)]
    numbered = {}
    for at, day in enumerate(days):
        numbered |= {f"day_{at}": day, f"time_{at}": "15:00", f"way_{at}": "in_person", f"spot_{at}": typed}
    return {
        **numbered,
        "group": str(thing.group_id),
        "meeting": str(thing.id),
        "option": str(thing.share_id),
        "options": [],
        "what": "move",
        "day": days[0],
        "time": "15:00",
        "minutes": 60,
        "way": "in_person",
        "spot": typed,
        "time_zone": "Europe/Helsinki",
        "every_weeks": 4,
        "count": 2,
        "number": 1,
        "keep_0": True,
        # With a time, a day that has a meeting already can have another one.
        **({"which": "yesterday", "day": ""} if handler == "log_meeting" else {}),
    }


__all__ = ["body", "gather"]
