"""A coordinator's lists of people, and the card that each person writes alone."""

import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.groups.models import Kind, State
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.privacy.policy import Facts
from mentoring_xblock.programme import api
from mentoring_xblock.programme.api import Outcome, Role
from mentoring_xblock.programme.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return factories.make_round()


@pytest.fixture
def place(round_):
    return factories.place_of(round_)


@pytest.fixture
def coordinator(round_):
    return factories.coordinator_actor(factories.make_coordinator(round_.programme))


def outcomes(report):
    return [(line.text, line.outcome) for line in report.lines]


# ---- adding ----


def test_people_are_added_by_whole_username_or_address(round_, place, coordinator):
    aino = factories.make_learner("aino")
    eero = factories.make_learner("eero", email="eero.k@example.org")

    report = api.add_participants(coordinator, place, ["aino", "Eero.K@Example.org"], Role.MENTEE)

    assert outcomes(report) == [("aino", Outcome.ADDED), ("Eero.K@Example.org", Outcome.ADDED)]
    assert (report.added, report.already, report.unknown) == (2, 0, ())
    assert set(api.roles_of(aino.pk, round_.id)) == {Role.MENTEE}
    assert {info.user_id for info in api.participants(round_.id, Role.MENTEE).participants} == {aino.pk, eero.pk}


def test_unknown_lines_come_back_as_they_were_typed(round_, place, coordinator):
    factories.make_learner("aino")
    factories.make_user("stranger")
    factories.make_learner("left", is_active=False)
    gone = factories.make_learner("gone")
    factories.enrol(gone, active=False)

    typed = ["", "  aino ", "ain", "stranger", "gone", "left", "Ääliö, älä lyö", "<b>x</b>"]
    report = api.add_participants(coordinator, place, typed, Role.MENTOR)

    assert report.unknown == ("ain", "stranger", "gone", "left", "Ääliö, älä lyö", "<b>x</b>")
    assert report.added == 1


def test_adding_twice_changes_nothing(round_, place, coordinator):
    factories.make_learner("aino")
    api.add_participants(coordinator, place, ["aino"], Role.MENTEE)
    report = api.add_participants(coordinator, place, ["aino", "aino@example.org"], Role.MENTEE)
    assert (report.added, report.already) == (0, 1)
    assert Participant.objects.count() == 1


def test_one_person_on_two_lines_is_one_person(place, coordinator):
    factories.make_learner("aino")
    report = api.add_participants(coordinator, place, ["aino", "aino@example.org", "aino"], Role.MENTEE)
    assert report.added == 1
    assert Participant.objects.count() == 1


def test_an_address_of_two_people_is_nobodys(place, coordinator):
    factories.make_learner("aino", email="shared@example.org")
    factories.make_learner("eero", email="shared@example.org")
    assert api.add_participants(coordinator, place, ["shared@example.org"], Role.MENTEE).unknown


def test_an_address_that_somebody_not_enrolled_has_too_means_who_is_enrolled(place, coordinator):
    aino = factories.make_learner("aino", email="shared@example.org")
    factories.make_user("stranger", email="shared@example.org")
    [line] = api.add_participants(coordinator, place, ["shared@example.org"], Role.MENTEE).lines
    assert line.user_id == aino.pk


def test_a_second_role_starts_with_the_persons_card(round_, place, coordinator):
    mentee = factories.make_mentee(round_, headline="Tampere", contact="040 123", version=3)
    api.add_participants(coordinator, place, [mentee.user.username], Role.MENTOR)
    card = api.my_card(factories.actor(mentee), place)
    row = Participant.objects.get(role=Role.MENTOR)
    assert (row.headline, row.contact, row.version) == (card.headline, card.contact, card.version)
    assert set(api.roles_of(mentee.user_id, round_.id)) == {Role.MENTEE, Role.MENTOR}


def test_too_long_a_list_is_refused_whole(place, coordinator):
    factories.make_learner("aino")
    with pytest.raises(Invalid) as caught:
        api.add_participants(coordinator, place, ["aino"] * (api.LIST_LIMIT + 1), Role.MENTEE)
    assert "people" in caught.value.fields
    assert not Participant.objects.exists()


