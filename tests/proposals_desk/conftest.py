"""A programme whose calls are closed, and the coordinator's desk for matching as a browser uses it."""

from __future__ import annotations

import html
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.proposals.models import Proposal, Seat
from mentoring_xblock.proposals.running import run
from tests import factories, pages
from tests.dashboard.scenes import said
from tests.factories_matching import answers_for, make_application, make_call, plan_lists

#: What a coordinator leaves as it is in the form for a run of pairs.
PAIRS = {"kind": "pair", "way": "fair", "weight_wishes": 40, "weight_interests": 20, "weight_hours": 15}


@dataclass
class Desk:
    """The coordinator's desk; `last` is the newest answer."""

    round: Any
    block: Any
    leena: Any
    last: Any = None

    def post(self, handler: str, language: str = "en", by: Any = None, **body: Any) -> str:
        """Send something; returns the answer's words."""
        raw = json.dumps(body, default=str)
        self.last = pages.send(by or self.leena, self.block, handler, raw, language)
        return said(self.last)

    def open(self, language: str = "en") -> str:
        """Open the desk."""
        return self.post("show_desk", language, desk="matching")

    @property
    def status(self) -> int:
        return self.last.status_code

    @property
    def markup(self) -> str:
        return html.unescape(self.last.content.decode())

    def start(self, **changes: Any) -> Proposal:
        """Ask for a run and let the job do its work; returns the proposal."""
        key = uuid.uuid4()
        self.post("start_proposal", **{**PAIRS, "once_key": key, "parent": "", **changes})
        assert self.status == 200, said(self.last)
        made = Proposal.objects.get(once_key=key)
        run(made.public_id)
        made.refresh_from_db()
        return made

    def about(self, proposal: Proposal, handler: str, **body: Any) -> str:
        """Send something about a proposal as it is now."""
        proposal.refresh_from_db()
        return self.post(handler, **{"proposal": proposal.public_id, "version": proposal.version, **body})

    def with_whom(self, proposal: Proposal) -> dict[str, str]:
        """Who is with whom in a proposal, by name; those without a place are left out."""
        seats = Seat.objects.filter(proposal=proposal, leader__isnull=False)
        return {
            row.member.user.profile.name: row.leader.user.profile.name
            for row in seats.select_related("member__user__profile", "leader__user__profile")
        }


def number_in(markup: str, name: str) -> int:
    """A number that a hidden field or hx-vals of the page holds."""
    return int(re.search(rf'"{name}": "(\d+)"', markup).group(1))


@pytest.fixture
def desk(db):
    """A programme with lists to choose from and a coordinator, and nobody in it yet."""
    round_ = factories.make_round(lists=plan_lists())
    block = pages.publish_block("mentoring_dashboard", "dashboard", programme="main")
    leena = factories.make_coordinator(round_.programme, name="Leena Ahokas")
    return Desk(round_, block, leena)


@pytest.fixture
def saija(desk):
    """A second coordinator."""
    return factories.make_coordinator(desk.round.programme, name="Saija Lampi")


@pytest.fixture
def people(desk):
    """Two mentors with two places each, and three mentees who wish for different things; all accepted."""
    calls = {role: make_call(desk.round.programme, role) for role in (CallRole.MENTEE, CallRole.MENTOR)}
    found = {}
    for name, topics in {"Anna Laine": ["funding", "leading"], "Bo Ek": ["animation", "events"]}.items():
        answers = answers_for(CallRole.MENTOR, topics=topics, capacity=2)
        person = factories.make_mentor(desk.round, name=name, capacity=2)
        make_application(desk.round, calls[CallRole.MENTOR], participant=person, status="accepted", answers=answers)
        found[name] = person
    wishes = {
        "Elli Saari": ["funding"],
        "Joonas Hietala": ["animation"],
        "Noora Lind": ["events", "animation", "leading"],
    }
    for name, topics in wishes.items():
        answers = answers_for(CallRole.MENTEE, topics=topics)
        person = factories.make_mentee(desk.round, name=name)
        make_application(desk.round, calls[CallRole.MENTEE], participant=person, status="accepted", answers=answers)
        found[name] = person
    return found
