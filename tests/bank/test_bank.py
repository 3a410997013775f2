"""Joining, being found, being asked, and leaving without a trace."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.bank import api
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Appointment, Invitation, Message, Participant, Profile
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories
from tests.bank.conftest import api_programme
from tests.factories_matching import make_application, make_call

pytestmark = pytest.mark.django_db


def mails(user) -> list[str]:
    return list(Message.objects.filter(recipient=getattr(user, "user", user)).values_list("template", flat=True))


# ---- one's own profile ----


def test_alumni_mentees_may_join_and_so_may_who_applied_to_mentor(world):
    mentee = factories.make_mentee(world.round)
    surplus = make_application(world.round, make_call(world.programme, CallRole.MENTOR), status=Status.RESERVE)
    assert world.save(mentee).version == 1
    assert world.save(surplus.applicant).version == 1
    stranger = factories.make_learner()
    assert not world.welcome(stranger).anything
    with pytest.raises(NotAllowed):
        world.save(stranger)
    assert Profile.objects.count() == 2


def test_a_profile_outlives_the_round(world):
    mentee = world.alumna("Aino")
    Participant.objects.filter(pk=mentee.pk).update(left_at=world.round.created_at)
    assert [one.name for one in world.find().items] == ["Aino"]
    assert world.save(mentee, 1, headline="Still here").words.headline == "Still here"


def test_a_save_over_something_newer_is_told_with_what_stands(world):
    mentee = world.alumna()
    world.save(mentee, 1, headline="From the phone")
    with pytest.raises(Conflict) as refused:
        world.save(mentee, 1, headline="From the desk")
    assert refused.value.current.words.headline == "From the phone"
    assert world.save(mentee, 2, headline="From the phone").version == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"headline": "  "}, "headline"),
        ({"headline": "x" * 201}, "headline"),
        ({"about": "x" * 2001}, "about"),
        ({"topics": ("nothing-of-the-list",)}, "topics"),
        ({"places": ("moon",)}, "places"),
        ({"languages": ("xx",)}, "languages"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 51}, "capacity"),
    ],
)
def test_what_can_not_be_kept_is_told_by_field(world, change, field):
    with pytest.raises(Invalid) as refused:
        world.save(factories.make_mentee(world.round), **change)
    assert set(refused.value.fields) == {field}
    assert not Profile.objects.exists()


def test_leaving_is_at_once_and_empties_the_words(world):
    mentee = world.alumna()
    api.invite(world.coordinates, world.place, Profile.objects.get().public_id)
    for _ in range(2):
        api.leave(factories.actor(mentee), world.place)
    row = Profile.objects.get()
    assert (row.headline, row.about, row.topics) == ("", "", [])
    assert world.find().total == 0
    assert Invitation.objects.get().state == "withdrawn"
    assert world.save(mentee).version > 1
    assert world.find().total == 1


# ---- searching ----


def test_the_bank_is_searched_by_topic_language_place_words_and_free_places(world):
    world.alumna("Aino", topics=("events", "funding"), languages=("fi",), places=("tampere",), remote=False)
    world.alumna("Ben", topics=("animation",), languages=("sv",), places=(), headline="Cartoons")
    busy = factories.make_mentor(world.round, name="Cleo")
    world.save(busy, topics=("events",), capacity=1)
    factories.make_group(busy, [factories.make_mentee(world.round)])

    def names(**wanted):
        return [one.name for one in world.find(**wanted).items]

    assert names() == ["Aino", "Ben", "Cleo"]
    assert names(topic="events") == ["Aino", "Cleo"]
    assert names(language="sv") == names(text="cartoon") == names(text="bEn") == ["Ben"]
    assert names(place="tampere") == ["Aino"]
    assert names(remote=True) == ["Ben", "Cleo"]
    assert names(free=True) == ["Aino", "Ben"]
    assert [(one.free, one.mentors_now) for one in world.find(text="cleo").items] == [(0, True)]


def test_who_pauses_or_has_left_the_course_is_not_found(world):
    world.alumna("Paused", paused=True)
    factories.enrol(world.alumna("Gone").user, active=False)
    assert world.find().total == 0


def test_line_managers_search_and_others_do_not(world):
    world.alumna("Aino")
    assert [one.name for one in world.find(world.manages).items] == ["Aino"]
    for nobody in (
        factories.actor(factories.make_learner()),
        factories.staff_actor(factories.make_staff()),
        factories.actor(world.manager, line_manager=True, enrolled=False),
    ):
        with pytest.raises(NotAllowed):
            world.find(nobody)


def test_a_search_is_paged_and_costs_the_same_for_ten_and_for_many(world, django_assert_num_queries):
    for number in range(10):
        world.alumna(f"Person {number:03}")
    with django_assert_num_queries(8) as few:
        assert world.find().total == 10
    for number in range(10, 45):
        world.alumna(f"Person {number:03}")
    with django_assert_num_queries(len(few)):
        shown = world.find(page=3)
    assert (shown.total, shown.pages, len(shown.items)) == (45, 3, 5)


# ---- invitations ----


def test_somebody_is_asked_says_yes_and_is_a_mentor_with_the_places_of_their_profile(world):
    aino = world.alumna("Aino", capacity=3)
    profile = Profile.objects.get()
    for _ in range(2):
        api.invite(world.coordinates, world.place, profile.public_id)
    assert mails(aino) == ["bank_invited"]
    invitation = world.welcome(aino).invitation
    for _ in range(2):
        api.answer_invitation(factories.actor(aino), world.place, invitation.public_id, accept=True)
    role = programmes.roles_of(aino.user_id, world.round.pk)[Role.MENTOR]
    assert role.capacity == 3
    assert mails(world.coordinator) == ["bank_answered"]
    with pytest.raises(Conflict):
        api.answer_invitation(factories.actor(aino), world.place, invitation.public_id, accept=False)
    with pytest.raises(Conflict):
        api.invite(world.coordinates, world.place, profile.public_id)


def test_how_many_they_take_is_agreed_for_the_round_and_their_profile_stays(world):
    aino = world.alumna("Aino", capacity=3)
    api.invite(world.coordinates, world.place, Profile.objects.get().public_id)
    invitation = world.welcome(aino).invitation
    actor = factories.actor(aino)
    with pytest.raises(Invalid):
        api.answer_invitation(actor, world.place, invitation.public_id, accept=True, capacity=0)
    api.answer_invitation(actor, world.place, invitation.public_id, accept=True, capacity=1)
    mentor = Participant.objects.get(user=aino.user, role=Role.MENTOR)
    factories.make_group(mentor, [factories.make_mentee(world.round)])
    assert [(one.places, one.free, one.words.capacity) for one in world.find().items] == [(1, 0, 3)]


def test_an_answer_is_waited_for_until_a_day_and_then_they_can_be_asked_again(world):
    aino = world.alumna("Aino")
    profile = Profile.objects.get()
    today = api_programme(world.place).plan.today(timezone.now())
    for day in (today - dt.timedelta(days=1), today + dt.timedelta(days=181)):
        with pytest.raises(Invalid) as refused:
            api.invite(world.coordinates, world.place, profile.public_id, "", day)
        assert set(refused.value.fields) == {"answer_by"}
    api.invite(world.coordinates, world.place, profile.public_id, "Please", today)
    waiting = world.welcome(aino).invitation
    assert (waiting.answer_by, waiting.message) == (today, "Please")
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    # The page says so at once, and the job need not have come by.
    assert world.welcome(aino).invitation is None
    with pytest.raises(Conflict):
        api.answer_invitation(factories.actor(aino), world.place, waiting.public_id, accept=True)
    assert [one.state.value for one in api.asked(world.coordinates, world.place)] == ["expired"]
    assert world.find().items[0].invited is False
    api.invite(world.coordinates, world.place, profile.public_id)
    Invitation.objects.filter(state="open").update(expires_at=timezone.now())
    assert [api.expire_due(timezone.now()) for _ in range(2)] == [1, 0]
    assert set(Invitation.objects.values_list("state", "open_round")) == {("expired", None)}


def test_who_pauses_keeps_what_they_were_asked_and_it_can_be_taken_back(world):
    aino = world.alumna("Aino")
    profile = Profile.objects.get()
    api.invite(world.coordinates, world.place, profile.public_id)
    world.save(aino, 1, paused=True)
    assert world.welcome(aino).invitation is not None
    with pytest.raises(Conflict):
        api.invite(world.coordinates, world.place, profile.public_id)
    with pytest.raises(NotFound):
        api.want(world.manages, world.place, profile.public_id)
    api.withdraw_invitation(world.coordinates, world.place, profile.public_id)
    assert [(one.name, one.state.value) for one in api.asked(world.coordinates, world.place)] == [("Aino", "withdrawn")]


def test_a_draft_takes_a_place_for_coordinators_only(world):
    mentor = factories.make_mentor(world.round, name="Cleo")
    world.save(mentor, capacity=1)
    factories.make_group(mentor, [factories.make_mentee(world.round)], state="draft")
    assert [one.free for one in world.find().items] == [0]
    assert [one.free for one in world.find(world.manages).items] == [1]
    assert api.my_card(factories.actor(mentor), api_programme(world.place)).free == 1


def test_what_became_of_invitations_is_for_coordinators_alone(world):
    aino = world.alumna("Aino")
    api.invite(world.coordinates, world.place, Profile.objects.get().public_id)
    assert [one.invited for one in world.find(world.manages).items] == [False]
    for nobody in (world.manages, factories.actor(aino)):
        with pytest.raises(NotAllowed):
            api.asked(nobody, world.place)


def test_a_no_changes_nothing_but_the_invitation(world):
    aino = world.alumna()
    api.invite(world.coordinates, world.place, Profile.objects.get().public_id)
    invitation = world.welcome(aino).invitation
    api.answer_invitation(factories.actor(aino), world.place, invitation.public_id, accept=False)
    assert Role.MENTOR not in programmes.roles_of(aino.user_id, world.round.pk)
    assert world.find().items[0].invited is False
    api.invite(world.coordinates, world.place, Profile.objects.get().public_id)
    assert world.find().items[0].invited is True


def test_what_was_taken_back_can_not_be_answered_and_anothers_is_not_there(world):
    aino, other = world.alumna(), world.alumna()
    profile = Profile.objects.get(user=aino.user)
    api.invite(world.coordinates, world.place, profile.public_id)
    invitation = world.welcome(aino).invitation
    with pytest.raises(NotFound):
        api.answer_invitation(factories.actor(other), world.place, invitation.public_id, accept=True)
    api.withdraw_invitation(world.coordinates, world.place, profile.public_id)
    with pytest.raises(Conflict):
        api.answer_invitation(factories.actor(aino), world.place, invitation.public_id, accept=True)


def test_a_line_manager_wishes_and_the_coordinators_hear_of_it_once_a_day(world):
    world.alumna("Aino")
    profile = Profile.objects.get()
    for _ in range(2):
        api.want(world.manages, world.place, profile.public_id)
    assert mails(world.coordinator) == ["bank_wanted"]
    with pytest.raises(NotAllowed):
        api.invite(world.manages, world.place, profile.public_id)


def test_mentors_without_a_mentee_are_told_of_the_bank_and_nobody_twice(world):
    first, second = factories.make_mentor(world.round), factories.make_mentor(world.round)
    world.save(second)
    assert api.invite_to_bank(world.coordinates, world.place, [first.user_id, second.user_id]) == 1
    assert api.invite_to_bank(world.coordinates, world.place, [first.user_id]) == 0
    assert (mails(first), mails(second)) == (["bank_welcome"], [])


def test_no_word_of_a_profile_is_in_a_mail(world):
    aino = world.alumna(about="SECRET words", headline="SECRET line")
    profile = Profile.objects.get()
    api.invite(world.coordinates, world.place, profile.public_id, "SECRET message")
    api.want(world.manages, world.place, profile.public_id)
    api.answer_invitation(factories.actor(aino), world.place, world.welcome(aino).invitation.public_id, accept=False)
    assert "SECRET" not in json.dumps(list(Message.objects.values_list("context", flat=True)))
    assert Appointment.objects.count() == 1
