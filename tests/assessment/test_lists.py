"""What a mentor's list and a mentee's news hold, and who opened what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import PartRule
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.assessment.queries import facts_of
from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.host import NO_DEADLINE
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.privacy.policy import Action
from tests import factories
from tests.assessment.conftest import actors, trail

pytestmark = pytest.mark.django_db


def test_the_newest_hand_in_without_points_waits(world):
    first = world.hand_in()
    [waiting] = api.waiting_for(factories.actor(world.mentor), world.round.pk)
    assert (waiting.hand_in_id, waiting.owner_name, waiting.again) == (first, "Elli Saari", False)
    assert waiting.title.startswith("Title of")
    given = world.score(first, 3)
    assert api.waiting_for(factories.actor(world.mentor), world.round.pk) == ()
    second = world.hand_in()
    [waiting] = api.waiting_for(factories.actor(world.mentor), world.round.pk)
    assert (waiting.hand_in_id, waiting.again) == (second, True)
    world.score(second, 5, replaces=given)
    assert api.waiting_for(factories.actor(world.mentor), world.round.pk) == ()


def test_what_was_taken_back_waits_no_more(world):
    world.take_back(world.hand_in())
    assert api.waiting_for(factories.actor(world.mentor), world.round.pk) == ()


def test_people_who_are_no_longer_enrolled_wait_no_more(world):
    world.hand_in()
    factories.enrol(world.mentee.user, active=False)
    assert api.waiting_for(factories.actor(world.mentor), world.round.pk) == ()


def test_the_queue_costs_the_same_for_one_mentee_and_for_many(world, django_assert_num_queries):
    world.hand_in()
    actor = factories.actor(world.mentor)
    with CaptureQueriesContext(connection) as few:
        assert len(api.waiting_for(actor, world.round.pk)) == 1
    for _ in range(12):
        mentee = factories.make_mentee(world.round)
        factories.make_group(world.mentor, [mentee])
        world.hand_in(mentee)
    with django_assert_num_queries(len(few)):
        assert len(api.waiting_for(actor, world.round.pk)) == 13


def test_the_query_finds_exactly_what_policy_lets_a_mentor_read(world):
    """The twin and the rule agree for every person and every hand-in, live or ended."""
    world.hand_in()
    world.take_back(world.hand_in())
    world.hand_in(world.other_mentee)
    rule = PartRule(goals=1, goal_points=1, rating_points=0, review_points=0)
    reached, now = Reached(active=1), timezone.now()
    api.take_part(factories.actor(world.other_mentee), world.place, rule, reached, NO_DEADLINE, now)
    third = factories.make_mentee(world.round)
    gone = factories.make_group(world.mentor, [third])
    world.hand_in(third)
    gone.memberships.update(seat=None, slot=None, left_at=world.round.created_at)
    left = factories.make_mentee(world.round, left_at=None)
    factories.make_group(world.other_mentor, [left])
    world.hand_in(left)
    left.left_at = world.round.created_at
    left.save()
    rows = list(HandIn.objects.all())
    found = 0
    for actor in (*actors(world).values(), factories.actor(world.mentor)):
        by_rule = {
            row.pk
            for row in rows
            if policy.allowed(Action.HAND_IN_READ, actor, facts_of(row)) and row.owner_id != actor.user_id
        }
        by_query = set(api.readable_by_mentor(actor, world.round.pk).values_list("pk", flat=True))
        assert by_query == by_rule
        found += len(by_rule)
    assert found == 2


def test_what_was_asked_to_be_revised_waits_for_its_author(world):
    actor, hand_in_id = factories.actor(world.mentor), world.hand_in()
    api.ask_again(actor, world.place, hand_in_id, "The measure, please", timezone.now())
    assert api.waiting_for(actor, world.round.pk) == ()
    assert [(one.points, one.asked) for one in api.handed_in_to(actor, world.round.pk)] == [(None, True)]
    again = world.hand_in()
    assert [one.hand_in_id for one in api.waiting_for(actor, world.round.pk)] == [again]


def test_what_has_points_is_listed_with_them_and_waits_no_more(world):
    actor = factories.actor(world.mentor)
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 3)
    assert [(one.hand_in_id, one.points) for one in api.handed_in_to(actor, world.round.pk)] == [(hand_in_id, 3)]
    api.withdraw_score(actor, world.place, hand_in_id, score_id)
    assert [one.points for one in api.handed_in_to(actor, world.round.pk)] == [None]
    assert len(api.waiting_for(actor, world.round.pk)) == 1


def test_a_mentee_learns_of_new_points_of_their_own(world):
    before = timezone.now()
    world.score(world.hand_in(), 3)
    world.score(world.hand_in(world.other_mentee), 9, person=world.other_mentor)
    me = factories.actor(world.mentee)
    assert [(one.points, one.scorer_name) for one in api.points_since(me, world.round.pk, before)] == [
        (3, "Anna Laine")
    ]
    assert api.points_since(me, world.round.pk, timezone.now()) == ()
    assert api.points_since(factories.actor(), world.round.pk, before) == ()


def test_points_that_were_replaced_are_no_news(world):
    before = timezone.now()
    hand_in_id = world.hand_in()
    first = world.score(hand_in_id, 3)
    world.score(hand_in_id, 5, replaces=first)
    found = api.points_since(factories.actor(world.mentee), world.round.pk, before)
    assert [one.points for one in found] == [5]


# ---- opening ----


def test_a_mentor_who_opens_it_is_in_the_trail_once(world):
    hand_in_id = world.hand_in()
    for _ in range(2):
        api.mark_opened(factories.actor(world.mentor), world.open(hand_in_id))
    api.mark_opened(factories.actor(world.mentee), world.open(hand_in_id, world.mentee))
    assert trail(hand_in_id) == [
        (Verb.HANDED_IN, world.mentee.user_id, None),
        (Verb.OPENED, world.mentor.user_id, None),
    ]
    assert [(step.name, step.mine) for step in world.panel().steps] == [("Anna Laine", False), ("Elli Saari", True)]


def test_opening_is_remembered_however_much_happens_afterwards(world):
    hand_in_id, mentor = world.hand_in(), factories.actor(world.mentor)
    api.mark_opened(mentor, world.open(hand_in_id))
    for _ in range(60):
        audit.record(
            ItemKind.HAND_IN, hand_in_id, owner_id=world.mentee.user_id, actor_id=mentor.user_id, verb=Verb.SCORED
        )
    api.mark_opened(mentor, world.open(hand_in_id))
    opened = TrailEntry.objects.filter(item_id=hand_in_id, verb=Verb.OPENED)
    assert opened.count() == 1
