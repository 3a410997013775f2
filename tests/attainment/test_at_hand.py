"""The goals that a group has before it when it meets: who sees which, and who ticks off what."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.groups.models import Group, State
from mentoring_xblock.models import GoalRating, Scale
from mentoring_xblock.sharing.data import Audience
from tests import factories, pages
from tests.goals.conftest import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(world):
    return pages.publish_block("mentoring_meetings", "meetings")


@pytest.fixture
def goals_part(block):
    """What the page about meetings shows of goals."""
    return lambda person: pages.see(person, block).partition('-at-hand"')[2].partition("</section>")[0]


@pytest.fixture
def settle(block):
    def send(person, group, goal, step, becomes="done"):
        body = {"group": group.public_id, "goal": goal.goal_id, "action": step.public_id, "becomes": becomes}
        return pages.send(person, block, "settle_shared_action", json.dumps(body, default=str))

    return send


def step(goal, body, **fields):
    row = Goal.objects.get(public_id=goal.goal_id)
    return GoalAction.objects.create(goal=row, body=body, once_key=uuid.uuid4(), **fields)


def rated(goal, *levels):
    row = Goal.objects.get(public_id=goal.goal_id)
    Scale.objects.create(goal=row, levels={str(level): f"level {level}" for level in range(-2, 3)}, baseline=-1)
    for level in levels:
        GoalRating.objects.create(goal=row, stage="between", level=level, scale_version=1, once_key=uuid.uuid4())


def of_the_group(world: World, text: str):
    like = Goal.objects.order_by("pk").first()
    row = Goal.objects.create(
        round=world.round,
        owner=None,
        group=world.group,
        course_key=like.course_key,
        usage_key=like.usage_key,
        answers={"statement": text},
        status=Status.ACTIVE,
        once_key=uuid.uuid4(),
    )
    row.goal_id = row.public_id
    return row


def test_a_pair_has_its_own_goals_and_those_that_are_shared_in_it(world, goals_part):
    assert goals_part(world.mentee) == ""
    hidden = world.save("Not shared", status=Status.ACTIVE)
    draft = world.save("Still a draft")
    given = world.save("A day off", status=Status.ACTIVE)
    for one in (draft, given):
        world.share(one)
    rated(given, -1, 1)
    step(given, "Ask Mirva", due_on=timezone.now().date() + dt.timedelta(days=3))
    step(given, "Done long ago", done_at=timezone.now() - dt.timedelta(days=40))
    step(hidden, "A secret step")
    ours = of_the_group(world, "Meet more often")
    step(ours, "Book three meetings")
    mine, theirs, others = (goals_part(one) for one in (world.mentee, world.mentor, world.other_mentor))
    for part in (mine, theirs):
        assert part.index("Meet more often") < part.index("A day off") < part.index("Ask Mirva")
        assert 'aria-label="From −1 to +1"' in part and "Yours together" in part
        assert not [word for word in ("Not shared", "Still a draft", "secret", "long ago") if word in part]
    assert "Yours, shared here" in mine and "Elli Saari" in theirs
    assert (mine.count("checkbox"), theirs.count("checkbox"), others) == (2, 1, "")


def test_one_ticks_off_ones_own_and_the_groups(world, goals_part, settle):
    given = world.save("A day off", status=Status.ACTIVE)
    share = world.share(given)
    own, ours = step(given, "Ask Mirva"), of_the_group(world, "Meet more often")
    common = step(ours, "Book three meetings")
    hidden = step(world.save("Not shared", status=Status.ACTIVE), "A secret step")
    assert "It is done." in settle(world.mentee, world.group, given, own).content.decode()
    assert settle(world.mentor, world.group, ours, common).status_code == 200
    assert GoalAction.objects.exclude(done_at=None).count() == 2
    assert settle(world.mentor, world.group, given, own, "open").status_code == 404
    for person in (world.mentee, world.mentor, world.other_mentee):
        secret = Goal.objects.get(pk=hidden.goal_id)
        secret.goal_id = secret.public_id
        assert settle(person, world.group, secret, hidden).status_code == 404
    assert "It is open again." in settle(world.mentee, world.group, given, own, "open").content.decode()
    world.withdraw(given, share)
    assert settle(world.mentee, world.group, given, own).status_code == 404
    Group.objects.filter(pk=world.group.pk).update(state=State.CLOSED, closed_at=timezone.now())
    assert settle(world.mentee, world.group, ours, common, "open").status_code == 404


def test_many_goals_take_as_many_queries_as_one(world, goals_part):
    def queries():
        with CaptureQueriesContext(connection) as found:
            goals_part(world.mentor)
        return len(found)

    def add(text):
        goal = world.save(text, status=Status.ACTIVE)
        world.share(goal)
        rated(goal, 0)
        step(goal, "A step")

    add("One")
    queries()
    few = queries()
    for number in range(5):
        add(f"Goal {number}")
        rated(of_the_group(world, f"Ours {number}"), 1)
    # Goals of the group are on a worksheet, whose words are looked up.
    assert queries() - few <= 1


def test_points_and_promises_may_be_about_a_goal_of_the_group(world, block):
    shared = world.save("A day off", status=Status.ACTIVE)
    world.share(shared, audience=Audience.LEADER)
    ours = of_the_group(world, "Meet more often")
    assert f'value="{ours.public_id}"' in pages.see(world.mentor, block)
    body = {"group": world.group.public_id, "body": "How?", "goal": ours.public_id, "once_key": uuid.uuid4()}
    answer = pages.send(world.mentor, block, "add_point", json.dumps(body, default=str))
    assert answer.status_code == 200 and "Meet more often" in answer.content.decode()
    body |= {"once_key": uuid.uuid4(), "group": factories.make_group(world.other_mentor, []).public_id}
    assert pages.send(world.mentor, block, "add_point", json.dumps(body, default=str)).status_code == 404
