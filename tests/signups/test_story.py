"""A supervision group in two towns: who comes first has a place, who waits moves up, and what is said inside stays."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.models import Group, Message, OpenGroup, Waiting
from mentoring_xblock.privacy.policy import NOBODY
from mentoring_xblock.programme.data import Role
from mentoring_xblock.signups import api, telling
from tests import factories
from tests.signups.conftest import World

pytestmark = pytest.mark.django_db


def test_first_come_first_served_in_two_towns(world):
    mentors = world.mentors
    assert [town.group.name for town in world.series().towns] == ["Työnohjaus, Seinäjoki", "Työnohjaus, Tampere"]
    assert world.mails(mentors[0]) == ["signup_opened"]
    # Of both towns in one mail.
    assert world.mails(world.supervisor) == ["group_published"]
    # A double click on the coordinator's form opens nothing twice.
    assert world.open() == world.key
    assert OpenGroup.objects.count() == Group.objects.count() == 2
    assert [world.sign_up(person) for person in mentors[:8]] == ["in"] * 6 + ["waiting"] * 2
    assert world.sign_up(mentors[0]) == "in"
    assert world.sign_up(mentors[7]) == "waiting"
    assert Waiting.objects.filter(waits=1).count() == 2
    # One place in one of the towns, and a wait that can be switched.
    with pytest.raises(Conflict):
        world.sign_up(mentors[0], town=1)
    assert world.sign_up(mentors[7], town=1) == "in"
    assert world.mails(mentors[7]) == ["signup_opened", "signup_waiting", "group_published"]
    assert world.waiting() == (mentors[6].user_id,)
    assert world.series(mentors[6]).waits.in_line == 1
    assert world.series(mentors[7]).mine.where == "Tampere"
    # Whoever leaves makes room for the first in line; both hear of it.
    world.leave(mentors[2])
    world.leave(mentors[2])
    assert mentors[6].user_id in world.inside()
    assert mentors[2].user_id not in world.inside()
    assert world.waiting() == ()
    assert world.mails(mentors[2]).count("group_closed") == 1
    assert world.mails(mentors[6]) == ["signup_opened", "signup_waiting", "group_published"]
    letter = Message.objects.get(recipient=mentors[6].user, template="group_published")
    assert letter.context["waited"]
    assert Message.objects.get(recipient=mentors[6].user, template="signup_waiting").context["in_line"] == 1
    # Nobody else, as long as people sign up; who leads them hears once how many come, of both towns in one mail.
    assert not Message.objects.filter(template="group_moved").exists()
    assert telling.run(world.now) == 0
    over = dt.datetime(2024, 8, 4, 22, tzinfo=dt.UTC)
    assert [telling.run(over), telling.run(over)] == [1, 0]
    told = Message.objects.get(recipient=world.supervisor.user, template="signup_over").context["groups"]
    assert [(one["name"], one["taken"], one["places"], one["waiting"]) for one in told] == [
        ("Työnohjaus, Seinäjoki", 6, 6, 0),
        ("Työnohjaus, Tampere", 1, 6, 0),
    ]
    # Free again to join elsewhere, also the same group.
    assert world.sign_up(mentors[2]) == "waiting"
    world.leave(mentors[2])
    assert world.waiting() == ()
    assert world.sign_up(mentors[2], town=1) == "in"


def test_after_the_last_day_nobody_new_but_the_line_goes_on(world):
    mentors = world.mentors
    world.change(places=2)
    for person in mentors[:4]:
        world.sign_up(person)
    world.now = dt.datetime(2024, 8, 4, 20, 59, tzinfo=dt.UTC)
    assert world.sign_up(mentors[4]) == "waiting"
    world.now += dt.timedelta(minutes=1)
    with pytest.raises(Over) as late:
        world.sign_up(mentors[5], town=1)
    assert late.value.message == "Signing up ended on Sun 4 Aug."
    world.leave(mentors[0])
    # From now on a change is news to everybody in it.
    assert world.mails(mentors[1])[-1] == world.mails(world.supervisor)[-1] == "group_moved"
    assert world.inside() == [mentors[2].user_id, mentors[1].user_id]
    # More places let in who waits; fewer take nobody's.
    with pytest.raises(Invalid):
        world.change(places=1)
    world.change(places=4)
    assert world.waiting() == ()
    assert len(world.inside()) == 4
    with pytest.raises(Invalid) as refused:
        world.change(places=3)
    assert list(refused.value.fields) == ["places"]
    # A later last day opens it again, until a coordinator ends it.
    world.change(places=4, answer_on=dt.date(2024, 8, 20))
    assert world.sign_up(mentors[5], town=1) == "in"
    api.end_series(world.boss, world.place, world.key, world.now)
    with pytest.raises(Over) as ended:
        world.sign_up(mentors[6], town=1)
    assert ended.value.message == "Signing up ended on Mon 5 Aug."
    with pytest.raises(Conflict):
        api.change_series(world.boss, world.place, world.key, api.Change(places=4), 1, world.now)


def test_only_those_whose_role_it_is_sign_up_and_only_coordinators_open(world):
    mentee = factories.make_mentee(world.round)
    for person in (mentee, world.supervisor):
        with pytest.raises(NotFound):
            world.sign_up(person)
    with pytest.raises(NotFound):
        api.sign_up(factories.actor(world.mentors[0]), world.place, uuid.uuid4(), world.now)
    with pytest.raises(NotFound):
        api.leave(factories.coordinator_actor(factories.make_staff()), world.place, world.ids[0], world.now)
    for actor in (factories.actor(world.supervisor), NOBODY):
        with pytest.raises(NotAllowed):
            api.open_series(actor, world.place, world.opening, uuid.uuid4(), world.now)
        with pytest.raises(NotAllowed):
            api.end_series(actor, world.place, world.key, world.now)


def test_supervision_has_a_place_of_its_own_beside_a_peer_group(world):
    one, two = world.mentors[:2]
    factories.make_group(None, [one, two], kind="peer_group", capacity=4)
    assert world.sign_up(one) == "in"
    # A second one of the same kind they are told of, whether it is supervision or a role group.
    for kind, person in ((groups.Kind.SUPERVISION, one), (groups.Kind.PEER_GROUP, two)):
        key = uuid.uuid4()
        opening = dataclasses.replace(world.opening, kind=kind, where=())
        api.open_series(world.boss, world.place, opening, key, world.now)
        with pytest.raises(Full):
            api.sign_up(factories.actor(person), world.place, world.ids[0], world.now)


def test_places_that_a_coordinator_frees_go_to_the_first_in_line(django_capture_on_commit_callbacks):
    world = World(places=2, towns=())
    one, two, three, four, five = world.mentors[:5]
    for person in (one, two, three, four, five):
        world.sign_up(person)
    assert world.series().towns[0].group.name == "Työnohjaus"
    group = Group.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        groups.remove_member(world.boss, world.place, group.public_id, one.public_id)
    assert world.inside() == [three.user_id, two.user_id]
    with django_capture_on_commit_callbacks(execute=True):
        groups.resize(world.boss, world.place, group.public_id, 3)
    assert world.waiting() == (five.user_id,)
    # Whoever leaves the programme while waiting stands in nobody's way.
    with django_capture_on_commit_callbacks(execute=True):
        groups.leave_programme(world.boss, world.place, five.public_id)
        groups.leave_programme(world.boss, world.place, two.public_id)
    assert world.waiting() == ()
    assert len(world.inside()) == 2


def test_a_ring_of_its_own(world):
    """Its people see the group and each other; the supervisor sees no pair, and nobody else sees the group."""
    mentor, other = world.mentors[:2]
    _, mentee, pair = factories.make_pair(world.round, mentor=mentor)
    world.sign_up(mentor)
    mine = groups.relations(factories.actor(mentor), world.place)
    assert [one.group.circle.value for one in mine] == ["mentoring", "supervision"]
    assert mine[1].names() == ["Tiina Ohjaaja"]
    led = groups.relations(factories.actor(world.supervisor), world.place)
    assert [one.group.name for one in led] == ["Työnohjaus, Seinäjoki", "Työnohjaus, Tampere"]
    assert [one.names() for one in led] == [["Mentor 1"], []]
    # Supervision is somebody's work: what a mentor can take on does not bound it, unless they have said so.
    for _ in range(2):
        api.open_series(world.boss, world.place, world.opening, uuid.uuid4(), world.now)
    assert len(groups.relations(factories.actor(world.supervisor), world.place)) == 6
    for outside in (other, mentee):
        with pytest.raises(NotFound):
            groups.relation(factories.actor(outside), world.place, mine[1].group.public_id)
    with pytest.raises(NotFound):
        groups.relation(factories.actor(world.supervisor), world.place, pair.public_id)


def test_a_group_without_a_leader_works(db):
    world = World(leader=None, towns=("Seinäjoki",))
    one, two = world.mentors[:2]
    world.sign_up(one)
    world.sign_up(two)
    [mine] = groups.relations(factories.actor(one), world.place)
    assert mine.names() == ["Mentor 2"]
    # The last one who goes leaves an open group behind.
    world.leave(one)
    world.leave(two)
    assert world.inside() == []
    assert world.sign_up(two) == "in"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"places": 1}, "capacity"),
        ({"places": 31}, "capacity"),
        ({"where": tuple(f"Town {number}" for number in range(11))}, "where"),
        ({"where": ("x" * 61,)}, "where"),
        ({"answer_on": dt.date(2024, 6, 9)}, "answer_on"),
        ({"role": Role.SUPERVISOR}, "role"),
        ({"kind": groups.Kind.PAIR}, "kind"),
        ({"text": "x" * 2001}, "text"),
        ({"name": "x" * 120}, "name"),
    ],
)
def test_what_can_not_be_opened_is_told_beside_its_field(db, changes, field):
    with pytest.raises(Invalid) as refused:
        World(**changes)
    assert field in refused.value.fields


def test_queries_are_the_same_for_a_hundred(django_assert_max_num_queries, db):
    world = World(places=30)
    for person in [factories.make_mentor(world.round) for _ in range(70)]:
        world.sign_up(person)
    assert len(world.waiting()) == 40
    with django_assert_max_num_queries(8):
        world.series(world.mentors[0])
