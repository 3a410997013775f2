"""The same assignment by OR-Tools, for those who have it installed (extra "solver"): faster where seats are many."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow


def flow(rows: np.ndarray, columns: np.ndarray, worth: np.ndarray, n: int, seats: np.ndarray) -> np.ndarray:
    """Return what `assignment.assign` returns, as a flow of the least cost.

    Args:
        rows, columns, worth: int64, the cells.
        n: number of rows.
        seats: int64[m].

    Raises:
        RuntimeError: the solver gave up, which it has no reason to: leaving everybody unmatched is a flow.
    """
    m = len(seats)
    sink = n + m
    solver = min_cost_flow.SimpleMinCostFlow()
    ones = np.ones(len(rows), dtype=np.int64)
    cells = solver.add_arcs_with_capacity_and_unit_cost(rows, columns + n, ones, -worth)
    places = np.minimum(seats, n)
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(n, sink), np.full(m, sink), places, np.zeros(m, dtype=np.int64)
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(n), np.full(n, sink), np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    )
    solver.set_nodes_supplies(np.append(np.arange(n), sink), np.append(np.ones(n, dtype=np.int64), -n))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"min_cost_flow stopped with {status}")
    used = solver.flows(cells) > 0
    mentor = np.full(n, -1, dtype=np.int64)
    mentor[rows[used]] = columns[used]
    return mentor
