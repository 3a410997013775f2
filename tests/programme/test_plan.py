"""A plan is read leniently and judged strictly, and its phases lie where its author put them."""

import copy
import datetime as dt
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.programme.plan import (
    PRESETS,
    RELATIONSHIP_LIMITS,
    Gathering,
    Mode,
    Plan,
    Relationship,
    Stance,
    new_id,
    plan_errors,
)

START = dt.date(2026, 9, 7)
HALF_YEAR = PRESETS["half_year"](START)
DAY = dt.timedelta(days=1)


def half_year(**changes):
    return {**copy.deepcopy(HALF_YEAR), **changes}


def phases(*starts):
    """Phases called p0, p1 and so on; each begins in a week, or on a day written as a string."""
    return [
        {
            "id": f"p{number}",
            "name": {"en": f"Phase {number}"},
            "start_week": start if isinstance(start, int) else None,
            "starts_on": start if isinstance(start, str) else None,
        }
        for number, start in enumerate(starts)
    ]


def planned_meeting(**changes):
    """A joint meeting in the first week."""
    return {"id": "a", "name": {"fi": "A"}, "kind": "joint", "audience": "mentors", "week": 0, "minutes": 60} | changes


# ---- reading ----


def test_the_half_year_preset_is_a_sound_plan():
    assert plan_errors(HALF_YEAR) == {}
    assert Plan.from_dict(HALF_YEAR).to_dict() == HALF_YEAR
    names = [phase.name["fi"] for phase in Plan.from_dict(HALF_YEAR).phases]
    assert names == [
        "Alku",
        "Oma osaaminen",
        "Toimintaympäristö",
        "Itsensä johtaminen",
        "Muiden johtaminen",
        "Oman toiminnan kehittäminen",
        "Lopetus",
    ]
    assert all(phase.name["en"] for phase in Plan.from_dict(HALF_YEAR).phases)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_sound_plan_in_both_languages(name):
    raw = PRESETS[name](START)
    assert plan_errors(raw) == {}
    plan = Plan.from_dict(raw)
    assert plan.to_dict() == raw
    named = (*plan.phases, *plan.themes, *plan.planned, *plan.agreement, *plan.agendas)
    assert all(set(one.name) == {"en", "fi"} for one in named)
    phases, themes = ({one.id for one in found} for found in (plan.phases, plan.themes))
    assert {agenda.phase for agenda in plan.agendas} - {""} <= phases
    assert {agenda.theme for agenda in plan.agendas} - {""} <= themes


def test_the_presets_are_those_of_real_programmes():
    plans = {name: Plan.from_dict(make(START)) for name, make in PRESETS.items()}
    assert {name: plan.length_weeks for name, plan in plans.items()} == {
        "half_year": 26,
        "six_meetings": 52,
        "three_trainings": 52,
        "small_groups": 52,
        "non_stop": 26,
    }
    months = [one.week for one in plans["six_meetings"].planned if one.kind == Gathering.JOINT]
    assert len(months) == 6
    assert {later - week for week, later in itertools.pairwise(months)} == {8}
    assert [one.minutes for one in plans["six_meetings"].planned if one.kind == Gathering.KICK_OFF] == [180]
    assert [one.week for one in plans["three_trainings"].planned if one.kind == Gathering.TRAINING] == [0, 25, 49]
    assert {
        (one.week, one.audience) for one in plans["three_trainings"].planned if one.kind == Gathering.ROLE_GROUP
    } == {
        (5, "mentors"),
        (5, "mentees"),
    }
    assert plans["small_groups"].relationship is Relationship.SMALL_GROUP
    assert [name for name, plan in plans.items() if plan.relations.mode is Mode.NON_STOP] == ["non_stop"]


