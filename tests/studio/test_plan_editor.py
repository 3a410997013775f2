"""An author writes a plan in a form: what they see, what is stored, and what is said about what is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.blocks.questions import QuestionsEditor, question_values, questions_from
from mentoring_xblock.programme.plan import PRESETS, Plan, Relations, plan_errors
from mentoring_xblock.programme.studio import EditsPlan, PlanEditor, plan_from, plan_values
from mentoring_xblock.worksheets.api import SMART

MONDAY = dt.date(2026, 9, 7)


def body_of(plan: dict) -> dict:
    """What the browser sends for an untouched form: every value as text, ticks as booleans."""
    values = {"programme": "main", **plan_values(plan)}
    for row in values["phases"]:
        row["week"] = "" if row["week"] is None else str(row["week"])
        row["starts_on"] = row["starts_on"].isoformat() if row["starts_on"] else ""
    for row in values["planned"]:
        row |= {name: "" if row[name] is None else str(row[name]) for name in ("week", "day", "minutes", "places")}
    for row in values["milestones"]:
        row["week"] = "" if row["week"] is None else str(row["week"])
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


@pytest.mark.parametrize("preset", PRESETS)
def test_saving_an_untouched_form_changes_nothing(preset):
    plan = PRESETS[preset](MONDAY)
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
        ({"journal_kept_days": "3651"}, "journal_kept_days"),
        ({"journal_kept_days": "29"}, "journal_kept_days"),
        ({"programme": "Pää ohjelma"}, "programme"),
        ({"mode": "whenever"}, "mode"),
        ({"meetings": "61"}, "meetings"),
        ({"minutes": "14"}, "minutes"),
        ({"every_weeks": "0"}, "every_weeks"),
        ({"quiet_weeks": "soon"}, "quiet_weeks"),
        ({"support__fi": "x" * 2_001}, "support__fi"),
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


def test_a_plan_from_before_relationships_were_planned_opens_with_defaults_and_saves():
    old = PRESETS["half_year"](MONDAY)
    for name in ("relations", "agreement", "agendas", "planned", "support"):
        del old[name]
    assert plan_errors(old) == {}
    saved = Plan.from_dict(plan_from_valid(body_of(old)))
    assert saved == Plan.from_dict(old)
    assert saved.relations == Relations()


def test_a_meeting_for_everybody_is_planned_by_week_or_by_day_and_counts_from_one():
    body = body_of(PRESETS["half_year"](MONDAY))
    new = {"id": "", "name__fi": "Päätösjuhla", "kind": "informal", "audience": "everybody", "minutes": "120"}
    body["planned"] = [
        new | {"week": "26", "starts": "16:30", "remote": False, "places": "40"},
        new | {"week": "3", "day": "2026-10-01", "starts": "", "remote": True, "places": ""},
    ]
    first, second = Plan.from_dict(plan_from_valid(body)).planned
    assert (first.id, first.week, first.starts, first.remote, first.places) == ("paatosjuhla", 25, "16:30", False, 40)
    assert (second.id, second.week, second.day) == ("paatosjuhla-2", None, dt.date(2026, 10, 1))


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("planned", {"week": "27"}, "week"),
        ("planned", {"week": "", "day": ""}, "week"),
        ("planned", {"week": "", "day": "2026-09-06"}, "week"),
        ("planned", {"starts": "25:00"}, "starts"),
        ("planned", {"minutes": "10"}, "minutes"),
        ("planned", {"kind": "party"}, "kind"),
        ("planned", {"places": "0"}, "places"),
        ("planned", {"text__fi": "x" * 2_001}, "text__fi"),
        ("agendas", {"text__en": "", "text__fi": " "}, "text__en"),
        ("agreement", {"name__en": "", "name__fi": ""}, "name__en"),
        ("agreement", {"suggestion__en": "x" * 2_001}, "suggestion__en"),
    ],
)
def test_what_is_wrong_with_a_row_stands_in_it_and_its_list_is_unfolded(name, change, field):
    body = body_of(PRESETS["half_year"](MONDAY))
    body[name][0] |= change
    editor = checked(body)
    assert not editor.is_valid()
    assert list(editor.rows[name][0].errors) == [field]
    assert editor.open_lists == {name}


def test_reviews_of_goals_begin_in_a_week_or_with_a_phase_and_there_may_be_none():
    old = PRESETS["half_year"](MONDAY)
    del old["milestones"]
    body = body_of(old)
    # A plan that names none opens with the usual ones.
    assert [(row["id"], row["week"]) for row in body["milestones"]] == [
        ("alku", "3"),
        ("puolivali", "14"),
        ("loppu", "25"),
    ]
    body["milestones"][1] |= {"phase": "itsensa-johtaminen", "name__fi": "Puolimatkan katse"}
    body["milestones"].append({"id": "", "name__en": "In spring", "stage": "between", "week": "20", "phase": ""})
    found = Plan.from_dict(plan_from_valid(body)).reviews
    assert [(one.id, one.stage, one.week, one.phase) for one in found] == [
        ("alku", "start", 2, ""),
        ("puolivali", "middle", None, "itsensa-johtaminen"),
        ("loppu", "end", 24, ""),
        ("in-spring", "between", 19, ""),
    ]
    # Whose phase is removed has no beginning, and its row says so.
    body["phases"] = [row for row in body["phases"] if row["id"] != "itsensa-johtaminen"]
    body["milestones"][1]["week"] = ""
    editor = checked(body)
    assert {name: row.errors for name, row in enumerate(editor.rows["milestones"]) if row.errors} == {
        1: {"week": ["Write the week in which this review begins, or choose a phase."]}
    }
    body["milestones"] = []
    assert Plan.from_dict(plan_from_valid(body)).reviews == ()


def test_questions_for_a_theme_that_is_removed_are_for_any():
    body = body_of(PRESETS["half_year"](MONDAY))
    gone = body["themes"].pop(0)["id"]
    assert gone in [row["theme"] for row in body["agendas"]]
    plan = Plan.from_dict(plan_from_valid(body))
    assert len(plan.agendas) == len(body["agendas"])
    assert gone not in [agenda.theme for agenda in plan.agendas]


def test_questions_are_offered_in_a_phase_of_the_plan_and_an_agreement_may_be_none():
    body = body_of(PRESETS["half_year"](MONDAY))
    body["agendas"] = [{"id": "", "name__en": "First", "text__en": "Who are you?\nWhat brings you?", "phase": "alku"}]
    body["agreement"] = []
    plan = Plan.from_dict(plan_from_valid(body))
    assert [(agenda.phase, agenda.questions()) for agenda in plan.agendas] == [
        ("alku", ("Who are you?", "What brings you?"))
    ]
    assert plan.agreement == ()
    choices = dict(PlanEditor(body).rows["agendas"][0].fields["theme"].choices)
    assert choices["itsensa-johtaminen"] == "Leading myself"


@pytest.mark.parametrize("phases", [[], "phases", None, [{"id": "../x", "name__en": "A"}], [["x"]], [{}] * 200])
def test_broken_rows_are_refused_in_words(phases):
    editor = checked(body_of(PRESETS["half_year"](MONDAY)) | {"phases": phases})
    assert not editor.is_valid()
    # What was linked to a phase says so too.
    assert editor.row_errors or any(row.errors for name in ("phases", "agendas") for row in editor.rows[name])


def test_sentences_are_finnish_for_a_finn():
    with translation.override("fi"):
        editor = checked(body_of(PRESETS["half_year"](MONDAY)) | {"starts_on": "x"})
        assert "päivä" in str(editor["starts_on"].errors).lower()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*PlanEditor(None).fields, *PlanEditor.row_forms]), junk))
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
        "writers": "everybody",
        "questions": rows,
        "attempts": "0",
        "release": "at_once",
        "graded_by": "mentor",
        "rubric": [],
        "part_goals": "1",
        "part_goal_points": "0",
        "part_rating_points": "0",
        "part_review_points": "0",
        "part_entries": "5",
        "part_phases": "0",
        "part_words": "0",
        "part_entry_points": "0",
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
