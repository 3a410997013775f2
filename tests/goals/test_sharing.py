"""Sharing goals, reading what is shared, and the trail that tells the owner."""

import uuid

import pytest

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import GoalVersion
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy.audit import Verb
from tests import factories
from tests.goals.conftest import SECRET

pytestmark = pytest.mark.django_db


def steps(world, goal):
    return [line.step.verb for line in world.around(goal).trail]


def test_nothing_is_shared_until_somebody_shares_it(world):
    world.save()
    assert world.shared() == ()


def test_a_mentor_reads_what_is_shared_and_nothing_else(world):
    private, given = world.save("Private"), world.save("Given", status=Status.ACTIVE)
    world.share(given)
    found = world.shared()
    assert [one.goal.title for one in found] == ["Given"]
    assert found[0].owner_name == "Elli Saari"
    assert found[0].new
    assert found[0].goal.shares == ()
    with pytest.raises(NotFound):
        world.open(private)


def test_goals_of_some_owners_only(world):
    world.share(world.save())
    assert world.shared(owner_ids=[world.other_mentee.user_id]) == ()
    assert len(world.shared(owner_ids=[world.mentee.user_id])) == 1
    assert world.shared(owner_ids=[]) == ()


def test_opening_is_told_to_the_owner_once_a_version(world):
    goal = world.save()
    world.share(goal)
    assert world.open(goal).goal.parts[0].text == SECRET
    world.open(goal)
    assert steps(world, goal) == [Verb.OPENED, Verb.SHARED, Verb.WROTE]
    assert not world.shared()[0].new
    changed = world.save("Better words", goal=goal)
    assert world.shared()[0].changed
    assert world.open(changed).goal.title == "Better words"
    assert steps(world, goal).count(Verb.OPENED) == 2
    names = [line.name for line in world.around(goal).trail]
    assert names == ["Anna Laine", "Anna Laine", "", ""]


def test_listing_is_not_opening(world):
    goal = world.save()
    world.share(goal)
    world.shared()
    assert Verb.OPENED not in steps(world, goal)


def test_a_share_that_is_withdrawn_is_gone_at_once(world):
    goal = world.save()
    share = world.share(goal)
    world.withdraw(goal, share)
    assert world.shared() == ()
    with pytest.raises(NotFound):
        world.open(goal)
    with pytest.raises(NotFound):
        world.comment(goal, share, "Too late")
    assert steps(world, goal)[0] == Verb.WITHDREW


def test_the_trail_names_whom_a_living_share_was_given_to_and_never_guesses(world):
    goal = world.save()
    share = world.share(goal)
    assert [line.whom for line in world.around(goal).trail] == ["Anna Laine", ""]
    world.withdraw(goal, share)
    assert [line.whom for line in world.around(goal).trail] == ["", "", ""]


def test_a_new_mentor_inherits_nothing(world):
    goal = world.save()
    world.share(goal)
    Membership.objects.filter(group=world.group).update(seat=None, slot=None)
    Group.objects.filter(pk=world.group.pk).update(state="closed")
    factories.make_group(world.other_mentor, [world.mentee])
    assert world.shared(person=world.other_mentor) == ()
    with pytest.raises(NotFound):
        world.open(goal, person=world.other_mentor)


def test_sharing_keeps_the_text_as_it_was(world):
    goal = world.save()
    share = world.share(goal)
    world.withdraw(goal, share)
    world.share(goal)
    kept = GoalVersion.objects.get()
    assert (kept.reason, kept.number) == (Reason.SHARED, 1)
    assert kept.content["answers"] == {"statement": SECRET}


def test_comments_stay_in_their_share(world):
    goal = world.save()
    peer = factories.make_mentee(world.round)
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group")
    with_mentor, with_peers = world.share(goal), world.share(goal, group=circle, audience="group")
    world.comment(goal, with_mentor, "From the mentor")
    world.comment(goal, with_peers, "From the peer", person=peer)
    assert [one.body for one in world.shared()[0].comments] == ["From the mentor"]
    assert [one.body for one in world.shared(person=peer)[0].comments] == ["From the peer"]
    assert [one.body for one in world.around(goal).comments] == ["From the mentor", "From the peer"]
    with pytest.raises(NotFound):
        world.comment(goal, with_mentor, "In the wrong thread", person=peer)


def test_a_goal_of_another_programme_of_the_course_is_not_on_this_ones_page(world):
    goal = world.save()
    world.share(goal)
    elsewhere = factories.make_place("mentoring_dashboard", "d", slug="second")
    assert api.shared_goals(factories.actor(world.mentor), elsewhere) == ()


def test_labels_of_a_shared_goal_are_those_its_author_published(world):
    goal = world.save()
    world.share(goal)
    factories.make_block(
        "mentoring_goals", "goals", questions=[{"id": "statement", "label": {"en": "Where do you want to be?"}}]
    )
    assert world.shared()[0].goal.parts[0].label == "Where do you want to be?"


def test_a_reader_asks_for_another_look_and_agrees_once_it_has_been_taken(world, call, view):
    peer = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group", name="Vertaiset")
    goal = world.save("A free evening")
    share = world.share(goal, group=circle, audience="group")
    body = {"goal": goal.goal_id, "share": share.share_id}

    def say(stance, words="", person=peer, handler="comment_shared"):
        return call(person, handler, {**body, "once_key": uuid.uuid4(), "body": words, "stance": stance})

    assert "Take another look" in say("look").content.decode()
    goal = world.save("A free day", goal=goal)
    theirs = call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert "Take another look at the text of" in theirs
    assert "Joonas Hietala asked you to take another look" in theirs
    # Whose goal it is answers, and takes no stance on it.
    assert "Send and agree" not in theirs
    refused = say("agreed", "I agree with myself", world.mentee, "comment_goal")
    assert (refused.status_code, "I agree with myself" in refused.content.decode()) == (422, True)
    assert say("").status_code == 422
    assert say("perhaps", "Words").status_code == 422
    agreed = say("agreed", "A day it is.")
    assert "Agreed, with the text of" in agreed.content.decode()
    assert "Joonas Hietala agreed" in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert [one.stance for one in world.around(goal).comments] == ["look", "agreed"]
