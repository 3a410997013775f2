"""`python -m mentoring_xblock.matching`: what it reads and writes, outside Django."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from mentoring_xblock.matching.__main__ import main
from tests.house.tree import ROOT

PAIR = {
    "scores": [[90_000, 10_000], [80_000, 20_000], [30_000, 0]],
    "forbidden": [[2, 1]],
    "capacity": [1, 1],
}
LINE = [0, 1, 3, 8, 9, 12]
GROUP = {
    "distance": [[abs(mine - yours) for yours in LINE] for mine in LINE],
    "sizes": [3, 3],
    "groups": 2,
}


@pytest.fixture
def ask(tmp_path):
    """Write fields into a file, run the command in this process, and return (exit code, answer or None)."""

    def run(command, fields, name="in.json"):
        source, target = tmp_path / name, tmp_path / "out.json"
        if name.endswith(".npz"):
            np.savez(source, **fields)
        else:
            source.write_text(fields if isinstance(fields, str) else json.dumps(fields), encoding="utf-8")
        code = main([command, str(source), str(target)])
        return code, json.loads(target.read_text(encoding="utf-8")) if target.exists() else None

    return run


def execute(*arguments, **options):
    command = [sys.executable, "-m", "mentoring_xblock.matching", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, **options)


def test_pairs_are_fair_unless_asked_otherwise(ask):
    """Two can have a mentor: at best 90,000 with 20,000, of which the lower is as high as it can be."""
    assert ask("pair", PAIR) == (0, {"pairs": [[0, 0], [1, 1]], "matched": 2, "total": 110_000, "minimum": 20_000})
    assert ask("pair", PAIR | {"objective": "fair", "seed": 7})[1]["total"] == 110_000


def test_the_total_comes_with_its_proof(ask):
    """Anybody can add it up: seats at their prices, and what each mentee is worth above them, are the total."""
    code, answer = ask("pair", PAIR | {"objective": "total"})
    assert code == 0
    assert answer.keys() == {"pairs", "matched", "total", "minimum", "bonus", "prices", "gap"}
    assert (answer["pairs"], answer["total"], answer["gap"]) == ([[0, 0], [1, 1]], 110_000, 0)
    forbidden = {tuple(pair) for pair in PAIR["forbidden"]}
    bound = sum(seats * price for seats, price in zip(PAIR["capacity"], answer["prices"], strict=True))
    for mentee, row in enumerate(PAIR["scores"]):
        allowed = [mentor for mentor in range(2) if (mentee, mentor) not in forbidden]
        bound += max(0, *(row[mentor] + answer["bonus"] - answer["prices"][mentor] for mentor in allowed))
    assert bound == answer["total"] + answer["matched"] * answer["bonus"]


def test_the_documentation_shows_what_comes_out(ask):
    page = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    fields, answer = (json.loads(text) for text in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    assert ask("pair", fields) == (0, answer)


def test_locks_are_kept(ask):
    assert ask("pair", PAIR | {"locks": [[2, 0]]})[1]["pairs"] == [[1, 1], [2, 0]]


def test_ids_make_the_order_of_rows_irrelevant(ask):
    even = {"scores": [[50, 50, 50]] * 4, "forbidden": [], "capacity": [1, 1, 2]}
    names, mentors = ["a", "b", "c", "d"], ["x", "y", "z"]
    found = []
    for turned, others in ((names, mentors), (names[::-1], mentors[::-1])):
        scale = {"x": 1, "y": 1, "z": 2}
        fields = even | {"mentee_ids": turned, "mentor_ids": others, "capacity": [scale[one] for one in others]}
        pairs = ask("pair", fields)[1]["pairs"]
        found.append({(turned[mentee], others[mentor]) for mentee, mentor in pairs})
    assert found[0] == found[1]


def test_arrays_are_read_like_lists(ask):
    forbidden = np.zeros((3, 2), dtype=bool)
    forbidden[2, 1] = True
    fields = {
        "scores": np.array(PAIR["scores"], dtype=np.int32),
        "forbidden": forbidden,
        "capacity": np.array([1, 1]),
        "locks": np.array([[2, 0]]),
        "seed": np.array(3),
        "objective": np.array("total"),
        "mentee_ids": np.array(["a", "b", "c"]),
    }
    listed = PAIR | {"locks": [[2, 0]], "seed": 3, "objective": "total", "mentee_ids": ["a", "b", "c"]}
    assert ask("pair", fields, "in.npz") == ask("pair", listed)


@pytest.mark.parametrize("name", ["in.json", "in.npz"])
def test_nobody_is_a_problem_too(ask, name):
    nobody = {"scores": [], "forbidden": [], "capacity": [2]}
    if name.endswith("npz"):
        nobody = {"scores": np.zeros((0, 1), dtype=np.int32), "capacity": np.array([2])}
    assert ask("pair", nobody, name) == (0, {"pairs": [], "matched": 0, "total": 0, "minimum": None})


def test_without_mentors_everybody_waits(ask):
    assert ask("pair", {"scores": [[], []], "capacity": []})[1]["matched"] == 0


def test_a_mentor_has_nobody_or_enough(ask):
    fields = {"scores": [[90, 10], [10, 90]], "capacity": [2, 2], "minimum": [2, 2]}
    pairs = ask("pair", fields)[1]["pairs"]
    assert len({mentor for _mentee, mentor in pairs}) == 1 and len(pairs) == 2


def test_groups_have_everybody_once_and_their_value_adds_up(ask):
    code, answer = ask("group", GROUP)
    assert code == 0
    assert answer.keys() == {"groups", "value", "bound", "broken"}
    assert sorted(person for people in answer["groups"] for person in people) == list(range(6))
    apart = [abs(LINE[a] - LINE[b]) for people in answer["groups"] for a in people for b in people if a < b]
    assert answer["value"] == sum(apart) <= answer["bound"]
    assert answer["broken"] == []


@pytest.mark.parametrize("groups", [0, 2])
def test_groups_of_nobody_are_empty(ask, groups):
    nothing = {"groups": [[]] * groups, "value": 0, "bound": 0, "broken": []}
    assert ask("group", {"distance": [], "sizes": [0, 3], "groups": groups}) == (0, nothing)


def test_groups_may_be_as_large_as_anybody_likes(ask):
    assert ask("group", GROUP | {"sizes": [0, 10**15]})[1]["groups"] == [list(range(6)), []]


def test_wishes_about_groups_are_kept(ask):
    _code, answer = ask("group", GROUP | {"together": [[0, 1, 2]], "apart": [[3, 0]], "seed": 5, "seconds": 0.1})
    assert sorted(map(sorted, answer["groups"])) == [[0, 1, 2], [3, 4, 5]]
    _code, answer = ask("group", GROUP | {"fixed": [1, 1, 1, -1, -1, -1]})
    assert answer["groups"] == [[3, 4, 5], [0, 1, 2]]


@pytest.mark.parametrize(
    "rules",
    [
        [{"kind": "alike", "values": ["fi", "sv", "fi", "sv", "fi", "sv"]}],
        [["alike", [0, 1, 0, 1, 0, 1]]],
        [{"kind": "alike", "values": [True, False, True, False, True, False]}],
        [{"kind": "common", "values": [["fi"], ["sv"], ["fi"], ["sv"], ["en", "fi"], ["sv"]], "minimum": 1}],
        [{"kind": "common", "values": [[0, 1], [1, 0], [0, 1], [1, 0], [0, 1], [1, 0]]}],
    ],
)
def test_rules_come_as_texts_numbers_and_truths(ask, rules):
    _code, answer = ask("group", GROUP | {"rules": rules})
    assert sorted(answer["groups"]) == [[0, 2, 4], [1, 3, 5]]
    assert answer["broken"] == []


def test_a_rule_that_cannot_be_met_is_told(ask):
    rules = [{"kind": "mix", "values": [0] * 6}, {"kind": "alike", "values": ["a", "b", "c", "d", None, "f"]}]
    code, answer = ask("group", GROUP | {"rules": rules})
    assert code == 0
    assert {one["rule"] for one in answer["broken"]} == {1}
    assert all(one.keys() == {"rule", "kind", "group", "people", "level"} for one in answer["broken"])


@pytest.mark.parametrize("values", [[[]] * 6, [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]])
def test_people_who_have_nothing_in_common_get_groups_all_the_same(ask, values):
    code, answer = ask("group", GROUP | {"rules": [{"kind": "common", "values": values}]})
    assert code == 0
    assert [one["kind"] for one in answer["broken"]] == ["common"] * len(answer["groups"])


def test_lists_of_different_lengths_travel_in_arrays(ask):
    fields = {
        "distance": np.array(GROUP["distance"], dtype=np.float32),
        "sizes": np.array([2, 4]),
        "groups": np.array(2),
        "together": np.array([[0, 1, 2, 3], [4, 5, -1, -1]]),
        "apart": np.array("[[0, 4]]"),
        "rules": np.array(json.dumps([["not_alone", [0, 0, 0, 0, 1, 1]]])),
        "seconds": np.array(0.1),
    }
    code, answer = ask("group", fields, "in.npz")
    assert (code, sorted(answer["groups"])) == (0, [[0, 1, 2, 3], [4, 5]])


def test_it_runs_without_django_and_says_nothing_on_stdout(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(PAIR))
    probe = (
        "import sys; from mentoring_xblock.matching.__main__ import main; code = main(sys.argv[1:]);"
        "assert not {'django', 'xblock', 'webob'} & set(sys.modules); sys.exit(code)"
    )
    for command in ([sys.executable, "-c", probe], [sys.executable, "-m", "mentoring_xblock.matching"]):
        target = tmp_path / "out.json"
        done = subprocess.run(
            [*command, "pair", tmp_path / "in.json", target],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert "100%" in done.stderr and str(target) in done.stderr
        assert json.loads(target.read_text())["matched"] == 2
        target.unlink()


def test_an_answer_is_for_whoever_may_read_the_folder(ask, tmp_path):
    mask = os.umask(0o022)
    try:
        ask("pair", PAIR)
    finally:
        os.umask(mask)
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "out.json"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_and_leaves_out_as_it_was(tmp_path, number, code):
    draw = np.random.default_rng(1)
    distance = draw.random((900, 900)).astype(np.float32)
    np.savez(tmp_path / "in.npz", distance=distance + distance.T, sizes=[5, 5], groups=180, seconds=60)
    (tmp_path / "out.json").write_text("before")
    command = [sys.executable, "-m", "mentoring_xblock.matching", "group", tmp_path / "in.npz", tmp_path / "out.json"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        try:
            while "%" not in (line := running.stderr.readline()):
                assert line, "it ended before it began"
            time.sleep(0.2)
            running.send_signal(number)
            _out, said = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == code
    assert "stopped" in said and "Traceback" not in said
    assert (tmp_path / "out.json").read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("arguments", [[], ["pair"], ["pair", "in.json"], ["divide", "in.json", "out.json"]])
def test_wrong_usage_is_told(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["pair", "group"])
def test_help_names_fields_and_exit_codes(command):
    done = execute(command, "--help")
    assert done.returncode == 0
    for word in ("exit codes", "130", "objective", "seed"):
        assert word in done.stdout
