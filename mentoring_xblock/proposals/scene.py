"""Everything that a change, a page or a question needs to know of a proposal, loaded once in a constant number of
queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate, Pool, pool
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import StaleInfo
from mentoring_xblock.proposals.ground import Ground, ground, sides
from mentoring_xblock.proposals.models import Proposal, Seat
from mentoring_xblock.proposals.queries import Known
from mentoring_xblock.proposals.table import Table, table


@dataclass(frozen=True, eq=False)
class Scene:
    """A proposal with the people of its round as they are now, and what they answered."""

    programme: ProgrammeInfo
    row: Proposal
    brief: Brief
    pool: Pool
    ground: Ground
    table: Table
    people: Known

    @property
    def peers(self) -> bool:
        """Whether it is about peer groups."""
        return self.brief.kind is Kind.PEER_GROUP

    @cached_property
    def seats(self) -> list[Seat]:
        """All seats, the members' and then the coaches', in the order in which they were made; one query."""
        return list(Seat.objects.filter(proposal=self.row).order_by("leads", "pk"))

    @cached_property
    def stale(self) -> StaleInfo:
        """What has changed since it was made."""
        here = (
            {one.participant_id for one in sides(self.pool)[self.brief.members]}
            if self.peers
            else {one.participant_id for one in self.pool.mentees}
        )
        settled = here - {one.participant_id for one in self.table.members}
        return queries.stale_of(self.row, self.table, self.people, settled)

    def pk(self, who: UUID) -> int:
        """Return the primary key of a participant of the round.

        Raises:
            NotFound: there is no such person.
        """
        found = self.people.by_id.get(who)
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
        pk = self.pk(who)
        found = next((one for one in people if one.participant_id == pk), None)
        if found is None:
            raise Invalid(
                gettext("%(name)s can’t be placed here: they have left, or have a place already.")
                % {"name": self.people.who(pk).name}
            )
        return found


def scene(programme: ProgrammeInfo, row: Proposal) -> Scene:
    """Load a proposal's scene.

    Raises:
        Invalid: there is nothing to work on, because it is not ready yet or came to nothing.
    """
    if row.stage not in queries.MADE:
        raise Invalid(gettext("This proposal is not ready to work on."))
    people = pool(programme)
    brief = Brief.from_dict(row.brief)
    return Scene(
        programme=programme,
        row=row,
        brief=brief,
        pool=people,
        ground=ground(programme, people),
        table=table(programme, people, brief),
        people=queries.known(programme.round.id),
    )
