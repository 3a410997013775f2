"""What a yes makes in small groups, whom a mentor who leaves lets down, and how a proposal meets what was chosen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from mentoring_xblock.choices import api
from mentoring_xblock.groups.models import Kind
from mentoring_xblock.kit.errors import Full, NotAllowed, NotFound
from mentoring_xblock.models import Group, MentorRequest, Participant
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.proposals import running
from mentoring_xblock.proposals.brief import Brief, Criterion
from tests import factories
from tests.choices.conftest import World
from tests.mails import mails

pytestmark = pytest.mark.django_db


# ---- one rule for free places ----


def test_what_a_mentor_offered_counts_in_the_list_in_asking_and_in_saying_yes(world):
    mentor = world.mentor("Anna", capacity=None, offers=2)
    for _ in range(2):
        world.accept(mentor, world.ask(world.mentee(), mentor))
    last = world.mentee()
    assert world.mentors(last).total == 0
    with pytest.raises(Full):
        world.ask(last, mentor)
    assert api.answering(world.actor(mentor), world.place).places == 2


# ---- small groups ----


def test_the_first_yes_makes_the_mentors_group_and_the_next_ones_join_it(small_groups):
    world, (aino, eero) = small_groups, (small_groups.mentee(name) for name in ("Aino", "Eero"))
    anna = world.mentor("Anna", offers=5)
    to_aino, to_eero = world.ask(aino, anna), world.ask(eero, anna)
    made = world.accept(anna, to_aino)
    assert (made.kind, made.capacity) == (Kind.SMALL_GROUP, 3)
    joined = world.accept(anna, to_eero)
    assert joined.public_id == made.public_id
    assert {one.user_id for one in joined.members} == {aino.user_id, eero.user_id}
    assert (mails(aino), mails(eero)) == (["group_published", "group_moved"], ["group_published"])
    found = api.answering(world.actor(anna), world.place)
    assert (found.free, found.places) == (1, 3)
    assert world.mentors(world.mentee()).items[0].free == 1


def test_who_asked_a_mentor_whose_group_is_full_is_told(small_groups):
    world, anna = small_groups, small_groups.mentor("Anna", offers=3)
    asked = [(mentee, world.ask(mentee, anna)) for mentee in (world.mentee(name) for name in "ABCD")]
    for _, request in asked[:3]:
        world.accept(anna, request)
    late = asked[3][0]
    assert (world.states(late), mails(late)) == ({"Anna": "taken"}, ["request_taken"])
    assert Group.objects.count() == 1
    with pytest.raises(Full):
        world.ask(late, anna)


def test_a_group_that_coordinators_made_is_joined_too_and_who_mentors_a_pair_takes_nobody(small_groups):
    world, anna, ben = small_groups, small_groups.mentor("Anna"), small_groups.mentor("Ben")
    there = factories.make_group(anna, [world.mentee()], kind=Kind.SMALL_GROUP, capacity=2)
    factories.make_group(ben, [world.mentee()])
    mentee = world.mentee("Aino")
    assert [one.name for one in world.mentors(mentee).items] == ["Anna"]
    assert world.accept(anna, world.ask(mentee, anna)).public_id == there.public_id


def test_somebody_who_left_the_course_does_not_join_a_group(small_groups):
    world, anna = small_groups, small_groups.mentor("Anna")
    first, second = (world.ask(world.mentee(), anna) for _ in range(2))
    world.accept(anna, first)
    gone = MentorRequest.objects.get(public_id=second.public_id).mentee
    factories.enrol(gone.user, active=False)
    assert api.answering(world.actor(anna), world.place).requests == ()


def test_among_peers_there_is_nobody_to_ask(db):
    world = World(relationship="peer")
    with pytest.raises(NotAllowed):
        world.ask(world.mentee(), world.mentor())


# ---- a mentor leaves ----


@pytest.mark.parametrize("how", ["the round", "the course"])
def test_who_asked_a_mentor_who_leaves_reads_it_at_once_is_told_and_can_ask_somebody_else(world, how):
    mentee, anna, ben, third = world.mentee(), world.mentor("Anna"), world.mentor("Ben"), world.mentor("Cia")
    world.ask(mentee, anna)
    world.ask(mentee, ben)
    if how == "the round":
        Participant.objects.filter(pk=anna.pk).update(left_at=timezone.now())
    else:
        factories.enrol(anna.user, active=False)
    assert world.states(mentee) == {"Anna": "declined", "Ben": "open"}
    with pytest.raises(NotFound):
        world.ask(world.mentee(), anna)
    world.ask(mentee, third)
    assert mails(mentee) == ["request_declined"]
    assert api.end_overtaken(timezone.now()) == 0


def test_the_job_tells_it_where_nobody_has_looked(world):
    mentee, anna = world.mentee(), world.mentor("Anna")
    world.ask(mentee, anna)
    Participant.objects.filter(pk=anna.pk).update(left_at=timezone.now())
    assert api.end_overtaken(timezone.now()) == 1
    assert (MentorRequest.objects.get().state, mails(mentee)) == ("declined", ["request_declined"])


def test_a_mentor_who_takes_nobody_more_for_now_is_not_found_and_whoever_waits_is_told(world):
    mentee, anna = world.mentee(), world.mentor("Anna", capacity=3)
    world.ask(mentee, anna)
    for _ in range(2):
        api.pause(world.actor(anna), world.place, paused=True)
    assert (world.states(mentee), mails(mentee)) == ({"Anna": "declined"}, ["request_declined"])
    assert world.mentors(mentee).total == 0
    with pytest.raises(Full):
        world.ask(mentee, anna)
    assert api.answering(world.actor(anna), world.place) == api.Answering((), 3, 3, paused=True)
    api.pause(world.actor(anna), world.place, paused=False)
    world.accept(anna, world.ask(mentee, anna))
    with pytest.raises(NotAllowed):
        api.pause(world.actor(world.mentee()), world.place, paused=True)


# ---- first some ask, then coordinators propose ----


def test_a_proposal_leaves_together_who_chose_each_other_and_counts_their_place(db):
    world = World(way="hybrid")
    chosen, other, _ = (world.mentee(name) for name in ("Aino", "Eero", "Ilta"))
    anna, ben = world.mentor("Anna", capacity=2), world.mentor("Ben", capacity=1)
    world.accept(anna, world.ask(chosen, anna))
    coordinator = factories.coordinator_actor(world.coordinator)
    assert proposals.standing(coordinator, world.place).places == 2
    made = proposals.start(coordinator, world.place, Brief(weights={Criterion.WISHES: 100}), once_key=uuid4())
    running.run(made.public_id)
    shown = proposals.open_proposal(coordinator, world.place, made.public_id)
    assert {seat.who.name for seat in shown.seats} == {"Eero", "Ilta"}
    assert {seat.leader.name for seat in shown.seats} == {"Anna", "Ben"}
    # Somebody who asks while the draft lies there is not placed twice by it.
    world.accept(ben, world.ask(other, ben))
    checked = proposals.preview(coordinator, world.place, made.public_id)
    assert any("Eero" in sentence for sentence in checked.problems)
