"""`manage.py benchmark goals` prints rows, and more goals and more mentees cost no more queries."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from demo.management.commands import benchmark

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def rows(monkeypatch):
    """What the command says for a few goals, measured in the database of the tests."""
    monkeypatch.setattr(benchmark, "own_database", benchmark.contextlib.nullcontext)
    monkeypatch.setattr("demo.benchmarks.measure.RUNS", 2)
    out = StringIO()
    call_command("benchmark", "goals", "--goals", "2", "6", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_more_goals_and_more_mentees_cost_no_more_queries(rows):
    assert [(row["page"], row["size"]) for row in rows] == [
        ("worksheet", 2),
        ("mentor", 8),
        ("worksheet", 6),
        ("mentor", 24),
    ]
    assert {frozenset(row) for row in rows} == {frozenset({"page", "size", "queries", "milliseconds"})}
    few, many = ({row["page"]: row["queries"] for row in found} for found in (rows[:2], rows[2:]))
    assert few == many
    assert all(queries > 10 for queries in few.values())