def test_an_empty_plan_has_defaults_and_no_first_day():
    plan = Plan.from_dict({})
    assert plan.starts_on is None
    assert (plan.stance, plan.relationship) == (Stance.LISTENS, Relationship.PAIR)
    assert plan.capacity == {"mentor": 3, "small_group": 6, "peer_group": 6}
    assert plan.share_days_after_close == 0


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"capacity": {"mentor": True, "small_group": 99, "peer_group": "6"}}, "capacity", Plan().capacity),
        ({"capacity": {"mentor": 5}}, "capacity", {"mentor": 5, "small_group": 6, "peer_group": 6}),
        ({"terms": {"mentee": "mentori", "mentor": 7}}, "terms", {"mentee": "aktori", "mentor": "mentori"}),
        ({"time_zone": "Europe/../Helsinki"}, "time_zone", "Europe/Helsinki"),
        ({"time_zone": "Asia/Tokyo"}, "time_zone", "Asia/Tokyo"),
        ({"starts_on": "2026-02-30"}, "starts_on", None),
        ({"starts_on": "20260907"}, "starts_on", None),
        ({"languages": ["sv", "fi"]}, "languages", ("fi",)),
        ({"length_weeks": 0}, "length_weeks", 26),
        ({"share_days_after_close": -1}, "share_days_after_close", 0),
        ({"journal_kept_days": "ever"}, "journal_kept_days", 0),
        ({"journal_kept_days": 365}, "journal_kept_days", 365),
        (
            {"coordinator_sees": {"journal_bands": False}},
            "coordinator_sees",
            {"goal_counts": True, "journal_bands": False},
        ),
        ({"title": "Mentorointi"}, "title", {"en": "Mentorointi"}),
        ({"title": {"fi": "Ohjelma", "sv": "Program", "en": 3}}, "title", {"fi": "Ohjelma"}),
    ],
)
def test_what_cannot_be_read_becomes_the_default(changes, name, value):
    assert getattr(Plan.from_dict(half_year(**changes)), name) == value


def test_a_phase_needs_an_id_of_its_own():
    raw = [*phases(0, 4), {"name": {"en": "Nameless"}, "start_week": 6}, "junk", {**phases(9)[0], "id": "p1"}]
    assert [phase.id for phase in Plan.from_dict(half_year(phases=raw)).phases] == ["p0", "p1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
ENTRY = st.fixed_dictionaries(
    {}, optional={"id": JSON | st.just("p1"), "name": JSON, "start_week": JSON, "starts_on": JSON}
)
JUNK = JSON | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(HALF_YEAR, JSON),
        "starts_on": JSON | st.dates().map(dt.date.isoformat),
        "length_weeks": JSON | st.integers(1, 260),
        "phases": JSON | st.lists(JSON | ENTRY, max_size=5),
        "themes": JSON | st.lists(JSON | ENTRY, max_size=5),
    },
)


@given(JUNK, st.dates())
def test_no_junk_breaks_a_plan(raw, day):
    plan = Plan.from_dict(raw)
    assert isinstance(plan_errors(raw), dict)
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan
    assert plan.phase_on(day, plan.starts_on or day) in (None, *plan.phases)


