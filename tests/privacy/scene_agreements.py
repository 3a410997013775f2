"""What groups in the scene have agreed on, and what a browser sends about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from mentoring_xblock.agreements import api
from tests import factories
from tests.privacy.watch import mark


def gather(scene: Any, thing: Any, elsewhere: Any) -> dict[str, dict[str, Any]]:
    """Return agreements that somebody has put to be signed, each with a draft that has gone on since."""

    def put(name: str, maker: Any, group: Any, course_key: Any = factories.COURSE_KEY) -> Any:
        actor, place = factories.actor(maker), factories.make_place("mentoring_meetings", "meetings", course_key)
        words, now = mark(f"agreement {name}"), timezone.now()

        def save(text: str, version: int) -> Any:
            return api.save_draft(actor, place, group.public_id, {"themes": text}, version, now)

        save(words, 0)
        made = api.put_to_sign(actor, place, group.public_id, 1, now).pending
        drafted = save(f"{words} {mark(f'agreement {name} draft')}", 1)
        return thing(made.version_id, words, drafted.version, group_id=group.public_id)

    return {
        "agreements": {
            "of the pair": put("pair", scene.mentor, scene.pair),
            "of peers": put("circle", scene.mentee, scene.circle),
            "somebody else’s": put("foreign", scene.other_mentor, scene.other_pair),
            "in another course": put("far", scene.far_mentor, scene.far_pair, elsewhere),
        }
    }


def body(handler: str, about: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the agreement's pages send; empty for other handlers."""
    if not handler.endswith("_agreement"):
        return {}
    return {"group": str(thing.group_id), "which": str(thing.id), "draft": False, "joined": False, "item_themes": typed}


__all__ = ["body", "gather"]
