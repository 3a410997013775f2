"""An author's journal in Studio: ready-made prompts added to what is there, own ones, and which question is whose."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.blocks.questions import question_values
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.worksheets.api import FRAMES
from mentoring_xblock.worksheets.data import MAIN, OWN
from tests import factories, pages
from tests.host_contract.test_olx import carried, runtime
from tests.studio.test_plan_editor import questions_body

pytestmark = pytest.mark.django_db
BLOCK = "mentoring_journal"
OWN_ROW = {"id": "", "key": "row:3", "name__en": "After a Friday", "template": "own", "source__en": "Our own team."}
EVERY_FRIDAY = {"id": "", "label__en": "What was good?", "limit": "900", "frame": "row:3"}


@pytest.fixture
def author():
    return factories.make_staff("kirsi", "Kirsi Mäkiharju")


@pytest.fixture
def block():
    return pages.publish_block(BLOCK, display_name="Päiväkirja")


def rows(template, frame):
    """Return the rows of a ready-made prompt and of its questions, as the page sends them."""
    chosen = FRAMES[template]
    questions = [row | {"limit": str(row["limit"]), "frame": frame} for row in question_values(chosen.questions)]
    names = {f"name__{code}": words for code, words in chosen.name.items()}
    return {"id": frame, "key": "", "template": template, "opens": "", "again": "", "shown_on": "", **names}, questions


def body(*prompts, questions=(), **changes):
    common = questions_body(completion_rule="first_save", moods=False)
    frames = [frame for frame, _ in prompts]
    asked = [row for _, found in prompts for row in found] + list(questions)
    return common | {"frames": frames, "questions": asked} | changes


def ask(user, block, handler, what, language="en"):
    url = reverse("component_handler", kwargs={"usage_id": block.usage_key, "handler": handler})
    return pages.browser(user, language).post(url, json.dumps(what), content_type="application/json")


def saved(user, block, what):
    answer = ask(user, block, "studio_save", what)
    assert answer.status_code == 200, answer.content.decode()
    block.refresh_from_db()
    return block.draft


def test_ready_made_prompts_come_after_what_was_typed(author, block):
    main = rows("what", MAIN)
    typed = body(main, title="Oma päiväkirja", intro__fi="Aloita lauseella", points="7")
    for name, template in FRAMES.items():
        shown = unescape(ask(author, block, "studio_start", typed | {"preset": name}, "fi").content.decode())
        assert 'value="Oma päiväkirja"' in shown
        assert "Aloita lauseella" in shown
        # What was there stays, and the new ones have ids that nobody else has.
        assert f'name="id" value="{MAIN}"' in shown
        assert f'name="template" value="{name}"' in shown
        for question in template.questions:
            assert f'value="{question["label"]["fi"]}"' in shown
        ids = re.findall(r'name="id" value="([^"]+)"', shown.split('data-mn-rows="questions"')[1])
        assert len(ids) == len(set(ids)) == 3 + len(template.questions)
        assert f'<option value="{name}" selected>{template.name["fi"]}</option>' in shown
    assert ask(author, block, "studio_start", {"preset": "a dance"}).status_code == 422
    assert ask(author, block, "studio_start", {}).status_code == 200
    odd = {"frames": [5, {"id": [], "opens": {}}], "questions": [{"frame": 7}], "moods": "x", "preset": "kolb"}
    assert ask(author, block, "studio_start", odd).status_code == 200
    block.refresh_from_db()
    assert block.draft == block.published


def test_a_journal_from_before_opens_as_one_prompt_and_keeps_its_ids(author):
    old = [{"id": "a", "label": {"fi": "Mitä?"}, "help": {}, "limit": 900, "required": False}]
    block = pages.publish_block(BLOCK, prompts=old)
    shown = pages.see_in_studio(author, block, "studio_view")["html"]
    assert f'name="id" value="{MAIN}"' in shown
    row = {"id": MAIN, "name__fi": "Viikon jälkeen", "source__fi": "Omat", "template": OWN}
    asked = {"id": "a", "label__fi": "Mitä?", "limit": "900", "frame": MAIN}
    stored = saved(author, block, body((row, [asked])))
    assert stored["prompts"] == [old[0] | {"frame": MAIN}]
    assert [(one["id"], one["template"]) for one in stored["frames"]] == [(MAIN, OWN)]
    assert pages.see_in_studio(author, block)["messages"] == []
    # A page that knows no prompts yet saves what it always did.
    bare = questions_body(completion_rule="first_save", questions=[asked])
    del asked["frame"]
    stored = saved(author, block, bare)
    assert (stored["frames"], [one["id"] for one in stored["prompts"]]) == ([], ["a"])


def test_prompts_and_their_questions_are_saved_and_moved(author, block):
    what, kolb = rows("what", MAIN), rows("kolb", "kolb")
    kolb[0].update(opens="arki", again="loppu", together=True, shown_on="2026-12-12")
    stored = saved(author, block, body(kolb, what, (OWN_ROW, []), questions=[EVERY_FRIDAY], moods=True))
    assert stored["moods"] is True
    assert [(one["id"], one["template"]) for one in stored["frames"]] == [
        ("kolb", "kolb"),
        (MAIN, "what"),
        ("after-a-friday", OWN),
    ]
    first = stored["frames"][0]
    told = {name: first[name] for name in ("opens", "again", "together", "shown_on", "shown_phase")}
    assert told == {
        "opens": "arki",
        "again": "loppu",
        "together": True,
        "shown_on": "2026-12-12",
        "shown_phase": "",
    }
    assert "key" not in stored["frames"][2]
    assert [(one["id"], one["frame"]) for one in stored["prompts"]][-2:] == [
        ("now_what", MAIN),
        ("what-was-good", "after-a-friday"),
    ]
    # One prompt goes with its questions; one question goes over to another prompt, whose words it makes an author's.
    moved = kolb[1][0] | {"frame": MAIN}
    stored = saved(author, block, body(what, questions=[moved, EVERY_FRIDAY]))
    assert [(one["id"], one["template"]) for one in stored["frames"]] == [(MAIN, OWN)]
    assert {one["frame"] for one in stored["prompts"]} == {MAIN}
    # Both have the same id, as after a page was copied: the second gets one of its own, and the first is meant.
    stored = saved(author, block, body(what, rows("free", MAIN)))
    assert [one["id"] for one in stored["frames"]] == [MAIN, "free"]
    assert {one["frame"] for one in stored["prompts"]} == {MAIN}


def test_what_is_wrong_is_said_beside_its_field_and_saves_nothing(author, block):
    frame, questions = rows("free", "free")
    wrong = frame | {"name__en": "", "name__fi": "", "source__en": "x" * 501, "shown_on": "tomorrow", "opens": "Å!"}
    answer = ask(author, block, "studio_save", body((wrong, [questions[0] | {"frame": "no id!"}])))
    assert answer.status_code == 422
    assert answer.content.decode().count('aria-invalid="true"') == 5
    many = body(*((frame | {"id": f"f{number}"}, []) for number in range(13)), questions=questions)
    assert "At most 12 can be listed here." in ask(author, block, "studio_save", many).content.decode()
    nothing = ask(author, block, "studio_save", body((frame, []))).content.decode()
    assert "Ask at least one question." in nothing
    block.refresh_from_db()
    assert block.draft == block.published


def test_an_author_sees_phases_each_prompts_paper_and_what_to_look_at(author, block):
    phases = [{"id": "arki", "name": {"en": "Weekdays", "fi": "Arki"}, "start_week": 2}]
    day = timezone.now().date() + dt.timedelta(days=9)
    pages.publish_block("mentoring_programme", "p1", plan=factories.plan_dict(day, phases=phases))
    programmes.mirror_course(CourseKey.from_string(block.course_key))
    kolb = rows("kolb", "kolb")
    kolb[0].update(opens="arki", again="ilta", together=True)
    own = OWN_ROW | {"source__en": ""}
    saved(author, block, body(rows("what", MAIN), kolb, (own, []), questions=[EVERY_FRIDAY]))
    editor = unescape(pages.see_in_studio(author, block, "studio_view")["html"])
    assert '<option value="arki" selected>Weekdays</option>' in editor
    # A phase that the plan has dropped is shown as itself, and is not lost by saving.
    assert '<option value="ilta" selected>ilta</option>' in editor
    assert "These are the words of the ready-made prompt “From experience to trying out (Kolb)”." in editor
    assert "These are not the words of a ready-made prompt" in editor
    shown = pages.see_in_studio(author, block)
    said = [one["text"] for one in shown["messages"]]
    assert ["is asked again in a phase" in said[0], "nothing says when" in said[1], "Source and" in said[2]] == [
        True
    ] * 3
    assert len(said) == 3
    page = unescape(shown["html"])
    assert "Opens with the phase “Weekdays”." in page
    assert page.count("<fieldset") == 3
    assert all(" disabled" in part.split(">")[0] for part in page.split("<fieldset")[1:])
    assert ' name="' not in page
    assert "hx-post" not in page


def test_prompts_come_back_the_same_from_another_course(block):
    here = runtime("cms")
    made = here.get_block(here.parse_xml_string("<mentoring_journal/>"))
    made.frames = [
        {"id": "a", "name": {"fi": "Ensin 🌙"}, "opens": "arki", "source": {"fi": "Omat"}},
        {"id": "b", "name": {"fi": "Sitten"}, "together": True, "shown_on": "2026-12-12", "source": {"fi": "Omat"}},
    ]
    made.prompts = [{"id": "q", "label": {"fi": "Mitä 🎯?"}, "frame": "b"}, {"id": "p", "label": {"fi": "Miksi?"}}]
    there = carried(made, "cms")
    assert there.question_sets == made.question_sets
    assert [(one.id, [question.id for question in one.questions]) for one in there.question_sets] == [
        ("a", ["p"]),
        ("b", ["q"]),
    ]
    assert there.index_texts()["prompts"] == "Ensin 🌙 Sitten"
    assert there.validate().messages == []