def test_adding_costs_the_same_for_one_and_for_many(place, coordinator, django_assert_num_queries):
    names = [factories.make_learner().username for _ in range(40)]
    with django_assert_num_queries(8):
        api.add_participants(coordinator, place, names[:1], Role.MENTEE)
    with django_assert_num_queries(8):
        api.add_participants(coordinator, place, names[1:], Role.MENTEE)


def test_there_must_be_a_round(coordinator):
    factories.make_programme(slug="second")
    with pytest.raises(NotFound):
        api.add_participants(coordinator, factories.make_place(slug="second"), [], Role.MENTEE)


# ---- leaving ----


def test_somebody_taken_out_takes_no_part_until_added_again(round_, place, coordinator):
    mentee = factories.make_mentee(round_, contact="040 123")

    api.remove_participant(coordinator, place, mentee.public_id)
    api.remove_participant(coordinator, place, mentee.public_id)
    assert api.roles_of(mentee.user_id, round_.id) == {}
    assert api.participants(round_.id).total == 0
    assert api.my_card(factories.actor(mentee), place) is None

    report = api.add_participants(coordinator, place, [mentee.user.username], Role.MENTEE)
    assert report.added == 1
    assert api.my_card(factories.actor(mentee), place).contact == "040 123"


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_nobody_is_taken_out_of_under_a_group(round_, place, coordinator, state):
    mentor, mentee = factories.make_mentor(round_), factories.make_mentee(round_)
    factories.make_group(mentor, [mentee], state=state)
    for participant in (mentor, mentee):
        with pytest.raises(Conflict):
            api.remove_participant(coordinator, place, participant.public_id)
    assert api.role_counts(round_.id) == {
        Role.MENTEE: 1,
        Role.MENTOR: 1,
        Role.COACH: 0,
        Role.SUPERVISOR: 0,
        Role.PEER: 0,
    }


# ---- capacity ----


def test_a_leader_has_a_number_of_groups_of_their_own(round_, place, coordinator):
    mentor = factories.make_mentor(round_)
    assert api.set_capacity(coordinator, place, mentor.public_id, 5).capacity == 5
    assert api.set_capacity(coordinator, place, mentor.public_id, None).capacity is None


@pytest.mark.parametrize("capacity", [0, -1, api.CAPACITY_LIMIT + 1])
def test_a_number_out_of_range_is_refused(round_, place, coordinator, capacity):
    mentor = factories.make_mentor(round_)
    with pytest.raises(Invalid) as caught:
        api.set_capacity(coordinator, place, mentor.public_id, capacity)
    assert "capacity" in caught.value.fields


def test_a_number_below_the_groups_one_leads_is_refused(round_, place, coordinator):
    mentor = factories.make_mentor(round_)
    for _ in range(2):
        factories.make_group(mentor, [factories.make_mentee(round_)])
    factories.make_group(mentor, [factories.make_mentee(round_)], kind=Kind.PEER_GROUP)
    with pytest.raises(Invalid):
        api.set_capacity(coordinator, place, mentor.public_id, 1)
    assert api.set_capacity(coordinator, place, mentor.public_id, 2).capacity == 2


def test_who_leads_nothing_has_no_such_number(round_, place, coordinator):
    with pytest.raises(Invalid):
        api.set_capacity(coordinator, place, factories.make_mentee(round_).public_id, 2)


# ---- lists ----


def test_people_are_listed_in_pages(round_, django_assert_num_queries):
    for _ in range(51):
        factories.make_mentee(round_)
    factories.make_mentor(round_)
    with django_assert_num_queries(2):
        first = api.participants(round_.id)
    assert (len(first.participants), first.page, first.pages, first.total) == (50, 1, 2, 52)
    assert len(api.participants(round_.id, page=2).participants) == 2
    assert api.participants(round_.id, page=99).page == 2
    assert [info.leads for info in api.participants(round_.id, Role.MENTOR).participants] == [True]


def test_nobody_signed_in_has_no_role(round_):
    assert api.roles_of(None, round_.id) == {}


# ---- who may ----


