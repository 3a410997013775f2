"""The gradebook: what reaches it from edx-submissions and from grade events, and which of the two shows."""

import pytest
from completion.models import BlockCompletion
from django.urls import reverse
from submissions import api as submissions_api

from demo.accounts import anonymous_id_for_user
from demo.gradebook import gradebook
from demo.models import AuthoredBlock, GradebookScore
from tests.demo.conftest import BLOCK_TYPE, COURSE_KEY, lms_url, post_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(person):
    return person("aino", enrolled=True)


@pytest.fixture
def submitted(block, learner):
    """The uuid of a submission of the learner in the block."""
    item = {
        "student_id": anonymous_id_for_user(learner, COURSE_KEY),
        "course_id": str(COURSE_KEY),
        "item_id": block.usage_key,
        "item_type": BLOCK_TYPE,
    }
    return submissions_api.create_submission(item, {"hand_in": 1})["uuid"]


def grade_of(username):
    _columns, rows = gradebook(COURSE_KEY)
    cell = next(row for row in rows if row.username == username).cells[0]
    return cell.earned, cell.possible, cell.source


def test_without_a_score_a_learner_has_nothing_of_the_maximum(block, learner):
    assert grade_of("aino") == (0, 10, "")


def test_a_submissions_score_reaches_the_gradebook(submitted):
    submissions_api.set_score(submitted, 7, 10)
    assert grade_of("aino") == (7, 10, "submissions")


def test_the_latest_submissions_score_counts(submitted):
    submissions_api.set_score(submitted, 7, 10)
    submissions_api.set_score(submitted, 4, 10)
    assert grade_of("aino") == (4, 10, "submissions")


def test_submissions_win_over_grade_events_whatever_comes_last(submitted, block, learner, signed_in):
    submissions_api.set_score(submitted, 3, 10)
    post_json(signed_in(learner), lms_url(block, "grade"), {"value": 10, "max_value": 10})
    assert grade_of("aino") == (3, 10, "submissions")


def test_a_reset_lets_the_grade_event_show_again(submitted, block, learner, signed_in):
    post_json(signed_in(learner), lms_url(block, "grade"), {"value": 1, "max_value": 2})
    submissions_api.set_score(submitted, 3, 10)
    submissions_api.reset_score(anonymous_id_for_user(learner, COURSE_KEY), str(COURSE_KEY), block.usage_key)
    assert grade_of("aino") == (1, 2, "csm")


@pytest.mark.parametrize(("value", "expected"), [(1, 2), (3, 3)])
def test_only_if_higher(block, learner, signed_in, value, expected):
    client = signed_in(learner)
    post_json(client, lms_url(block, "grade"), {"value": 2, "max_value": 4})
    post_json(client, lms_url(block, "grade"), {"value": value, "max_value": 4, "only_if_higher": True})
    assert grade_of("aino") == (expected, 4, "csm")


def test_weight_counts_for_grade_events_only(submitted, block, learner, signed_in, bare_block, monkeypatch):
    monkeypatch.setattr(bare_block, "weight", 20, raising=False)
    post_json(signed_in(learner), lms_url(block, "grade"), {"value": 1, "max_value": 2})
    assert grade_of("aino") == (10, 20, "csm")
    submissions_api.set_score(submitted, 3, 10)
    assert grade_of("aino") == (3, 10, "submissions")


def test_an_unknown_learner_and_a_maximum_of_nothing_are_ignored(block, learner):
    item = {"student_id": "nobody", "course_id": str(COURSE_KEY), "item_id": block.usage_key, "item_type": BLOCK_TYPE}
    submissions_api.set_score(submissions_api.create_submission(item, {})["uuid"], 7, 10)
    item["student_id"] = anonymous_id_for_user(learner, COURSE_KEY)
    submissions_api.set_score(submissions_api.create_submission(item, {})["uuid"], 0, 0)
    assert not GradebookScore.objects.exists()


def test_a_score_completes_the_block_and_a_reset_undoes_it(submitted, block, learner):
    submissions_api.set_score(submitted, 7, 10)
    assert BlockCompletion.objects.get(user=learner).completion == 1.0
    submissions_api.reset_score(anonymous_id_for_user(learner, COURSE_KEY), str(COURSE_KEY), block.usage_key)
    assert BlockCompletion.objects.get(user=learner).completion == 0.0


def test_a_block_with_completion_of_its_own_is_left_alone(submitted, bare_block, monkeypatch):
    monkeypatch.setattr(bare_block, "has_custom_completion", True, raising=False)
    submissions_api.set_score(submitted, 7, 10)
    assert not BlockCompletion.objects.exists()


def test_a_published_graded_block_is_a_column(block):
    assert [column.title for column in gradebook(COURSE_KEY)[0]] == ["Published title"]


def test_a_block_without_points_is_no_column(block, bare_block, monkeypatch):
    monkeypatch.setattr(bare_block, "max_score", lambda self: 0)
    assert gradebook(COURSE_KEY)[0] == []


def test_a_block_that_knows_no_scores_is_no_column(block, bare_block, monkeypatch):
    monkeypatch.delattr(bare_block, "has_score")
    assert gradebook(COURSE_KEY)[0] == []


def test_a_draft_is_no_column(block):
    AuthoredBlock.objects.update(published=None)
    assert gradebook(COURSE_KEY)[0] == []


def test_the_page_is_for_staff(submitted, learner, person, signed_in):
    submissions_api.set_score(submitted, 7, 10)
    assert signed_in(learner).get(reverse("gradebook")).status_code == 403
    page = signed_in(person("leena", role="staff")).get(reverse("gradebook")).content.decode()
    assert "7 of 10" in page


def test_the_page_costs_the_same_for_any_number_of_learners(
    block, learner, person, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(person("leena", role="staff"))
    with django_assert_max_num_queries(30) as first:
        client.get(reverse("gradebook"))
    for number in range(10):
        person(f"learner{number}", enrolled=True)
    with django_assert_num_queries(len(first)):
        client.get(reverse("gradebook"))
