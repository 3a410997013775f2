"""Scores and completion for another learner: on the learners' side, and nowhere else."""

from __future__ import annotations

import logging

import pytest
from completion.models import BlockCompletion
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH as TRACKING
from django.db import IntegrityError
from edx_toggles.toggles.testutils import override_waffle_switch
from submissions.errors import SubmissionInternalError
from submissions.models import ScoreAnnotation, StudentItem, score_set

from demo.models import AnonymousId
from mentoring_xblock import host
from tests.host_contract.conftest import LEARNERS_SIDE, NO_LEARNERS

BLOCK_TYPE = "mentoring_goals"
ANSWER = {"hand_in": 7, "version": 2}


@pytest.fixture
def learner(course, person, authored):
    """A learner and their anonymous id, made as the learners' side makes it."""
    aino = person("aino", enrolled=True)
    AnonymousId.objects.create(user=aino, course_key=str(course), anonymous_id="a" * 32)
    return aino


@pytest.fixture
def hand_in(course, usage_key):
    """Hand something in for the learner and return the uuid."""
    return lambda: host.create_submission("a" * 32, course, usage_key, BLOCK_TYPE, ANSWER)


@pytest.fixture
def score(course, usage_key):
    """Return the score that stands."""
    return lambda: host.get_score("a" * 32, course, usage_key, BLOCK_TYPE)


@pytest.mark.parametrize("where", LEARNERS_SIDE, indirect=True)
class TestScores:
    def test_learners_rows_may_be_written(self, where):
        assert host.writes_learners()

    def test_a_score_reaches_the_gradebook_s_signal(self, where, learner, course, usage_key, hand_in, score):
        seen = []

        def receiver(sender, **kwargs):
            seen.append(kwargs)

        score_set.connect(receiver)
        try:
            uuid = hand_in()
            host.set_score(uuid, 7, 10, "b" * 32)
        finally:
            score_set.disconnect(receiver)
        record = score()
        assert (record.points_earned, record.points_possible, record.submission_uuid) == (7, 10, uuid)
        assert record.created_at.tzinfo is not None
        assert [(sent["points_earned"], sent["points_possible"], sent["anonymous_user_id"]) for sent in seen] == [
            (7, 10, "a" * 32)
        ]
        assert (seen[0]["course_id"], seen[0]["item_id"]) == (str(course), str(usage_key))

    def test_who_gave_it_is_kept_without_a_word_of_theirs(self, where, learner, hand_in):
        host.set_score(hand_in(), 7, 10, "b" * 32)
        annotation = ScoreAnnotation.objects.get()
        assert (annotation.creator, annotation.annotation_type) == ("b" * 32, "mentoring")
        assert annotation.reason == "Assessed in the mentoring programme"

    def test_the_latest_score_stands(self, where, learner, hand_in, score):
        uuid = hand_in()
        host.set_score(uuid, 7, 10, "b" * 32)
        host.set_score(uuid, 3, 10, "b" * 32)
        assert score().points_earned == 3
        assert ScoreAnnotation.objects.count() == 2

    @pytest.mark.parametrize("points", [-1, 11, 7.5, 7.0, True, None])
    def test_points_are_whole_and_within_the_maximum(self, where, learner, hand_in, score, points):
        with pytest.raises(host.ScoreRefused):
            host.set_score(hand_in(), points, 10, "b" * 32)
        assert score() is None

    def test_a_maximum_of_nothing_is_refused(self, where, learner, hand_in):
        with pytest.raises(host.ScoreRefused):
            host.set_score(hand_in(), 0, 0, "b" * 32)

    def test_without_a_submission_there_is_nothing_to_score(self, where, db):
        with pytest.raises(host.ScoreRefused):
            host.set_score("6b5f0f3e-0000-4000-8000-000000000000", 1, 10, "b" * 32)

    def test_without_a_score_there_is_none(self, where, learner, hand_in, score):
        assert score() is None
        hand_in()
        assert score() is None

    @pytest.mark.parametrize("clear_state", [True, False])
    def test_a_reset_takes_it_back_and_may_be_repeated(
        self, where, learner, course, usage_key, hand_in, score, clear_state
    ):
        host.reset_score("a" * 32, course, usage_key, clear_state=clear_state)
        host.set_score(hand_in(), 7, 10, "b" * 32)
        host.reset_score("a" * 32, course, usage_key, clear_state=clear_state)
        host.reset_score("a" * 32, course, usage_key, clear_state=clear_state)
        assert score() is None
        # A cleared submission is kept in the table but hidden from every query.
        assert StudentItem.objects.get().submission_set.exists() is not clear_state

    def test_a_second_hand_in_can_be_scored_after_a_reset(self, where, learner, course, usage_key, hand_in, score):
        host.set_score(hand_in(), 7, 10, "b" * 32)
        host.reset_score("a" * 32, course, usage_key, clear_state=True)
        host.set_score(hand_in(), 8, 10, "b" * 32)
        assert score().points_earned == 8

    def test_what_is_refused_does_not_quote_the_answer(self, where, learner, course, usage_key, caplog):
        secret = "something private " * 10_000
        with caplog.at_level(logging.DEBUG), pytest.raises(host.ScoreRefused) as refusal:
            host.create_submission("a" * 32, course, usage_key, BLOCK_TYPE, {"text": secret})
        assert "private" not in f"{refusal.value!r} {refusal.value.__cause__!r} {caplog.text}"

    def test_a_score_that_gets_lost_underneath_is_seen_by_reading_it_back(
        self, where, learner, hand_in, score, monkeypatch
    ):
        def lose(*args, **kwargs):
            raise IntegrityError

        uuid = hand_in()
        host.set_score(uuid, 3, 10, "b" * 32)
        monkeypatch.setattr(ScoreAnnotation, "save", lose)
        host.set_score(uuid, 7, 10, "b" * 32)
        assert score().points_earned == 3

    @pytest.mark.parametrize("broken", ["create_submission", "set_score", "reset_score"])
    def test_a_failing_database_is_told_without_its_words(
        self, where, learner, course, usage_key, hand_in, monkeypatch, broken
    ):
        def fail(*args, **kwargs):
            raise SubmissionInternalError("An error occurred while storing something private")

        uuid = hand_in()
        monkeypatch.setattr(f"submissions.api.{broken}", fail)
        with pytest.raises(host.HostFailed) as failure:
            hand_in()
            host.set_score(uuid, 3, 10, "b" * 32)
            host.reset_score("a" * 32, course, usage_key, clear_state=True)
        assert "private" not in str(failure.value)
        assert failure.value.__suppress_context__

    def test_one_block_has_one_type(self, where, learner, course, usage_key, hand_in):
        hand_in()
        with pytest.raises(host.HostError):
            host.create_submission("a" * 32, course, usage_key, "mentoring_journal", ANSWER)


