"""With OR-Tools the same pairs come out. A double stands for it that solves the flow it is given as a programme."""

import sys
from types import ModuleType

import numpy as np
import pytest
from scipy.optimize import linprog

from demo.benchmarks.pairing_instances import FAMILIES, instance
from mentoring_xblock.matching.pairing import assignment, solve


class Solver:
    """Speaks like `ortools.graph.python.min_cost_flow.SimpleMinCostFlow`."""

    OPTIMAL = 1
    status = OPTIMAL

    def __init__(self):
        self.arcs, self.supplies = np.empty((0, 4)), np.empty(0)

    def add_arcs_with_capacity_and_unit_cost(self, tails, heads, capacities, costs):
        added = np.column_stack([tails, heads, capacities, costs])
        self.arcs = np.concatenate([self.arcs, added])
        return np.arange(len(self.arcs) - len(added), len(self.arcs))

    def set_nodes_supplies(self, nodes, supplies):
        self.supplies = np.zeros(int(self.arcs[:, :2].max(initial=nodes.max())) + 1)
        self.supplies[nodes] = supplies

    def solve(self):
        balance = np.zeros((len(self.supplies), len(self.arcs)))
        at = np.arange(len(self.arcs))
        balance[self.arcs[:, 0].astype(int), at] += 1
        balance[self.arcs[:, 1].astype(int), at] -= 1
        bounds = [(0, capacity) for capacity in self.arcs[:, 2]]
        self.found = linprog(self.arcs[:, 3], A_eq=balance, b_eq=self.supplies, bounds=bounds, method="highs-ds").x
        return self.status

    def flows(self, arcs):
        return np.rint(self.found[arcs]).astype(int)


@pytest.fixture
def ortools(monkeypatch):
    parts = ["ortools", "ortools.graph", "ortools.graph.python", "ortools.graph.python.min_cost_flow"]
    modules = [ModuleType(name) for name in parts]
    for outer, inner, name in zip(modules, modules[1:], parts[1:], strict=False):
        setattr(outer, name.rpartition(".")[2], inner)
    modules[-1].SimpleMinCostFlow = Solver
    for name, module in zip(parts, modules, strict=True):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "mentoring_xblock.matching.pairing.ortools_flow", raising=False)
    monkeypatch.setattr(assignment, "_HAS_ORTOOLS", True)
    yield Solver
    sys.modules.pop("mentoring_xblock.matching.pairing.ortools_flow", None)


@pytest.mark.parametrize("objective", ["fair", "total"])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_pairs_come_out(family, objective, monkeypatch, ortools):
    problem = instance(family, 24, seed=1, objective=objective)
    found = solve(problem)
    monkeypatch.setattr(assignment, "_HAS_ORTOOLS", False)
    assert found.mentor.tolist() == solve(problem).mentor.tolist()


def test_a_solver_that_gives_up_is_no_answer(monkeypatch, ortools):
    monkeypatch.setattr(ortools, "status", 7)
    with pytest.raises(RuntimeError, match="stopped with 7"):
        solve(instance("ties", 12, seed=1))
