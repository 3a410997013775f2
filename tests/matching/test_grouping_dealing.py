"""One of each group dealt out anew: its table counts as one counts by hand, and several rules at once are met."""

import numpy as np
import pytest

from demo.benchmarks.grouping_instances import witnessed
from mentoring_xblock.matching.grouping import Rule
from mentoring_xblock.matching.grouping.dealing import deal
from mentoring_xblock.matching.grouping.rules import tables_of
from mentoring_xblock.matching.grouping.search import Ground, Search

PEOPLE, GROUPS = 24, 6


def rules_for(rng):
    return (
        Rule("mix", rng.integers(-1, 3, PEOPLE)),
        Rule("alike", rng.integers(-1, 3, PEOPLE)),
        Rule("not_alone", rng.integers(-1, 4, PEOPLE)),
        Rule("common", rng.random((PEOPLE, 6)) < 0.6, 1),
        Rule("common", rng.random((PEOPLE, 6)) < 0.6, 2),
    )


def cost_of(table, group):
    table.reset(group)
    return table.costs()


@pytest.mark.parametrize("number", range(5))
def test_what_each_group_would_cost_with_each_person_is_what_it_costs_then(number):
    rng = np.random.default_rng(7)
    rule = rules_for(rng)[number]
    table = tables_of([rule], GROUPS, 12)[0]
    of = rng.permutation(np.arange(PEOPLE) % GROUPS)
    groups = rng.permutation(GROUPS)
    people = np.array([rng.choice(np.flatnonzero(of == one)) for one in groups])
    people[2] = -1
    now = cost_of(table, of)
    found = table.dealt(people, groups).copy()
    for to, place in enumerate(groups.tolist()):
        for person in people.tolist():
            then = of.copy()
            if people[to] >= 0:
                # Whoever stood up is in none of these groups; a group of their own has no say in what this one costs.
                then[people[to]] = (place + 1) % GROUPS
            if person >= 0:
                then[person] = place
            assert found[to, people.tolist().index(person)] == pytest.approx(cost_of(table, then)[place] - now[place])


def test_dealing_keeps_to_wishes_and_sizes_and_never_ends_worse():
    for seed in range(6):
        rng = np.random.default_rng(seed)
        ground = Ground(
            distance=np.zeros((PEOPLE, PEOPLE)),
            against={0: np.array([1, 2]), 1: np.array([0]), 2: np.array([0])},
            movable=np.arange(PEOPLE) != 5,
            lo=3,
            hi=4 + seed % 2,
            groups=GROUPS,
            tables=tables_of(rules_for(rng), GROUPS, 12),
            weight=7.0,
        )
        start = np.arange(PEOPLE) % GROUPS
        search = Search(ground, start, rng)
        before = search.cost
        deal(search, lambda deals: deals / 60)
        sizes = np.bincount(search.group, minlength=GROUPS)
        assert search.cost <= before
        assert search.group[5] == start[5]
        assert not {search.group[1], search.group[2]} & {search.group[0]}
        assert ground.lo <= sizes.min() and sizes.max() <= ground.hi


def test_three_rules_at_once_are_met_where_somebody_knows_how():
    people, groups = 300, 60
    # Two levels mixed, towns not alone, and a language in common.
    rules = witnessed("all", people, 5, 0).rules[:3]
    ground = Ground(
        distance=np.zeros((people, people)),
        against={},
        movable=np.ones(people, dtype=bool),
        lo=5,
        hi=5,
        groups=groups,
        tables=tables_of(rules, groups, 10),
        weight=1.0,
    )
    search = Search(ground, np.arange(people) % groups, np.random.default_rng(0))
    assert search.cost > 300
    deal(search, lambda deals: deals / 1_500)
    assert search.cost == 0
