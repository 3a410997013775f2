"""The worksheet as a participant meets it, shown to whoever sets it up: the real fields, with nothing behind them."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories, pages

pytestmark = pytest.mark.django_db
#: Whatever stands in the tables of these rooms, somebody has written.
ROOMS = {"goals", "attainment", "assessment", "sharing", "journal", "notes"}
OWN_WORDS = {
    "questions": [{"id": "a", "label": {"en": "What would be good?"}, "limit": 300, "required": True}],
    "source": {"en": "Written by our own team."},
    "template": "own",
    "writers": "mentees",
}


def written_tables() -> set[str]:
    """Return the names of the tables that hold what people wrote."""
    ours = apps.get_app_config("mentoring_xblock").get_models()
    return {model._meta.db_table for model in ours if model.__module__.split(".")[1] in ROOMS}


def test_studio_and_staff_see_the_fields_and_can_do_nothing_with_them(world, authored):
    authored.published = authored.draft = authored.draft | OWN_WORDS
    authored.save()
    goal = world.save("Nobody but me reads this")
    staff = factories.make_staff("kirsi", "Kirsi Mäkiharju")
    looking = pages.browser(staff)
    looking.post(reverse("look_as"), {"learner": world.mentee.user.username})
    with CaptureQueriesContext(connection) as asked:
        in_studio = pages.see_in_studio(staff, authored)["html"]
        as_learner = looking.get(reverse("unit", args=[authored.unit_id])).content.decode()
    assert "mentoring_xblock_goal" in written_tables()
    assert [one["sql"] for one in asked if any(table in one["sql"] for table in written_tables())] == []
    assert "You are viewing this course as somebody else." in as_learner
    for shown in (in_studio, as_learner):
        [preview] = re.findall(r"<fieldset[^>]*>.*?</fieldset>", shown, re.DOTALL)
        assert " disabled" in preview.split(">")[0]
        assert set(re.findall(r'name="([^"]*)"', preview)) == {"answer_a", "target_on", "theme", "status"}
        assert "hx-" not in shown.split("<details>")[1].split("</details>")[0]
        assert "Those who are mentored write goals here." in shown
        assert "Written by our own team." in shown
        assert goal.title not in shown


def test_a_worksheet_without_anything_is_shown_as_the_first_ready_made_one(authored):
    authored.draft = {"questions": [], "source": {"en": 5}, "writers": "nobody", "template": "smart", "scaled": None}
    authored.save()
    shown = pages.see_in_studio(factories.make_staff("kirsi", "Kirsi Mäkiharju"), authored)
    assert "The words are those of the ready-made worksheet “SMART”." in shown["html"]
    assert 'name="answer_first_step"' in shown["html"]
    assert ["no questions of its own" in one["text"] for one in shown["messages"]] == [True]
