"""Deleting, bringing back, erasing for ever; staff deleting a learner's state; what a hand-in freezes."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring_xblock.goals import api
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.sharing.models import Comment, Share
from tests import factories
from tests.goals.conftest import SECRET

pytestmark = pytest.mark.django_db


def test_deleting_ends_the_shares_and_hides_the_goal(world):
    goal = world.save()
    world.share(goal)
    world.delete(goal)
    world.delete(goal)
    assert world.goals() == ()
    assert world.shared() == ()
    with pytest.raises(NotFound):
        world.open(goal)
    assert TrailEntry.objects.filter(verb=Verb.DELETED).count() == 1


def test_bringing_back_does_not_share_again(world):
    goal = world.save()
    world.share(goal)
    world.delete(goal)
    assert world.restore(goal).title == SECRET
    world.restore(goal)
    assert [one.shares for one in world.goals()] == [()]
    assert world.shared() == ()
    assert TrailEntry.objects.filter(verb=Verb.RESTORED).count() == 1


def test_the_bin_holds_a_goal_for_thirty_days(world):
    goal = world.save()
    world.delete(goal)
    Goal.objects.update(deleted_at=timezone.now() - dt.timedelta(days=29, hours=23))
    assert world.restore(goal).goal_id == goal.goal_id
    world.delete(goal)
    Goal.objects.update(deleted_at=timezone.now() - dt.timedelta(days=30, minutes=1))
    with pytest.raises(NotFound):
        world.restore(goal)


def test_purging_erases_what_is_past_its_days_and_all_that_hangs_on_it(world):
    old, fresh, kept = world.save("Old"), world.save("Fresh"), world.save("Kept")
    for goal in (old, fresh, kept):
        world.comment(goal, world.share(goal), f"About {goal.title}")
    world.delete(old)
    world.delete(fresh)
    Goal.objects.filter(public_id=old.goal_id).update(deleted_at=timezone.now() - dt.timedelta(days=31))
    assert api.purge_deleted(timezone.now()) == 1
    assert api.purge_deleted(timezone.now()) == 0
    left = {fresh.goal_id, kept.goal_id}
    assert set(Goal.objects.values_list("public_id", flat=True)) == left
    assert set(GoalVersion.objects.values_list("goal__public_id", flat=True)) == left
    assert set(Share.objects.values_list("item_id", flat=True)) == left
    assert set(TrailEntry.objects.values_list("item_id", flat=True)) == left
    assert {comment.body for comment in Comment.objects.all()} == {"About Fresh", "About Kept"}


def test_nobody_deletes_or_restores_the_goals_of_others(world):
    goal = world.save()
    world.share(goal)
    for person in (world.mentor, world.other_mentee):
        with pytest.raises(NotFound):
            world.delete(goal, person=person)
    world.delete(goal)
    for person in (world.mentor, world.other_mentee):
        with pytest.raises(NotFound):
            world.restore(goal, person=person)


def test_a_reset_moves_the_goals_of_one_block_to_their_owners_bin(world):
    goal = world.save()
    world.share(goal)
    theirs = world.save(person=world.other_mentee)
    elsewhere = world.save(place=factories.place_of(world.round, "mentoring_goals", "another"))
    staff = factories.make_staff()
    for _ in range(2):
        with transaction.atomic():
            api.reset(world.mentee.user_id, world.place.usage_key, staff.pk)
    binned = Goal.objects.exclude(deleted_at=None).values_list("public_id", flat=True)
    assert set(binned) == {goal.goal_id}
    assert {theirs.goal_id, elsewhere.goal_id} == set(
        Goal.objects.filter(deleted_at=None).values_list("public_id", flat=True)
    )
    assert world.shared() == ()
    step = TrailEntry.objects.get(verb=Verb.STATE_RESET)
    assert (step.item_id, step.actor_id) == (goal.goal_id, staff.pk)
    assert world.restore(goal).title == SECRET


# ---- handing in ----


def freeze(world, ids, person=None):
    with transaction.atomic():
        return api.freeze(factories.actor(person or world.mentee), world.place, ids)


def test_a_hand_in_freezes_what_stands(world, last_day):
    first = world.save(answers={"statement": "One", "first_step": "Two"}, theme="oma-osaaminen", target_on=last_day)
    second = world.save("Another")
    frozen = freeze(world, [second.goal_id, first.goal_id])
    assert [one["id"] for one in frozen] == [str(second.goal_id), str(first.goal_id)]
    assert frozen[1]["kind"] == "goal"
    assert frozen[1]["version"] == 1
    assert [(part["label"], part["text"]) for part in frozen[1]["parts"]][:3] == [
        ("What do you want?", "One"),
        ("First step", "Two"),
        ("Theme", "My own competence"),
    ]
    assert frozen[1]["parts"][3]["label"] == "By when?"
    assert {version.reason for version in GoalVersion.objects.all()} == {Reason.HANDED_IN}


def test_only_ones_own_goals_of_the_block_are_handed_in(world):
    goal = world.save()
    world.share(goal)
    elsewhere = world.save(place=factories.place_of(world.round, "mentoring_goals", "another"))
    for ids, person in (
        ([goal.goal_id], world.mentor),
        ([goal.goal_id], world.other_mentee),
        ([elsewhere.goal_id], world.mentee),
        ([uuid.uuid4()], world.mentee),
    ):
        with pytest.raises(NotFound):
            freeze(world, ids, person)
    world.delete(goal)
    with pytest.raises(NotFound):
        freeze(world, [goal.goal_id])


def test_candidates_are_ones_own_newest_first(world):
    titles = ["One", "Two", "Three"]
    goals = [world.save(title) for title in titles]
    world.save(person=world.other_mentee)
    world.delete(goals[1])
    found = api.candidates(factories.actor(world.mentee), world.place)
    assert [goal.title for goal in found] == ["Three", "One"]
    assert api.candidates(factories.masquerading_actor(world.mentee.user), world.place) == ()
