"""Goals and journal entries, shared and handed in for real."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from submissions.models import Submission

from demo.models import AuthoredBlock, GradebookScore, Unit
from demo.runtime import load_unbound
from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import Items
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import GoalDraft
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.block import JournalBlock
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Audience
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories

pytestmark = pytest.mark.django_db

FIRST = "Kirjoitin tämän ensin."
LATER = "Kirjoitin tämän myöhemmin."


def write_goal(actor, place, text, goal=None):
    sheet = goals.open_sheet(actor, place, Worksheet(questions_of(SMART)))
    version = goal.version if goal else 0
    return goals.save_goal(
        actor, sheet, goal and goal.goal_id, GoalDraft({"statement": text}), version, uuid.uuid4()
    ).goal


def write_entry(actor, place, text, entry=None):
    draft, writer = Draft(answers={"what": text}), journal.Writer(uuid.uuid4(), 1)
    return journal.save_entry(
        actor, place, entry and entry.public_id, draft, entry.version if entry else 0, writer
    ).entry


@dataclass
class Room:
    """What a test asks of a room, by the same names for both."""

    block_type: str
    kind: ItemKind
    items: Items
    write: Callable[..., Any]
    share: Callable[..., Any]
    withdraw: Callable[..., Any]
    open_shared: Callable[..., Any]
    restore: Callable[..., Any]

    @staticmethod
    def id_of(item):
        return getattr(item, "goal_id", None) or item.public_id


ROOMS = [
    Room(
        "mentoring_goals",
        ItemKind.GOAL,
        GoalsBlock.items,
        write_goal,
        goals.share_goal,
        goals.withdraw_goal,
        goals.open_shared,
        lambda actor, place, item_id: goals.restore_goal(
            actor, goals.open_sheet(actor, place, Worksheet(questions_of(SMART))), item_id
        ),
    ),
    Room(
        "mentoring_journal",
        ItemKind.ENTRY,
        JournalBlock.items,
        write_entry,
        journal.share_entry,
        journal.withdraw_entry,
        journal.open_shared,
        journal.restore_entry,
    ),
]


@pytest.fixture(params=ROOMS, ids=lambda room: room.block_type)
def room(request):
    return request.param


@pytest.fixture
def desk(world, room):
    """A published block of the room that gives 10 points; returns its place."""
    place = factories.place_of(world.round, room.block_type, "desk")
    factories.make_block(room.block_type, "desk", points=10)
    unit = Unit.objects.create(course=factories.make_course(), title="Desk")
    AuthoredBlock.objects.create(
        course_key=str(place.course_key),
        usage_key=str(place.usage_key),
        block_type=room.block_type,
        unit=unit,
        published={"points": 10},
    )
    return place


def hand_in(world, room, desk, *items):
    return api.hand_in(
        factories.actor(world.mentee), desk, 10, room.items, [room.id_of(item) for item in items], uuid.uuid4()
    )


def frozen_text(world, desk, hand_in_id):
    detail = api.open_hand_in(factories.actor(world.mentor), desk, hand_in_id)
    return [part.text for item in detail.items for part in item.parts]


def test_what_was_handed_in_stays_as_it_was(world, room, desk):
    me = factories.actor(world.mentee)
    item = room.write(me, desk, FIRST)
    hand_in_id = hand_in(world, room, desk, item)
    room.write(me, desk, LATER, item)
    assert frozen_text(world, desk, hand_in_id) == [FIRST]


def test_a_share_that_is_withdrawn_stays_in_the_hand_in(world, room, desk):
    me, mentor = factories.actor(world.mentee), factories.actor(world.mentor)
    item = room.write(me, desk, FIRST)
    share = room.share(me, desk, room.id_of(item), world.group.public_id, Audience.LEADER)
    hand_in_id = hand_in(world, room, desk, item)
    room.withdraw(me, desk, room.id_of(item), share.share_id)
    with pytest.raises(NotFound):
        room.open_shared(mentor, desk, room.id_of(item))
    assert frozen_text(world, desk, hand_in_id) == [FIRST]
    api.take_back(me, desk, hand_in_id)
    with pytest.raises(NotFound):
        frozen_text(world, desk, hand_in_id)


def test_handing_in_shares_nothing_else(world, room, desk):
    me, mentor = factories.actor(world.mentee), factories.actor(world.mentor)
    chosen, kept = room.write(me, desk, FIRST), room.write(me, desk, LATER)
    hand_in_id = hand_in(world, room, desk, chosen)
    assert frozen_text(world, desk, hand_in_id) == [FIRST]
    for item in (chosen, kept):
        with pytest.raises(NotFound):
            room.open_shared(mentor, desk, room.id_of(item))


def test_the_panel_offers_ones_own_and_nobody_elses(world, room, desk):
    mine = room.write(factories.actor(world.mentee), desk, FIRST)
    room.write(factories.actor(world.other_mentee), desk, LATER)
    panel = api.panel(factories.actor(world.mentee), desk, 10, room.items)
    assert [one.id for one in panel.candidates] == [room.id_of(mine)]
    assert panel.candidates[0].title


def test_what_is_somebody_elses_or_of_another_block_can_not_be_handed_in(world, room, desk):
    theirs = room.write(factories.actor(world.other_mentee), desk, LATER)
    elsewhere = factories.place_of(world.round, room.block_type, "elsewhere")
    other_block = room.write(factories.actor(world.mentee), elsewhere, LATER)
    for item in (theirs, other_block):
        with pytest.raises(NotFound):
            hand_in(world, room, desk, item)
    assert not Submission.objects.exists()


def test_no_word_reaches_edx_submissions(world, room, desk):
    hand_in(world, room, desk, room.write(factories.actor(world.mentee), desk, FIRST))
    answer = Submission.objects.get().answer
    assert "Kirjoitin" not in str(answer)
    assert answer["words"] == len(FIRST.split())
    assert [item["kind"] for item in answer["items"]] == [room.kind.value]


def test_deleting_a_learners_state_ends_shares_and_fills_the_authors_bin(world, room, desk):
    me, staff = factories.actor(world.mentee), factories.make_staff()
    item = room.write(me, desk, FIRST)
    item_id = room.id_of(item)
    room.share(me, desk, item_id, world.group.public_id, Audience.LEADER)
    api.give_score(factories.actor(world.mentor), desk, hand_in(world, room, desk, item), 8, "")
    block = load_unbound(AuthoredBlock.objects.get(usage_key=str(desk.usage_key)))
    for _ in range(2):
        block.clear_student_state(
            user_id=host.anonymous_id(world.mentee.user_id, desk.course_key),
            course_id=str(desk.course_key),
            item_id=str(desk.usage_key),
            requesting_user_id=host.anonymous_id(staff.pk, desk.course_key),
        )
    assert not GradebookScore.objects.exists()
    assert api.panel(me, desk, 10, room.items).candidates == ()
    assert sharing.readers_of(room.kind, [item_id], world.round.created_at) == {}
    resets = [step for step in audit.trail_of(room.kind, item_id) if step.verb is Verb.STATE_RESET]
    assert [step.actor_id for step in resets] == [staff.pk]
    room.restore(me, desk, item_id)
    [candidate] = api.panel(me, desk, 10, room.items).candidates
    assert candidate.id == item_id
