"""Laying out a worksheet for whoever opens it: their own, and those of their groups."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.together import readable
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import main_clock
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.worksheets.data import Worksheet, Writers


@dataclass(frozen=True)
class Laid:
    """What lies before somebody: their own worksheet, which may be nobody's, and those of their groups.

    together: also those of groups of earlier rounds that they may still read, which come last.
    """

    own: Sheet
    together: tuple[Sheet, ...] = ()

    @property
    def now(self) -> tuple[Sheet, ...]:
        """The worksheets of groups of the round that they are in."""
        return tuple(sheet for sheet in self.together if sheet.round_id == self.own.round_id)

    @property
    def earlier(self) -> tuple[Sheet, ...]:
        """The worksheets of groups of earlier rounds."""
        return tuple(sheet for sheet in self.together if sheet.round_id != self.own.round_id)

    def of(self, group_id: UUID | None) -> Sheet:
        """Return the worksheet of a group, or the person's own without one.

        Raises:
            NotFound: they are in no such group.
        """
        if group_id is None:
            return self.own
        found = next((sheet for sheet in self.together if sheet.group_id == group_id), None)
        if found is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        return found


def open_sheet(actor: Actor, place: Place, worksheet: Worksheet, writers: str = Writers.EVERYBODY) -> Sheet:
    """Lay out a worksheet for the actor: who writes goals here, on which questions, themes and days.

    Whoever takes part writes goals, or mentees alone where `writers` says so; each in the newest round that they are
    in, also after its end. What somebody wrote before the author left it to mentees stays theirs, on a sheet that takes
    no more. Anybody else's sheet is nobody's, and every function refuses to write on it.
    """
    return lay_out(actor, place, worksheet, writers).own


def group_sheets(actor: Actor, place: Place, worksheet: Worksheet) -> tuple[Sheet, ...]:
    """Return the worksheets of the actor's groups, those that run first; of groups that are over as long as they read.

    Everybody in a group writes on its sheet, whoever writes goals of their own here.
    """
    return lay_out(actor, place, worksheet).together


def lay_out(actor: Actor, place: Place, worksheet: Worksheet, writers: str = Writers.EVERYBODY) -> Laid:
    """Return both; about six queries beside those of the programme."""
    programme, roles = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None or actor.user_id is None:
        return Laid(Sheet(place, worksheet))
    mine = groups.relations(actor, place, programme)
    days = _Days.of(programme, mine)
    writes = bool(roles) if writers == Writers.EVERYBODY else Role.MENTEE in roles
    wrote = not writes and bool(roles) and _wrote(actor.user_id, place, programme.round.id)
    own = Sheet(
        place=place,
        worksheet=worksheet,
        owner_id=actor.user_id if writes or wrote else None,
        no_more=wrote,
        leads=any(info.leads for info in roles.values()),
        round_id=programme.round.id,
        over=programme.round.closed,
        themes=programme.plan.themes,
        first_day=min((clock.starts_on for clock in days.now), default=None),
        last_day=max((clock.ends_on for clock in days.now), default=None),
        clock=main_clock(programme, [one.group for one in mine]),
    )
    now = timezone.now()
    together = tuple(
        _of_group(own, one, clock) for one, clock in zip(mine, days.of_groups, strict=True) if readable(actor, one, now)
    )
    before = groups.earlier_relations(actor, programme, now)
    return Laid(own, together + tuple(_of_group(own, one, None) for one in before if readable(actor, one, now)))


def _wrote(user_id: int, place: Place, round_id: int) -> bool:
    """Return whether somebody has goals here, or some in the bin that they can bring back."""
    return Goal.objects.filter(owner_id=user_id, usage_key=place.usage_key, round_id=round_id).exists()


def sheet_of(laid: Laid, goal_id: UUID | None, group_id: UUID | None = None) -> Sheet:
    """Return the worksheet on which a goal stands, or a new one is to be: a group's if it is named, else one's own.

    A goal stays where it is, whatever group is named with it. It asks no policy: whoever goes on does. One query.

    Raises:
        NotFound: it is on a worksheet of others, or a new one is meant for a group that is over.
    """
    place = laid.own.place
    rows = Goal.objects.filter(public_id=goal_id, usage_key=place.usage_key, course_key=place.course_key)
    stands = list(rows.values_list("group__public_id", flat=True)) if goal_id is not None else []
    if stands:
        return laid.of(stands[0])
    sheet = laid.of(group_id)
    if sheet.relation is not None and not sheet.open:
        raise NotFound(gettext("There is nothing here for you to see."))
    return sheet


@dataclass(frozen=True)
class _Days:
    """The calendars of somebody's groups: of each in their order, and those that count now."""

    of_groups: tuple[Clock | None, ...]
    now: tuple[Clock, ...]

    @classmethod
    def of(cls, programme: ProgrammeInfo, mine: tuple[Relation, ...]) -> _Days:
        of_groups = groups.clocks_of(programme, [one.group for one in mine])
        # Where everybody begins by themselves, nobody has a calendar before they are in a group.
        usual = () if programme.non_stop else (programme.clock(),)
        running = [
            clock
            for one, clock in zip(mine, of_groups, strict=True)
            if clock is not None and one.group.closed_at is None
        ]
        return cls(of_groups, tuple(running) or usual)


def _of_group(own: Sheet, relation: Relation, clock: Clock | None) -> Sheet:
    return Sheet(
        place=own.place,
        worksheet=own.worksheet,
        leads=relation.me.leads,
        round_id=relation.programme.round.id,
        themes=own.themes,
        first_day=clock.starts_on if clock else None,
        last_day=clock.ends_on if clock else None,
        clock=clock,
        relation=relation,
    )


__all__ = ["Laid", "group_sheets", "lay_out", "open_sheet", "sheet_of"]
