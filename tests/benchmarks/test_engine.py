"""`manage.py benchmark scoring` prints rows, and a wrong score is seen."""

import json

import pytest
from django.core.management import CommandError, call_command

from demo.benchmarks import scoring
from demo.benchmarks.options import Options
from mentoring_xblock.matching.scoring import score

#: What every row of the engine's benchmarks has.
ROW = {"case", "size", "family", "seed", "seconds", "peer", "peer_seconds", "value", "gap", "megabytes"}


def asked(capsys, *arguments):
    """Run the command with --json, and return the rows."""
    call_command("benchmark", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_scoring_has_a_row_for_each_size_family_and_seed(capsys):
    arguments = ["--sizes", "8", "40", "--families", "survey", "same", "--seeds", "1", "2"]
    rows = asked(capsys, "scoring", *arguments)
    found = [(row["size"], row["family"], row["seed"]) for row in rows]
    families = ["survey", "same"]
    assert found == [(size, family, seed) for size in ("8x2", "40x10") for family in families for seed in (1, 2)]
    assert all(row.keys() >= ROW for row in rows)
    assert [row["gap"] for row in rows] == [0] * 8
    assert all(row["met"] and row["peer_seconds"] > 0 for row in rows)


def test_a_score_that_is_a_point_off_is_seen(monkeypatch):
    def careless(criteria):
        found = score(criteria)
        found.scores[0, 0] += 1
        return found

    monkeypatch.setattr(scoring, "score", careless)
    (row,) = scoring.run(Options(sizes=(20,), families=("survey",)))
    assert (row["gap"], row["met"]) == (1, False)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["weather"],
        ["scoring", "--families", "survey", "sunny"],
        ["scoring", "--cases", "C9"],
        ["scoring", "--sizes", "-1"],
        ["scoring", "--sizes", "many"],
        ["scoring", "--seeds", "1.5"],
        ["scoring", "--seconds", "nan"],
    ],
)
def test_what_there_is_not_is_refused(arguments):
    with pytest.raises(CommandError):
        call_command("benchmark", *arguments)


def test_rows_are_lines_unless_asked_otherwise(capsys):
    call_command("benchmark", "scoring", "--sizes", "8", "--families", "survey")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("case C1  size 8x2  family survey  seed 0  seconds ")
