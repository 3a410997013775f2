"""Groups whose end somebody may decide on, and what a browser sends about that and about their calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme import phases
from tests import factories

#: What the coordinator's page about phases sends.
_PHASES = ("show_phases", "ask_phase", "begin_phase", "undo_phase")


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return groups as the page shows them to somebody in them."""
    rows = {
        "of the pair": scene.pair,
        "of peers": scene.circle,
        "somebody else’s": scene.other_pair,
        "in another course": scene.far_pair,
    }
    return {
        "endings": {
            name: thing(row.public_id, version=row.version, group_id=row.public_id) for name, row in rows.items()
        }
    }


def body(scene: Any, handler: str) -> dict[str, Any]:
    """Return what the pages about calendars and endings send; empty for other handlers."""
    if handler == "end_relation":
        return {"reason": "time"}
    if handler not in ("set_group_days", *_PHASES):
        return {}
    clock = programmes.programme_of(factories.place_of(scene.round)).clock()
    if handler == "set_group_days":
        return {"ends_on": (clock.ends_on + dt.timedelta(weeks=4)).isoformat()}
    today = timezone.now().date()
    span = phases.coming(clock, today)
    return {
        "group": "",
        "phase": span.phase.id,
        "day": (today + dt.timedelta(days=2)).isoformat(),
        "along": False,
        "seen": phases.print_of(clock),
        "step": str(uuid.uuid4()),
    }


__all__ = ["body", "gather"]
