"""Every kind of question: what can be typed, what is wrong with it, what is kept of it, and how it reads."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.applications.answers import by_kind, usable
from mentoring_xblock.applications.checks import problems
from mentoring_xblock.applications.forms import ApplicationForm, joined
from mentoring_xblock.applications.languages import CODES, names
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.pictures import week
from mentoring_xblock.applications.questions import QuestionKind, asked_questions, default_questions
from mentoring_xblock.applications.words import in_words, parts_of
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.programme.plan import Plan
from tests.factories_matching import answers_for, plan_lists

PLAN = Plan.from_dict({"lists": plan_lists()})
KINDS = list(QuestionKind)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def ask(kind: QuestionKind | str, **changes):
    return asked_questions([{"id": "q", "kind": str(kind), "label": {"en": "What?"}, **changes}], "mentee")


def wrong(kind, value, **changes) -> list[str]:
    return problems(ask(kind, **changes), {"q": value}, PLAN).get("answer_q", [])


def rule(weekday=1, start="16:00", end="18:00"):
    return {"weekday": weekday, "start": start, "end": end}


def hours(*rules, zone="Europe/Helsinki"):
    return {"time_zone": zone, "rules": list(rules)}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("letter", "x" * 3001, "This can have 3,000 characters; it has 3,001."),
        ("text", "x" * 1001, "This can have 1,000 characters; it has 1,001."),
        ("text", ["x"], "This can’t be read. Answer it again."),
        ("topics", ["gone"], "Something that you chose is not in the list any more. Choose again."),
        ("topics", "funding", "This can’t be read. Answer it again."),
        ("values", {"play": 6}, "Choose a number from 1 to 5."),
        ("values", {"play": True}, "Choose a number from 1 to 5."),
        ("values", {"play": "many"}, "Choose a number from 1 to 5."),
        ("styles", {"gone": 3}, "The list has changed since you opened this page. Look at it again."),
        ("styles", [3], "This can’t be read. Answer it again."),
        ("languages", ["xx"], "Something that you chose is not in the list any more. Choose again."),
        ("languages", "fi", "This can’t be read. Answer it again."),
        ("hours", hours(rule(), zone="Mars/North"), "There is no such time zone. Choose one from the list."),
        ("hours", hours(rule(end="")), "Time 1: Write when it begins and when it ends, for instance 16:00 and 18:30."),
        ("hours", hours(rule(), rule(start="24:00")), "Time 2: Write when it begins and when it ends, for instance"),
        ("hours", hours(rule(weekday=7)), "Time 1: Choose a day of the week."),
        ("hours", hours(rule(end="16:00")), "Time 1: It begins and ends at the same time."),
        ("hours", hours(*[rule()] * 41), "At most 40 times can be given here."),
        ("hours", [rule()], "This can’t be read. Answer it again."),
        ("places", {"remote": True, "places": ["rovaniemi"]}, "Something that you chose is not in the list any more."),
        ("places", {"remote": "yes"}, "This can’t be read. Answer it again."),
        ("field", {"field": "gone"}, "The field that you chose is not in the list any more. Choose again."),
        ("field", {"organisation": "x" * 201}, "This can have 200 characters; it has 201."),
        ("field", {"avoid": ["x"] * 21}, "At most 20 names can be given here."),
        ("field", {"team": 3}, "This can’t be read. Answer it again."),
        ("people", {"wished": ["x" * 201], "vetoed": []}, "This can have 200 characters; it has 201."),
        ("people", {"wished": ["Anna"], "vetoed": ["ANNA"]}, "Somebody is in both lists. Take them out of one."),
        ("experience", "veteran", "Choose one of the two."),
        ("capacity", 0, "Write a whole number from 1 to 50."),
        ("capacity", 51, "Write a whole number from 1 to 50."),
        ("capacity", "two", "Write a whole number from 1 to 50."),
        ("capacity", True, "Write a whole number from 1 to 50."),
        ("capacity", 2.5, "Write a whole number from 1 to 50."),
    ],
)
def test_what_is_wrong_is_said_in_words(kind, value, words):
    (sentence,) = wrong(kind, value)
    assert sentence.startswith(words)


def test_more_than_can_be_chosen_is_said_with_the_number():
    assert wrong("topics", ["funding", "events"], most=1) == ["Choose one at most."]
    assert wrong("topics", ["funding", "events", "leading"], most=2) == ["Choose 2 at most."]
    assert wrong("topics", ["funding", "events"], most=2) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_needed_and_missing_is_said(kind):
    empty = {"hours": hours(), "places": {"remote": False, "places": []}, "people": {"wished": [], "vetoed": []}}
    for value in (None, "", empty.get(kind.value, "")):
        assert wrong(kind, value, required=True) == ["Answer this before you send the application."]
        assert wrong(kind, value) == []


@pytest.mark.parametrize("role", list(CallRole))
def test_the_ready_made_answers_fit_the_ready_made_form(role):
    assert problems(asked_questions(None, role), answers_for(role), PLAN) == {}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("letter", "Hei\n\n**vaan**", "Hei\n\n**vaan**"),
        ("topics", ["leading", "funding", "gone"], "Leading\nFunding"),
        ("values", {"play": 3, "honesty": 5}, "Honesty: 5 of 5\nPlay: 3 of 5"),
        ("languages", ["sv", "fse"], "Swedish\nFinnish Sign Language"),
        (
            "hours",
            hours(rule(4, "22:00", "02:00"), rule(0)),
            "Monday 16:00 to 18:00\nFriday 22:00 to 02:00 on the next day\nOn the clock of Helsinki",
        ),
        ("places", {"remote": True, "places": ["oulu"]}, "Remotely\nOulu"),
        (
            "field",
            {"field": "film", "organisation": "Kuvatalo", "manager": "Veli", "avoid": ["a", "b"]},
            "Field: Film\nOrganisation: Kuvatalo\nManager: Veli\nNot to be paired with: a, b",
        ),
        ("people", {"wished": ["Anna"], "vetoed": ["Veli"]}, "Wishes for: Anna\nDoes not wish for: Veli"),
        ("experience", "newcomer", "New"),
        ("capacity", 1, "1 person"),
        ("capacity", 3, "3 people"),
    ],
)
def test_each_kind_reads_as_words(kind, value, text):
    assert in_words(QuestionKind(kind), value, PLAN) == text


def test_words_are_in_the_readers_language():
    with translation.override("fi"):
        parts = parts_of(asked_questions(None, "mentee"), answers_for("mentee"), PLAN)
        assert parts[0].label == "Motivaatiokirje"
        assert parts[1].text == "Funding (fi)\nLeading (fi)"
        assert names()["fi"] == "Suomi"


def test_an_answer_to_an_earlier_question_is_shown_last():
    questions = ask("text")
    parts = parts_of(questions, {"q": "Now", "old": "What I said before", "gone": ["x"], "flag": "one"}, PLAN)

    assert [(part.label, part.text, part.earlier) for part in parts] == [
        ("What?", "Now", False),
        ("An earlier question", "What I said before", True),
    ]


@given(st.sampled_from(KINDS), JSON)
def test_no_stored_value_makes_a_page_fail(kind, value):
    """Whatever a column holds: reading it, judging it and writing it in words raises nothing."""
    read = usable(kind, value)
    assert usable(kind, read) == read
    in_words(kind, value, PLAN)
    questions = ask(kind)
    by_kind(questions, {"q": value})
    problems(questions, {"q": value}, PLAN)


@given(st.sampled_from(KINDS), JSON)
def test_what_may_be_sent_is_kept_whole(kind, value):
    """An answer that nothing is wrong with loses nothing but white space when it is kept."""
    if wrong(kind, value, required=True):
        return
    read = usable(kind, value)
    assert read is not None
    assert wrong(kind, read, required=True) == []


@given(
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(
            ["q", *(f"q__{part}" for part in ("zone", "weekday", "start", "end", "remote", "play", "team"))]
        ),
        JSON,
    ),
)
def test_no_body_makes_a_form_fail(kind, values):
    body = {f"answer_{name}": value for name, value in values.items()}
    questions = ask(kind)
    form = ApplicationForm({"version": 0, "page": "00000000-0000-4000-8000-000000000000", **body}, questions=questions)
    try:
        form.require()
    except Invalid as error:
        assert error.fields
        return
    problems(questions, form.typed, PLAN)
    usable(kind, form.typed.get("q"))


def test_a_form_reads_what_the_page_sends():
    form = ApplicationForm(
        {
            "version": "3",
            "page": "00000000-0000-4000-8000-000000000000",
            "answer_q__zone": "Europe/Helsinki",
            "answer_q__weekday": ["0", "4"],
            "answer_q__start": ["09:00", ""],
            "answer_q__end": ["10:00", ""],
        },
        questions=ask("hours"),
    )
    form.require()
    assert form.typed["q"] == hours(rule(0, "09:00", "10:00"))


def test_columns_of_different_length_are_no_hours():
    form = ApplicationForm(
        {
            "version": "3",
            "page": "00000000-0000-4000-8000-000000000000",
            "answer_q__weekday": ["0"],
            "answer_q__start": ["09:00", "10:00"],
        },
        questions=ask("hours"),
    )
    with pytest.raises(Invalid) as refused:
        form.require()
    assert refused.value.fields == {"answer_q": ["This can’t be read. Answer it again."]}


def test_two_versions_are_joined_by_kind():
    questions = asked_questions(None, "mentee")
    mine, other = (
        {"letter": "A", "topics": ["funding"]},
        {"letter": "B", "topics": ["events"], "experience": "newcomer"},
    )

    found = joined(questions, mine, other)

    assert (found["letter"], found["topics"], found["experience"]) == ("A\n\nB", ["funding", "events"], "newcomer")
    assert joined(questions, mine, mine)["letter"] == "A"


@pytest.mark.parametrize("role", list(CallRole))
def test_every_ready_made_form_is_whole_in_both_languages(role):
    questions = asked_questions(None, role)
    assert len(questions) == len(default_questions(role))
    for question in questions:
        assert set(question.label) == {"en", "fi"}
        assert set(question.help) in (set(), {"en", "fi"})
        assert all(set(prompt) == {"en", "fi"} for prompt in question.prompts)


def test_a_ready_made_form_is_a_copy():
    default_questions("mentee")[0]["prompts"].clear()
    assert default_questions("mentee")[0]["prompts"]


def test_of_two_questions_of_a_kind_the_first_counts():
    authored = [{"id": "a", "kind": "hours"}, {"id": "b", "kind": "hours"}, {"id": "a", "kind": "text"}, {"id": "c"}]
    assert [question.id for question in asked_questions(authored, "mentee")] == ["a"]
    texts = asked_questions([{"id": "a", "kind": "text"}, {"id": "b", "kind": "text"}], "mentee")
    assert [question.id for question in texts] == ["a", "b"]


def test_every_language_has_a_name():
    assert set(names()) == CODES
    assert all(name and name[0] == name[0].upper() for name in names().values())


def test_a_week_is_drawn_where_it_is_free():
    drawn = week([rule(0, "12:00", "18:00"), rule(6, "22:00", "02:00"), rule(2, "00:00", "00:00")])
    parts = [[(part.begin, part.end) for part in day.stretches] for day in drawn]

    assert parts[0] == [("0.0%", "8.3%"), ("50.0%", "75.0%")]  # Sunday's night goes on on Monday
    assert parts[2] == [("0.0%", "100.0%")]
    assert parts[6] == [("91.7%", "100.0%")]
    assert parts[1] == []
