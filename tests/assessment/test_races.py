"""Several people at the same moment, on the database of production: one hand-in a click, one score that stands."""

import uuid

import pytest
from django.utils import timezone
from submissions.models import Submission

from mentoring_xblock import host
from mentoring_xblock.assessment import api, queries
from mentoring_xblock.assessment.data import PartRule
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.host import NO_DEADLINE
from mentoring_xblock.kit.errors import Conflict
from tests import factories
from tests.assessment.conftest import BLOCK_TYPE
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture
def world(transactional_db, world):
    """The world, its rows committed, and the people's anonymous ids made beforehand."""
    ids = [world.mentee.user_id, world.mentor.user_id, world.other_mentor.user_id]
    host.anonymous_ids(ids, world.place.course_key)
    return world


def outcome(results):
    """Count results: "done", "conflict", or what nobody expects."""
    errors = [result.exception() for result in results]
    said = ["done" if e is None else "conflict" if isinstance(e, Conflict) else repr(e) for e in errors]
    return {one: said.count(one) for one in set(said)}


def of_host(world):
    anonymous = host.anonymous_id(world.mentee.user_id, world.place.course_key)
    return host.get_score(anonymous, world.place.course_key, world.place.usage_key, world.place.block_type)


def stands_on_both_sides_alike(world):
    standing = list(queries.standing().select_related("hand_in"))
    stored = of_host(world)
    if stored is None:
        return standing == []
    [score] = standing
    return (score.points, score.hand_in.submission_uuid) == (stored.points_earned, stored.submission_uuid)


@pytest.mark.parametrize("before", [0, 1])
def test_many_clicks_of_one_button_hand_in_once(world, before):
    for _ in range(before):
        world.hand_in()
    once_key = uuid.uuid4()
    results = at_once([lambda: world.hand_in(once_key=once_key)] * THREADS)
    assert outcome(results) == {"done": THREADS}
    assert len({result.result() for result in results}) == 1
    assert HandIn.objects.count() == Submission.objects.count() == before + 1


@pytest.mark.parametrize("before", [0, 1])
def test_hand_ins_from_many_tabs_are_numbered_without_a_gap(world, before):
    for _ in range(before):
        world.hand_in()
    results = at_once([world.hand_in] * 4)
    assert outcome(results) == {"done": 4}
    rows = list(HandIn.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, before + 5))
    attempts = dict(Submission.objects.values_list("uuid", "attempt_number"))
    assert {str(key): value for key, value in attempts.items()} == {row.submission_uuid: row.number for row in rows}


def test_of_two_mentors_at_once_one_is_told(world):
    second = factories.make_mentor(world.round)
    factories.make_group(second, [world.mentee])
    host.anonymous_ids([second.user_id], world.place.course_key)
    hand_in_id = world.hand_in()
    results = at_once([lambda: world.score(hand_in_id, 3), lambda: world.score(hand_in_id, 9, person=second)])
    assert outcome(results) == {"done": 1, "conflict": 1}
    assert stands_on_both_sides_alike(world)


def test_one_mentors_double_click_scores_once(world):
    hand_in_id = world.hand_in()
    results = at_once([lambda: world.score(hand_in_id, 7, "Well")] * THREADS)
    assert outcome(results) == {"done": THREADS}
    assert Score.objects.count() == 1


@pytest.mark.parametrize("time", range(5))
def test_taking_back_while_points_are_given_leaves_none(world, time):
    hand_in_id = world.hand_in()
    results = at_once([lambda: world.score(hand_in_id, 7), lambda: world.take_back(hand_in_id)])
    assert results[1].exception() is None
    assert isinstance(results[0].exception(), Conflict | None)
    assert of_host(world) is None
    assert not queries.live().exists()


@pytest.mark.parametrize("time", range(5))
def test_withdrawing_while_others_replace_keeps_both_sides_alike(world, time):
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 4)
    mentor = factories.actor(world.mentor)
    results = at_once(
        [
            lambda: world.score(hand_in_id, 8, replaces=score_id),
            lambda: api.withdraw_score(mentor, world.place, hand_in_id, score_id),
        ]
    )
    assert set(outcome(results)) <= {"done", "conflict"}
    assert stands_on_both_sides_alike(world)


@pytest.fixture
def draft(world):
    """Points that wait to be released, and the coordinator who can: (hand-in, score, coordinator)."""
    block = factories.make_block(BLOCK_TYPE, "sheet", points=10)
    type(block).objects.filter(pk=block.pk).update(settings={"release": "by_coordinator"})
    hand_in_id = world.hand_in()
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    return hand_in_id, world.score(hand_in_id, 4), coordinator


def releasing(world, draft):
    """Release the draft; returns whether it stands now."""
    _hand_in, score_id, coordinator = draft
    return lambda: api.release(coordinator, world.place, [score_id], timezone.now()).given


@pytest.mark.parametrize("time", range(3))
def test_a_draft_that_is_changed_while_it_is_released_is_released_or_changed(world, draft, time):
    hand_in_id, score_id, _coordinator = draft
    results = at_once([releasing(world, draft), lambda: world.score(hand_in_id, 8, replaces=score_id)])
    assert set(outcome(results)) <= {"done", "conflict"}
    assert stands_on_both_sides_alike(world)
    assert queries.standing().count() == results[0].result()
    assert queries.drafts().count() == (results[1].exception() is None)


@pytest.mark.parametrize("time", range(3))
def test_taking_back_what_is_released_leaves_no_points(world, draft, time):
    results = at_once([releasing(world, draft), lambda: world.take_back(draft[0])])
    assert outcome(results) == {"done": 2}
    assert of_host(world) is None
    assert not queries.live().exists()


def test_a_draft_that_many_release_is_released_once(world, draft):
    results = at_once([releasing(world, draft)] * 4)
    assert sorted(result.result() for result in results) == [0, 0, 0, 1]
    assert stands_on_both_sides_alike(world)


@pytest.mark.parametrize("before", [0, 1])
def test_taking_part_at_many_sides_makes_one_score(world, before):
    rule, me = PartRule(goals=1, goal_points=2, rating_points=3, review_points=0), factories.actor(world.mentee)

    def count(rated):
        reached = Reached(active=1, rated=rated)
        return api.take_part(me, world.place, rule, reached, NO_DEADLINE, timezone.now())

    if before:
        count(False)
    results = at_once([lambda: count(False), lambda: count(True)] * 2)
    assert outcome(results) == {"done": 4}
    assert [score.points for score in queries.live()] == [5]
    assert stands_on_both_sides_alike(world)
    assert HandIn.objects.count() == Submission.objects.count() == 1


def test_the_title_in_the_queue_is_read_from_what_was_frozen(world):
    """The one query that looks into JSON, on the database whose JSON is text."""
    world.hand_in(None, "Ääkköset ja 🌙")
    [waiting] = api.waiting_for(factories.actor(world.mentor), world.round.pk)
    assert waiting.title == "Title of Ääkköset"
