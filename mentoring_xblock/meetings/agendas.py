"""Which open questions a meeting begins with, and which ones its people choose instead."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import standing
from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.meetings.queries import next_meeting
from mentoring_xblock.privacy.policy import Actor


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


@one_change
def choose(actor: Actor, place: Place, group_id: UUID, agenda: str, now: dt.datetime) -> None:
    """Let a group's next meeting have these open questions, for everybody in it; of two who choose, the later one did.

    Neither time nor place changes by it, so nobody is told and nobody's form is overtaken. Nothing is kept where no
    meeting is booked, or the plan has no such questions.

    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
    """
    relation = standing.hold(actor, place, group_id, now)
    upcoming = next_meeting(relation, now)
    if upcoming is not None and any(one.id == agenda for one in relation.plan.agendas):
        Meeting.objects.filter(pk=upcoming.id).update(agenda=agenda)
