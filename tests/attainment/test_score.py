"""The T-score: known values, and what holds whatever people weigh and reach."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentoring_xblock.attainment.score import RHO, round_half_up, t_score

pytestmark = pytest.mark.once

#: (weights, levels, T); the first seven are worked out by hand from Kiresuk & Sherman's formula.
VECTORS = [
    ((1, 1, 1), (0, 0, 0), 50.0),
    ((1, 1, 1), (1, 1, 1), 63.693063937629155),
    ((1, 1, 1), (2, 2, 2), 77.38612787525831),
    ((1, 1, 1), (-2, -2, -2), 22.613872124741693),
    ((3, 2, 1), (1, 0, -1), 54.40652649239232),
    ((3, 2, 1), (-1, -1, -2), 34.577157276626885),
    ((1,), (2,), 70.0),
    ((1,), (-1,), 40.0),
    ((1, 1), (1, 0), 56.20173672946042),
    ((1, 1), (-1, -1), 37.59652654107916),
    ((2, 0, 1), (1, 2, 0), 58.03219328902499),
    ((9, 6, 1), (2, -1, 0), 59.50467097741729),
    ((3, 2, 1), (1, 1, 0), 61.01631623098079),
    ((1,) * 50, (2,) * 50, 85.69153051241248),
]
#: What one step of one goal is worth, with one to six goals that count the same.
STEPS = (10, 6.201736729460423, 4.564354645876384, 3.6273812505500587, 3.015113445777636, 2.5819888974716116)

levels = st.integers(-2, 2)
weights = st.one_of(st.integers(0, 9), st.floats(1e-6, 1e6))


def goals_at(levels_):
    """Goals of which at least one counts, wherever it stands."""
    counts = st.tuples(st.one_of(st.integers(1, 9), st.floats(1e-6, 1e6)), levels_)
    others = st.lists(st.tuples(weights, levels_), max_size=11)
    return st.builds(lambda one, some, place: [*some[:place], one, *some[place:]], counts, others, st.integers(0, 11))


goals = goals_at(levels)
quick = settings(max_examples=60)


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("weighed", "reached", "score"), VECTORS)
def test_known_scores(weighed, reached, score):
    assert t_score(zip(weighed, reached, strict=True)) == pytest.approx(score, rel=1e-12)


@pytest.mark.parametrize("goals_", range(1, 7))
def test_a_step_with_equal_weights(goals_):
    rated = [(1, 1)] + [(1, 0)] * (goals_ - 1)
    assert t_score(rated) == pytest.approx(50 + STEPS[goals_ - 1], rel=1e-12)


def test_without_anything_to_add_up_there_is_no_score():
    assert t_score([]) is None
    assert t_score([(0, 1), (0, 1)]) is None


@pytest.mark.parametrize("level", [3, -3, 0.5, 1.0, True, "1", None])
def test_levels_that_there_are_not(level):
    with pytest.raises(ValueError, match="a level is"):
        t_score([(1, level)])


@pytest.mark.parametrize("weight", [-1, math.inf, math.nan, True, "1", None])
def test_weights_that_there_are_not(weight):
    with pytest.raises(ValueError, match="a weight is"):
        t_score([(weight, 1)])


@quick
@given(goals_at(st.integers(-2, 1)))
def test_adding_one_to_all_levels_raises_it(rated):
    higher = t_score([(weight, level + 1) for weight, level in rated])
    whole, squares = math.fsum(w for w, _ in rated), math.fsum(w * w for w, _ in rated)
    step = 10 * whole / math.sqrt((1 - RHO) * squares + RHO * whole**2)
    assert higher > t_score(rated)
    assert higher - t_score(rated) == near(step)


@quick
@given(goals, st.floats(1e-3, 1e3))
@example([(1e308, 1), (1e308, -2)], 1e-300)
@example([(1e-308, 1), (3e-308, -2)], 1e300)
def test_only_proportions_of_weights_count(rated, times):
    assert t_score([(weight * times, level) for weight, level in rated]) == near(t_score(rated))


@quick
@given(goals, st.data())
def test_neither_order_nor_what_counts_nothing_changes_it(rated, data):
    shuffled = data.draw(st.permutations([*rated, (0, data.draw(levels))]))
    assert t_score(shuffled) == near(t_score(rated))


@quick
@given(goals)
def test_it_is_symmetrical_around_what_was_expected_and_never_leaves_the_picture(rated):
    score = t_score(rated)
    assert t_score([(weight, -level) for weight, level in rated]) == near(100 - score)
    assert t_score([(weight, 0) for weight, _ in rated]) == 50
    assert abs(score - 50) <= 20 / math.sqrt(RHO)


@quick
@given(
    # Floats hold no step of a goal that counts a millionth of another.
    st.lists(st.tuples(st.integers(0, 9), levels), max_size=11),
    st.integers(1, 9),
    st.integers(-2, 1),
    st.integers(0, 11),
)
def test_raising_one_goal_that_counts_raises_it(others, weight, level, place):
    before, after = others[:place], others[place:]
    assert t_score([*before, (weight, level + 1), *after]) > t_score([*before, (weight, level), *after])


@quick
@given(weights.filter(bool), levels)
def test_one_goal_alone_counts_the_same_whatever_its_weight(weight, level):
    assert t_score([(weight, level)]) == near(50 + 10 * level)


@pytest.mark.parametrize(
    ("score", "shown"), [(49.5, 50), (50.5, 51), (44.4999, 44), (44.5, 45), (0.0, 0), (-4.5, -5), (-4.4, -4)]
)
def test_it_is_shown_as_a_whole_number(score, shown):
    assert round_half_up(score) == shown
