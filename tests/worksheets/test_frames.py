"""The ready-made prompts of a journal, whole in both languages and with their rights; and reading what authors made."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.ids import ID
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.data import BlockInfo
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.worksheets.api import (
    FIRST_FRAME,
    FRAMES,
    frame_problems,
    frames_from_mirror,
    open_frames,
    questions_of_frames,
    read_frames,
)
from mentoring_xblock.worksheets.data import MAIN, OWN
from tests import factories as make

pytestmark = pytest.mark.once
MONDAY = dt.date(2026, 9, 7)
#: What a question is stored as; the words are the id.
ASK = {id_: {"id": id_, "label": {"en": id_}} for id_ in ("a", "b", "c", "d")}


def test_the_ready_made_prompts_are_whole_in_both_languages_and_say_whose_they_are():
    assert list(FRAMES) == ["what", "gibbs", "kolb", "orid", "meeting", "themes", "free"]
    ids = [question["id"] for frame in FRAMES.values() for question in frame.questions]
    assert len(set(ids)) == len(ids) <= 40
    for frame in FRAMES.values():
        texts = [frame.name, frame.sentence, frame.rights.source, frame.rights.licence]
        for question in frame.questions:
            assert set(question) == {"id", "label", "help", "limit", "required"}
            assert ID.fullmatch(question["id"])
            assert 50 <= question["limit"] <= 20_000
            assert question["required"] is False
            assert all(len(words) <= 200 for words in question["label"].values())
            assert all(len(words) <= 500 for words in question["help"].values())
            texts += [question["label"], question["help"]]
        assert all(set(text) == {"en", "fi"} and all(words.strip() for words in text.values()) for text in texts)
        assert "AGPL" in frame.rights.licence["en"]
        # As an author's own block holds it, nothing is wrong with it, and it is what it says.
        stored = {"id": frame.id, "template": frame.id, "name": frame.name}
        fields = {"frames": [stored], "prompts": [{**one, "frame": frame.id} for one in frame.questions]}
        assert frame_problems(fields, set()) == []
        [read] = read_frames(fields)
        assert (read.template, read.sentence, len(read.questions)) == (frame.id, frame.sentence, len(frame.questions))


def test_a_journal_from_before_has_one_prompt_and_so_has_one_without_anything():
    [old] = read_frames({"prompts": [ASK["a"], ASK["b"]]})
    assert (old.id, old.template, old.name) == (MAIN, OWN, {"en": "a"})
    assert [one.id for one in old.questions] == ["a", "b"]
    [first] = read_frames({"prompts": list(FRAMES[FIRST_FRAME].questions)})
    assert (first.id, first.template, first.name) == (MAIN, FIRST_FRAME, FRAMES[FIRST_FRAME].name)
    # Nothing at all, nothing that can be asked, and prompts whose questions are gone.
    for fields in ({}, {"prompts": [5, {"id": " "}]}, {"frames": [{"id": "kolb"}], "prompts": []}):
        assert read_frames(fields) == (first,)
        assert "What? So what? Now what?" in frame_problems(fields)[0]
    assert frames_from_mirror(None) == (first,)


def test_damaged_prompts_are_mended_and_every_question_is_asked_once():
    fields = {
        "frames": [{"id": "one", "name": "One"}, {"id": "one", "name": "Two"}, {"id": "Yksi kaksi!"}, {"id": 5}, "x"],
        "prompts": [
            ASK["a"],
            ASK["b"] | {"frame": "one"},
            ASK["c"] | {"frame": "Yksi kaksi!"},
            ASK["a"] | {"frame": "gone"},
            ASK["d"] | {"frame": ["one"]},
        ],
    }
    first, mended = read_frames(fields)
    assert (first.id, [one.id for one in first.questions]) == ("one", ["a", "b", "a-2", "d"])
    assert (mended.id, mended.name, [one.id for one in mended.questions]) == ("yksi-kaksi", {"en": "c"}, ["c"])
    said = frame_problems(fields)
    for words in (
        "Several questions have the id “a”",
        "Several prompts have the id “one”",
        "a prompt that is not there",
        "No question belongs to the prompt “Two”",
        "The words of “One” are not",
        "The words of “c” are not",
    ):
        assert len([sentence for sentence in said if words in sentence]) == 1, words
    mirror = BlockInfo(
        usage_key=make.usage_key("mentoring_journal", "j"),
        course_key=make.COURSE_KEY,
        block_type="mentoring_journal",
        slug="main",
        title="",
        questions=tuple(fields["prompts"]),
        graded=False,
        points=0,
        settings={"frames": fields["frames"]},
    )
    assert frames_from_mirror(mirror) == (first, mended)


def test_prompts_open_with_their_phases_and_are_asked_again():
    phases = [
        {"id": "alku", "name": {"en": "Beginning"}, "start_week": 0},
        {"id": "keski", "name": {"en": "Middle"}, "start_week": 4},
        {"id": "loppu", "name": {"en": "End"}, "start_week": 8},
    ]
    clock = Clock.of(Plan.from_dict({"starts_on": MONDAY.isoformat(), "phases": phases}), MONDAY)
    frames = read_frames(
        {
            "frames": [
                {"id": "now", "again": "loppu"},
                {"id": "later", "opens": "keski", "again": "alku"},
                {"id": "lost", "opens": "dropped", "again": "dropped"},
            ],
            "prompts": [ASK["a"], ASK["b"] | {"frame": "later"}, ASK["c"] | {"frame": "lost"}],
        }
    )

    def told(clock, day):
        return [(one.is_open, one.opens_on, one.again_since) for one in open_frames(frames, clock, day)]

    middle, end = MONDAY + dt.timedelta(weeks=4), MONDAY + dt.timedelta(weeks=8)
    begun = (True, None, MONDAY)
    before = MONDAY - dt.timedelta(days=1)
    assert told(clock, before) == [(True, None, None), (False, middle, None), (True, None, None)]
    assert told(clock, middle - dt.timedelta(days=1)) == [(True, None, None), (False, middle, None), (True, None, None)]
    assert told(clock, middle) == [(True, None, None), begun, (True, None, None)]
    assert told(clock, end) == [(True, None, end), begun, (True, None, None)]
    # Nobody can say yet when a phase comes for somebody who is in no group of a non-stop programme.
    assert told(None, MONDAY) == [(True, None, None), (False, None, None), (False, None, None)]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"opens": "dropped"}, ["opens with a phase that the plan does not have"]),
        ({"again": "dropped"}, ["asked again in a phase that the plan does not have"]),
        ({"opens": "alku", "again": "alku"}, ["opens and is asked again with the same phase"]),
        ({"together": True}, ["nothing says when at the latest"]),
        ({"together": True, "shown_on": "2026-12-12"}, []),
        ({"together": True, "shown_phase": "alku"}, []),
        ({"together": True, "shown_phase": "dropped"}, ["together with a phase that the plan does not have"]),
        ({"shown_phase": "dropped"}, []),
        ({"source": {}}, ["Source and permission"]),
    ],
)
def test_what_an_author_should_look_at_is_said(frame, said):
    fields = {"frames": [{"id": "one", "name": "One", "source": "Ours"} | frame], "prompts": [ASK["a"]]}
    found = frame_problems(fields, {"alku"})
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


def test_too_many_prompts_and_questions_are_said():
    many = {
        "frames": [{"id": f"f{number}", "source": "Ours"} for number in range(13)],
        "prompts": [ASK["a"] | {"id": f"q{number}", "frame": f"f{number % 13}"} for number in range(41)],
    }
    assert frame_problems(many) == ["A journal asks at most 40 questions.", "A journal has at most 12 prompts."]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["main", "a", "2026-12-12", "9999-99-99", "Å !"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "label", "frame", "template", "opens", "together", "shown_on", "en"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({}, optional={"frames": JUNK, "prompts": JUNK}))
def test_whatever_an_import_holds_can_be_opened(fields):
    frames = read_frames(fields)
    ids, asked = [frame.id for frame in frames], [one.id for one in questions_of_frames(frames)]
    assert ids
    assert all(frame.questions for frame in frames)
    for found in (ids, asked):
        assert len(set(found)) == len(found)
        assert all(ID.fullmatch(id_) for id_ in found)
    assert all(one.is_open or one.frame.opens for one in open_frames(frames, None, MONDAY))
    assert all(isinstance(sentence, str) for sentence in frame_problems(fields, {"alku"}))
