"""“Delete learner state”: the block clears first, unbound and with anonymous ids; then the row goes."""

import pytest
from django.urls import reverse
from submissions import api as submissions_api

from demo.accounts import anonymous_id_for_user
from demo.models import GradebookScore, StudentState
from tests.demo.conftest import BLOCK_TYPE, COURSE_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(person, block):
    aino = person("aino", enrolled=True)
    StudentState.objects.create(user=aino, usage_key=block.usage_key, state={"clicks": 4})
    GradebookScore.objects.create(
        user=aino, course_key=block.course_key, usage_key=block.usage_key, earned=1, possible=2, source="csm"
    )
    return aino


@pytest.fixture
def staff(person):
    return person("leena", role="staff")


def delete(client, block, username="aino"):
    return client.post(reverse("delete_state"), {"learner": username, "block": block.usage_key})


def test_the_block_is_told_with_anonymous_ids_and_belongs_to_nobody(learner, staff, block, bare_block, signed_in):
    assert delete(signed_in(staff), block).status_code == 302
    assert bare_block.cleared == [
        {
            "user": anonymous_id_for_user(learner, COURSE_KEY),
            "course": str(COURSE_KEY),
            "item": block.usage_key,
            "by": anonymous_id_for_user(staff, COURSE_KEY),
            "services": [],
        }
    ]


def test_the_row_and_the_grade_event_go_and_others_stay(learner, staff, block, person, signed_in):
    eero = person("eero", enrolled=True)
    StudentState.objects.create(user=eero, usage_key=block.usage_key, state={"clicks": 1})
    delete(signed_in(staff), block)
    assert list(StudentState.objects.values_list("user_id", flat=True)) == [eero.id]
    assert not GradebookScore.objects.exists()


def test_without_a_row_the_answer_is_400_after_the_block_has_cleared(staff, block, bare_block, person, signed_in):
    person("eero", enrolled=True)
    answer = delete(signed_in(staff), block, "eero")
    assert answer.status_code == 400
    assert "Module does not exist." in answer.content.decode()
    assert len(bare_block.cleared) == 1


def test_a_block_that_does_not_clear_has_its_submissions_score_reset(
    learner, staff, block, bare_block, monkeypatch, signed_in
):
    monkeypatch.delattr(bare_block, "clear_student_state")
    item = {
        "student_id": anonymous_id_for_user(learner, COURSE_KEY),
        "course_id": str(COURSE_KEY),
        "item_id": block.usage_key,
        "item_type": BLOCK_TYPE,
    }
    submissions_api.set_score(submissions_api.create_submission(item, {})["uuid"], 7, 10)
    delete(signed_in(staff), block)
    assert submissions_api.get_score(item) is None
    assert not GradebookScore.objects.exists()


def test_only_staff_may(learner, block, person, signed_in):
    assert delete(signed_in(learner), block).status_code == 403
    assert delete(signed_in(person("vieno")), block).status_code == 403
    assert StudentState.objects.count() == 1


def test_unknown_learners_and_blocks_are_not_found(learner, staff, block, person, signed_in):
    person("vieno")
    client = signed_in(staff)
    assert delete(client, block, "vieno").status_code == 404
    assert client.post(reverse("delete_state"), {"learner": "aino", "block": "nonsense"}).status_code == 404
