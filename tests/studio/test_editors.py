"""The editors as an author meets them: opened in Studio, saved through Studio, refused to everybody else."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import models
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan import PRESETS
from tests import factories as make
from tests import pages
from tests.applications.test_studio import application_body
from tests.factories_matching import make_application, make_call, plan_lists
from tests.studio.test_plan_editor import MONDAY, body_of, questions_body

pytestmark = pytest.mark.django_db
BLOCKS = [
    "mentoring_programme",
    "mentoring_goals",
    "mentoring_journal",
    "mentoring_application",
    "mentoring_dashboard",
    "mentoring_meetings",
]


@pytest.fixture
def author():
    return make.make_staff("kirsi", "Kirsi Mäkiharju")


def body_for(block_type: str) -> dict:
    if block_type == "mentoring_programme":
        return body_of(make.plan_dict(MONDAY)) | {"title__fi": "Uusi nimi"}
    if block_type == "mentoring_dashboard":
        return {"title": "Uusi nimi", "programme": "main"}
    if block_type == "mentoring_meetings":
        rule = {"completion_rule": "several", "completion_meetings": 3}
        return {"title": "Uusi nimi", "programme": "main", **rule}
    if block_type == "mentoring_application":
        return application_body(title="Uusi nimi")
    return questions_body(title="Uusi nimi")


def save(user, block, body, handler="studio_save", language="en"):
    url = reverse("component_handler", kwargs={"usage_id": block.usage_key, "handler": handler})
    raw = body if isinstance(body, str) else json.dumps(body)
    return pages.browser(user, language).post(url, raw, content_type="application/json")


@pytest.mark.parametrize("block_type", BLOCKS)
class TestEveryEditor:
    def test_it_opens_with_what_is_there_and_saves(self, author, block_type):
        block = pages.publish_block(block_type)
        shown = pages.see_in_studio(author, block, "studio_view")["html"]
        assert "editor-with-buttons" in shown
        answer = save(author, block, body_for(block_type))
        assert answer.status_code == 200, answer.content.decode()
        block.refresh_from_db()
        assert "Uusi nimi" in json.dumps(block.draft, ensure_ascii=False)
        assert "Uusi nimi" not in json.dumps(block.published, ensure_ascii=False)
        assert "Uusi nimi" in pages.see_in_studio(author, block, "studio_view", "fi")["html"]

    def test_what_is_saved_twice_is_the_same(self, author, block_type):
        block = pages.publish_block(block_type)
        save(author, block, body_for(block_type))
        block.refresh_from_db()
        first = block.draft
        save(author, block, body_for(block_type))
        block.refresh_from_db()
        assert block.draft == first

    def test_nobody_but_an_author_saves(self, block_type):
        block = pages.publish_block(block_type)
        for user in (make.make_learner(), make.make_user(is_superuser=False), None):
            answer = save(user, block, body_for(block_type))
            assert answer.status_code in (302, 403)
            block.refresh_from_db()
            assert block.draft == block.published

    def test_the_lms_changes_no_content(self, author, block_type):
        block = pages.publish_block(block_type)
        answer = pages.send(author, block, "studio_save", body_for(block_type))
        assert answer.status_code == 403
        block.refresh_from_db()
        assert block.draft == block.published

    @pytest.mark.parametrize("body", ["{", "[]", '"x"', "[" * 2000, json.dumps({"title": {"a": 1}})])
    def test_a_broken_body_changes_nothing(self, author, block_type, body):
        block = pages.publish_block(block_type)
        assert save(author, block, body).status_code == 422
        block.refresh_from_db()
        assert block.draft == block.published

    def test_opening_and_saving_reads_no_learners_row(self, author, block_type):
        block = pages.publish_block(block_type)
        tables = [model._meta.db_table for model in (models.Goal, models.Entry, models.HandIn, models.Participant)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pages.see_in_studio(author, block, "studio_view")
            pages.see_in_studio(author, block)
            save(author, block, body_for(block_type))
        assert len(queries) > 0
        assert not [query for query in queries if any(table in query["sql"] for table in tables)]


def test_what_was_typed_comes_back_with_a_finnish_sentence(author):
    block = pages.publish_block("mentoring_goals")
    answer = save(author, block, questions_body(title="", points="paljon", intro__fi="Tervetuloa <b>mukaan</b>"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'value="paljon"' in shown
    assert "Tervetuloa &lt;b&gt;mukaan&lt;/b&gt;" in shown
    assert shown.count('aria-invalid="true"') == 2


def test_starting_from_the_half_year_plan_saves_nothing(author):
    block = pages.publish_block("mentoring_programme")
    answer = save(author, block, {}, "studio_start")
    assert answer.status_code == 200
    assert "Toimintaympäristö" in answer.content.decode()
    block.refresh_from_db()
    assert block.draft == block.published


def test_each_ready_made_plan_can_be_started_from_and_the_first_day_stays(author):
    block = pages.publish_block("mentoring_programme")
    for name in PRESETS:
        shown = save(author, block, {"preset": name, "starts_on": "2031-03-03"}, "studio_start", "fi").content.decode()
        assert PRESETS[name](MONDAY)["title"]["fi"] in shown
        assert 'value="2031-03-03"' in shown
    assert save(author, block, {"preset": "a dance"}, "studio_start").status_code == 422
    block.refresh_from_db()
    assert block.draft == block.published


def test_what_people_have_chosen_is_not_removed_unawares(author):
    """An author clears up a list in which somebody has ticked a line, and somebody in the bank another one."""
    plan = make.plan_dict(MONDAY, lists=plan_lists())
    block = pages.publish_block("mentoring_programme", plan=plan, programme="main")
    programmes.mirror_course(CourseKey.from_string(block.course_key))
    round_ = models.Round.objects.get()
    call = make_call(round_.programme)
    make_application(round_, call, answers={"topics": ["funding"], "places": {"remote": False, "places": ["oulu"]}})
    models.Profile.objects.create(programme=round_.programme, user=make.make_learner(), topics=["events"])

    body = body_of(plan)
    body["list_topics"] = [row for row in body["list_topics"] if row["id"] not in {"funding", "events", "leading"}]
    body["list_topics"][0]["name__en"] = "Animated films"
    body["list_places"] = []
    refused = save(author, block, body)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert shown.count("People have chosen this.") == 3
    assert [f'value="{name}"' in shown for name in ("Funding", "Events", "Oulu", "Leading")] == [
        True,
        True,
        True,
        False,
    ]

    # They have come back below; one is removed all the same, the others may stay.
    body["list_topics"] += [
        {"id": "funding", "name__en": "Funding", "name__fi": "", "drop": True},
        {"id": "events", "name__en": "Events", "name__fi": "", "drop": False},
    ]
    body["list_places"] = [{"id": "oulu", "name__en": "Oulu", "name__fi": "", "drop": False}]
    assert save(author, block, body).status_code == 200
    block.refresh_from_db()
    lists = block.draft["plan"]["lists"]
    assert [option["id"] for option in lists["topics"]] == ["animation", "networks", "events"]
    assert lists["topics"][0]["name"]["en"] == "Animated films"
    assert [option["id"] for option in lists["places"]] == ["oulu"]


def test_changing_words_keeps_answers_ids(author):
    block = pages.publish_block("mentoring_journal")
    body = questions_body(title="Päiväkirja")
    body["questions"] = [
        {"id": "what", "label__fi": "Mitä oikein tapahtui?", "limit": "5000"},
        {"id": "", "label__fi": "Kuka auttoi?", "limit": "500"},
    ]
    assert save(author, block, body).status_code == 200
    block.refresh_from_db()
    prompts = block.draft["prompts"]
    assert [(prompt["id"], prompt["label"]["fi"]) for prompt in prompts] == [
        ("what", "Mitä oikein tapahtui?"),
        ("kuka-auttoi", "Kuka auttoi?"),
    ]
