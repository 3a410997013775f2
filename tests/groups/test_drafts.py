"""A coordinator tries groups out, and nobody hears of it."""

import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import Circle, Kind, State
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Group, Membership, Message
from mentoring_xblock.programme.data import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def user_ids(group):
    return [person.user_id for person in group.people]


def test_a_draft_holds_seats_and_no_slots(round_, place, coordinator):
    mentor, mentee = make.make_mentor(round_), make.make_mentee(round_)
    group = api.create_group(coordinator, place, Kind.PAIR, leader=mentor.public_id, members=[mentee.public_id])
    assert (group.state, group.circle, group.capacity, group.free) == (State.DRAFT, Circle.MENTORING, 1, 0)
    assert user_ids(group) == [mentor.user_id, mentee.user_id]
    assert sorted(Membership.objects.values_list("seat", "slot", "joined_at")) == [(0, None, None), (1, None, None)]
    assert not Message.objects.exists()
    assert api.my_groups(mentee.user_id, round_.pk) == []


def test_the_plan_says_how_large_a_group_is_unless_the_coordinator_does(round_, place, coordinator):
    assert api.create_group(coordinator, place, Kind.SMALL_GROUP).capacity == 6
    assert api.create_group(coordinator, place, Kind.PEER_GROUP, capacity=4).capacity == 4
    assert api.create_group(coordinator, place, Kind.PAIR).capacity == 1


@pytest.mark.parametrize(("kind", "capacity"), [(Kind.PAIR, 2), (Kind.SMALL_GROUP, 0), (Kind.PEER_GROUP, 31)])
def test_a_capacity_that_the_kind_does_not_have(place, coordinator, kind, capacity):
    with pytest.raises(Invalid) as refusal:
        api.create_group(coordinator, place, kind, capacity=capacity)
    assert refusal.value.fields["capacity"] == [refusal.value.message]
    assert not Group.objects.exists()


def test_a_name_is_one_clean_line_of_stated_length(place, coordinator):
    group = api.create_group(coordinator, place, Kind.SMALL_GROUP, "  Tapahtuma\n\ttuottajat \x00 ")
    assert group.name == "Tapahtuma tuottajat"
    assert api.rename(coordinator, place, group.public_id, "ן 👩‍🏫 <b>").name == "ן 👩‍🏫 <b>"
    with pytest.raises(Invalid) as refusal:
        api.rename(coordinator, place, group.public_id, "a" * 121)
    assert "121" in refusal.value.fields["name"][0]
    assert "aaa" not in str(refusal.value)


def test_the_same_form_twice_makes_one_group(round_, place, coordinator):
    key = uuid.uuid4()
    first = api.create_group(coordinator, place, Kind.PEER_GROUP, "Tampere", once_key=key)
    assert api.create_group(coordinator, place, Kind.PEER_GROUP, "Tampere", once_key=key) == first
    assert Group.objects.count() == 1


def test_a_used_form_makes_nothing_in_another_programme(round_, place, coordinator):
    key = uuid.uuid4()
    api.create_group(coordinator, place, Kind.PEER_GROUP, "Tampere", once_key=key)
    other = make.make_round(make.make_programme(slug="second", block_id="b2"))
    with pytest.raises(Conflict) as refusal:
        api.create_group(coordinator, make.place_of(other), Kind.PEER_GROUP, once_key=key)
    assert refusal.value.current is None
    assert Group.objects.count() == 1


def test_adding_and_taking_out_twice_is_doing_it_once(round_, place, coordinator):
    mentee = make.make_mentee(round_)
    group = api.create_group(coordinator, place, Kind.SMALL_GROUP)
    once = api.add_member(coordinator, place, group.public_id, mentee.public_id, version=1)
    # The second click carries the version of the same page.
    assert api.add_member(coordinator, place, group.public_id, mentee.public_id, version=1) == once
    empty = api.remove_member(coordinator, place, group.public_id, mentee.public_id, version=2)
    assert api.remove_member(coordinator, place, group.public_id, mentee.public_id, version=2) == empty
    assert empty.members == ()
    assert not Membership.objects.exists()


def test_a_page_that_is_out_of_date_changes_nothing(round_, place, coordinator):
    group = api.create_group(coordinator, place, Kind.SMALL_GROUP, "Vanha")
    api.rename(coordinator, place, group.public_id, "Uusi", version=1)
    mentee, mentor = make.make_mentee(round_), make.make_mentor(round_)
    changes = [
        lambda: api.rename(coordinator, place, group.public_id, "Muu", version=1),
        lambda: api.resize(coordinator, place, group.public_id, 3, version=1),
        lambda: api.add_member(coordinator, place, group.public_id, mentee.public_id, version=1),
        lambda: api.set_leader(coordinator, place, group.public_id, mentor.public_id, version=1),
        lambda: api.delete_draft(coordinator, place, group.public_id, version=1),
        lambda: api.publish(coordinator, place, [group.public_id], versions={group.public_id: 1}),
    ]
    for change in changes:
        with pytest.raises(Conflict) as refusal:
            change()
        assert refusal.value.current.name == "Uusi"
        assert refusal.value.current.version == 2
    assert api.get_group(coordinator, place, group.public_id) == refusal.value.current


