"""Which open questions a meeting begins with."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.groups.relation import Relation


def first_choice(relation: Relation, at: dt.datetime, theme: str = "") -> str:
    """Return the id of the agenda that fits a meeting at a moment best; empty where the plan has none for it.

    One for its theme comes before one for the phase that it is in, and that before one that fits any meeting.
    """
    phase = relation.phase(at)
    agendas = relation.plan.agendas
    fitting = (
        [one for one in agendas if theme and one.theme == theme],
        [one for one in agendas if phase and one.phase == phase.id and (not theme or one.theme in ("", theme))],
        [one for one in agendas if not one.phase and not one.theme],
    )
    return next((one.id for found in fitting for one in found), "")
