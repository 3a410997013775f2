"""The ready-made worksheets: whole in both languages, with source and rights, and one meaning for each id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.ids import ID
from mentoring_xblock.worksheets.api import TEMPLATES, problems, questions_of, read_worksheet
from mentoring_xblock.worksheets.data import OWN

pytestmark = pytest.mark.once
#: What each id asks for, on whichever sheet. A new id is written down here before it is used.
MEANINGS = {
    "statement": "what is wanted",
    "measure": "how it is noticed",
    "own_part": "what is in one's own hands",
    "relevance": "why now",
    "first_step": "the first step",
    "reality": "where things are now",
    "options": "what could be done",
    "choice": "what will be done",
    "sureness": "how sure one is to do it",
    "evidence": "one time when a strength carried",
    "noticed_by": "who has noticed it",
    "resources": "what gives strength",
    "unused": "where a strength goes unused",
    "result_1": "a key result",
    "result_2": "a key result",
    "result_3": "a key result",
    "result_4": "a key result",
    "rhythm": "when results are looked at",
}
#: Of these the words are the same wherever they are asked; the others are put to the sheet's own matter.
SAME_WORDS = {"own_part", "relevance", "first_step"}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_sheet_is_whole_in_both_languages_and_says_whose_it_is(template):
    texts = [template.name, template.sentence, template.rights.source, template.rights.licence]
    for question in template.questions:
        assert set(question) == {"id", "label", "help", "limit", "required"}
        texts += [question["label"], question["help"]]
        assert ID.fullmatch(question["id"])
        assert question["id"] in MEANINGS
        assert 50 <= question["limit"] <= 20_000
        assert all(len(words) <= 200 for words in question["label"].values())
        assert all(len(words) <= 500 for words in question["help"].values())
    assert all(set(text) == {"en", "fi"} and all(words.strip() for words in text.values()) for text in texts)
    assert "AGPL" in template.rights.licence["en"]
    ids = [question["id"] for question in template.questions]
    assert len(set(ids)) == len(ids) <= 20
    assert any(question["required"] for question in template.questions)
    # As an author's own block holds it, nothing is wrong with it, and it is what it says.
    fields = {"questions": list(template.questions), "template": template.id}
    assert problems(fields) == []
    assert read_worksheet(fields).template == template.id


def test_the_six_of_them_and_which_one_needs_the_scale():
    assert list(TEMPLATES) == ["smart", "grow", "strengths", "scaled", "objective", "free"]
    assert [template.id for template in TEMPLATES.values() if template.scaled] == ["scaled"]


def test_answers_find_their_question_again_on_another_sheet():
    words: dict[str, set[str]] = {}
    for template in TEMPLATES.values():
        for question in template.questions:
            words.setdefault(question["id"], set()).add(question["label"]["en"])
    assert set(words) == set(MEANINGS)
    assert {id_ for id_ in SAME_WORDS if len(words[id_]) > 1} == set()


def test_a_word_that_is_changed_makes_the_sheet_its_authors_own():
    smart = [dict(question) for question in TEMPLATES["smart"].questions]
    shorter = [question | {"limit": 300, "required": False} for question in reversed(smart[:3])]
    assert read_worksheet({"questions": shorter}).template == "smart"
    assert read_worksheet({"questions": smart, "template": "grow"}).template == OWN
    reworded = [smart[0] | {"label": {"en": "What is your goal?"}}, *smart[1:]]
    own = read_worksheet({"questions": reworded, "template": "smart", "source": {"en": "Ours."}, "scaled": False})
    assert (own.template, own.source, own.scaled) == (OWN, {"en": "Ours."}, False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"questions": []}, ["no questions of its own"]),
        ({"questions": [{"id": "a", "label": "One"}] * 2, "source": {"en": "Ours"}}, ["have the id “a”"]),
        ({"questions": [{"id": "a", "label": " "}], "source": "Ours"}, ["has no words"]),
        ({"questions": [{"id": "a", "label": "One"}]}, ["Source and permission"]),
        (
            {"questions": [{"id": f"q{i}", "label": "One"} for i in range(21)], "source": {"fi": "Omat"}},
            ["at most 20 questions"],
        ),
    ],
)
def test_what_an_author_should_look_at_is_said(fields, said):
    found = problems(fields)
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "label", "help", "limit", "required", "en"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["questions", "template", "scaled", "source"]), JUNK))
def test_whatever_an_import_holds_can_be_opened(fields):
    sheet = read_worksheet(fields)
    ids = [question.id for question in sheet.questions]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(ID.fullmatch(id_) for id_ in ids)
    assert [one.id for one in questions_of([{"id": id_} for id_ in ids])] == ids
    assert all(isinstance(sentence, str) for sentence in problems(fields))
