"""Publishing brings a course's programmes and blocks into rows; nothing else does."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from opaque_keys.edx.keys import CourseKey
from opaque_keys.edx.locator import LibraryLocator

from mentoring_xblock import handlers, host
from mentoring_xblock.host.data import BlockContent
from mentoring_xblock.programme import api
from mentoring_xblock.programme.models import BlockMirror, Programme, Round
from tests import factories

pytestmark = pytest.mark.django_db

START = dt.date(2026, 9, 7)


def programme_block(block_id="b1", slug="main", starts_on=START, course_key=factories.COURSE_KEY, **plan):
    """A programme block as published."""
    fields = {"programme": slug, "display_name": "", "plan": factories.plan_dict(starts_on, **plan)}
    return BlockContent(factories.usage_key("mentoring_programme", block_id, course_key), "mentoring_programme", fields)


def goals_block(block_id="g1", slug="main", **fields):
    """A goals block as published."""
    fields = {"programme": slug, "display_name": "Tavoitteet", "questions": [{"id": "aim"}], "points": 0, **fields}
    return BlockContent(factories.usage_key("mentoring_goals", block_id), "mentoring_goals", fields)


@pytest.fixture
def publish(monkeypatch):
    """Publish blocks in the course and mirror it."""

    def publish_(*contents):
        monkeypatch.setattr(host, "published_blocks", lambda course_key: iter(contents))
        return api.mirror_course(factories.COURSE_KEY)

    return publish_


def test_a_first_publishing_makes_programme_and_first_round(publish):
    report = publish(programme_block())

    info = api.get_programme(factories.COURSE_KEY, "main")
    assert (report.programmes, report.blocks, report.retired, report.duplicates) == (1, 1, 0, ())
    assert info.plan.to_dict() == factories.plan_dict(START)
    assert (info.round.number, info.round.starts_on) == (1, START)


def test_the_same_content_again_changes_nothing(publish):
    publish(programme_block(), goals_block())
    before = [list(model.objects.order_by("pk").values()) for model in (Programme, BlockMirror, Round)]

    publish(goals_block(), programme_block())

    assert [list(model.objects.order_by("pk").values()) for model in (Programme, BlockMirror, Round)] == before


def test_a_plan_without_a_first_day_waits_for_its_round(publish):
    publish(BlockContent(factories.usage_key(), "mentoring_programme", {"programme": "main", "plan": {}}))
    assert api.get_programme(factories.COURSE_KEY, "main").round is None

    publish(programme_block())
    assert api.get_programme(factories.COURSE_KEY, "main").round.starts_on == START
