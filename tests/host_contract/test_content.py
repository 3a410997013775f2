"""What authors made, and what is written to the tracking log."""

from __future__ import annotations

import logging

import pytest

from demo.models import AuthoredBlock, Course, Unit
from mentoring_xblock import host
from mentoring_xblock.host import BlockContent
from tests.host_contract.conftest import ALL, WITH_PEOPLE


@pytest.fixture
def put(course, authored):
    """Store a block: put("mentoring_goals", "b1", draft=..., published=...)."""
    unit = Unit.objects.create(course=Course.objects.get(course_key=str(course)), title="Unit")

    def store(block_type, block_id, *, key=course, draft=None, published=None):
        usage_key = key.make_usage_key(block_type, block_id)
        AuthoredBlock.objects.create(
            course_key=str(key),
            usage_key=str(usage_key),
            block_type=block_type,
            unit=unit,
            draft=draft or {},
            published=published,
        )
        return usage_key

    return store


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
class TestPublished:
    def test_ours_as_last_published(self, where, course, put):
        goals = put(
            "mentoring_goals", "g", draft={"display_name": "New"}, published={"display_name": "Goals", "prompts": ["a"]}
        )
        journal = put("mentoring_journal", "j", published={})
        put("mentoring_dashboard", "never-published", draft={"display_name": "Draft"})
        put("problem", "not-ours", published={"display_name": "Problem"})
        put("mentoring", "an-older-block-of-others", published={"display_name": "Mentoring"})
        put("mentoring_goals", "g", key=course.replace(run="2025"), published={"display_name": "Last year"})
        assert list(host.published_blocks(course)) == [
            BlockContent(goals, "mentoring_goals", {"display_name": "Goals", "prompts": ["a"]}),
            BlockContent(journal, "mentoring_journal", {"display_name": "Untitled", "prompts": []}),
        ]

    def test_keys_are_those_that_learners_use(self, where, course, put):
        put("mentoring_goals", "g", published={})
        key = next(host.published_blocks(course)).usage_key
        assert str(key) == "block-v1:TAMK+TUOTTAJA+2026+type@mentoring_goals+block@g"
        assert key.context_key == course

    def test_a_course_that_does_not_exist_has_none(self, where, course):
        assert list(host.published_blocks(course.replace(run="1999"))) == []


@pytest.mark.parametrize("where", ["none"], indirect=True)
def test_in_a_workbench_nothing_is_published(where, course, put):
    put("mentoring_goals", "g", published={})
    assert list(host.published_blocks(course)) == []


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
def test_a_course_is_called_by_its_name_or_else_by_its_key(where, course):
    assert host.course_name(course) == "Tuottajapankki"
    other = course.replace(run="1999")
    assert host.course_name(other) == str(other)


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
def test_mails_lead_to_the_unit_on_the_learners_side(where, course, settings):
    settings.LMS_ROOT_URL = "https://learn.example.org"
    key = course.make_usage_key("mentoring_programme", "p")
    assert host.address(key) == f"https://learn.example.org/courses/{course}/jump_to/{key}"
    assert host.site_address(course) == "https://learn.example.org"


@pytest.mark.parametrize("where", ["none"], indirect=True)
def test_a_workbench_has_no_address(where, course):
    assert host.address(course.make_usage_key("mentoring_programme", "p")) == ""
    assert host.site_address(course) == ""


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
def test_an_event_reaches_the_tracking_log(where, caplog, db):
    with caplog.at_level(logging.INFO, logger="tracking"):
        host.emit(
            "edx.mentoring.goal.shared", {"goal": 7, "group": "g-1", "readers": [1, 2], "late": False, "by": None}
        )
    assert '"edx.mentoring.goal.shared"' in caplog.text
    assert '"group": "g-1"' in caplog.text


@pytest.mark.parametrize("where", ["none"], indirect=True)
def test_a_workbench_has_no_tracking_log(where, caplog):
    with caplog.at_level(logging.DEBUG):
        host.emit("edx.mentoring.goal.shared", {"goal": 7})
    assert "mentoring" not in caplog.text


@pytest.mark.parametrize("where", ALL, indirect=True)
@pytest.mark.parametrize("value", ["I want to sing", "two\nlines", ["id", "a text"], {"text": "x"}, object(), [["x"]]])
def test_an_event_carries_ids_and_counts_only(where, value, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(host.EventRefused) as refusal:
        host.emit("edx.mentoring.goal.shared", {"goal": value})
    assert str(refusal.value) == "An event carries ids and counts only."
    assert "mentoring" not in caplog.text
