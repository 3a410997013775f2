"""Laying out a worksheet for whoever opens it."""

from __future__ import annotations

from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.worksheets.data import Worksheet


def open_sheet(actor: Actor, place: Place, worksheet: Worksheet) -> Sheet:
    """Lay out a worksheet for the actor: who writes goals here, on which questions, themes and days.

    Only mentees write goals, each in the newest round that they are in, also after its end. Anybody else's sheet is
    nobody's, and every function refuses to write on it. Five queries.
    """
    programme, roles = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None or actor.user_id is None:
        return Sheet(place, worksheet)
    first_day, last_day = groups.days_of(actor.user_id, programme)
    return Sheet(
        place=place,
        worksheet=worksheet,
        owner_id=actor.user_id if Role.MENTEE in roles else None,
        leads=any(info.leads for info in roles.values()),
        round_id=programme.round.id,
        themes=programme.plan.themes,
        first_day=first_day,
        last_day=last_day,
    )
