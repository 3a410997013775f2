"""The block in Studio: what an author sees, what is said before publishing, what a search finds."""

import pytest
from django.urls import reverse
from xblock.core import XBlock

from mentoring_xblock.programme import api
from mentoring_xblock.programme.models import Coordinator, Participant
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return factories.make_staff("author")


def messages(author, block):
    return [message["text"] for message in pages.see_in_studio(author, block)["messages"]]


def test_an_author_sees_the_plan_and_nobody(author, round_, block):
    mentor, mentee, _ = factories.make_pair(round_)
    factories.make_coordinator(round_.programme, name="Marjut")
    html = pages.see_in_studio(author, block)["html"]
    assert "Coaching mentoring" in html
    assert "Operating environment" in html
    assert "mentee, mentor" in html
    assert not any(name in html for name in (mentor.user.profile.name, mentee.user.profile.name, "Marjut"))


def test_a_new_block_asks_for_a_plan(author):
    block = pages.publish_block("mentoring_programme")
    seen = pages.see_in_studio(author, block)
    assert "There is no plan yet." in seen["html"]
    assert "Choose the day on which the programme begins." in [message["text"] for message in seen["messages"]]
    assert {message["type"] for message in seen["messages"]} == {"warning"}


def test_a_sound_plan_has_nothing_to_mend(author, block):
    assert messages(author, block) == []


def test_what_is_to_be_mended_is_said_once(author):
    plan = factories.plan_dict(phases=[{"id": "a", "name": {}}, {"id": "b", "name": {}}], agendas=[])
    block = pages.publish_block("mentoring_programme", plan=plan)
    assert messages(author, block) == ["Write this in at least one language."]
    assert "Before the programme can run:" in pages.see_in_studio(author, block)["html"]


def test_a_second_block_of_a_name_is_told(author, block):
    second = pages.publish_block("mentoring_programme", "b2", plan=factories.plan_dict())
    assert any("already has this programme" in text for text in messages(author, second))
    other = pages.publish_block("mentoring_programme", "b3", plan=factories.plan_dict(), programme="second")
    assert messages(author, other) == []


def test_a_name_that_cannot_be_used_is_told(author):
    block = pages.publish_block("mentoring_programme", plan=factories.plan_dict(), programme="Oma ohjelma")
    assert any("needs a name" in text for text in messages(author, block))


def test_plans_of_any_kind_are_shown_without_failing(author):
    for number, plan in enumerate(({"phases": "junk"}, {"title": {"fi": "<b>x</b>"}, "length_weeks": "many"})):
        html = pages.see_in_studio(author, pages.publish_block("mentoring_programme", f"p{number}", plan=plan))["html"]
        assert "<b>x</b>" not in html


def test_publishing_in_studio_is_what_brings_a_plan_to_learners(author, django_capture_on_commit_callbacks):
    block = pages.publish_block("mentoring_programme", plan=factories.plan_dict())
    learner = factories.make_learner()
    assert api.get_programme(factories.COURSE_KEY, "main") is None
    assert "The programme is still being prepared." in pages.see(learner, block)

    with django_capture_on_commit_callbacks(execute=True):
        pages.browser(author).post(reverse("publish", kwargs={"unit_id": block.unit_id}))

    assert api.get_programme(factories.COURSE_KEY, "main").round.number == 1
    assert "Phase 4 of 7" in pages.see(learner, block)


@pytest.mark.parametrize("handler", ["edit_card", "save_card", "show_contact", "name_coordinator"])
def test_in_studio_no_handler_touches_people(round_, block, handler):
    person = factories.make_mentee(round_).user
    factories.give_role(person, "instructor")
    url = f"/preview/xblock/{block.usage_key}/handler/{handler}"
    answer = pages.browser(person).post(
        url, {"headline": "x", "contact": "x", "version": 1, "person": person.username}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert "This works in the course, not here." in answer.content.decode()
    assert Participant.objects.get().version == 1
    assert not Coordinator.objects.exists()


def test_a_search_finds_the_plans_words_and_no_names(round_, block):
    from demo.runtime import load_unbound

    factories.make_mentee(round_, name="Aino Korpela")
    found = load_unbound(block).index_dictionary()
    assert "Coaching mentoring" in found["content"]["title"]
    assert "Toimintaympäristö" in found["content"]["phases"]
    assert "Aino" not in str(found)


def test_a_workbench_has_a_scenario():
    [(title, xml)] = XBlock.load_class("mentoring_programme").workbench_scenarios()
    assert title and xml.startswith("<mentoring_programme")
