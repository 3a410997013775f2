"""Who has asked the coordinators for help in the scene, and what a browser sends about it."""

from __future__ import annotations

import uuid
from typing import Any

from mentoring_xblock.help.models import HelpMessage, HelpRequest
from tests.privacy.watch import mark


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return what the mentee has asked, from the pair and from no group, and what others have."""

    def ask(name: str, person: Any, group: Any, topic: str) -> Any:
        words, key = mark(f"help {name}"), uuid.uuid4()
        row = HelpRequest.objects.create(round=person.round, asker=person.user, group=group, topic=topic, once_key=key)
        HelpMessage.objects.create(request=row, author=person.user, body=words, state="open", once_key=key)
        return thing(row.public_id, words)

    return {
        "help": {
            "from the pair": ask("pair", scene.mentee, scene.pair, "concern"),
            "from no group": ask("alone", scene.mentee, None, "talk"),
            "somebody else’s": ask("foreign", scene.other_mentee, scene.other_pair, "talk"),
            "in another course": ask("far", scene.far_mentee, scene.far_pair, "concern"),
        }
    }


def body(handler: str, about: str, thing: Any) -> dict[str, Any]:
    """Return what the pages about help send; empty for other handlers."""
    if not handler.endswith("_help"):
        return {}
    return {
        "topic": "concern",
        "group": "",
        "request": str(thing.id) if about else "",
        "settled": handler != "list_help",
    }


__all__ = ["body", "gather"]
