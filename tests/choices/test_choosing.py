"""A mentee asks, a mentor answers, and what becomes of everybody else's requests."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.choices import api
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.models import Membership, MentorRequest, Message, Participant, Round
from tests import factories
from tests.choices.conftest import World
from tests.factories_matching import plan_lists
from tests.mails import mails

pytestmark = pytest.mark.django_db


# ---- whom one sees ----


def test_open_mentors_are_those_with_a_free_place_the_best_for_the_reader_first(world):
    mentee = world.mentee("Aino", topics=["funding", "events"])
    world.mentor("None of it", topics=["animation"])
    world.mentor("Both", topics=["events", "funding", "leading"])
    full = world.mentor("Full")
    factories.make_group(full, [factories.make_mentee(world.round)])
    shown = world.mentors(mentee)
    assert [one.name for one in shown.items] == ["Both", "None of it"]
    assert shown.items[0].wished == ("events", "funding")


def test_the_list_is_narrowed_by_topic_language_place_and_way_of_meeting(world):
    mentee = world.mentee()
    world.mentor("A", topics=["funding"], languages=["sv"], places={"remote": False, "places": ["oulu"]})
    world.mentor("B", topics=["events"], languages=["fi"], places={"remote": True, "places": []})

    def names(**wanted):
        return [one.name for one in world.mentors(mentee, **wanted).items]

    assert names(topic="funding") == names(language="sv") == names(place="oulu") == ["A"]
    assert names(remote=True) == ["B"]
    assert names(topic="funding", remote=True) == []


def test_of_an_application_only_what_the_form_says_is_shown(world):
    mentee = world.mentee(interests=["music"])
    world.mentor(
        "Anna",
        letter="SECRET letter",
        interests=["music", "chess"],
        values={"honesty": 1},
        field={"field": "film", "organisation": "SECRET house", "team": "", "manager": "", "avoid": ["SECRET name"]},
        people={"wished": [], "vetoed": ["SECRET veto"]},
    )
    [shown] = world.mentors(mentee).items
    assert shown.common_interests == ("music",)
    assert "SECRET" not in repr(shown)
    assert "chess" not in repr(shown)


def test_the_list_is_paged_and_costs_the_same_for_ten_and_for_many(world, django_assert_num_queries):
    mentee = world.mentee()
    for _ in range(3):
        world.mentor()
    factories.make_group(world.mentor(capacity=2), [factories.make_mentee(world.round)])
    with django_assert_num_queries(17) as few:
        assert world.mentors(mentee).total == 4
    for _ in range(25):
        world.mentor()
    with django_assert_num_queries(len(few)):
        shown = world.mentors(mentee, page=3)
    assert (shown.total, shown.pages, len(shown.items)) == (29, 3, 5)


# ---- asking ----


def test_a_mentor_is_told_who_asks_and_the_message_is_in_no_mail(world):
    mentee, mentor = world.mentee("Aino"), world.mentor("Anna")
    world.ask(mentee, mentor, "SECRET words")
    assert mails(mentor) == ["request_received"]
    message = Message.objects.get(recipient=mentor.user)
    assert "SECRET" not in json.dumps(message.context)
    assert message.context["people"] == [mentee.user_id]
    [waiting] = api.answering(world.actor(mentor), world.place).requests
    assert (waiting.name, waiting.message, waiting.topics) == ("Aino", "SECRET words", ("funding", "leading"))


def test_the_last_day_to_answer_is_one_of_the_programmes_clock(world, monkeypatch):
    # Half past ten in the evening in London is the next day in Helsinki.
    late = dt.datetime(2026, 3, 2, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("mentoring_xblock.choices.asking.timezone.now", lambda: late)
    world.ask(world.mentee(), world.mentor())
    assert Message.objects.get(template="request_received").context["answer_on"] == "2026-03-10"


def test_only_so_many_can_be_asked_at_once_and_taking_one_back_makes_room(world):
    mentee = world.mentee()
    first, second, third = (world.mentor(name) for name in "ABC")
    request = world.ask(mentee, first)
    world.ask(mentee, second)
    with pytest.raises(Full):
        world.ask(mentee, third)
    api.withdraw(world.actor(mentee), world.place, request.public_id)
    api.withdraw(world.actor(mentee), world.place, request.public_id)
    world.ask(mentee, third)
    assert world.states(mentee) == {"A": "withdrawn", "B": "open", "C": "open"}


def test_one_person_is_not_asked_twice_at_once_and_a_double_click_asks_once(world):
    mentee, mentor = world.mentee(), world.mentor()
    key = uuid.uuid4()
    first = world.ask(mentee, mentor, once_key=key)
    assert world.ask(mentee, mentor, once_key=key).public_id == first.public_id
    with pytest.raises(Conflict):
        world.ask(mentee, mentor)
    assert mails(mentor) == ["request_received"]


@pytest.mark.parametrize("message", ["", "   \n", "x" * 1001])
def test_a_message_has_some_words_and_not_too_many(world, message):
    with pytest.raises(Invalid) as refused:
        world.ask(world.mentee(), world.mentor(), message)
    assert refused.value.fields["message"]


def test_nobody_asks_where_coordinators_match_or_when_they_have_a_mentor(world):
    mentee, mentor, other = world.mentee(), world.mentor(capacity=2), world.mentor()
    factories.make_group(mentor, [mentee])
    with pytest.raises(NotAllowed):
        world.ask(mentee, other)
    world.programme.plan = {**world.programme.plan, "matching": {"way": "coordinator"}}
    world.programme.save()
    with pytest.raises(NotAllowed):
        world.ask(world.mentee(), other)


def test_a_closed_round_takes_no_more_requests(world):
    mentee, mentor = world.mentee(), world.mentor()
    Round.objects.update(closed_at=timezone.now())
    with pytest.raises(Over):
        world.ask(mentee, mentor)


def test_a_mentor_of_another_programme_and_somebody_without_a_role_are_not_there(world):
    mentee, other = world.mentee(), factories.make_mentor(factories.make_round(slug="other"))
    with pytest.raises(NotFound):
        world.ask(mentee, other)
    with pytest.raises(NotFound):
        world.ask(mentee, world.mentee())
    with pytest.raises(NotAllowed):
        api.open_mentors(factories.actor(factories.make_learner()), world.place)


# ---- answering ----


def test_the_first_yes_makes_a_pair_and_ends_what_the_mentee_asked_elsewhere(world):
    mentee, anna, ben = world.mentee("Aino"), world.mentor("Anna"), world.mentor("Ben")
    to_anna, to_ben = world.ask(mentee, anna), world.ask(mentee, ben)
    made = world.accept(anna, to_anna)
    assert {person.user_id for person in made.people} == {mentee.user_id, anna.user_id}
    assert groups.mentors_of([mentee.user_id], world.round.pk)[mentee.user_id] == {anna.user_id}
    assert world.states(mentee) == {"Anna": "accepted", "Ben": "taken"}
    assert mails(ben) == ["request_received", "request_over"]
    assert mails(mentee) == ["group_published"]
    with pytest.raises(Conflict):
        world.accept(ben, to_ben)


def test_a_mentor_who_is_full_by_it_leaves_nobody_waiting(world):
    anna = world.mentor("Anna", capacity=2)
    asked = [(mentee, world.ask(mentee, anna)) for mentee in (world.mentee(name) for name in "ABC")]
    world.accept(anna, asked[0][1])
    assert world.states(asked[2][0]) == {"Anna": "open"}
    world.accept(anna, asked[1][1])
    assert world.states(asked[2][0]) == {"Anna": "taken"}
    assert mails(asked[2][0]) == ["request_taken"]
    assert api.answering(world.actor(anna), world.place).free == 0


def test_a_no_needs_no_reason_and_lets_ask_again(world):
    mentee, mentor = world.mentee(), world.mentor("Anna")
    request = world.ask(mentee, mentor)
    world.decline(mentor, request)
    world.decline(mentor, request)
    assert world.states(mentee) == {"Anna": "declined"}
    assert mails(mentee) == ["request_declined"]
    world.mentor("Ben", topics=[])
    # Others come first from now on, and asking again is possible.
    assert [(one.name, one.declined) for one in world.mentors(mentee).items] == [("Ben", False), ("Anna", True)]
    with pytest.raises(Conflict):
        world.accept(mentor, request)


def test_a_place_that_went_by_other_ways_meanwhile_is_not_given_twice(world):
    mentee, mentor = world.mentee(), world.mentor(capacity=1)
    request = world.ask(mentee, mentor)
    factories.make_group(mentor, [factories.make_mentee(world.round)])
    with pytest.raises(Full):
        world.accept(mentor, request)
    assert Membership.objects.filter(participant=mentee).count() == 0


def test_a_lowered_number_of_places_counts(world):
    mentee, mentor = world.mentee(), world.mentor(capacity=1)
    request = world.ask(mentee, mentor)
    Participant.objects.filter(pk=mentor.pk).update(capacity=0)
    with pytest.raises(Full):
        world.accept(mentor, request)


def test_somebody_who_has_left_the_course_can_not_be_paired(world):
    mentee, mentor = world.mentee("Aino"), world.mentor()
    request = world.ask(mentee, mentor)
    factories.enrol(mentee.user, active=False)
    with pytest.raises(Invalid) as refused:
        world.accept(mentor, request)
    assert refused.value.fields["request"] == ["Aino is not enrolled in this course."]
    assert MentorRequest.objects.get().state == "open"


# ---- time ----


def test_time_runs_out_for_the_reader_at_once_and_by_the_job_for_the_mail(world):
    mentee, mentor = world.mentee(), world.mentor("Anna")
    request = world.ask(mentee, mentor)
    world.let_time_pass(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert world.states(mentee) == {"Anna": "expired"}
    assert api.answering(world.actor(mentor), world.place).requests == ()
    with pytest.raises(Conflict):
        world.accept(mentor, request)
    assert api.expire_due(timezone.now()) == 1
    assert api.expire_due(timezone.now()) == 0
    assert mails(mentee) == ["request_expired"]
    world.ask(mentee, mentor)


def test_whom_coordinators_place_is_asked_about_no_longer_and_the_mentor_hears_of_it(world):
    mentee, asked, given = world.mentee("Aino"), world.mentor("Anna"), world.mentor("Berit")
    world.ask(mentee, asked)
    factories.make_group(given, [mentee])
    assert world.states(mentee) == {"Anna": "taken"}
    assert api.answering(world.actor(asked), world.place).requests == ()
    assert api.end_overtaken(timezone.now()) == 1
    assert api.end_overtaken(timezone.now()) == 0
    assert MentorRequest.objects.get().state == "taken"
    assert (mails(asked), mails(mentee)) == (["request_received", "request_over"], [])


def test_a_mentor_whom_coordinators_gave_the_last_mentee_is_asked_no_longer(world):
    mentee, mentor = world.mentee("Aino"), world.mentor("Anna")
    world.ask(mentee, mentor)
    factories.make_group(mentor, [world.mentee()])
    assert api.end_overtaken(timezone.now()) == 1
    assert (world.states(mentee), mails(mentee)) == ({"Anna": "taken"}, ["request_taken"])


def test_who_was_given_the_mentor_they_asked_was_said_yes_to(world):
    mentee, mentor = world.mentee("Aino"), world.mentor("Anna")
    world.ask(mentee, mentor)
    factories.make_group(mentor, [mentee])
    assert api.end_overtaken(timezone.now()) == 1
    assert world.states(mentee) == {"Anna": "accepted"}
    assert (mails(mentee), mails(mentor)) == ([], ["request_received"])


def test_who_has_left_asks_no_longer(world):
    mentee, mentor = world.mentee("Aino"), world.mentor("Anna")
    world.ask(mentee, mentor)
    Participant.objects.filter(pk=mentee.pk).update(left_at=timezone.now())
    assert api.answering(world.actor(mentor), world.place).requests == ()
    assert api.end_overtaken(timezone.now()) == 1
    assert MentorRequest.objects.get().state == "withdrawn"


def test_what_still_waits_is_left_waiting(world, django_assert_num_queries):
    world.ask(world.mentee(), world.mentor())
    with django_assert_num_queries(15) as one:
        assert api.end_overtaken(timezone.now()) == 0
    for _ in range(10):
        world.ask(world.mentee(), world.mentor())
    with django_assert_num_queries(len(one)):
        assert api.end_overtaken(timezone.now()) == 0
    assert set(MentorRequest.objects.values_list("state", flat=True)) == {"open"}


def test_the_job_costs_the_same_for_one_request_and_for_many(world, django_assert_num_queries):
    world.ask(world.mentee(), world.mentor())
    world.let_time_pass(expires_at=timezone.now())
    with django_assert_num_queries(11) as one:
        api.expire_due(timezone.now())
    for _ in range(10):
        world.ask(world.mentee(), world.mentor())
    world.let_time_pass(expires_at=timezone.now())
    with django_assert_num_queries(len(one)):
        assert api.expire_due(timezone.now()) == 10


def test_coordinators_see_numbers_and_how_long_people_wait(world):
    mentee, mentor = world.mentee(), world.mentor()
    world.ask(mentee, mentor)
    coordinator = factories.coordinator_actor(world.coordinator)
    assert api.counts(coordinator, world.place) == api.Counts(open=1, late=0, accepted=0, unanswered=0)
    world.let_time_pass(expires_at=timezone.now() + dt.timedelta(days=1))
    assert api.counts(coordinator, world.place).late == 1
    with pytest.raises(NotAllowed):
        api.counts(world.actor(mentor), world.place)


def test_another_persons_request_is_not_there(world):
    mentee, mentor, other = world.mentee(), world.mentor(), world.mentor()
    request = world.ask(mentee, mentor)
    for refuse in (
        lambda: world.accept(other, request),
        lambda: world.decline(other, request),
        lambda: api.withdraw(world.actor(world.mentee()), world.place, request.public_id),
        lambda: api.withdraw(world.actor(mentor), world.place, request.public_id),
        lambda: world.accept(mentee, request),
    ):
        with pytest.raises(NotFound):
            refuse()


def test_in_the_hybrid_way_one_can_ask_too(db):
    world = World(way="hybrid")
    assert world.ask(world.mentee(), world.mentor()).state == "open"
    assert plan_lists()["topics"]