# ---- what an author still has to mend ----


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": {}}, {"title"}),
        ({"title": {"fi": "   "}}, {"title"}),
        ({"title": {"fi": "x" * 201}}, {"title"}),
        ({"aim": {}}, set()),
        ({"languages": []}, {"languages"}),
        ({"stance": "shouts"}, {"stance"}),
        ({"terms": {"mentee": "aktori"}}, {"terms.mentor"}),
        ({"time_zone": "Helsinki"}, {"time_zone"}),
        ({"starts_on": None}, {"starts_on"}),
        ({"length_weeks": 2.5}, {"length_weeks"}),
        ({"capacity": {"mentor": 0, "small_group": 6, "peer_group": 6}}, {"capacity.mentor"}),
        ({"share_days_after_close": 366}, {"share_days_after_close"}),
        ({"journal_kept_days": 29}, {"journal_kept_days"}),
        ({"journal_kept_days": 30}, set()),
        ({"phases": []}, {"phases"}),
        ({"phases": [{**phases(0)[0], "name": {}}]}, {"phases.0.name"}),
        ({"phases": phases(0) + phases(4)}, {"phases.1.id"}),
        ({"phases": phases(0, None)}, {"phases.1.start_week"}),
        ({"phases": phases(0, 26)}, {"phases.1.start_week"}),
        ({"phases": phases(0, 4, 4)}, {"phases.1.start_week"}),
        ({"phases": phases(0, "2026-09-06")}, {"phases.1.start_week"}),
        ({"phases": phases(*range(21))}, {"phases"}),
        ({"themes": []}, set()),
        ({"relations": {"mode": "cohort"}}, {f"relations.{name}" for name in RELATIONSHIP_LIMITS}),
        ({"agreement": []}, set()),
        ({"agreement": [{"id": "a", "name": {"fi": "A"}, "help": {"fi": "x" * 501}}]}, {"agreement.0.help"}),
        ({"agendas": [{"id": "a", "name": {"fi": "A"}}]}, {"agendas.0.text"}),
        (
            {"agendas": [{"id": "a", "name": {"fi": "A"}, "text": {"fi": "?"}, "phase": "gone", "theme": "gone"}]},
            {"agendas.0.phase", "agendas.0.theme"},
        ),
        ({"planned": [planned_meeting(week=None)]}, {"planned.0.week"}),
        ({"planned": [planned_meeting(week=26)]}, {"planned.0.week"}),
        ({"planned": [planned_meeting(week=None, day="2027-03-08")]}, {"planned.0.week"}),
        ({"planned": [planned_meeting(starts="7:00")]}, {"planned.0.starts"}),
        ({"planned": [planned_meeting(minutes=0, places=True)]}, {"planned.0.minutes", "planned.0.places"}),
        ({"planned": [planned_meeting()] * 2}, {"planned.1.id"}),
        ({"support": {"en": "x" * 2_001}}, {"support"}),
        ({"themes": [{"id": "Isoilla", "name": {"fi": "Isoilla"}}]}, {"themes.0.id"}),
    ],
)
def test_every_fault_is_said_at_its_field(changes, fields):
    # Questions for a phase or a theme would miss the one that a fault takes away.
    errors = plan_errors(half_year(**{"agendas": [], **changes}))
    assert set(errors) == fields
    assert all(sentence.endswith(".") for sentences in errors.values() for sentence in sentences)


def test_a_plan_that_is_no_object_has_faults_and_no_crash():
    assert "title" in plan_errors(["not", "a", "plan"])


def test_a_new_id_is_stable_and_free():
    assert new_id("Oman työn kehittäminen", set(), "theme") == "oman-tyon-kehittaminen"
    assert new_id("Alku", {"alku", "alku-2"}, "phase") == "alku-3"
    assert new_id("学び", set(), "theme") == "theme"


# ---- phases in the calendar ----


def test_a_phase_ends_where_the_next_one_starts_and_the_last_with_the_programme():
    timeline = Plan.from_dict(HALF_YEAR).timeline(START)
    assert [span.number for span in timeline] == [1, 2, 3, 4, 5, 6, 7]
    assert all(later.first_day - span.last_day == DAY for span, later in itertools.pairwise(timeline))
    assert timeline[0].first_day == START
    assert timeline[-1].last_day == START + dt.timedelta(weeks=26) - DAY == Plan.from_dict(HALF_YEAR).ends_on(START)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (START - DAY, None),
        (START, "alku"),
        (START + 21 * DAY - DAY, "alku"),
        (START + 21 * DAY, "oma-osaaminen"),
        (START + 23 * 7 * DAY, "lopetus"),
        (START + 26 * 7 * DAY - DAY, "lopetus"),
        (START + 26 * 7 * DAY, None),
    ],
)
def test_the_phase_of_a_day(day, phase):
    found = Plan.from_dict(HALF_YEAR).phase_on(day, START)
    assert (found.id if found else None) == phase


