"""Authored questions: read whatever an import holds, and answered in the reader's language."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.questions import Part, parts_of, read_questions

DEFAULT = [{"id": "what", "label": {"en": "What?", "fi": "Mitä?"}, "help": {"en": "One thing."}, "limit": 500}]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "label", "help", "limit"]), inner)
    ),
    max_leaves=20,
)


def test_an_authors_questions_in_their_order():
    questions = read_questions([{"id": "b", "label": {"en": "B"}}, {"id": "a", "label": "A"}], DEFAULT, 2_000)
    assert [(one.id, one.label, one.field, one.limit) for one in questions] == [
        ("b", {"en": "B"}, "answer_b", 2_000),
        ("a", {"en": "A"}, "answer_a", 2_000),
    ]


@pytest.mark.parametrize("authored", [None, [], "text", 7, {"id": "x"}, [None, "x", {}, {"id": ""}, {"id": 5}]])
def test_nothing_to_ask_becomes_the_default(authored):
    assert [one.id for one in read_questions(authored, DEFAULT, 2_000)] == ["what"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["a", "a", "a"], ["a", "a-2", "a-3"]),
        (["a", "a", "a-2"], ["a", "a-3", "a-2"]),  # what is written stays where it can
        (["Why now?", "why-now", "日本", "x" * 50], ["why-now-2", "why-now", "question", "x" * 32]),
    ],
)
def test_every_question_can_be_answered_by_an_id_of_its_own(written, read):
    authored = [{"id": id_, "label": f"Question {number}"} for number, id_ in enumerate(written)]
    found = read_questions(authored, DEFAULT, 100)
    assert [one.id for one in found] == read
    assert [one.label["en"] for one in found] == [one["label"] for one in authored]
    again = [{"id": one.id, "label": one.label} for one in found]
    assert [one.id for one in read_questions(again, DEFAULT, 100)] == read


@pytest.mark.parametrize(
    ("limit", "read"), [(50, 50), (100, 100), (101, 100), (0, 100), (-1, 100), ("9", 100), (True, 100)]
)
def test_a_limit_stays_below_the_ceiling(limit, read):
    assert read_questions([{"id": "a", "limit": limit}], DEFAULT, 100)[0].limit == read


@given(JSON)
def test_anything_can_be_read(authored):
    questions = read_questions(authored, DEFAULT, 100)
    assert questions
    assert len({one.id for one in questions}) == len(questions)
    assert parts_of(questions, {questions[0].id: "text"})[0].text == "text"


def test_parts_are_what_was_answered_and_earlier_ones_come_last():
    questions = read_questions(DEFAULT, DEFAULT, 500)
    answers = {"gone": "Before", "what": "Now", "empty": "  "}
    with translation.override("en"):
        assert parts_of(questions, answers) == (
            Part("What?", "Now"),
            Part("An earlier question", "Before", earlier=True),
        )
    with translation.override("fi-fi"):
        assert parts_of(questions, {"what": "Nyt"}) == (Part("Mitä?", "Nyt"),)
    assert parts_of(questions, {"what": " \n"}) == ()


def test_an_answer_keeps_the_words_that_it_answered():
    questions = read_questions(DEFAULT, DEFAULT, 500)
    words = {"what": {"en": "What now?", "fi": "Mitä?"}, "gone": {"en": "And then?"}}
    with translation.override("en"):
        now, before = parts_of(questions, {"what": "Now", "gone": "Before"}, words)
        assert (now.label, now.was, now.heading) == ("What?", "What now?", "What? (it asked: “What now?”)")
        assert (before.label, before.was, before.earlier, before.heading) == ("And then?", "", True, "And then?")
    with translation.override("fi"):
        # A reader whose language says the same as before is told nothing.
        assert parts_of(questions, {"what": "Nyt"}, words)[0].was == ""
