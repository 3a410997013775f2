"""Who can be matched, and what is known of them."""

from __future__ import annotations

import pytest

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.applications.pool import Pool, pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import Role
from tests.factories import COURSE_KEY, make_mentee, make_mentor, make_participant, make_programme, make_round
from tests.factories_matching import answers_for, make_application, make_call, plan_lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return make_round(lists=plan_lists())


def whole() -> Pool:
    return pool(programmes.get_programme(COURSE_KEY, "main"))


def test_everybody_who_has_the_role_is_there_with_what_they_answered(round_):
    mentees, mentors = make_call(round_.programme), make_call(round_.programme, CallRole.MENTOR)
    mentee = make_application(round_, mentees, status=Status.ACCEPTED)
    mentor = make_application(round_, mentors, status=Status.ACCEPTED)
    added = make_mentee(round_)

    found = whole()

    assert [candidate.participant for candidate in found.mentees] == [mentee.participant.public_id, added.public_id]
    first, second = found.mentees
    assert first.application_id == mentee.pk
    assert first.answers[QuestionKind.TOPICS] == ["funding", "leading"]
    assert (second.application_id, dict(second.answers), second.version) == (None, {}, 0)
    assert (found.mentors[0].application_id, found.mentors[0].capacity) == (mentor.pk, 2)
    assert found.peers == ()


def test_a_capacity_that_a_coordinator_set_counts_more_than_the_one_offered(round_):
    call = make_call(round_.programme, CallRole.MENTOR)
    make_application(round_, call, participant=make_mentor(round_, capacity=4), status=Status.ACCEPTED)

    assert whole().mentors[0].capacity == 4


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_draft_and_what_was_withdrawn_are_not_read(round_, status):
    person = make_mentee(round_)
    make_application(round_, make_call(round_.programme), participant=person, status=status)

    assert dict(whole().mentees[0].answers) == {}


def test_somebody_who_left_or_only_applied_is_not_there(round_):
    call = make_call(round_.programme)
    make_application(round_, call)
    gone = make_application(round_, call, status=Status.ACCEPTED).participant
    gone.left_at = gone.round.programme.published_at
    gone.save()

    assert whole().mentees == ()


def test_of_two_groups_of_equals_the_one_that_took_a_person_counts(round_):
    supervision = make_call(round_.programme, CallRole.SUPERVISION_GROUP)
    others = make_call(round_.programme, CallRole.ROLE_GROUP)
    peer = make_participant(round_, Role.PEER)
    taken = make_application(round_, supervision, participant=peer, status=Status.ACCEPTED)
    make_application(round_, others, participant=peer, status=Status.DECLINED)

    assert [(one.application_id, one.call) for one in whole().peers] == [(taken.pk, CallRole.SUPERVISION_GROUP)]


def test_damaged_answers_keep_their_shape(round_):
    broken = {"topics": "funding", "hours": {"rules": [{"weekday": 9}]}, "values": {"play": 9}, "languages": [["fi"]]}
    make_application(
        round_, make_call(round_.programme), status=Status.ACCEPTED, answers=answers_for("mentee", **broken)
    )

    kinds = set(whole().mentees[0].answers)

    assert not kinds & {QuestionKind.TOPICS, QuestionKind.HOURS, QuestionKind.VALUES, QuestionKind.LANGUAGES}


def test_a_programme_without_a_round_has_nobody():
    make_programme()

    assert whole() == Pool()


def test_the_number_of_queries_does_not_grow(round_, django_assert_num_queries):
    call = make_call(round_.programme)
    make_application(round_, call, status=Status.ACCEPTED)
    programme = programmes.get_programme(COURSE_KEY, "main")
    with django_assert_num_queries(3):
        pool(programme)
    for _ in range(12):
        make_application(round_, call, status=Status.ACCEPTED)
    with django_assert_num_queries(3):
        pool(programme)