@pytest.mark.parametrize(
    ("now", "time_zone", "day"),
    [
        ("2026-09-27T20:59:59+00:00", "Europe/Helsinki", dt.date(2026, 9, 27)),
        ("2026-09-27T21:00:00+00:00", "Europe/Helsinki", dt.date(2026, 9, 28)),
        ("2026-10-25T21:59:59+00:00", "Europe/Helsinki", dt.date(2026, 10, 25)),  # the night the clocks go back
        ("2026-10-25T22:00:00+00:00", "Europe/Helsinki", dt.date(2026, 10, 26)),
        ("2026-09-27T15:00:00+00:00", "Asia/Tokyo", dt.date(2026, 9, 28)),
        ("2026-09-28T03:59:59+00:00", "America/New_York", dt.date(2026, 9, 27)),
    ],
)
def test_a_day_begins_at_the_programmes_own_midnight(now, time_zone, day):
    assert Plan.from_dict(half_year(time_zone=time_zone)).today(dt.datetime.fromisoformat(now)) == day


def test_phases_may_begin_on_days_and_in_any_order():
    plan = Plan.from_dict(half_year(phases=phases("2026-11-02", 0, "2026-10-01")))
    spans = [(span.phase.id, span.first_day) for span in plan.timeline(START)]
    assert spans == [("p1", START), ("p2", dt.date(2026, 10, 1)), ("p0", dt.date(2026, 11, 2))]


def test_a_later_round_keeps_the_distance_of_phases_that_begin_on_days():
    plan = Plan.from_dict(half_year(phases=phases(0, "2026-10-05")))
    later = START + dt.timedelta(weeks=52)
    assert [span.first_day for span in plan.timeline(later)] == [later, later + dt.timedelta(weeks=4)]


def test_before_the_first_phase_there_is_none():
    plan = Plan.from_dict(half_year(phases=phases(2)))
    assert plan.phase_on(START, START) is None
    assert plan.phase_on(START + 14 * DAY, START).id == "p0"


@pytest.mark.parametrize(("start", "phase"), [(dt.date.min, "p0"), (dt.date.max, "p1")])
def test_the_ends_of_the_calendar_are_no_crash(start, phase):
    plan = Plan.from_dict(half_year(phases=phases(0, 25)))
    assert plan.phase_on(start, start).id == phase
    assert plan.ends_on(dt.date.max) == dt.date.max


@given(
    st.lists(
        st.integers(0, 30) | st.dates(dt.date(2026, 8, 1), dt.date(2027, 4, 1)).map(dt.date.isoformat), max_size=8
    ),
    st.integers(1, 40),
    st.dates(dt.date(2026, 6, 1), dt.date(2027, 9, 1)),
)
def test_every_day_of_a_round_is_in_at_most_one_phase(starts, weeks, day):
    plan = Plan.from_dict(half_year(phases=phases(*starts), length_weeks=weeks))
    timeline = plan.timeline(START)
    holding = [span.phase for span in timeline if span.holds(day)]
    inside = START <= day <= plan.ends_on(START)
    assert len(holding) <= 1
    assert plan.phase_on(day, START) == (holding[0] if holding else None)
    if timeline:
        assert bool(holding) == (inside and day >= timeline[0].first_day)


@pytest.mark.parametrize("way", ["choice", "hybrid"])
def test_peers_have_nobody_to_ask_and_the_author_reads_it_beside_the_field(way):
    plan = PRESETS["half_year"](dt.date(2026, 9, 7))
    plan["matching"] = {**plan["matching"], "way": way}
    for relationship in ("pair", "small_group", "reverse"):
        assert plan_errors({**plan, "relationship": relationship}) == {}
    assert list(plan_errors({**plan, "relationship": "peer"})) == ["matching.way"]
    plan["matching"]["way"] = "coordinator"
    assert plan_errors({**plan, "relationship": "peer"}) == {}
