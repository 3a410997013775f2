"""Points, votes and actions: what a group prepares, promises and carries on."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound, Over
from mentoring_xblock.models import Message
from mentoring_xblock.notes import api
from tests import factories


def bodies(found):
    return [one.body for one in found]


def test_points_come_from_both_and_stay_until_they_were_talked_about(world):
    key = uuid.uuid4()
    world.point(world.elli, " Kevään aikataulu ", key)
    world.point(world.elli, "Kevään aikataulu", key)
    world.point(world.anna, "Yksitoista ihmistä kartalla")
    assert bodies(world.points(world.anna)) == ["Kevään aikataulu", "Yksitoista ihmistä kartalla"]
    first, second = world.points(world.elli)
    assert (first.mine, second.mine) == (True, False)
    world.do(api.tick_point, world.anna, first.point_id, done=True)
    assert bodies(world.points(world.elli)) == ["Yksitoista ihmistä kartalla"]
    world.do(api.tick_point, world.elli, first.point_id, done=False)
    # Somebody else's point is ticked, and not taken away.
    with pytest.raises(NotFound):
        world.do(api.remove_point, world.elli, second.point_id)
    world.do(api.remove_point, world.anna, second.point_id)
    world.do(api.remove_point, world.anna, second.point_id)
    assert bodies(world.points(world.anna)) == ["Kevään aikataulu"]
    with pytest.raises(NotFound):
        world.do(api.vote_point, world.anna, first.point_id, wanted=True)
    assert not Message.objects.exists()


@pytest.mark.parametrize("text", ["", " \u200b\n", "x" * 501])
def test_a_point_says_something_in_few_words(world, text):
    with pytest.raises(Invalid) as error:
        world.point(world.elli, text)
    assert set(error.value.fields) == {"body"}


def test_a_point_is_about_a_goal_only_if_the_group_shares_it(world):
    with pytest.raises(Invalid):
        world.point(world.elli, "Tavoitteesta", goal=uuid.uuid4())
    with pytest.raises(NotFound):
        world.point(world.mirva, "Ei minun ryhmäni")


def test_peers_vote_once_each_and_take_votes_back(world):
    world.point(world.elli, "Ensimmäinen", group=world.peers)
    world.point(world.mirva, "Toinen", group=world.peers)
    second = world.points(world.elli, world.peers)[1]
    for person in (world.elli, world.elli, world.mirva):
        world.do(api.vote_point, person, second.point_id, group=world.peers, wanted=True)
    best = world.points(world.mirva, world.peers)[0]
    assert (best.body, best.votes, best.voted) == ("Toinen", 2, True)
    world.do(api.vote_point, world.mirva, second.point_id, group=world.peers, wanted=False)
    assert world.points(world.mirva, world.peers)[0].votes == 1


def test_whom_a_meeting_is_for_raises_points_and_votes_until_it_is_over(world):
    meeting, mentors = world.joint(3), world.joint(4, "mentors")
    actor = factories.actor
    info = api.raise_point(actor(world.elli), world.place, meeting.public_id, "Rahoitus", uuid.uuid4(), world.now)
    point = api.meeting_points(info, world.anna.user_id)[0]
    assert (point.votes, point.voted) == (1, False)
    for _ in range(2):
        api.vote_raised(actor(world.anna), world.place, meeting.public_id, point.point_id, world.now, wanted=True)
    assert api.meeting_points(info, world.anna.user_id)[0].votes == 2
    with pytest.raises(NotFound):
        api.take_back_raised(actor(world.anna), world.place, meeting.public_id, point.point_id, world.now)
    with pytest.raises(NotFound):
        api.raise_point(actor(world.elli), world.place, mentors.public_id, "Salaa", uuid.uuid4(), world.now)
    later = world.now + dt.timedelta(days=4)
    with pytest.raises(Over):
        api.vote_raised(actor(world.elli), world.place, meeting.public_id, point.point_id, later, wanted=False)


def test_an_action_stays_before_the_group_until_it_is_done_or_let_go(world):
    world.meet(-3)
    key, day = uuid.uuid4(), dt.date(2026, 11, 23)
    for _ in range(2):
        world.promise(world.anna, "Kysy Mirvalta", world.elli, day, key)
    world.promise(world.elli, "Lähetä lista", world.anna)
    asked, sent = world.actions(world.elli)
    assert (asked.body, asked.mine, asked.due_on, asked.overdue) == ("Kysy Mirvalta", True, day, False)
    world.now += dt.timedelta(days=30)
    assert world.actions(world.elli)[0].overdue
    mine = api.promised([world.pair.pk], world.elli.user_id, world.now.date())
    assert bodies(mine) == ["Kysy Mirvalta"]
    done = world.do(api.settle_action, world.elli, asked.action_id, api.Becomes.DONE)
    assert done.done_at == world.now and not done.overdue
    world.do(api.settle_action, world.anna, sent.action_id, api.Becomes.DROPPED)
    assert world.actions(world.anna) == ()
    world.do(api.settle_action, world.anna, sent.action_id, api.Becomes.OPEN)
    assert bodies(world.actions(world.anna)) == ["Lähetä lista"]


def test_two_who_change_an_action_at_once_are_told(world):
    world.promise(world.anna, "Kysy", world.elli)
    action = world.actions(world.anna)[0]
    draft = api.ActionDraft("Kysy ja kirjaa", world.anna.public_id, dt.date(2026, 12, 1))
    world.do(api.change_action, world.elli, action.action_id, draft, action.version)
    # The same once more is what stands.
    world.do(api.change_action, world.elli, action.action_id, draft, action.version)
    other = api.ActionDraft("Kysy huomenna", world.elli.public_id)
    with pytest.raises(Conflict) as error:
        world.do(api.change_action, world.anna, action.action_id, other, action.version)
    assert (error.value.current.body, error.value.current.version) == ("Kysy ja kirjaa", 2)


@pytest.mark.parametrize(
    ("day", "field"), [(dt.date(2026, 11, 9), "due_on"), (dt.date(2029, 1, 1), "due_on"), (None, "whose")]
)
def test_an_action_is_somebodys_of_the_group_and_ahead(world, day, field):
    with pytest.raises(Invalid) as error:
        world.promise(world.anna, "Kysy", world.elli if day else world.mirva, day)
    assert set(error.value.fields) == {field}
