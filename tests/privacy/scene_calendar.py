"""Meetings in the calendars of the scene's people, each with a place that is theirs to know."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from mentoring_xblock.models import Meeting
from tests.privacy.watch import mark

#: Handlers about the one meeting that a calendar file is of.
ABOUT = ("download_meeting",)


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return the meetings of the mentee's pair, of another one, of another course, and a draft of the programme's."""

    def meet(name: str, round_: Any, group: Any, **fields: Any) -> Any:
        words, starts = mark(f"where {name}"), timezone.now() + dt.timedelta(days=200)
        row = Meeting.objects.create(
            round=round_,
            group=group,
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            time_zone="Europe/Helsinki",
            where=words,
            **fields,
        )
        return thing(row.public_id, words)

    return {
        "calendar": {
            "the pair’s": meet("pair", scene.mentee.round, scene.pair),
            "somebody else’s": meet("foreign", scene.other_mentee.round, scene.other_pair),
            "in another course": meet("far", scene.far_mentee.round, scene.far_pair),
            "a draft": meet("draft", scene.mentee.round, None, kind="joint", audience="everybody", state="draft"),
        }
    }


def body(handler: str, thing: Any) -> dict[str, Any]:
    """Return what a page sends about a meeting's file; empty for other handlers."""
    return {"meeting": str(thing.id)} if handler in ABOUT else {}


__all__ = ["body", "gather"]
