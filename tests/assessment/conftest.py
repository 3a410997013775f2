"""A sheet that can be handed in, the people around it, and ways to act as each of them."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from xblock import plugin
from xblock.core import XBlock

from demo.models import AuthoredBlock, Unit
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.scoring import ScoresHandIns
from mentoring_xblock.assessment.time_views import GivesTime
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind
from tests import factories

BLOCK_TYPE = "sheet_test"
SECRET = "Kukaan muu ei lue tätä 🌙"


@dataclass
class Shelf:
    """A room of its own, in memory: what each person wrote, by id. `cleared` records calls of `clear`."""

    texts: dict[uuid.UUID, tuple[int, str]] = field(default_factory=dict)
    cleared: list[tuple[int, str, int | None]] = field(default_factory=list)

    def put(self, person: Any, text: str = SECRET) -> uuid.UUID:
        item_id = uuid.uuid4()
        self.texts[item_id] = (person.user_id, text)
        return item_id

    def candidates(self, actor, place):
        return [
            Candidate(item_id, f"Title of {text[:8]}", timezone.now())
            for item_id, (owner_id, text) in self.texts.items()
            if owner_id == actor.user_id
        ]

    def freeze(self, actor, place, ids):
        if any(self.texts.get(item_id, (None,))[0] != actor.user_id for item_id in ids):
            raise NotFound("There is no such thing.")
        return [
            {
                "kind": "goal",
                "id": str(item_id),
                "title": f"Title of {self.texts[item_id][1][:8]}",
                "version": 3,
                "parts": [{"label": "What?", "text": self.texts[item_id][1]}],
            }
            for item_id in ids
        ]

    def clear(self, owner_id, usage_key, by_id):
        self.cleared.append((owner_id, str(usage_key), by_id))

    @property
    def items(self) -> Items:
        return Items(ItemKind.GOAL, self.candidates, self.freeze, self.clear)


SHELF = Shelf()


class SheetBlock(GivesTime, ScoresHandIns, GradedBlock):
    """The smallest block that can be handed in, and that shows a mentor's page too."""

    items = SHELF.items
    handlers = (*GradedBlock.handlers, *ScoresHandIns.handlers, *GivesTime.time_handlers, "write")

    def page(self, call):
        return self.markup("assessment/panel.html", call, self.panel_context(call))

    def setup_page(self, call):
        return "<p>set-up</p>"

    @learner_handler
    def write(self, call):
        self.touched = True
        self.complete_if_due(call, Event.MADE, call.body["count"])
        return html("")


@pytest.fixture(autouse=True)
def sheet_block(monkeypatch):
    """The block's class, installed for the test, its shelf empty."""
    SHELF.texts.clear()
    SHELF.cleared.clear()
    monkeypatch.setitem(plugin.PLUGIN_CACHE, (XBlock.entry_point, BLOCK_TYPE), SheetBlock)
    return SheetBlock


@dataclass
class World:
    """A pair, another pair, and a place where 10 points are given."""

    round: Any
    mentee: Any
    mentor: Any
    group: Any
    other_mentee: Any
    other_mentor: Any
    place: Any
    shelf: Shelf
    maximum: int = 10

    def hand_in(self, person=None, *texts, maximum=None, once_key=None):
        """Write texts and hand them in; returns the hand-in's id."""
        person = person or self.mentee
        ids = [self.shelf.put(person, text) for text in texts or (SECRET,)]
        return api.hand_in(
            factories.actor(person),
            self.place,
            self.maximum if maximum is None else maximum,
            self.shelf.items,
            ids,
            once_key or uuid.uuid4(),
        )

    def score(self, hand_in_id, points, feedback="", person=None, replaces=None):
        return api.give_score(
            factories.actor(person or self.mentor), self.place, hand_in_id, points, feedback, replaces
        )

    def open(self, hand_in_id, person=None):
        return api.open_hand_in(factories.actor(person or self.mentor), self.place, hand_in_id)

    def panel(self, person=None, maximum=None):
        maximum = self.maximum if maximum is None else maximum
        return api.panel(factories.actor(person or self.mentee), self.place, maximum, self.shelf.items)

    def take_back(self, hand_in_id, person=None):
        return api.take_back(factories.actor(person or self.mentee), self.place, hand_in_id)

    def change_mentor(self, new):
        """Let somebody else mentor the mentee from now on."""
        Membership.objects.filter(group=self.group).update(seat=None, slot=None, left_at=timezone.now())
        return factories.make_group(new, [self.mentee])


def actors(world):
    """Everybody who is not the own mentor, by who they are."""
    user = factories.make_user
    return {
        "the author": factories.actor(world.mentee),
        "another mentee": factories.actor(world.other_mentee),
        "another mentor": factories.actor(world.other_mentor),
        "an enrolled outsider": factories.actor(factories.make_learner()),
        "a stranger": factories.actor(user(), enrolled=False),
        "a coordinator": factories.coordinator_actor(factories.make_coordinator(world.round.programme)),
        "an administrator": factories.administrator_actor(factories.make_administrator()),
        "staff": factories.staff_actor(factories.make_staff()),
        "a superuser": factories.staff_actor(user(is_staff=True, is_superuser=True)),
        "own mentor, not enrolled": factories.actor(world.mentor, enrolled=False),
        "own mentor, masquerading": factories.actor(world.mentor, masquerading=True),
        "nobody": factories.actor(),
    }


def trail(hand_in_id):
    """A hand-in's trail, oldest first: (verb, who, points)."""
    steps = audit.trail_of(ItemKind.HAND_IN, hand_in_id)
    return [(step.verb, step.actor_id, step.points) for step in reversed(steps)]


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
        place=factories.place_of(round_, BLOCK_TYPE, "sheet"),
        shelf=SHELF,
    )


@pytest.fixture
def authored(world):
    """The block as its author published it: 10 points."""
    unit = Unit.objects.create(course=factories.make_course(), title="Sheet")
    fields = {"display_name": "Sheet", "points": 10}
    return AuthoredBlock.objects.create(
        course_key=str(world.place.course_key),
        usage_key=str(world.place.usage_key),
        block_type=BLOCK_TYPE,
        unit=unit,
        draft=fields,
        published=fields,
    )


@pytest.fixture
def call(authored):
    """Call a handler of the published block over HTTP: `call(person, "hand_in", {...})`; None is nobody."""

    def post(person, handler, body, *, raw=None):
        client = Client()
        if person is not None:
            client.force_login(getattr(person, "user", person))
        url = reverse(
            "xblock_handler",
            kwargs={"course_id": authored.course_key, "usage_id": authored.usage_key, "handler": handler},
        )
        return client.post(url, raw if raw is not None else json.dumps(body, default=str), "application/json")

    return post


@pytest.fixture
def frozen(monkeypatch):
    """The course's grades are closed."""
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
