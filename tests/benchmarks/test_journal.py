"""`manage.py benchmark journal` prints rows, and neither more entries, nor more people, nor encryption cost a query."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from demo.management.commands import benchmark

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = ("timeline", "search", "search in vain")


@pytest.fixture
def rows(monkeypatch):
    """What the command says for a few entries and people, measured in the database of the tests."""
    monkeypatch.setattr(benchmark, "own_database", benchmark.contextlib.nullcontext)
    monkeypatch.setattr("demo.benchmarks.measure.RUNS", 2)
    out = StringIO()
    asked = ("--entries", "5", "45", "--people", "22", "60")
    call_command("benchmark", "journal", *asked, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_more_of_anything_costs_no_more_queries(rows):
    looking_back = [(page, size, sealed) for size in (5, 45) for sealed in (False, True) for page in PAGES]
    unread = [("unread", size, False) for size in (22, 60)]
    assert [(row["page"], row["size"], row["sealed"]) for row in rows] == looking_back + unread
    assert {frozenset(row) for row in rows} == {frozenset({"page", "size", "sealed", "queries", "milliseconds"})}
    for page in (*PAGES, "unread"):
        assert len({row["queries"] for row in rows if row["page"] == page}) == 1, page
