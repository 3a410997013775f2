"""Pictures of how far a goal has come: where their marks lie, and that their names say all of it."""

import datetime as dt
import uuid
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring_xblock.attainment import pictures
from mentoring_xblock.attainment.data import (
    Answer,
    Attained,
    Change,
    RatingInfo,
    ScaleDraft,
    ScaleInfo,
    Stage,
    Standing,
)
from tests.attainment.conftest import LEVELS

pytestmark = pytest.mark.once

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
GOAL = uuid.uuid4()


def on(month, day):
    return dt.datetime(2026, month, day, 12, tzinfo=dt.UTC)


def rated(level, at, *, stage=Stage.BETWEEN, agreed="", counts=True):
    agreed_at = at if agreed else None
    return RatingInfo(uuid.uuid4(), GOAL, stage, "", Answer(level), at, 1, "Elli", counts, agreed, agreed_at)


def standing(*ratings, baseline=None, texts=LEVELS, problems=()):
    return Standing(GOAL, ScaleInfo(GOAL, ScaleDraft(texts, baseline), 1, 1, problems), ratings)


AINO = standing(
    rated(-1, on(10, 2), stage=Stage.START), rated(-1, on(10, 20)), rated(0, on(11, 17), agreed="Anna Laine")
)


def test_the_ladder_shows_the_way_and_says_it():
    found = pictures.ladder(AINO)
    assert found.sentence == "Start −1, now 0. Never a grade."
    assert [(rung.sign, rung.look, rung.marks) for rung in found.rungs] == [
        ("+2", "", ()),
        ("+1", "", ()),
        ("0", "mn-gas-now mn-gas-down", ("now, 17 Nov, agreed with Anna Laine",)),
        ("−1", "mn-gas-was mn-gas-up", ("at the start, 2 Oct",)),
        ("−2", "", ()),
    ]
    assert [rung.now for rung in found.rungs] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("found", "looks", "sentence"),
    [
        (standing(), ["", "", "", "", ""], "Not rated yet. Never a grade."),
        (standing(baseline=-1), ["", "", "", "mn-gas-was", ""], "Not rated yet. Never a grade."),
        (standing(rated(1, NOW)), ["", "mn-gas-now", "", "", ""], "Now +1. Never a grade."),
        (
            standing(rated(1, NOW), baseline=-1),
            ["", "mn-gas-now mn-gas-down", "mn-gas-via", "mn-gas-was mn-gas-up", ""],
            "Start −1, now +1. Never a grade.",
        ),
        (
            standing(rated(2, on(10, 1), stage=Stage.START), rated(-2, NOW)),
            ["mn-gas-was mn-gas-down", "mn-gas-via", "mn-gas-via", "mn-gas-via", "mn-gas-now mn-gas-up"],
            "Start +2, now −2. Never a grade.",
        ),
        (
            standing(rated(0, NOW, counts=False), texts={0: "x"}, problems=("",)),
            [""] * 5,
            "Not rated yet. Never a grade.",
        ),
    ],
)
def test_every_way_has_its_two_ends(found, looks, sentence):
    ladder = pictures.ladder(found)
    assert [rung.look for rung in ladder.rungs] == looks
    assert ladder.sentence == sentence


def test_how_it_moved_lies_between_the_first_moment_and_today():
    met = [on(10, 8), on(10, 22), on(11, 3), on(11, 16)]
    written = [on(10, 2), on(10, 10), on(11, 7)]
    found = pictures.moved(AINO, NOW, met, written)
    assert [(dot.kind, dot.y, dot.r) for dot in found.dots] == [("ring", 93, 6), ("dot", 93, 6), ("dot", 66, 7)]
    assert (found.dots[0].x, found.height, found.below) == (14.0, 160, 148)
    assert len(found.strokes) == 2
    assert (len(found.meetings), len(found.changes)) == (4, 3)
    assert found.name == (
        "Rated −1 on 2 October, −1 on 20 October and 0 on 17 November. "
        "Four meetings between 2 October and 22 November. Three changes of the text between 2 October and 22 November."
    )
    assert (found.first, found.last) == ("2 Oct, −1", "now, 0")
    assert found.key == (("rating", "3 ratings"), ("meeting", "4 meetings"), ("change", "3 changes"))
    assert [one.kind for one in found.told][:2] == ["rating", "meeting"]
    assert found.told[0].sentence == "Rated 0, agreed with Anna Laine."


def test_a_goal_that_nobody_rated_has_its_meetings_and_changes_only():
    assert pictures.moved(standing(), NOW) is None
    line = pictures.moved(standing(rated(None, on(11, 1), counts=False)), NOW)
    assert (line.name, line.dots, line.told[0].sentence) == ("", (), "A line about it.")
    found = pictures.moved(standing(), NOW, [on(11, 1)])
    assert (found.height, found.levels, found.meetings, found.name) == (
        44,
        (),
        (50.0,),
        "One meeting between 1 November and 22 November.",
    )
    assert (found.first, found.last) == ("1 Nov", "today")


def test_one_rating_alone_stands_in_the_middle_and_what_does_not_count_is_told_but_not_drawn():
    found = pictures.moved(standing(rated(-2, on(9, 1), counts=False), rated(1, on(11, 1))), NOW)
    assert [(dot.kind, dot.x) for dot in found.dots] == [("dot", 50.0)]
    assert found.name == "Rated +1 on 1 November."
    assert [one.sentence for one in found.told] == ["Rated +1.", "Rated −2, on levels that have changed since."]


def test_many_ratings_are_named_by_the_ends():
    many = [rated(level, on(10, 1 + number)) for number, level in enumerate([-2, -1, 0, 1, 0, 1, 2])]
    assert (
        pictures.moved(standing(*many), NOW).name == "Rated −2 on 1 October and +2 on 7 October, and 5 times between."
    )


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 900_000)), max_size=90),
    st.lists(st.integers(0, 900_000), max_size=90),
)
def test_whatever_happened_the_marks_stay_in_the_picture(ratings, minutes):
    def at(minute):
        return NOW - dt.timedelta(minutes=minute)

    given_ = sorted((rated(level, at(minute)) for level, minute in ratings), key=lambda one: one.at)
    found = pictures.moved(standing(*given_), NOW, map(at, minutes), map(at, minutes))
    if found is None:
        assert not ratings
        assert not minutes
        return
    across = [dot.x for dot in found.dots]
    assert across == sorted(across)
    assert len(across) <= 60
    for x in (*across, *found.meetings, *found.changes):
        assert 14 <= x <= 98
    for row in (found.meetings, found.changes):
        assert all(two - one >= 1.5 - 1e-9 for one, two in pairwise(row))
        assert len(row) <= 40
    assert bool(found.dots) == bool(ratings)
    assert ("Rated" in found.name) == bool(ratings)


def test_the_small_picture_and_all_together():
    assert pictures.mini(standing(problems=("",))) is None
    assert pictures.mini(standing()).name == "Not rated yet"
    assert pictures.mini(standing(rated(0, NOW))) == pictures.Mini(None, 45, "At 0")
    assert pictures.mini(AINO) == pictures.Mini(27, 45, "From −1 to 0")
    found = pictures.together(Change(Attained(30.6, 2, 3), Attained(43.8, 2, 3), 2, 30.6, 43.8))
    assert found.name == "From 31 at the start to 44 now, on a scale on which 50 is what was expected."
    assert (found.start, found.now) == (28.7, 43.2)