@pytest.mark.parametrize("standing", ["staff_actor", "administrator_actor", "masquerading_actor", "actor"])
def test_only_coordinators_manage_people(round_, place, standing):
    mentor = factories.make_mentor(round_)
    actor = getattr(factories, standing)(factories.make_staff())
    for attempt in (
        lambda: api.add_participants(actor, place, [], Role.MENTEE),
        lambda: api.remove_participant(actor, place, mentor.public_id),
        lambda: api.set_capacity(actor, place, mentor.public_id, 2),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_people_of_another_course_or_programme_are_unknown(round_, place, coordinator):
    elsewhere = factories.make_mentor(factories.make_round(factories.make_programme(factories.OTHER_COURSE_KEY)))
    beside = factories.make_mentor(factories.make_round(factories.make_programme(slug="second", block_id="b2")))
    for public_id in (elsewhere.public_id, beside.public_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            api.remove_participant(coordinator, place, public_id)
        with pytest.raises(NotFound):
            api.set_capacity(coordinator, place, public_id, 2)


# ---- one's own card ----


def test_a_card_is_one_for_all_roles(round_, place):
    mentee = factories.make_mentee(round_)
    factories.make_mentor(round_, user=mentee.user)
    actor = factories.actor(mentee)

    saved = api.save_card(actor, place, "Teatteri, Tampere", "040 123", 1)

    assert (saved.headline, saved.contact, saved.version, saved.filled_in) == ("Teatteri, Tampere", "040 123", 2, True)
    assert api.my_card(actor, place) == saved
    assert set(Participant.objects.values_list("headline", "version")) == {("Teatteri, Tampere", 2)}


def test_a_double_click_saves_once(round_, place):
    actor = factories.actor(factories.make_mentee(round_))
    first = api.save_card(actor, place, "Tampere", "040 123", 1)
    assert api.save_card(actor, place, "Tampere", "040 123", 1) == first


def test_a_stale_card_brings_the_one_that_stands(round_, place):
    actor = factories.actor(factories.make_mentee(round_))
    standing = api.save_card(actor, place, "Tampere", "040 123", 1)
    with pytest.raises(Conflict) as caught:
        api.save_card(actor, place, "Turku", "", 1)
    assert caught.value.current == standing == api.my_card(actor, place)


def test_a_card_has_limits(round_, place):
    actor = factories.actor(factories.make_mentee(round_))
    with pytest.raises(Invalid) as caught:
        api.save_card(actor, place, "x" * 201, "x" * 501, 1)
    assert set(caught.value.fields) == {"headline", "contact"}
    assert api.save_card(actor, place, "ä" * 200, "🙂" * 500, 1).version == 2


def test_who_takes_no_part_has_no_card(round_, place):
    outsider = factories.actor(factories.make_learner())
    assert api.my_card(outsider, place) is None
    with pytest.raises(NotFound):
        api.save_card(outsider, place, "", "040", 1)


def test_unenrolled_or_masquerading_nobody_reads_or_writes_a_card(round_, place):
    mentee = factories.make_mentee(round_, contact="040 123")
    for actor in (factories.actor(mentee, enrolled=False), factories.actor(mentee, masquerading=True)):
        assert api.my_card(actor, place) is None
        with pytest.raises(NotAllowed):
            api.save_card(actor, place, "", "050", 1)


def test_the_card_is_that_of_the_newest_round_they_are_in(round_, place):
    mentee = factories.make_mentee(round_, contact="vanha")
    round_.closed_at = timezone.now()
    round_.save()
    newer = factories.make_round(round_.programme, number=2)
    assert api.my_card(factories.actor(mentee), place).contact == "vanha"
    factories.make_mentee(newer, user=mentee.user, contact="uusi")
    assert api.my_card(factories.actor(mentee), place).contact == "uusi"


# ---- a partner's ----


def test_members_of_a_group_learn_how_to_reach_each_other(round_, place):
    mentor, mentee, _ = factories.make_pair(round_, mentor=factories.make_mentor(round_, contact="040 123"))
    facts = Facts(member_ids=frozenset({mentor.user_id, mentee.user_id}))
    assert api.contact_of(factories.actor(mentee), place, mentor.public_id, facts).contact == "040 123"


def test_nobody_else_does(round_, place, coordinator):
    mentor, mentee, _ = factories.make_pair(round_)
    facts = Facts(member_ids=frozenset({mentor.user_id, mentee.user_id}))
    outsider = factories.actor(factories.make_mentee(round_))
    for actor in (outsider, coordinator, factories.actor(mentee, enrolled=False)):
        with pytest.raises(NotFound):
            api.contact_of(actor, place, mentor.public_id, facts)
    with pytest.raises(NotFound):
        api.contact_of(factories.actor(mentee), place, factories.make_mentor(round_).public_id, facts)
