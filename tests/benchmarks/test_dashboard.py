"""`manage.py benchmark dashboard` prints rows, and a page takes the same number of queries at every size."""

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

#: In one process, because what it looks at takes seconds to make.
pytestmark = pytest.mark.xdist_group("benchmark")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def answer(folder):
    """What the command says for small programmes; its temporary files go to a folder of their own."""
    command = [sys.executable, "manage.py", "benchmark", "dashboard", "--people", "10", "120", "--json"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "demo.settings.test", "TMPDIR": str(folder)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=True)


@pytest.fixture(scope="module")
def rows(answer):
    return json.loads(answer.stdout)


def test_stdout_is_a_list_of_rows_and_nothing_else(rows):
    assert [(row["page"], row["size"]) for row in rows] == [
        ("coordinator", 10),
        ("coordinator", 120),
        ("mentor", 3),
        ("mentor", 60),
    ]
    assert {frozenset(row) for row in rows} == {frozenset({"page", "size", "queries", "milliseconds"})}
    assert all(row["milliseconds"] > 0 for row in rows)


def test_a_page_takes_the_same_number_of_queries_at_every_size(rows):
    for page, found in groupby(rows, key=lambda row: row["page"]):
        queries = {row["queries"] for row in found}
        assert len(queries) == 1, (page, queries)
        assert queries.pop() > 10


def test_its_database_is_gone_afterwards(answer, folder):
    assert answer.returncode == 0
    assert list(folder.iterdir()) == []