def test_a_person_may_be_in_several_drafts_but_once_in_each(round_, place, coordinator):
    mentor, mentee = make.make_mentor(round_), make.make_mentee(round_)
    for _ in range(2):
        api.create_group(coordinator, place, Kind.PAIR, leader=mentor.public_id, members=[mentee.public_id])
    with pytest.raises(Invalid):
        api.create_group(coordinator, place, Kind.SMALL_GROUP, members=[mentee.public_id, mentee.public_id])
    assert Group.objects.count() == 2


def test_a_full_draft_says_so(round_, place, coordinator):
    group = api.create_group(coordinator, place, Kind.SMALL_GROUP, capacity=2)
    for _ in range(2):
        api.add_member(coordinator, place, group.public_id, make.make_mentee(round_).public_id)
    with pytest.raises(Full) as refusal:
        api.add_member(coordinator, place, group.public_id, make.make_mentee(round_).public_id)
    assert "full" in refusal.value.message
    with pytest.raises(Full):
        api.create_group(coordinator, place, Kind.PAIR, members=[make.make_mentee(round_).public_id for _ in range(2)])


def test_a_freed_seat_is_the_next_to_be_taken(round_, place, coordinator):
    first, second, third = (make.make_mentee(round_) for _ in range(3))
    group = api.create_group(
        coordinator, place, Kind.SMALL_GROUP, capacity=2, members=[first.public_id, second.public_id]
    )
    api.remove_member(coordinator, place, group.public_id, first.public_id)
    api.add_member(coordinator, place, group.public_id, third.public_id)
    assert dict(Membership.objects.values_list("participant", "seat")) == {third.pk: 1, second.pk: 2}


def test_a_group_can_grow_and_not_shrink_below_its_people(round_, place, coordinator):
    group = api.create_group(
        coordinator, place, Kind.SMALL_GROUP, members=[make.make_mentee(round_).public_id for _ in range(3)]
    )
    assert api.resize(coordinator, place, group.public_id, 3).free == 0
    with pytest.raises(Invalid, match="Invalid") as refusal:
        api.resize(coordinator, place, group.public_id, 2)
    assert "3 people" in refusal.value.fields["capacity"][0]
    assert api.resize(coordinator, place, group.public_id, 4).free == 1


@pytest.mark.parametrize("role", [Role.MENTEE, Role.COACH, Role.SUPERVISOR])
def test_only_a_mentor_leads_a_pair(round_, place, coordinator, role):
    person = make.make_participant(round_, role, name="Aada Aalto")
    with pytest.raises(Invalid) as refusal:
        api.create_group(coordinator, place, Kind.PAIR, leader=person.public_id)
    assert "Aada Aalto" in refusal.value.message


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COACH, Role.SUPERVISOR])
def test_whoever_leads_may_lead_a_peer_group(round_, place, coordinator, role):
    person = make.make_participant(round_, role)
    assert api.create_group(coordinator, place, Kind.PEER_GROUP, leader=person.public_id).leader is not None


def test_a_mentee_leads_no_peer_group(round_, place, coordinator):
    with pytest.raises(Invalid):
        api.create_group(coordinator, place, Kind.PEER_GROUP, leader=make.make_mentee(round_).public_id)


@pytest.mark.parametrize(
    ("kind", "role"),
    [(Kind.PAIR, Role.MENTOR), (Kind.SMALL_GROUP, Role.COACH), (Kind.PEER_GROUP, Role.SUPERVISOR)],
)
def test_who_is_no_member_of_a_kind(round_, place, coordinator, kind, role):
    person = make.make_participant(round_, role, name="Aada Aalto")
    with pytest.raises(Invalid) as refusal:
        api.create_group(coordinator, place, kind, members=[person.public_id])
    assert "Aada Aalto" in refusal.value.message


def test_peers_are_all_mentees_or_all_mentors(round_, place, coordinator):
    mentee, mentor = make.make_mentee(round_), make.make_mentor(round_)
    coach = make.make_participant(round_, Role.COACH)
    group = api.create_group(coordinator, place, Kind.PEER_GROUP, leader=coach.public_id, members=[mentee.public_id])
    with pytest.raises(Invalid):
        api.add_member(coordinator, place, group.public_id, mentor.public_id)
    mentors = api.create_group(coordinator, place, Kind.PEER_GROUP, leader=coach.public_id, members=[mentor.public_id])
    assert user_ids(mentors) == [coach.user_id, mentor.user_id]


