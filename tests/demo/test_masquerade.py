"""Staff looking at the course as a learner: what the block is bound to, and where writes go."""

import pytest
from django.urls import reverse

from demo.models import Course, CourseAccess, Enrollment, GradebookScore, StudentState, Unit
from tests.demo.conftest import lms_url, post_json

pytestmark = pytest.mark.django_db
PREFIX = "edx-platform."


@pytest.fixture
def learner(person, block):
    aino = person("aino", enrolled=True)
    StudentState.objects.create(user=aino, usage_key=block.usage_key, state={"clicks": 4})
    return aino


@pytest.fixture
def looking(learner, person, signed_in):
    """A member of staff who looks as the learner."""
    client = signed_in(person("leena", role="staff"))
    client.post(reverse("look_as"), {"learner": "aino"})
    return client


def test_the_block_is_bound_to_the_learner_and_the_actor_stays_real(looking, learner, block, django_user_model):
    leena = django_user_model.objects.get(username="leena")
    told = looking.get(lms_url(block, "tell")).json()
    assert told["user"][f"{PREFIX}user_id"] == learner.id
    assert told["user"][f"{PREFIX}user_role"] == "student"
    assert told["user"][f"{PREFIX}user_is_staff"] is False
    assert told["viewer"] == {"user_id": leena.id, "masquerading": True}


def test_a_page_is_rendered_for_the_learner(looking, learner, block):
    answer = looking.get(reverse("unit", args=[block.unit_id]))
    assert "Published title: 4" in answer.content.decode()
    assert answer.wsgi_request.user == learner
    assert answer.wsgi_request.user.real_user.username == "leena"


def test_writes_stay_in_the_session(looking, learner, block):
    assert post_json(looking, lms_url(block, "click"), {}).json() == {"clicks": 5}
    assert post_json(looking, lms_url(block, "click"), {}).json() == {"clicks": 6}
    assert StudentState.objects.get(user=learner).state == {"clicks": 4}
    assert StudentState.objects.count() == 1


def test_grades_are_not_applied(looking, learner, block):
    post_json(looking, lms_url(block, "grade"), {"value": 5, "max_value": 10})
    assert not GradebookScore.objects.exists()


def test_a_block_that_did_not_ask_for_it_is_not_shown(looking, block, bare_block, monkeypatch):
    monkeypatch.setattr(bare_block, "show_in_read_only_mode", False)
    page = looking.get(reverse("unit", args=[block.unit_id])).content.decode()
    assert "cannot be shown while viewing the course as a specific student" in page
    assert "Published title" not in page
    assert "data-init" not in page


def test_a_learner_in_general(learner, person, signed_in, block, django_user_model):
    leena = person("leena", role="staff")
    client = signed_in(leena)
    client.post(reverse("look_as"), {"learner": "*"})
    told = client.get(lms_url(block, "tell")).json()
    assert told["user"][f"{PREFIX}user_id"] == leena.id
    assert told["user"][f"{PREFIX}user_role"] == "student"
    assert told["viewer"] == {"user_id": leena.id, "masquerading": True}


def test_coming_back_to_oneself(looking, block):
    looking.post(reverse("look_as"), {"learner": ""})
    told = looking.get(lms_url(block, "tell")).json()
    assert told["user"][f"{PREFIX}username"] == "leena"
    assert told["viewer"]["masquerading"] is False


def test_only_staff_may(learner, person, signed_in, block):
    client = signed_in(person("eero", enrolled=True))
    assert client.post(reverse("look_as"), {"learner": "aino"}).status_code == 403
    session = client.session
    session["masquerade_settings"] = {block.course_key: {"role": "student", "user_name": "aino"}}
    session.save()
    assert client.get(lms_url(block, "tell")).json()["user"][f"{PREFIX}username"] == "eero"


def test_only_enrolled_learners_can_be_looked_as(looking, learner, person, block):
    person("vieno")
    looking.post(reverse("look_as"), {"learner": "vieno"})
    assert looking.get(lms_url(block, "tell")).json()["user"][f"{PREFIX}username"] == "aino"
    Enrollment.objects.filter(user=learner).update(is_active=False)
    assert looking.get(lms_url(block, "tell")).json()["user"][f"{PREFIX}username"] == "leena"


def test_looking_as_somebody_in_one_course_is_not_said_in_another(looking, learner, block, django_user_model):
    other = Course.objects.create(course_key="course-v1:KEHA+RYHMAT+2026", name="Small groups")
    elsewhere = Unit.objects.create(course=other, title="Where groups are made")
    leena = django_user_model.objects.get(username="leena")
    CourseAccess.objects.create(user=leena, course_key=other.course_key, role="staff")
    assert "Looking as aino" in looking.get(reverse("learn", args=[block.unit_id])).content.decode()
    assert "Looking as" not in looking.get(reverse("learn", args=[elsewhere.id])).content.decode()
