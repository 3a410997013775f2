"""An author writes a plan in a form: what they see, what is stored, and what is said about what is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.blocks.questions import QuestionsEditor, question_values, questions_from
from mentoring_xblock.goals.worksheet import SMART
from mentoring_xblock.programme.plan import PRESETS, Plan
from mentoring_xblock.programme.studio import EditsPlan, PlanEditor, plan_from, plan_values

MONDAY = dt.date(2026, 9, 7)


def body_of(plan: dict) -> dict:
    """What the browser sends for an untouched form: every value as text, ticks as booleans."""
    values = {"programme": "main", **plan_values(plan)}
    for row in values["phases"]:
        row["week"] = "" if row["week"] is None else str(row["week"])
        row["starts_on"] = row["starts_on"].isoformat() if row["starts_on"] else ""
    for row in values["planned"]:
        row |= {name: "" if row[name] is None else str(row[name]) for name in ("week", "day", "minutes", "places")}
    return {
        name: value if isinstance(value, bool | list) else str(value) if value is not None else ""
        for name, value in values.items()
    }


class Unpublished(EditsPlan):
    """A block that has no plan yet, and that nobody has applied to."""

    plan: dict = {}
    place = None


def checked(body: dict) -> PlanEditor:
    editor = PlanEditor(body)
    if editor.is_valid():
        Unpublished().check_editor(editor)
    return editor


def test_saving_an_untouched_form_changes_nothing():
    plan = PRESETS["half_year"](MONDAY)
    editor = checked(body_of(plan))
    assert editor.is_valid(), editor.errors
    assert plan_from(editor) == plan


def test_ids_stay_when_words_change_and_are_made_for_what_is_new():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["themes"][0]["name__en"] = "Something else entirely"
    body["themes"].append({"id": "", "name__en": "", "name__fi": "Työhyvinvointi"})
    body["themes"].append({"id": "", "name__en": "", "name__fi": "Työhyvinvointi"})
    editor = checked(body)
    assert editor.is_valid()
    themes = plan_from(editor)["themes"]
    assert themes[0]["id"] == "oma-osaaminen"
    assert [theme["id"] for theme in themes[-2:]] == ["tyohyvinvointi", "tyohyvinvointi-2"]


def test_a_day_says_more_than_a_week():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["phases"][1] |= {"week": "4", "starts_on": "2026-10-01"}
    phase = plan_from_valid(body)["phases"][1]
    assert phase["starts_on"] == "2026-10-01"
    assert phase["start_week"] is None


def plan_from_valid(body: dict) -> dict:
    editor = checked(body)
    assert editor.is_valid(), (editor.errors, editor.row_errors)
    return plan_from(editor)


def test_what_people_choose_from_keeps_its_ids_and_may_be_longer_than_other_lists():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["list_topics"][0]["name__en"] = "Leading a team"
    body["list_topics"] += [{"id": "", "name__en": f"Topic {number}", "name__fi": ""} for number in range(188)]
    topics = plan_from_valid(body)["lists"]["topics"]
    assert topics[0] == {"id": "johtaminen", "name": {"en": "Leading a team", "fi": "Ihmisten johtaminen"}}
    assert len(topics) == 200
    assert len({topic["id"] for topic in topics}) == 200


def test_a_list_that_is_too_long_is_shown_open_with_what_is_wrong():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["list_places"] = [{"id": "", "name__en": f"Place {number}", "name__fi": ""} for number in range(201)]
    editor = checked(body)
    assert not editor.is_valid()
    assert [shown.name for shown in editor.lists if shown.open] == ["list_places"]
    assert editor.row_errors == {"list_places": ["At most 200 can be listed here."]}


def test_what_stands_in_a_list_twice_is_told_beside_it_in_its_language():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["list_places"] += [{"id": "", "name__en": "Turku", "name__fi": " tampere "}]
    editor = checked(body)
    assert not editor.is_valid()
    assert editor.rows["list_places"][-1].errors == {"name__fi": ["This is in the list already."]}
    # Two lists may say the same.
    assert [row.errors for row in editor.rows["list_topics"] if row.errors] == []


def test_the_languages_are_those_of_the_title():
    body = body_of(PRESETS["half_year"](MONDAY)) | {"title__en": " "}
    assert plan_from_valid(body)["languages"] == ["fi"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title__en": "", "title__fi": ""}, "title__en"),
        ({"way": "dice"}, "way"),
        ({"requests": "0"}, "requests"),
        ({"request_days": "61"}, "request_days"),
        ({"decline_days": "soon"}, "decline_days"),
        ({"title__en": "x" * 20_000}, "title__en"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"length_weeks": "0"}, "length_weeks"),
        ({"length_weeks": ["26"]}, "length_weeks"),
        ({"time_zone": "Europe/Turku"}, "time_zone"),
        ({"stance": "sells"}, "stance"),
        ({"term_mentor": {"x": 1}}, "term_mentor"),
        ({"capacity_mentor": "-1"}, "capacity_mentor"),
        ({"share_days_after_close": "many"}, "share_days_after_close"),
        ({"programme": "Pää ohjelma"}, "programme"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(change, field):
    editor = checked(body_of(PRESETS["half_year"](MONDAY)) | change)
    assert not editor.is_valid()
    assert editor[field].errors
    value = change.get(field)
    if isinstance(value, str) and value:
        assert editor[field].value() == value


def test_a_phase_outside_the_programme_is_marked_in_its_row():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["phases"][2]["week"] = "200"
    editor = checked(body)
    assert not editor.is_valid()
    assert editor.rows["phases"][2]["week"].errors
    assert not editor.rows["phases"][1].errors


@pytest.mark.parametrize("phases", [[], "phases", None, [{"id": "../x", "name__en": "A"}], [["x"]], [{}] * 200])
def test_broken_rows_are_refused_in_words(phases):
    editor = checked(body_of(PRESETS["half_year"](MONDAY)) | {"phases": phases})
    assert not editor.is_valid()
    assert editor.row_errors or any(row.errors for row in editor.rows["phases"])


def test_sentences_are_finnish_for_a_finn():
    with translation.override("fi"):
        editor = checked(body_of(PRESETS["half_year"](MONDAY)) | {"starts_on": "x"})
        assert "päivä" in str(editor["starts_on"].errors).lower()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*PlanEditor(None).fields, "phases", "themes"]), junk))
def test_no_body_at_all_breaks_the_editor(body):
    checked(body).is_valid()


@given(st.dictionaries(st.text(max_size=12), junk))
def test_a_damaged_plan_opens_as_a_form(plan):
    values = plan_values(plan)
    assert Plan.from_dict(plan).length_weeks == values["length_weeks"]
    PlanEditor(initial=values)


# ---- questions ----


def questions_body(**changes) -> dict:
    rows = [row | {"limit": str(row["limit"])} for row in question_values(SMART)]
    return {
        "title": "Tavoitteet",
        "programme": "main",
        "points": "10",
        "completion_rule": "hand_in",
        "completion_entries": "1",
        "questions": rows,
        **changes,
    }


def test_untouched_questions_keep_their_words_and_ids():
    editor = QuestionsEditor(questions_body())
    assert editor.is_valid(), (editor.errors, editor.row_errors)
    stored = questions_from(editor)
    assert [question["id"] for question in stored] == [question["id"] for question in SMART]
    assert [question["label"] for question in stored] == [question["label"] for question in SMART]


def test_two_rows_with_one_id_do_not_share_answers():
    body = questions_body()
    body["questions"][1]["id"] = body["questions"][0]["id"]
    editor = QuestionsEditor(body)
    assert editor.is_valid()
    ids = [question["id"] for question in questions_from(editor)]
    assert len(set(ids)) == len(ids)


def test_a_block_asks_something_and_is_handed_in_only_for_points():
    editor = QuestionsEditor(questions_body(questions=[], points="0"))
    assert not editor.is_valid()
    assert editor.row_errors["questions"]
    assert editor["completion_rule"].errors
