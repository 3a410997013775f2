"""Taking a goal along to the next round: what comes with it, what does not, and that twice is once."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import ActionDraft, Status
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.models import TrailEntry
from tests import factories

pytestmark = pytest.mark.django_db

LEVELS = {str(level): f"Level {level}" for level in range(-2, 3)}


@pytest.fixture
def left(world):
    """A goal of a round that is over, shared and rated, with two steps; its owner is in the next round."""
    last_day = world.sheet().last_day
    goal = world.save("Keep Sundays free", theme="oma-osaaminen", status=Status.ACTIVE, target_on=last_day)
    world.share(goal)
    row = Goal.objects.get()
    Scale.objects.create(goal=row, levels=LEVELS, baseline=-2, weight=2)
    rated = {"rater": world.mentee.user, "stage": "end", "level": 1, "scale_version": 1}
    GoalRating.objects.create(goal=row, once_key=uuid.uuid4(), **rated)
    for body in ("Ask for help", "Done long ago"):
        draft = ActionDraft(body, last_day)
        api.add_action(factories.actor(world.mentee), world.sheet(), goal.goal_id, draft, uuid.uuid4(), timezone.now())
    GoalAction.objects.filter(body="Done long ago").update(done_at=timezone.now())
    starts_on = last_day + dt.timedelta(days=30)
    following = factories.make_round(world.round.programme, 2, starts_on)
    for person in (world.mentee, world.other_mentee):
        factories.make_mentee(following, user=person.user)
    return goal


def take(world, goal, person=None, key=None):
    sheet = world.sheet(person)
    return api.take_along(
        factories.actor(person or world.mentee), sheet, goal.goal_id, key or uuid.uuid4(), lambda *_: None
    )


def test_a_goal_is_taken_along_by_its_page(world, call, left, view):
    page = view(world.mentee)
    assert "Take it along to this round" in page
    key = uuid.uuid4()
    answers = [call(world.mentee, "take_along", {"goal": left.goal_id, "once_key": key}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    page = answers[0].content.decode()
    for sentence in ("Only you can read this", "From round 1", "Taken along", "Ask for help"):
        assert sentence in page, sentence
    (goal,) = world.goals()
    assert (goal.title, goal.status, goal.theme_name) == ("Keep Sundays free", Status.ACTIVE, "My own competence")
    # Its days were those of the round before.
    assert (goal.target_on, goal.shares, goal.taken_from) == (None, (), left.goal_id)
    row = Goal.objects.get(public_id=goal.goal_id)
    assert list(row.actions.values_list("body", "due_on", "done_at")) == [("Ask for help", None, None)]
    scale = Scale.objects.get(goal=row)
    assert (scale.levels, scale.baseline, scale.weight) == (LEVELS, 1, 2)
    assert not GoalRating.objects.filter(goal=row).exists()
    assert TrailEntry.objects.get(item_id=goal.goal_id).verb == Verb.TOOK_ALONG
    before = Goal.objects.get(public_id=left.goal_id)
    assert (before.status, before.answers, before.version) == (Status.ACTIVE, row.answers, 1)


def test_what_is_taken_along_begins_anew_once(world, left):
    """From another worksheet it is the same one; from the bin it is begun once more."""
    goal = take(world, left)
    assert take(world, left).goal_id == goal.goal_id
    elsewhere = factories.place_of(world.round, "mentoring_goals", "another")
    (earlier,) = api.earlier_goals(factories.actor(world.mentee), world.sheet(place=elsewhere))
    assert (earlier.goal.title, earlier.round_number, earlier.along) == ("Keep Sundays free", 1, True)
    world.delete(goal)
    (earlier,) = api.earlier_goals(factories.actor(world.mentee), world.sheet(place=elsewhere))
    assert not earlier.along
    again = take(world, left)
    assert again.goal_id != goal.goal_id
    assert world.restore(goal).goal_id == goal.goal_id
    assert len(world.goals()) == 2


def test_what_does_not_exist_any_more_stays_behind(world, left):
    Goal.objects.update(status=Status.ACHIEVED, theme="gone")
    goal = take(world, left)
    assert (goal.status, goal.draft.theme) == (Status.DRAFT, "")


def test_who_may_not_take_it_along_and_what_is_no_earlier_goal(world, left):
    now = world.save("Of this round")
    for goal, person in ((left, world.other_mentee), (left, world.mentor), (now, world.mentee)):
        with pytest.raises(NotFound):
            take(world, goal, person)
    key = uuid.uuid4()
    world.save("Made by this key", once_key=key)
    with pytest.raises(Conflict):
        take(world, left, key=key)
    Goal.objects.bulk_create(
        Goal(
            round_id=world.sheet().round_id,
            owner=world.mentee.user,
            course_key=world.place.course_key,
            usage_key=world.place.usage_key,
            once_key=uuid.uuid4(),
        )
        for _ in range(48)
    )
    with pytest.raises(Invalid):
        take(world, left)
    assert not Goal.objects.exclude(taken_from=None).exists()
