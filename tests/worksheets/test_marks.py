"""An author changes a worksheet that has answers: nothing is lost, and everybody reads what was asked then."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing.data import Audience
from tests import factories, pages
from tests.worksheets.test_studio import body, saved

pytestmark = pytest.mark.django_db
DREAM = {"id": "dream", "label": {"en": "What do you dream of?"}, "limit": 500}
MIND = {"id": "mind", "label": {"en": "What is on your mind?"}, "limit": 500}


@pytest.fixture
def publish(world, authored):
    """Publish other questions, as the course does."""
    pages.publish_block("mentoring_programme", "b1", plan=world.round.programme.plan, programme="main")

    def put(*questions):
        authored.draft = authored.published = {"display_name": "My goals", "questions": list(questions), "points": 5}
        authored.save()
        programmes.mirror_course(CourseKey.from_string(authored.course_key))

    return put


def typed(goal=None, version=0, **answers):
    fields = {f"answer_{id_}": text for id_, text in answers.items()}
    common = {"joined": "", "theme": "", "target_on": "", "status": "draft", "once_key": str(uuid.uuid4())}
    return {"goal": str(goal or ""), "version": str(version), **common, **fields}


def text_of(answer):
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def answers(page):
    """Return what stands in the fields of a worksheet, by the words above each."""
    labels = dict(re.findall(r'<label class="mn-label" for="[^"]*-answer_([^"]*)">([^<]*)</label>', page))
    texts = dict(re.findall(r'<textarea name="answer_([^"]*)"[^>]*>([^<]*)</textarea>', page))
    return {labels[id_]: text.strip() for id_, text in texts.items()}


def test_old_words_go_with_an_answer_to_everybody_who_reads_it(world, call, view, publish):
    publish(DREAM, MIND)
    text_of(call(world.mentee, "save_goal", typed(dream="A house by the sea", mind="Whether I dare to")))
    sheet = world.sheet(questions=[DREAM, MIND])
    goal = world.goals()[0]
    peer = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group")
    world.share(goal, group=circle, audience=Audience.GROUP)
    assert "it asked" not in view(world.mentee)

    # One question is put in other words, the other one is taken away.
    publish(DREAM | {"label": {"en": "What do you want most?"}})
    own = unescape(view(world.mentee))
    assert "What do you want most?" in own
    assert "When you wrote this, it asked: “What do you dream of?”" in own
    assert "What is on your mind?" in own
    assert "Whether I dare to" in own

    read = text_of(call(peer, "open_shared", {"goal": goal.goal_id}))
    assert "When this was written, it asked: “What do you dream of?”" in read
    assert "What is on your mind?" in read

    text_of(call(world.mentee, "hand_in", {"items": [str(goal.goal_id)], "once_key": str(uuid.uuid4())}))
    assert [part["label"] for part in HandIn.objects.get().content[0]["parts"]] == [
        "What do you want most? (it asked: “What do you dream of?”)",
        "What is on your mind?",
    ]
    document = call(world.mentee, "open_document", {}).json()["text"]
    assert "What do you dream of?" in document
    assert "What is on your mind?" in document

    # A new answer answers the new words; the answer to the question that is gone stays.
    text_of(call(world.mentee, "save_goal", typed(goal.goal_id, goal.version, dream="A house, and time to be in it")))
    own = unescape(view(world.mentee))
    assert "When you wrote this" not in own
    assert "Whether I dare to" in own
    assert sheet.questions[1].label == {"en": "What is on your mind?"}


def test_a_ready_made_worksheet_instead_of_another_keeps_what_both_ask(world, authored, call, view, publish):
    publish()
    smart = typed(
        statement="A house", measure="A key in my hand", own_part="", relevance="", first_step="Ask my sister"
    )
    text_of(call(world.mentee, "save_goal", smart))
    author = factories.make_staff("kirsi", "Kirsi Mäkiharju")
    publish(*saved(author, authored, body("grow"))["questions"])
    own = unescape(view(world.mentee))
    for words in ("A house", "A key in my hand", "Ask my sister"):
        assert words in own
    assert "When you wrote this, it asked: “What do you want?”" in own
    # The first step is asked in the same words on both, so there is nothing to tell.
    assert own.count("When you wrote this") == 2


def test_questions_with_one_id_are_answered_apart_and_stay_so_after_the_editor(world, authored, call, view, publish):
    publish(DREAM, MIND | {"id": "dream"})
    text_of(call(world.mentee, "save_goal", typed(**{"dream": "The sea", "dream-2": "The rent"})))
    apart = {"What do you dream of?": "The sea", "What is on your mind?": "The rent"}
    assert answers(view(world.mentee)) == apart
    author = factories.make_staff("kirsi", "Kirsi Mäkiharju")
    rows = [
        {"id": id_, "label__en": one["label"]["en"], "limit": "500"}
        for id_, one in (("dream", DREAM), ("dream-2", MIND))
    ]
    publish(*saved(author, authored, body(questions=rows, made_from="own", source__en="Ours"))["questions"])
    [goal] = world.goals()
    assert goal.draft.answers == {"dream": "The sea", "dream-2": "The rent"}
    own = view(world.mentee)
    assert answers(own) == apart
    assert "it asked" not in own
