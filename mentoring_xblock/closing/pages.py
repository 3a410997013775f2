"""What the meetings page says about the end of a relationship: before it, on its last day, and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, Kind
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.page import and_

#: From so many days before the last one the page says when that is.
_NEAR = dt.timedelta(days=28)


class Where(StrEnum):
    """How far a relationship is. Values name the template's words."""

    RUNNING = "running"
    NEAR = "near"
    REACHED = "reached"
    OVER = "over"


class Whose(StrEnum):
    """What ends when the reader ends it: the pair, the whole group, or their own part in a group that goes on."""

    PAIR = "pair"
    GROUP = "group"
    PART = "part"


@dataclass(frozen=True)
class Ending:
    """The end of one relationship as the reader has it before them.

    names: of the others. closes_on: the last day on which something can happen in a group that was warned; None without
    a warning. agenda: what the plan calls its questions for a last meeting, if it has any. ended_on, readable_on: of a
    relationship that is over, its day and the last one on which the reader reads what was shared there; the latter is
    None once that is past.
    """

    where: Where
    whose: Whose
    pair: bool
    leads: bool
    mentoring: bool
    names: str
    starts_on: dt.date
    ends_on: dt.date
    early: bool
    share_days: int
    closes_on: dt.date | None = None
    agenda: str = ""
    ended_on: dt.date | None = None
    readable_on: dt.date | None = None


def ending(relation: Relation, now: dt.datetime) -> Ending:
    """Return it; no query."""
    plan, group, clock = relation.plan, relation.group, relation.clock
    today = plan.today(now)
    pair = group.kind is Kind.PAIR
    closes = groups.closes_without(group, relation.me.user_id)
    ended_at = group.closed_at or relation.programme.round.closed_at
    readable = relation.readable_until is not None and now < relation.readable_until
    return Ending(
        where=_where(relation, clock.ends_on, today),
        whose=Whose.PAIR if pair else Whose.GROUP if closes else Whose.PART,
        pair=pair,
        leads=relation.me.leads,
        mentoring=group.circle is Circle.MENTORING,
        names=and_([name for name in relation.names() if name]),
        starts_on=clock.starts_on,
        ends_on=clock.ends_on,
        early=today <= clock.ends_on,
        share_days=plan.share_days_after_close,
        closes_on=_closing_day(relation, today),
        agenda=_last_agenda(relation),
        ended_on=plan.today(ended_at) if ended_at else None,
        readable_on=plan.last_day(relation.readable_until) if readable else None,
    )


def _where(relation: Relation, last: dt.date, today: dt.date) -> Where:
    if not relation.open:
        return Where.OVER
    if today > last:
        return Where.REACHED
    return Where.NEAR if today >= last - _NEAR else Where.RUNNING


def _closing_day(relation: Relation, today: dt.date) -> dt.date | None:
    """Return the last day of a warned group's quiet time; today where the job that closes it has not come yet."""
    if not relation.open or relation.group.warned_at is None or not relation.plan.relations.quiet_weeks:
        return None
    return max(groups.closing_day(relation.programme, relation.group.warned_at), today)


def _last_agenda(relation: Relation) -> str:
    """Return the name of the agenda that the plan has for its last phase."""
    phases = [span.phase.id for span in relation.timeline()]
    last = next((one for one in relation.plan.agendas if phases and one.phase == phases[-1]), None)
    return pick(last.name) if last else ""


__all__ = ["Ending", "Where", "Whose", "ending"]
