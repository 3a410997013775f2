"""Everything that a change, a page or a question needs to know of a proposal, each loaded once when it is needed, in a
constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate, Pool, pool, roster
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import StaleInfo
from mentoring_xblock.proposals.ground import Ground, ground, sides
from mentoring_xblock.proposals.keeping import kept_ground
from mentoring_xblock.proposals.models import Proposal, Seat
from mentoring_xblock.proposals.table import Table, table


class Line(NamedTuple):
    """A seat without why: thousands of them are read at once. The fields are those of `models.Seat`."""

    pk: int
    member_id: int
    leader_id: int | None
    number: int | None
    leads: bool
    locked: bool
    score: int | None

    @property
    def placed(self) -> bool:
        """Whether it is a place."""
        return self.leader_id is not None or self.number is not None


class Scene:
    """A proposal with the people of its round as they are now.

    people: their names. brief: what the run was asked.
    """

    def __init__(self, programme: ProgrammeInfo, row: Proposal):
        self.programme = programme
        self.row = row
        self.brief = Brief.from_dict(row.brief)
        self.people = queries.known(programme.round.id)

    @property
    def peers(self) -> bool:
        """Whether it is about peer groups."""
        return self.brief.kind is Kind.PEER_GROUP

    @cached_property
    def roster(self) -> Pool:
        """Who is in the round now, without what they answered; four queries."""
        return roster(self.programme, offers=self.brief.kind is Kind.SMALL_GROUP)

    @cached_property
    def table(self) -> Table:
        """Who is to be placed now, and with whom there is a place; a query beside those of the roster, or two."""
        return table(self.programme, self.roster, self.brief)

    @cached_property
    def ground(self) -> Ground:
        """What those of the table are compared by; its people have no answers in words. See `read` for those."""
        compared = self.table.members if self.peers else (*self.table.members, *self.table.leaders)
        return kept_ground(self.programme, self.row, self.roster, compared)

    def read(self, pks: Iterable[int]) -> Ground:
        """Return some people with what they answered, to say in words why; a constant number of queries."""
        users = {self.people.who(pk).user_id for pk in pks if self.people.has(pk)}
        return ground(self.programme, pool(self.programme, user_ids=users))

    @cached_property
    def seats(self) -> list[Line]:
        """All seats, the members' and then the coaches', in the order in which they were made; one query."""
        rows = Seat.objects.filter(proposal=self.row).order_by("leads", "pk")
        return [Line(*row) for row in rows.values_list(*Line._fields)]

    @cached_property
    def stale(self) -> StaleInfo:
        """What has changed since it was made."""
        here = sides(self.roster)[self.brief.members] if self.peers else self.roster.mentees
        settled = {one.participant_id for one in here} - {one.participant_id for one in self.table.members}
        return queries.stale_of(self.row, self.table, self.people, settled)

    def pk(self, who: UUID) -> int:
        """Return the primary key of a participant of the round; one query.

        Raises:
            NotFound: there is no such person.
        """
        found = self.people.pk(who)
        if found is None:
            raise NotFound(gettext("This person does not take part in this round."))
        return found

    def member(self, who: UUID) -> Candidate:
        """Return somebody who can be given a place.

        Raises:
            NotFound: there is no such person in the round.
            Invalid: they have left it, or have a place already.
        """
        return self._one(self.table.members, who)

    def leader(self, who: UUID) -> Candidate:
        """Return somebody with whom there can be a place; raises as `member` does."""
        return self._one(self.table.leaders, who)

    def _one(self, people: Iterable[Candidate], who: UUID) -> Candidate:
        found = next((one for one in people if one.participant == who), None)
        if found is None:
            raise Invalid(
                gettext("%(name)s can’t be placed here: they have left, or have a place already.")
                % {"name": self.people.who(self.pk(who)).name}
            )
        return found


def scene(programme: ProgrammeInfo, row: Proposal) -> Scene:
    """Return a proposal's scene.

    Raises:
        Invalid: there is nothing to work on, because it is not ready yet or came to nothing.
    """
    if row.stage not in queries.MADE:
        raise Invalid(gettext("This proposal is not ready to work on."))
    return Scene(programme, row)
