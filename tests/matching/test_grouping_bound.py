"""The bound on all groupings holds for every price, and the search's tables count as one counts by hand."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring_xblock.matching.grouping import Rule
from mentoring_xblock.matching.grouping.bound import best_bound, bound_at, places_of
from mentoring_xblock.matching.grouping.problem import members_of, values_of
from mentoring_xblock.matching.grouping.rules import tables_of
from mentoring_xblock.matching.grouping.search import Ground, Search


def sizes_between(draw, lo, hi, groups):
    return [draw(st.integers(lo, hi)) for _group in range(groups)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_grouping_is_above_the_bound_at_any_prices(data):
    lo = data.draw(st.integers(0, 3))
    hi = data.draw(st.integers(max(1, lo), 5))
    sizes = sizes_between(data.draw, lo, hi, data.draw(st.integers(1, 5)))
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    people = sum(sizes)
    upper = np.triu(rng.normal(1, 3, (people, people)), 1)
    distance = upper + upper.T
    price = np.maximum(0, rng.normal(0, 2, people))
    group = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    value = values_of(distance, members_of(group, len(sizes), hi)).sum()
    places = places_of(people, (lo, hi), len(sizes))
    assert value <= bound_at(distance, places, price) + 1e-9
    assert value <= best_bound(distance, places, lambda: True)[0] + 1e-9


def test_the_bound_is_what_the_formula_says():
    rng = np.random.default_rng(4)
    upper = np.triu(rng.random((400, 400)), 1)
    distance, price = upper + upper.T, rng.random(400)
    over = sum(max(0, distance[pair] - price[list(pair)].sum()) for pair in combinations(range(400), 2))
    assert bound_at(distance, places_of(400, (5, 5), 80), price) == pytest.approx(4 * price.sum() + over)


def test_the_bound_is_tight_where_everybody_finds_partners():
    # Forty groups of five, where all of a group are close: the bound is their value.
    group = np.arange(200) % 40
    distance = (group[:, None] == group[None, :]) * 10.0
    bound, _price = best_bound(distance, places_of(200, (5, 5), 40), lambda: True)
    assert bound == pytest.approx(40 * 10 * 10, rel=1e-3)


def rules_for(rng, people):
    return (
        Rule("mix", rng.integers(-1, 3, people)),
        Rule("alike", rng.integers(-1, 3, people)),
        Rule("not_alone", rng.integers(-1, 4, people)),
        Rule("common", rng.random((people, 6)) < 0.6, 2),
    )


@pytest.mark.parametrize("seed", range(4))
def test_every_way_offered_is_worth_what_taking_it_brings(seed):
    rng = np.random.default_rng(seed)
    people, groups = 18, 4
    upper = np.triu(rng.integers(0, 30, (people, people)), 1).astype(float)
    ground = Ground(
        distance=upper + upper.T,
        against={0: np.array([1, 2]), 1: np.array([0]), 2: np.array([0])},
        movable=np.arange(people) != 5,
        lo=3,
        hi=6,
        groups=groups,
        tables=tables_of(rules_for(rng, people), groups, 12),
        weight=7.0,
    )
    start = np.array([0, 1, 2, 3] * 4 + [0, 1])
    search = Search(ground, start, rng)
    for person in range(people):
        if person == 5:
            continue
        offered = search.offer(person).copy()
        before = search.score
        for way in np.flatnonzero(np.isfinite(offered)).tolist():
            if search.take(person, way):
                fresh = Search(ground, search.group, rng)
                assert fresh.score == pytest.approx(search.score) == pytest.approx(before + offered[way])
                assert not any(ground.at_odds(np.flatnonzero(search.group == number)) for number in range(groups))
                assert search.group[5] == start[5]
            search.restart(start)
