"""Groups keep to every wish and size, are valued as they are, and are the best there are where that can be known."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentoring_xblock.matching.errors import BadInput, Cancelled
from mentoring_xblock.matching.grouping import GroupingProblem, Rule, coach_groups, exact, group

SETTINGS = settings(max_examples=25, deadline=None)


def points(people, seed=0, highest=100):
    """Whole distances between 0 and `highest`."""
    upper = np.triu(np.random.default_rng(seed).integers(0, highest + 1, (people, people)), 1)
    return upper + upper.T


def value_of(distance, groups):
    return sum(float(distance[one, other]) for people in groups for one, other in combinations(people, 2))


def best_of_all(distance, size, groups, worst=False):
    """The best partition into groups of `size`, by trying all."""

    def ways(people):
        if not people:
            yield ()
            return
        for others in combinations(people[1:], size - 1):
            taken = (people[0], *others)
            for rest in ways([person for person in people if person not in taken]):
                yield (taken, *rest)

    def rank(way):
        sums = [value_of(distance, [people]) for people in way]
        return (min(sums), sum(sums)) if worst else sum(sums)

    return max(rank(way) for way in ways(list(range(size * groups))))


@st.composite
def problems(draw, objective=None):
    """Problems that may contradict themselves, with few people."""
    people = draw(st.integers(0, 13))
    groups = draw(st.integers(1, 4))
    lo = draw(st.integers(0, people // groups))
    hi = draw(st.integers(max(lo, -(-people // groups)), max(lo, -(-people // groups)) + 2))
    seed = draw(st.integers(0, 10**6))
    person = st.integers(0, max(0, people - 1))
    few = st.lists(st.lists(person, min_size=2, max_size=3, unique=True).map(tuple), max_size=3).map(tuple)
    rng = np.random.default_rng(seed)
    rules = []
    for kind in draw(st.sets(st.sampled_from(["mix", "alike", "not_alone", "common"]), max_size=3)):
        values = rng.random((people, 3)) < 0.6 if kind == "common" else rng.integers(-1, 3, people)
        rules.append(Rule(kind, values, 1))
    return GroupingProblem.checked(
        distance=points(people, seed),
        sizes=(lo, hi),
        groups=groups,
        together=draw(few) if people >= 3 else (),
        apart=draw(few) if people >= 3 else (),
        fixed=np.where(rng.random(people) < draw(st.sampled_from([0, 0.2])), rng.integers(0, groups, people), -1),
        rules=sorted(rules, key=lambda rule: rule.kind),
        seed=draw(st.integers(0, 5)),
        objective=objective or draw(st.sampled_from(["total", "worst"])),
    )


def grouped(problem):
    """Groups, for problems that have any."""
    try:
        return group(problem)
    except BadInput:
        assume(False)


@pytest.mark.once
@SETTINGS
@given(problems())
def test_everybody_is_in_one_group_and_no_wish_is_broken(problem):
    found = grouped(problem)
    assert sorted(person for people in found.groups for person in people) == list(range(problem.people))
    assert len(found.groups) == problem.groups
    lo, hi = problem.sizes
    assert all(lo <= len(people) <= hi for people in found.groups)
    for people in problem.together:
        assert len({found.of[person] for person in people}) == 1
    for people in problem.apart:
        assert len({found.of[person] for person in people}) == len(people)
    locked = problem.locked()
    assert (found.of[locked >= 0] == locked[locked >= 0]).all()


@pytest.mark.once
@SETTINGS
@given(problems())
def test_value_worst_and_bound_are_what_they_say(problem):
    found = grouped(problem)
    assert found.value == value_of(problem.distance, found.groups)
    assert found.worst == min(value_of(problem.distance, [people]) for people in found.groups)
    assert found.bound >= found.value


@SETTINGS
@given(problems())
def test_broken_rules_are_exactly_those_that_groups_do_not_meet(problem):
    found = grouped(problem)
    told = {(one.rule, one.group) for one in found.broken}
    for number, rule in enumerate(problem.rules):
        for place, people in enumerate(found.groups):
            assert ((number, place) in told) == (not meets(rule, list(people), problem))


def meets(rule, people, problem):
    if rule.kind == "common":
        return rule.values[people].all(axis=0).sum() >= rule.minimum
    levels = [level for level in rule.values[people] if level >= 0]
    if rule.kind == "alike":
        return len(set(levels)) <= 1
    if rule.kind == "not_alone":
        return all(levels.count(level) != 1 for level in levels)
    every = [level for level in rule.values if level >= 0]
    return all(
        every.count(level) // problem.groups <= levels.count(level) <= -(-every.count(level) // problem.groups)
        for level in set(every)
    )


@pytest.mark.once
@SETTINGS
@given(problems(), st.randoms(use_true_random=False))
def test_with_ids_the_order_of_rows_does_not_matter(problem, random):
    names = tuple(f"p{number:02}" for number in range(problem.people))
    order = list(range(problem.people))
    random.shuffle(order)
    place = {row: new for new, row in enumerate(order)}
    first = grouped(GroupingProblem(**(vars(problem) | {"ids": names})))
    second = group(
        GroupingProblem(
            **vars(problem)
            | {
                "distance": problem.distance[np.ix_(order, order)],
                "together": tuple(tuple(place[person] for person in people) for people in problem.together),
                "apart": tuple(tuple(place[person] for person in people) for people in problem.apart),
                "fixed": problem.fixed[order],
                "rules": tuple(Rule(rule.kind, rule.values[order], rule.minimum) for rule in problem.rules),
                "ids": tuple(names[row] for row in order),
            }
        )
    )
    assert [{order[person] for person in people} for people in second.groups] == [set(some) for some in first.groups]
    assert second.input_hash == first.input_hash


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("size", "groups"), [(2, 4), (3, 3), (4, 2), (5, 2)])
def test_few_people_are_grouped_in_the_best_way_and_that_is_proved(size, groups, seed):
    distance = points(size * groups, seed)
    found = group(GroupingProblem(distance, (size, size), groups))
    assert found.value == best_of_all(distance, size, groups) == found.bound
    assert found.proved


@pytest.mark.parametrize("seed", range(4))
def test_the_worst_group_comes_first_when_asked_for(seed):
    distance = points(9, seed)
    found = group(GroupingProblem(distance, (3, 3), 3, objective="worst"))
    assert (found.worst, found.value) == best_of_all(distance, 3, 3, worst=True)


def test_worst_first_gives_no_smaller_worst_group_than_the_total():
    distance = points(60, 3)
    total = group(GroupingProblem(distance, (5, 5), 12))
    worst = group(GroupingProblem(distance, (5, 5), 12, objective="worst"))
    assert worst.worst > total.worst
    assert worst.value <= total.bound


def test_the_same_problem_gives_the_same_answer_without_a_time_limit():
    problem = GroupingProblem(points(70, 1), (4, 6), 14, seed=5)
    first, second = group(problem), group(problem)
    assert first.groups == second.groups
    assert first.input_hash == second.input_hash
    assert group(GroupingProblem(points(70, 1), (4, 6), 14, seed=6)).input_hash != first.input_hash


def test_a_time_limit_is_kept():
    found = group(GroupingProblem(points(300, 1), (5, 5), 60, seconds=0.3))
    assert found.seconds < 2
    assert sorted(person for people in found.groups for person in people) == list(range(300))


def test_equal_distances_are_known_to_be_the_best_at_once():
    distance = np.full((90, 90), 7.0)
    found = group(GroupingProblem(distance, (5, 5), 18))
    assert found.proved
    assert found.value == pytest.approx(18 * 10 * 7) == found.bound


@pytest.mark.parametrize("kind", ["float32", "float64", "int16", "int32"])
def test_every_number_type_gives_the_same_groups(kind):
    distance = points(40, 2).astype(kind)
    assert group(GroupingProblem(distance, (4, 4), 10)).value == group(GroupingProblem(points(40, 2), (4, 4), 10)).value


def test_the_diagonal_is_not_read():
    distance = points(12, 2)
    with_diagonal = distance + np.diag(np.arange(12) * 1000)
    assert group(GroupingProblem(with_diagonal, (3, 3), 4)).value == group(GroupingProblem(distance, (3, 3), 4)).value


@pytest.mark.parametrize(
    ("people", "sizes", "groups"), [(0, (0, 4), 3), (0, (0, 0), 0), (1, (1, 1), 1), (1, (0, 3), 4)]
)
def test_nobody_and_one_person(people, sizes, groups):
    found = group(GroupingProblem.checked(distance=np.zeros((people, people)), sizes=sizes, groups=groups))
    assert [len(some) for some in found.groups] == ([people] + [0] * groups)[:groups]
    assert found.value == found.worst == 0


def test_coaches_are_given_to_the_groups_that_they_suit():
    scores = np.array([[90, 10, 0], [80, 70, 0], [10, 20, 60]], dtype=np.int32) * 1000
    assert coach_groups(scores, np.array([1, 1, 1])).mentor.tolist() == [0, 1, 2]
    assert coach_groups(scores, np.array([2, 0, 1])).mentor.tolist() == [0, 0, 2]


def test_progress_is_told_and_can_cancel():
    told = []
    group(GroupingProblem(points(50, 1), (5, 5), 10), lambda stage, done: told.append((stage, done)) or True)
    shares = [done for _stage, done in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)
    with pytest.raises(Cancelled):
        group(GroupingProblem(points(50, 1), (5, 5), 10), lambda stage, done: stage != "search")


def test_what_the_solver_has_when_its_time_is_over_is_taken_only_if_it_is_better(monkeypatch):
    distance = points(12, seed=2).astype(float)
    columns = exact.Columns(distance, (3, 3))
    best = exact.best_partition(exact.Columns(distance, (3, 3)), 4, -np.inf, None)
    solved = exact.milp

    def stopped(*given, **more):
        answer = solved(*given, **more)
        answer.status = 1
        return answer

    monkeypatch.setattr(exact, "milp", stopped)
    found = exact.best_partition(columns, 4, best.bound - 1e-3, None)
    assert found.group is not None and not found.proved
    monkeypatch.setattr(exact, "relaxed", lambda *given: (best.bound + 5, np.zeros(13)))
    found = exact.best_partition(exact.Columns(distance, (3, 3)), 4, best.bound, None)
    assert found.group is None and not found.proved
