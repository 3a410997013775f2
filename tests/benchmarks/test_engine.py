"""`manage.py benchmark pairing|grouping|scoring` prints rows, and an answer that is not the best is seen."""

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from demo.benchmarks import grouping, pairing, scoring
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


def test_pairing_has_rows_for_its_bars(capsys):
    arguments = ["--sizes", "40", "--families", "ties", "common", "--seeds", "1"]
    rows = asked(capsys, "pairing", "--cases", "P1", "P5", "P7", "P8", *arguments)
    found = [(row["case"], row["family"]) for row in rows]
    assert found == [
        *((case, family) for case in ("P1", "P5", "P7") for family in ("ties", "common")),
        *(("P8", family) for family in ("ties", "ties", "common", "common")),
    ]
    assert all(row.keys() >= ROW for row in rows)
    assert all(row["met"] for row in rows if row["case"] != "P7")
    assert [row["moved"] for row in rows if row["case"] == "P7"] == [0, 0]
    assert [row["gap"] for row in rows if row["case"] == "P1"] == [0, 0]


@pytest.mark.parametrize("change", ["prices", "pairs"])
def test_a_certificate_that_proves_nothing_is_seen(monkeypatch, change):
    """A price that is too high, or a mentor's seats left empty, and the gap is no longer 0."""
    options = Options(cases=("P1",), sizes=(40,), families=("structured",))
    (row,) = pairing.run(options)
    assert (row["gap"], row["met"]) == (0, True)
    solve = pairing.solve

    def careless(problem):
        found = solve(problem)
        if change == "prices":
            return replace(found, prices=found.prices + 10**6 * (found.prices == found.prices.max()))
        other = found.mentor.copy()
        other[found.mentor == found.mentor[0]] = -1
        return replace(found, mentor=other)

    monkeypatch.setattr(pairing, "solve", careless)
    (row,) = pairing.run(options)
    assert row["gap"] > 0 and not row["met"]


def test_grouping_has_rows_for_its_bars(capsys):
    arguments = ["--sizes", "20", "--families", "RanInt", "roles", "--seeds", "3", "--seconds", "0.1"]
    rows = asked(capsys, "grouping", "--cases", "G2", "G5", "G6", *arguments)
    found = [(row["case"], row["family"]) for row in rows]
    assert found == [("G2", "RanInt"), ("G5", "roles"), ("G6", "RanInt+1"), ("G6", "RanInt+2")]
    assert all(row.keys() >= ROW for row in rows)
    assert {(row["size"], row["seed"]) for row in rows} == {(20, 3)}
    drawn, ruled, *_joined = rows
    assert 0 < drawn["value"] <= drawn["bound"]
    assert ruled["value"] == 0


def test_groups_are_held_against_all_that_there_could_be(monkeypatch):
    options = Options(cases=("G1",), sizes=(10,), families=("RanInt",))
    (row,) = grouping.run(options)
    assert (row["peer"], row["gap"], row["met"]) == ("set partitioning", 0, True)
    group = grouping.group

    def careless(problem):
        found = group(problem)
        return replace(found, value=found.value - 1)

    monkeypatch.setattr(grouping, "group", careless)
    (row,) = grouping.run(options)
    assert row["gap"] > 0 and not row["met"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["weather"],
        ["scoring", "--families", "survey", "sunny"],
        ["scoring", "--cases", "C9"],
        ["grouping", "--families", "survey", "sparse"],
        ["scoring", "--sizes", "-1"],
        ["scoring", "--sizes", "many"],
        ["scoring", "--seeds", "1.5"],
        ["scoring", "--seconds", "nan"],
    ],
)
def test_what_there_is_not_is_refused(arguments):
    with pytest.raises(CommandError):
        call_command("benchmark", *arguments)


def test_what_was_measured_is_printed_though_a_later_case_fails(monkeypatch, capsys):
    def failing(options):
        yield {"case": "C1"}
        raise OSError("no room")

    monkeypatch.setattr(scoring, "run", failing)
    with pytest.raises(OSError, match="no room"):
        call_command("benchmark", "scoring", "--json")
    assert json.loads(capsys.readouterr().out) == [{"case": "C1"}]


def test_rows_are_lines_unless_asked_otherwise(capsys):
    call_command("benchmark", "scoring", "--sizes", "8", "--families", "survey")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("case C1  size 8x2  family survey  seed 0  seconds ")
