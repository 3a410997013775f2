"""An author's worksheet in Studio: a ready-made one to start from, changed, saved, carried to another course."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.urls import reverse

from mentoring_xblock.blocks.questions import question_values
from mentoring_xblock.worksheets.api import TEMPLATES
from mentoring_xblock.worksheets.data import OWN
from tests import factories, pages
from tests.host_contract.test_olx import carried, runtime
from tests.studio.test_plan_editor import questions_body

pytestmark = pytest.mark.django_db
BLOCK = "mentoring_goals"


@pytest.fixture
def author():
    return factories.make_staff("kirsi", "Kirsi Mäkiharju")


@pytest.fixture
def block():
    return pages.publish_block(BLOCK, display_name="Tavoitteet", points=10)


def body(template="smart", **changes):
    rows = [row | {"limit": str(row["limit"])} for row in question_values(TEMPLATES[template].questions)]
    return questions_body(completion_rule="first_save", scaled=True, made_from=template, questions=rows) | changes


def ask(user, block, handler, what, language="en"):
    url = reverse("component_handler", kwargs={"usage_id": block.usage_key, "handler": handler})
    return pages.browser(user, language).post(url, json.dumps(what), content_type="application/json")


def saved(user, block, what):
    answer = ask(user, block, "studio_save", what)
    assert answer.status_code == 200, answer.content.decode()
    block.refresh_from_db()
    return block.draft


def test_each_ready_made_worksheet_can_be_started_from_and_what_was_typed_stays(author, block):
    typed = body(title="Omat tavoitteet", intro__fi="Aloita yhdestä", points="7", scaled=False, source__en="Our own.")
    typed["rubric"] = [{"id": "", "name__fi": "Selkeys", "levels__fi": "3 Selkeä\nkesken"}]
    for name, template in TEMPLATES.items():
        answer = ask(author, block, "studio_start", typed | {"preset": name}, "fi")
        shown = unescape(answer.content.decode())
        assert answer.status_code == 200
        for question in template.questions:
            assert f'value="{question["label"]["fi"]}"' in shown
        assert f'name="made_from" value="{name}"' in shown
        assert 'value="Omat tavoitteet"' in shown
        assert "Aloita yhdestä" in shown
        assert 'value="7"' in shown
        assert 'value="Selkeys"' in shown
        assert "3 Selkeä" in shown
        assert ("checked" in shown.split('name="scaled"')[1].split(">")[0]) is template.scaled
    assert ask(author, block, "studio_start", {"preset": "a dance"}).status_code == 422
    odd = {"title": "\ud800", "intro__en": {"a": 1}, "questions": "x", "rubric": [5, {"levels__en": ["\ud800"]}]}
    assert ask(author, block, "studio_start", odd | {"scaled": [], "points": 10**50}).status_code == 200
    block.refresh_from_db()
    assert block.draft == block.published


def test_the_ids_stay_whatever_becomes_of_the_words(author, block):
    stored = saved(author, block, body("grow"))
    assert stored["template"] == "grow"
    assert stored["questions"] == list(TEMPLATES["grow"].questions)

    rows = body("grow")["questions"]
    turned = [rows[2] | {"limit": "500", "required": False}, rows[0]]
    stored = saved(author, block, body("grow", questions=turned, scaled=False, writers="mentees"))
    assert [(one["id"], one["limit"], one["required"]) for one in stored["questions"]] == [
        ("options", 500, False),
        ("statement", 2_000, True),
    ]
    assert (stored["template"], stored["scaled"], stored["writers"]) == ("grow", False, "mentees")

    reworded = [rows[0] | {"label__en": "What do you dream of?"}, {"id": "", "label__en": "Who helps?", "limit": "300"}]
    stored = saved(author, block, body("grow", questions=reworded))
    assert [one["id"] for one in stored["questions"]] == ["statement", "who-helps"]
    assert stored["template"] == OWN


def test_words_of_ones_own_without_a_source_are_saved_and_asked_about(author, block):
    rows = [{"id": "", "label__en": "What would be a good life?", "limit": "1000"}]
    saved(author, block, body(questions=rows))
    shown = pages.see_in_studio(author, block, "studio_view")["html"]
    assert "nothing says where they come from" in shown
    assert any("Source and permission" in one["text"] for one in pages.see_in_studio(author, block)["messages"])

    stored = saved(author, block, body(questions=rows, made_from=OWN, source__en="Written by our own team."))
    assert stored["source"] == {"en": "Written by our own team."}
    assert "nothing says where they come from" not in pages.see_in_studio(author, block, "studio_view")["html"]
    assert pages.see_in_studio(author, block)["messages"] == []


def test_too_much_is_said_beside_its_field_and_saves_nothing(author, block):
    row = body()["questions"][0]
    what = body(
        source__en="x" * 501,
        writers="nobody",
        questions=[row | {"label__en": "x" * 201, "help__fi": "x" * 501}, row | {"id": "", "limit": "20001"}],
    )
    answer = ask(author, block, "studio_save", what)
    assert answer.status_code == 422
    assert answer.content.decode().count('aria-invalid="true"') == 5
    many = body(questions=[row | {"id": f"q{number}"} for number in range(21)])
    assert "At most 20 can be listed here." in ask(author, block, "studio_save", many).content.decode()
    block.refresh_from_db()
    assert block.draft == block.published


def test_a_worksheet_and_its_clashing_ids_come_back_the_same_from_another_course(author, block):
    twice = [{"id": "a", "label": {"fi": "Mitä 🎯?"}}, {"id": "a", "label": {"en": "Why?"}, "limit": 80}]
    here = runtime("cms")
    made = here.get_block(here.parse_xml_string("<mentoring_goals/>"))
    made.questions, made.source, made.template = twice, {"fi": "Oma"}, OWN
    there = carried(made, "cms")
    assert there.worksheet == made.worksheet
    assert [one.id for one in there.worksheet.questions] == ["a", "a-2"]
    [said] = [message.text for message in there.validate().messages]
    assert "have the id “a”" in said

    block.draft = {"questions": twice, "source": {"fi": "Oma"}, "template": OWN}
    block.save()
    opened = pages.see_in_studio(author, block, "studio_view")["html"]
    assert 'value="a-2"' in opened
    stored = saved(
        author,
        block,
        body(
            made_from=OWN,
            source__fi="Oma",
            questions=[row | {"limit": str(row["limit"])} for row in question_values(twice)],
        ),
    )
    assert [one["id"] for one in stored["questions"]] == ["a", "a-2"]
    assert pages.see_in_studio(author, block)["messages"] == []
