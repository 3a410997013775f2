"""One's own active goals on the programme's page: what comes next, how far each is, and which review is open."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.goals.data import Status
from mentoring_xblock.models import Goal, GoalRating
from tests import pages
from tests.dashboard import scenes
from tests.dashboard.scenes import words


@pytest.fixture
def see(world):
    block = pages.publish_block("mentoring_programme", plan=world.round.programme.plan, programme="main")
    return lambda person: words(pages.see(person, block).partition("data-mn-root>")[2])


def test_at_most_three_stand_there_with_what_is_to_be_done_first(world, see):
    assert "My goals" not in see(world.elli)
    today = timezone.now().date()
    for text in ("A draft", "Dropped"):
        scenes.goal(world.elli, text, status=Status.DRAFT if text == "A draft" else Status.DROPPED)
    assert "My goals" not in see(world.elli)
    _first, _second, third, last = (scenes.goal(world.elli, f"Goal {name}") for name in "abcd")
    scenes.to_do(third, "Write to Turku", due_on=today + dt.timedelta(days=2))
    scenes.to_do(last, "Some day")
    scenes.to_do(last, "Done", done_at=timezone.now())
    scenes.rate(third, -1, 0)
    page = see(world.elli)
    mine = page.partition("My goals")[2].partition("Open my goals")[0]
    assert [name for name in "abcd" if f"Goal {name}" in mine] == ["a", "c", "d"]
    assert mine.index("Goal c Write to Turku") < mine.index("Goal d Some day") < mine.index("Goal a")
    assert "Done" not in mine and "And 1 more." in mine
    markup = pages.see(world.elli, pages.publish_block("mentoring_programme", "again", programme="main"))
    assert 'aria-label="From −1 to 0"' in markup
    assert "Goal" not in see(world.anna)


def test_a_review_is_announced_until_something_is_said_of_each_goal(world, see):
    goal = scenes.goal(world.elli, "A quiet morning")
    assert "The review of your goals at the start is open until" in see(world.elli)
    assert "Look back at my goals" in world.page(world.elli)
    assert "review of your goals" not in see(world.joonas)
    row = Goal.objects.get(public_id=goal.goal_id)
    said = {"stage": "start", "milestone": "alku", "words": "Begun", "once_key": uuid.uuid4()}
    GoalRating.objects.create(goal=row, rater_id=row.owner_id, **said)
    assert "review of your goals" not in see(world.elli)
    assert "Look back" not in world.page(world.elli)


def test_many_goals_take_as_many_queries_as_one(world, see):
    def queries():
        with CaptureQueriesContext(connection) as found:
            see(world.elli)
        return len(found)

    scenes.rate(scenes.goal(world.elli, "A goal"), 0)
    queries()
    few = queries()
    for number in range(12):
        goal = scenes.goal(world.elli, f"Goal {number}")
        scenes.rate(goal, -1, 0)
        scenes.to_do(goal, "A step")
    assert queries() == few
