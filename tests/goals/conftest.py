"""A worksheet in a course, the people around it, and ways to act as each of them."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import GoalDraft, GoalInfo, Status
from mentoring_xblock.sharing.data import Audience
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories, pages

BLOCK_TYPE = "mentoring_goals"
SECRET = "Yksi kokonainen vapaapäivä viikossa 🌙"


def draft(text: str = SECRET, **changes: Any) -> GoalDraft:
    """A goal with one sentence; `changes` are fields of the draft."""
    return GoalDraft(**{"answers": {"statement": text}, **changes})


@dataclass
class World:
    """A pair, another pair, and a worksheet with the default questions."""

    round: Any
    mentee: Any
    mentor: Any
    group: Any
    other_mentee: Any
    other_mentor: Any
    place: Any

    def sheet(self, person=None, place=None, questions=None):
        return api.open_sheet(
            factories.actor(person or self.mentee),
            place or self.place,
            Worksheet(questions_of(questions or SMART)),
        )

    def laid(self, person=None):
        return api.lay_out(factories.actor(person or self.mentee), self.place, Worksheet(questions_of(SMART)))

    def save(self, text=SECRET, person=None, goal=None, version=None, once_key=None, place=None, **changes) -> GoalInfo:
        """Save a goal and return it."""
        person = person or self.mentee
        return self.saved(text, person, goal, version, once_key, place, **changes).goal

    def saved(self, text=SECRET, person=None, goal=None, version=None, once_key=None, place=None, joined=False, **more):
        person = person or self.mentee
        return api.save_goal(
            factories.actor(person),
            self.sheet(person, place),
            goal.goal_id if goal else None,
            draft(text, **more),
            version if version is not None else (goal.version if goal else 0),
            once_key or uuid.uuid4(),
            joined=joined,
        )

    def goals(self, person=None):
        person = person or self.mentee
        return api.list_goals(factories.actor(person), self.sheet(person))

    def goal(self, goal, person=None):
        person = person or self.mentee
        return api.get_goal(factories.actor(person), self.sheet(person), goal.goal_id)

    def share(self, goal, person=None, group=None, audience=Audience.LEADER):
        return api.share_goal(
            factories.actor(person or self.mentee),
            self.place,
            goal.goal_id,
            (group or self.group).public_id,
            audience,
        )

    def withdraw(self, goal, share, person=None):
        api.withdraw_goal(factories.actor(person or self.mentee), self.place, goal.goal_id, share.share_id)

    def shared(self, person=None, owner_ids=None):
        return api.shared_goals(factories.actor(person or self.mentor), self.place, owner_ids)

    def open(self, goal, person=None):
        return api.open_shared(factories.actor(person or self.mentor), self.place, goal.goal_id)

    def comment(self, goal, share, body, person=None, once_key=None):
        api.comment(
            factories.actor(person or self.mentor),
            self.place,
            goal.goal_id,
            share.share_id,
            body,
            once_key or uuid.uuid4(),
        )

    def around(self, goal, person=None):
        person = person or self.mentee
        return api.around(factories.actor(person), self.sheet(person), self.goal(goal, person))

    def delete(self, goal, person=None):
        person = person or self.mentee
        return api.delete_goal(factories.actor(person), self.sheet(person), goal.goal_id)

    def restore(self, goal, person=None):
        person = person or self.mentee
        return api.restore_goal(factories.actor(person), self.sheet(person), goal.goal_id)


@pytest.fixture
def world(db):
    round_ = factories.make_round()
    mentor, mentee, group = factories.make_pair(
        round_, factories.make_mentor(round_, name="Anna Laine"), factories.make_mentee(round_, name="Elli Saari")
    )
    other_mentor, other_mentee, _group = factories.make_pair(round_)
    return World(
        round=round_,
        mentee=mentee,
        mentor=mentor,
        group=group,
        other_mentee=other_mentee,
        other_mentor=other_mentor,
        place=factories.place_of(round_, BLOCK_TYPE, "goals"),
    )


@pytest.fixture
def last_day(world) -> dt.date:
    """The last day of the programme."""
    return world.sheet().last_day


@pytest.fixture
def authored(world):
    """The block as its author published it, not graded."""
    return pages.publish_block(BLOCK_TYPE, "goals", display_name="My goals")


@pytest.fixture
def view(authored):
    """The unit's page as somebody sees it, as text."""
    return lambda person: pages.see(person, authored)


@pytest.fixture
def call(authored):
    """Call a handler of the published block over HTTP: `call(person, "save_goal", {...})`; None is nobody.

    `raw` is sent instead of a body as it is, `client` is a browser to send it from.
    """

    def post(person, handler, body, *, raw=None, client=None):
        keys = {"course_id": authored.course_key, "usage_id": authored.usage_key, "handler": handler}
        data = raw if raw is not None else json.dumps(body, default=str)
        return (client or pages.browser(person)).post(reverse("xblock_handler", kwargs=keys), data, "application/json")

    return post


def typed(goal: GoalInfo | None = None, text: str = SECRET, **changes: Any) -> dict[str, Any]:
    """What a browser sends when a goal is saved."""
    return {
        "goal": str(goal.goal_id) if goal else "",
        "version": str(goal.version if goal else 0),
        "once_key": str(uuid.uuid4()),
        "joined": "",
        "answer_statement": text,
        "answer_measure": "",
        "answer_own_part": "",
        "answer_relevance": "",
        "answer_first_step": "",
        "theme": "",
        "target_on": "",
        "status": Status.DRAFT.value,
        **changes,
    }
