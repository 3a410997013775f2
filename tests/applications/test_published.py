"""From Studio to the course: what is mirrored of a call, and a second run of a course with people of its own."""

from __future__ import annotations

import uuid

import pytest
from xblock.core import XBlock

from demo.models import AuthoredBlock
from demo.runtime import load_unbound
from mentoring_xblock.applications import api
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.programme import api as programmes
from tests import factories, pages
from tests.applications.conftest import BLOCK, NOW
from tests.factories_matching import answers_for, plan_lists

pytestmark = pytest.mark.django_db

QUESTIONS = [{"id": "letter", "kind": "letter", "required": True}, {"id": "languages", "kind": "languages"}]
FIELDS = {
    "role": "mentor",
    "opens_at": "2027-02-01",
    "closes_at": "2027-02-28",
    "order": "first_come",
    "places": 8,
    "target": 10,
    "questions": QUESTIONS,
    "text": {"en": "Come"},
}


def publish(course_key):
    pages.publish_block("mentoring_programme", "b1", course_key, plan=factories.plan_dict(lists=plan_lists()))
    pages.publish_block(BLOCK, "call", course_key, **FIELDS)
    programmes.mirror_course(course_key)
    return factories.make_place(BLOCK, "call", course_key)


def test_a_published_call_is_mirrored_with_all_that_other_pages_read():
    place = publish(factories.COURSE_KEY)

    found = programmes.block_info(place.usage_key)

    assert found.settings == {
        name: FIELDS[name] for name in ("role", "opens_at", "closes_at", "order", "places", "target")
    }
    assert [question["id"] for question in found.questions] == ["letter", "languages"]
    settings = api.call_settings(found.settings, found.questions)
    assert (settings.role, settings.places) == (CallRole.MENTOR, 8)


def test_a_second_run_of_the_course_has_the_call_and_none_of_its_applications():
    here, there = publish(factories.COURSE_KEY), publish(factories.OTHER_COURSE_KEY)
    person = factories.make_learner()
    factories.enrol(person, factories.OTHER_COURSE_KEY)
    settings = api.call_settings(FIELDS, QUESTIONS)
    sent = {id_: value for id_, value in answers_for("mentor").items() if id_ in ("letter", "languages")}
    api.submit(
        factories.actor(person), here, settings, sent, committed=False, version=0, page_key=uuid.uuid4(), now=NOW
    )

    assert api.my_application(factories.actor(person), here) is not None
    assert api.my_application(factories.actor(person), there) is None
    assert api.open_call(factories.actor(person), there, settings, NOW).free == 8


def test_search_finds_a_call_by_what_its_author_wrote():
    publish(factories.COURSE_KEY)
    found = load_unbound(AuthoredBlock.objects.get(block_type=BLOCK)).index_dictionary()

    assert found["content_type"] == "Mentoring"
    assert found["content"]["text"] == "Come"
    assert XBlock.load_class(BLOCK).completion_mode == "excluded"