def test_nobody_leads_a_group_that_they_are_in(round_, place, coordinator):
    both = make.make_learner()
    as_mentor, as_mentee = make.make_mentor(round_, both), make.make_mentee(round_, both)
    with pytest.raises(Invalid):
        api.create_group(coordinator, place, Kind.PAIR, leader=as_mentor.public_id, members=[as_mentee.public_id])
    group = api.create_group(coordinator, place, Kind.PAIR, members=[as_mentee.public_id])
    with pytest.raises(Invalid):
        api.set_leader(coordinator, place, group.public_id, as_mentor.public_id)


def test_who_has_left_the_round_joins_nothing(round_, place, coordinator):
    gone = make.make_mentee(round_, name="Aada Aalto", left_at=timezone.now())
    with pytest.raises(Invalid) as refusal:
        api.create_group(coordinator, place, Kind.PAIR, members=[gone.public_id])
    assert "Aada Aalto" in refusal.value.message


def test_the_leader_of_a_draft_is_exchanged_without_a_trace(round_, place, coordinator):
    first, second = make.make_mentor(round_), make.make_mentor(round_)
    group = api.create_group(coordinator, place, Kind.PAIR, leader=first.public_id)
    group = api.set_leader(coordinator, place, group.public_id, second.public_id)
    assert group.leader.user_id == second.user_id
    assert api.set_leader(coordinator, place, group.public_id, second.public_id) == group
    assert api.set_leader(coordinator, place, group.public_id, None).leader is None
    assert not Membership.objects.exists()


def test_who_leads_is_not_taken_out_as_a_member(round_, place, coordinator):
    mentor = make.make_mentor(round_)
    group = api.create_group(coordinator, place, Kind.PAIR, leader=mentor.public_id)
    with pytest.raises(Invalid):
        api.remove_member(coordinator, place, group.public_id, mentor.public_id)
    assert api.get_group(coordinator, place, group.public_id).leader is not None


def test_undoing_a_draft_leaves_nothing(round_, place, coordinator):
    group = api.create_group(coordinator, place, Kind.PAIR, members=[make.make_mentee(round_).public_id])
    api.delete_draft(coordinator, place, group.public_id, version=1)
    assert not Group.objects.exists()
    assert not Membership.objects.exists()
    with pytest.raises(NotFound):
        api.delete_draft(coordinator, place, group.public_id, version=1)


def test_what_is_in_another_programme_is_not_there(round_, place, coordinator):
    elsewhere = make.make_round(make.make_programme(course_key=make.OTHER_COURSE_KEY))
    theirs = make.make_group(None, [make.make_mentee(elsewhere)], state=State.DRAFT)
    mine = api.create_group(coordinator, place, Kind.SMALL_GROUP)
    stranger = make.make_mentee(elsewhere)
    for attempt in (
        lambda: api.rename(coordinator, place, theirs.public_id, "x"),
        lambda: api.delete_draft(coordinator, place, theirs.public_id),
        lambda: api.publish(coordinator, place, [theirs.public_id]),
        lambda: api.add_member(coordinator, place, mine.public_id, stranger.public_id),
        lambda: api.create_group(coordinator, place, Kind.PAIR, members=[stranger.public_id]),
        lambda: api.add_member(coordinator, place, mine.public_id, uuid.uuid4()),
        lambda: api.create_group(coordinator, make.make_place(slug="none"), Kind.PAIR),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert Group.objects.get(pk=theirs.pk).version == 1


def test_nobody_but_a_coordinator_makes_groups(round_, place):
    group = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], state=State.DRAFT)
    person = make.make_mentee(round_)
    membership = group.memberships.first()
    staff = make.make_staff()
    for actor in (
        make.actor(person),
        make.staff_actor(staff),
        make.administrator_actor(staff),
        make.masquerading_actor(staff),
        make.actor(None),
    ):
        for attempt in (
            lambda actor=actor: api.create_group(actor, place, Kind.PAIR),
            lambda actor=actor: api.add_member(actor, place, group.public_id, person.public_id),
            lambda actor=actor: api.set_leader(actor, place, group.public_id, None),
            lambda actor=actor: api.remove_member(actor, place, group.public_id, person.public_id),
            lambda actor=actor: api.rename(actor, place, group.public_id, "x"),
            lambda actor=actor: api.resize(actor, place, group.public_id, 1),
            lambda actor=actor: api.delete_draft(actor, place, group.public_id),
            lambda actor=actor: api.publish(actor, place),
            lambda actor=actor: api.move(actor, place, membership.public_id, group.public_id),
            lambda actor=actor: api.close(actor, place, group.public_id, api.CloseReason.LEFT),
            lambda actor=actor: api.release(actor, place, person.public_id),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert Group.objects.get().version == 1
