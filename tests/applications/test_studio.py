"""The editor of a call, as an author meets it in Studio."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from mentoring_xblock.applications.questions import QuestionKind
from tests import factories, pages
from tests.applications.conftest import BLOCK
from tests.factories_matching import plan_lists

pytestmark = pytest.mark.django_db


def application_body(**changes: Any) -> dict[str, Any]:
    """What the editor sends for a call with two questions."""
    return {
        "title": "Haku",
        "programme": "main",
        "role": "mentor",
        "opening": "at",
        "opens_on": "2027-02-01",
        "opens_time": "09:00",
        "closes_on": "2027-02-28",
        "closes_time": "",
        "order": "selection",
        "places": "",
        "target": "8",
        "text__fi": "Tule **mukaan**",
        "eligibility__fi": "Tuottajat",
        "commitment__fi": "Sitoudun ohjelmaan",
        "faq": [{"id": "", "question__fi": "Maksaako se?", "answer__fi": "Ei."}],
        "questions": [
            {
                "id": "letter",
                "kind": "letter",
                "label__fi": "Kirje",
                "required": True,
                "limit": "",
                "prompts__fi": "Missä?\nMitä?",
                "prompts__en": "Where?",
            },
            {"id": "", "kind": "topics", "label__fi": "Aiheet", "required": False, "most": "3"},
        ],
        **changes,
    }


@pytest.fixture
def author(db):
    return factories.make_staff("kirsi")


def save(user, block, body, handler="studio_save"):
    url = reverse("component_handler", kwargs={"usage_id": block.usage_key, "handler": handler})
    return pages.browser(user).post(url, json.dumps(body), content_type="application/json")


def test_a_call_is_stored_as_its_author_set_it(author):
    block = pages.publish_block(BLOCK)

    answer = save(author, block, application_body())

    assert answer.status_code == 200, answer.content.decode()
    block.refresh_from_db()
    stored = block.draft
    assert (stored["opens_at"], stored["closes_at"]) == ("2027-02-01T09:00", "2027-02-28")
    assert (stored["role"], stored["order"], stored["places"], stored["target"]) == ("mentor", "selection", None, 8)
    letter, topics = stored["questions"]
    assert letter["limit"] == 3000
    assert letter["prompts"] == [{"en": "Where?", "fi": "Missä?"}, {"fi": "Mitä?"}]
    assert (topics["id"], topics["most"]) == ("aiheet", 3)
    assert stored["faq"] == [{"id": "maksaako-se", "question": {"fi": "Maksaako se?"}, "answer": {"fi": "Ei."}}]


def test_what_was_stored_comes_back_into_the_editor(author):
    block = pages.publish_block(BLOCK)
    save(author, block, application_body())

    shown = pages.see_in_studio(author, block, "studio_view")["html"]

    for value in ('value="2027-02-01"', 'value="09:00"', 'value="2027-02-28"', "Missä?\nMitä?", "Tule **mukaan**"):
        assert value in shown


def test_an_author_sees_the_form_as_applicants_do(author):
    factories.make_round(lists=plan_lists())
    block = pages.publish_block(BLOCK)
    save(author, block, application_body())

    shown = pages.see_in_studio(author, block)["html"]

    assert "It opens Mon 1 Feb 2027, 09:00, on the clock of Helsinki." in shown
    form = shown.partition("See the form as applicants see it")[2]
    assert "Kirje" in form and "Where?" in form and "Funding" in form
    assert "<fieldset" in form and "disabled" in form


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opening": "at", "opens_on": "", "opens_time": ""}, "Choose the day on which the call opens."),
        ({"closes_on": "", "closes_time": "09:00"}, "Choose the day too."),
        ({"closes_on": "2027-01-31"}, "The call closes before it opens."),
        ({"closes_on": "31.2.2027"}, "Enter a valid date."),
        ({"opens_time": "25:00"}, "Enter a valid time."),
        ({"role": "king"}, "Select a valid choice"),
        ({"places": "0", "order": "first_come"}, "Write a whole number from 1 to "),
        ({"target": "ten"}, "Write a whole number from "),
        ({"questions": []}, "Ask at least one question."),
        ({"questions": [{"id": "", "kind": "telepathy"}]}, "Select a valid choice"),
        ({"questions": [{"id": "a", "kind": "hours"}, {"id": "b", "kind": "hours"}]}, "This kind is asked already."),
        ({"questions": [{"id": "a", "kind": "text", "limit": "30000"}]}, "to 20000."),
        ({"questions": [{"id": "a", "kind": "letter", "prompts__fi": "a\n" * 9}]}, "At most 8 can be listed here."),
        ({"questions": [{"id": "", "kind": "text"}] * 31}, "At most 30 can be listed here."),
        ({"faq": [{"id": "", "question__fi": "Miksi?"}]}, "Write this in at least one language."),
    ],
)
def test_what_is_wrong_is_said_and_saves_nothing(author, changes, words):
    block = pages.publish_block(BLOCK)

    answer = save(author, block, application_body(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    block.refresh_from_db()
    assert block.draft == block.published


def test_several_texts_can_be_asked(author):
    block = pages.publish_block(BLOCK)
    rows = [{"id": "", "kind": "text", "label__fi": name, "required": False} for name in ("Yksi", "Kaksi")]

    assert save(author, block, application_body(questions=rows)).status_code == 200


@pytest.mark.parametrize("role", ["mentee", "mentor", "supervision_group", "role_group"])
def test_each_role_has_a_ready_made_form_that_keeps_what_else_is_typed(author, role):
    block = pages.publish_block(BLOCK)

    shown = save(author, block, {"title": "Kesken", "role": role}, "studio_start").content.decode()

    assert 'value="Kesken"' in shown
    assert ("Why do you want to mentor?" in shown) == (role == "mentor")
    assert ("Where do you work at the moment?" in shown) == (role == "mentee")
    block.refresh_from_db()
    assert block.draft == block.published


def test_an_announced_call_is_stored_without_a_day(author):
    block = pages.publish_block(BLOCK)

    save(author, block, application_body(opening="later", opens_on="2027-02-01"))

    block.refresh_from_db()
    assert block.draft["opens_at"] == "later"
    assert "later; it is only announced" in pages.see_in_studio(author, block, "studio_view")["html"]


def test_every_kind_can_be_chosen(author):
    block = pages.publish_block(BLOCK)
    shown = pages.see_in_studio(author, block, "studio_view")["html"]

    assert all(f'<option value="{kind}"' in shown for kind in QuestionKind)