@pytest.mark.parametrize("where", LEARNERS_SIDE, indirect=True)
class TestCompletion:
    def test_for_each_person_once(self, where, course, usage_key, person):
        aino, bo = person("aino"), person("bo")
        with override_waffle_switch(TRACKING, active=True):
            host.complete(usage_key, iter([aino.pk, bo.pk, aino.pk]), 1.0)
            rows = BlockCompletion.objects.values_list("user_id", "context_key", "block_key", "completion")
            assert sorted(rows) == [(user.pk, course, usage_key, 1.0) for user in (aino, bo)]
            host.complete(usage_key, [bo.pk], 0.5)
        assert sorted(rows.all()) == [(aino.pk, course, usage_key, 1.0), (bo.pk, course, usage_key, 0.5)]

    def test_passes_over_people_who_are_gone(self, where, usage_key, person):
        aino = person("aino")
        with override_waffle_switch(TRACKING, active=True):
            host.complete(usage_key, [aino.pk, 987_654], 1.0)
        assert list(BlockCompletion.objects.values_list("user_id", flat=True)) == [aino.pk]

    def test_is_silent_where_the_host_tracks_none(self, where, usage_key, person):
        with override_waffle_switch(TRACKING, active=False):
            host.complete(usage_key, [person("aino").pk], 1.0)
        assert not BlockCompletion.objects.exists()


@pytest.mark.parametrize("where", NO_LEARNERS, indirect=True)
class TestElsewhere:
    def test_learners_rows_may_not_be_written(self, where):
        assert not host.writes_learners()

    def test_writing_is_refused(self, where, learner, course, usage_key, hand_in, refuses):
        refuses(hand_in)
        refuses(host.set_score, "6b5f0f3e-0000-4000-8000-000000000000", 1, 10, "b" * 32)
        refuses(host.reset_score, "a" * 32, course, usage_key, clear_state=True)
        with override_waffle_switch(TRACKING, active=True):
            refuses(host.complete, usage_key, [learner.pk], 1.0)
        assert not StudentItem.objects.exists()
        assert not BlockCompletion.objects.exists()

    def test_no_score_is_shown(self, where, learner, course, usage_key, score):
        assert score() is None

    def test_no_grade_can_be_given(self, where, course):
        assert host.grades_frozen(course)

    def test_no_anonymous_id_is_made(self, where, course, person, refuses):
        bo = person("bo")
        refuses(host.anonymous_id, bo.pk, course)
        assert host.anonymous_ids([bo.pk], course) == {}
        assert not AnonymousId.objects.filter(user=bo).exists()


@pytest.mark.parametrize("where", ["cms", "demo-studio"], indirect=True)
def test_studio_knows_the_anonymous_ids_that_exist(where, learner, course):
    assert host.anonymous_id(learner.pk, course) == "a" * 32
    assert host.anonymous_ids([learner.pk], course) == {learner.pk: "a" * 32}
    assert host.user_id_of("a" * 32) == learner.pk


@pytest.mark.parametrize("where", ["demo"], indirect=True)
def test_the_demo_never_freezes_grades(where, course):
    assert not host.grades_frozen(course)


@pytest.mark.parametrize("where", ["lms"], indirect=True)
@pytest.mark.parametrize(("run", "expected"), [("2026", False), ("frozen", True)])
def test_the_platform_freezes_grades(where, course, run, expected):
    assert host.grades_frozen(course.replace(run=run)) is expected
