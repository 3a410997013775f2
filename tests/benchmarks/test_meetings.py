"""`manage.py benchmark meetings` prints rows: the page costs the same at every size, and a run grows with its mails."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from demo.management.commands import benchmark

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def rows(monkeypatch):
    """What the command says for a few people, measured in the database of the tests."""
    monkeypatch.setattr(benchmark, "own_database", benchmark.contextlib.nullcontext)
    out = StringIO()
    call_command("benchmark", "meetings", "--people", "20", "100", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_more_people_cost_a_page_and_a_run_no_more_queries(rows):
    assert [(row["page"], row["size"]) for row in rows] == [
        (page, size) for size in (20, 100) for page in ("meetings", "reminders", "once more")
    ]
    few, many = ({row["page"]: row for row in rows if row["size"] == size} for size in (20, 100))
    # Into how many batches mails are written is the database's to say.
    for page in ("meetings", "once more"):
        assert few[page]["queries"] == many[page]["queries"], page
    assert [size["reminders"]["mails"] for size in (few, many)] == [20, 100]
    assert [size["once more"]["mails"] for size in (few, many)] == [0, 0]
