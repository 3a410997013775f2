"""Saying where one is with a goal: once a click, at its stage, and agreed with by whoever mentors."""

import datetime as dt
import uuid

import pytest

from mentoring_xblock.attainment import api
from mentoring_xblock.attainment.data import LINE_LIMIT, Answer, Stage
from mentoring_xblock.attainment.models import GoalRating
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.sharing.models import Comment, Stance
from tests import factories
from tests.attainment.conftest import scale

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(attaining, world):
    """A goal with five levels."""
    goal = world.save()
    attaining.save(goal)
    return goal


def test_a_double_click_is_one_rating_and_another_answer_is_another(attaining, world, goal):
    key = uuid.uuid4()
    for _ in range(2):
        attaining.rate(goal, -1, "Kaksi viikkoa", key=key)
    attaining.rate(goal, 0, "Kolme viikkoa", key=key)  # from a page that never heard of its first click
    attaining.rate(goal, 0, "Kolme viikkoa", key=key)
    assert [one.answer for one in attaining.standing(goal).ratings] == [
        Answer(-1, "Kaksi viikkoa"),
        Answer(0, "Kolme viikkoa"),
    ]
    verbs = [one.step.verb for one in world.around(goal).trail]
    assert verbs.count(Verb.RATED) == 2
    other = world.save("Toinen")
    attaining.save(other)
    with pytest.raises(Conflict):
        attaining.rate(other, 0, key=key)


@pytest.mark.parametrize(("level", "words", "field"), [(None, "", "level"), (3, "", "level"), (0, "x", "words")])
def test_what_cannot_be_kept_says_why(attaining, goal, level, words, field):
    with pytest.raises(Invalid) as caught:
        attaining.rate(goal, level, words * (LINE_LIMIT + 1))
    assert set(caught.value.fields) == {field}
    assert not GoalRating.objects.exists()


def test_the_first_rating_in_a_review_is_its_own_and_later_ones_stand_between(attaining, world, goal):
    """The plan names no reviews: they are in the third week, half-way, and shortly before the end."""
    sheet = world.sheet()
    before = dt.datetime.combine(sheet.first_day, dt.time(12), tzinfo=dt.UTC)

    def stages():
        return [(one.stage, bool(one.milestone)) for one in attaining.standing(goal).ratings]

    attaining.rate(goal, -2, now=before)
    attaining.rate(goal, -1, now=before + dt.timedelta(hours=1))  # a second thought
    assert stages() == [(Stage.START, False)] * 2
    attaining.rate(goal, -1, now=before + dt.timedelta(weeks=3))
    attaining.rate(goal, 0, now=before + dt.timedelta(weeks=5))
    assert stages()[2:] == [(Stage.START, True), (Stage.BETWEEN, False)]
    attaining.rate(goal, 1, now=before + dt.timedelta(days=(sheet.last_day - sheet.first_day).days - 3))
    assert stages()[-1] == (Stage.END, True)
    standing = attaining.standing(goal)
    assert standing.newest(Stage.START).answer.level == -1
    assert standing.newest().answer.level == 1


def test_whoever_mentors_agrees_with_the_newest_once(attaining, world, goal, mailoutbox):
    share = world.share(goal)
    first = attaining.rate(goal, -1)
    newest = attaining.rate(goal, 0)
    with pytest.raises(Conflict) as caught:
        attaining.agree(goal, first, share)
    assert caught.value.current.newest().rating_id == newest.rating_id
    key = uuid.uuid4()
    for _ in range(2):
        attaining.agree(goal, newest, share, key=key)
    attaining.agree(goal, newest, share)
    found = attaining.standing(goal).newest()
    assert (found.agreed_by, found.agreed_at is not None) == ("Anna Laine", True)
    said = Comment.objects.get()
    assert (said.stance, said.about, said.body) == (Stance.AGREED, newest.rating_id, "")
    after = attaining.rate(goal, 0, "Later")
    assert (after.agreed_by, after.agreed_at) == ("", None)


def test_nobody_else_agrees(attaining, world, goal):
    share = world.share(goal)
    rating = attaining.rate(goal, 0)
    reader = factories.make_mentor(world.round)
    for person in (world.mentee, world.other_mentor, reader):
        with pytest.raises(NotFound):
            attaining.agree(goal, rating, share, person=person)
    with pytest.raises(NotFound):
        attaining.agree(goal, type("Rating", (), {"rating_id": uuid.uuid4()}), share)
    world.withdraw(goal, share)
    with pytest.raises(NotFound):
        attaining.agree(goal, rating, share)
    assert not Comment.objects.exists()
    assert attaining.standing(goal).newest().agreed_at is None


def test_hand_ins_keep_the_levels_and_the_newest_rating(attaining, world, goal):
    other = world.save("Toinen")
    world.share(goal)
    attaining.rate(goal, -1, "Joka toinen viikko")
    parts = api.frozen_parts([goal.goal_id, other.goal_id])
    assert parts[other.goal_id] == []
    assert [part["label"] for part in parts[goal.goal_id]] == ["Five levels", "How far along?"]
    levels, rated = (part["text"] for part in parts[goal.goal_id])
    assert levels.startswith("**+2** A free day every week, and one")
    assert rated.startswith("−1 on ")
    assert rated.endswith("Joka toinen viikko")


def test_taking_part_counts_what_was_done_and_never_what_it_says(attaining, world, goal):
    actor = factories.actor(world.mentee)
    assert (api.reached(actor, world.place).active, api.reached(actor, world.place).rated) == (0, False)
    world.save(goal=goal, status="active", answers=dict.fromkeys(NEEDED, "Text"))
    attaining.rate(goal, -2)
    found = api.reached(actor, world.place)
    assert (found.active, found.rated, found.reviewed) == (1, True, True)
    assert api.reached(factories.actor(world.mentor), world.place) == type(found)()


NEEDED = ("statement", "measure", "own_part", "relevance", "first_step")


def test_a_weight_of_nothing_leaves_a_goal_out(attaining, world, goal):
    attaining.rate(goal, 2)
    attaining.save(goal, scale(weight=0))
    assert attaining.attained().now.score is None
