"""Short ways to make people with answers, to run a proposal, and to look at who came to sit where."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.models import Participant, Round
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.data import OpenProposal, ProposalInfo
from mentoring_xblock.proposals.models import Proposal, Seat
from tests import factories as make
from tests import factories_matching as matching

#: What only wishes decide.
WISHES = {Criterion.WISHES: 100}


@dataclass
class Scene:
    """A round with calls. `people` are its participants by name."""

    round_: Round
    place: Place
    coordinator: Actor
    calls: dict[CallRole, Any]
    people: dict[str, Participant] = field(default_factory=dict)

    def mentee(self, name: str, topics: list[str] | None = None, **answers: Any) -> Participant:
        """Make an accepted mentee with these answers, by the ids of the ready-made form; no others."""
        return self._person(CallRole.MENTEE, name, topics, answers)

    def mentor(self, name: str, topics: list[str] | None = None, capacity: int = 1, **answers: Any) -> Participant:
        """Make an accepted mentor with these answers and so many places."""
        return self._person(CallRole.MENTOR, name, topics, {"capacity": capacity, **answers}, capacity=capacity)

    def _person(
        self, role: CallRole, name: str, topics: list[str] | None, answers: dict[str, Any], **fields: Any
    ) -> Participant:
        found = {**({} if topics is None else {"topics": topics}), **answers}
        row = matching.make_application(self.round_, self.calls[role], name=name, status=Status.ACCEPTED, answers=found)
        person = row.participant
        for key, value in fields.items():
            setattr(person, key, value)
        person.save()
        self.people[name] = person
        return person

    def id(self, name: str) -> uuid.UUID:
        """Return somebody's public id."""
        return self.people[name].public_id

    def start(self, brief: Brief | None = None, **more: Any) -> ProposalInfo:
        """Ask for a proposal."""
        brief = Brief(weights=WISHES) if brief is None else brief
        return api.start(self.coordinator, self.place, brief, once_key=uuid.uuid4(), **more)

    def run(self, brief: Brief | None = None, **more: Any) -> ProposalInfo:
        """Ask for a proposal and do the job."""
        info = self.start(brief, **more)
        running.run(info.public_id)
        return self.get(info)

    def get(self, info: ProposalInfo) -> ProposalInfo:
        """Return a proposal as it is now."""
        return api.get_proposal(self.coordinator, self.place, info.public_id)

    def open(self, info: ProposalInfo, **more: Any) -> OpenProposal:
        """Open a proposal."""
        return api.open_proposal(self.coordinator, self.place, info.public_id, **more)

    def sits(self, info: ProposalInfo) -> dict[str, str | int | None]:
        """Return where everybody sits: with whom, or in which peer group; by name."""
        names = {person.pk: name for name, person in self.people.items()}
        return {
            names[seat.member_id]: names[seat.leader_id] if seat.leader_id else seat.number
            for seat in Seat.objects.filter(proposal__public_id=info.public_id, leads=False)
        }

    def row(self, info: ProposalInfo) -> Proposal:
        """Return the row of a proposal."""
        return Proposal.objects.get(public_id=info.public_id)


def actor_of(person: Participant) -> Actor:
    """Return somebody as they ask."""
    return make.actor(person)
