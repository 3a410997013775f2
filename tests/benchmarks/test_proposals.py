"""`manage.py benchmark proposals` prints rows, and more people cost no more queries."""

import json
from io import StringIO
from itertools import groupby

import pytest
from django.core.management import call_command

from demo.management.commands import benchmark

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Into how many batches rows are written is the database's to say.
BATCHED = {"run", "publish"}


@pytest.fixture
def rows(monkeypatch):
    """What the command says for a few people, measured in the database of the tests."""
    monkeypatch.setattr(benchmark, "own_database", benchmark.contextlib.nullcontext)
    out = StringIO()
    call_command("benchmark", "proposals", "--people", "8", "60", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_each_thing_is_measured_and_takes_the_same_number_of_queries_at_every_size(rows):
    assert {frozenset(row) for row in rows} == {frozenset({"page", "size", "queries", "milliseconds"})}
    ordered = sorted(rows, key=lambda row: row["page"])
    found = {page: list(same) for page, same in groupby(ordered, lambda row: row["page"])}
    assert {"run", "view", "move", "undo", "what if swap", "preview", "publish", "after"} <= found.keys()
    for page, same in found.items():
        assert [row["size"] for row in same] == [8, 60]
        assert all(row["milliseconds"] > 0 for row in same)
        if page not in BATCHED:
            assert len({row["queries"] for row in same}) == 1, (page, same)
