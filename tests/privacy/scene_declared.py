"""Who has found whom in the scene, and what a browser sends about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from mentoring_xblock.declared.models import Declaration
from tests import factories, pages


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return two who have both agreed, somebody who was named only, and two of another course.

    The same of a programme beside, in the same course, in which each pair begins when it is ready; its page about
    meetings is `scene.beside`.
    """

    def declare(round_: Any, mentee: Any, mentor: Any, state: str) -> Any:
        row = Declaration.objects.create(
            round=round_,
            mentee=mentee,
            mentor=mentor,
            asked_by=mentee,
            named=mentor.username,
            starts_on=timezone.now().date(),
            state=state,
            answered_at=timezone.now() if state == "agreed" else None,
        )
        return thing(row.public_id)

    scene.beside = pages.publish_block("mentoring_meetings", "beside", programme="beside")
    programme = factories.make_programme(slug="beside", block_id="b2", relations={"mode": "non_stop"})
    beside = factories.make_round(programme)
    return {
        "beside": {
            "asked": declare(beside, scene.mentee.user, scene.mentor.user, "asked"),
            "agreed": declare(beside, scene.other_mentee.user, scene.other_mentor.user, "agreed"),
            "where nobody declares": declare(scene.round, scene.peer.user, scene.former_mentor.user, "asked"),
        },
        "declared": {
            "agreed": declare(scene.round, scene.alumna, scene.line_manager, "agreed"),
            "asked": declare(scene.round, scene.alumna, scene.former_mentor.user, "asked"),
            "in another course": declare(scene.far_round, scene.far_mentee.user, scene.far_mentor.user, "agreed"),
        },
    }


def body(handler: str, thing: Any) -> dict[str, Any]:
    """Return what the pages about declared pairs send; empty for other handlers."""
    if not handler.endswith(("_declared", "declare_pair")):
        return {}
    today = timezone.now().date() + dt.timedelta(days=1)
    return {"pair": str(thing.id), "starts_on": today.isoformat(), "agree": True, "named": "nobody", "role": "mentor"}


__all__ = ["body", "gather"]
