"""Files that make no sense: the field is named, nothing is written, and no traceback is seen."""

import json
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring_xblock.matching.__main__ import main

PAIR = {"scores": [[5, 6], [7, 8]], "forbidden": [], "capacity": [1, 1]}
GROUP = {"distance": [[0, 1, 2, 3], [1, 0, 4, 5], [2, 4, 0, 6], [3, 5, 6, 0]], "sizes": [2, 2], "groups": 2}
NAN = float("nan")


@pytest.fixture
def refused(tmp_path, capsys):
    """Run the command on a file that is made here, and return (exit code, what it said); OUT must not be written."""

    def run(command, content, name="in.json"):
        source, target = tmp_path / name, tmp_path / "out.json"
        if isinstance(content, bytes):
            source.write_bytes(content)
        elif name.endswith(".npz"):
            np.savez(source, **content)
        else:
            source.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        code = main([command, str(source), str(target)])
        told = capsys.readouterr()
        assert told.out == ""
        assert not target.exists()
        assert [path.name for path in tmp_path.iterdir()] == [name]
        return code, told.err.splitlines()[-1]

    return run


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scores": None}, "scores"),
        ({"scores": 5}, "scores"),
        ({"scores": "many"}, "scores"),
        ({"scores": [1, 2]}, "scores[0]"),
        ({"scores": [[1, 2], [3]]}, "scores[1]"),
        ({"scores": [[1, 2], [3, 4.0]]}, "scores[1][1]"),
        ({"scores": [[1, NAN], [3, 4]]}, "scores[0][1]"),
        ({"scores": [[1, True], [3, 4]]}, "scores[0][1]"),
        ({"scores": [[1, None], [3, 4]]}, "scores[0][1]"),
        ({"scores": [[1, "2"], [3, 4]]}, "scores[0][1]"),
        ({"scores": [[1, [2]], [3, 4]]}, "scores[0][1]"),
        ({"scores": [[1, -1], [3, 4]]}, "scores"),
        ({"scores": [[1, 100_001], [3, 4]]}, "scores"),
        ({"scores": [[1, 10**30], [3, 4]]}, "scores"),
        ({"scores": [[1, 2, 3], [3, 4, 5]]}, "scores"),
        ({"capacity": [1]}, "scores"),
        ({"capacity": [1, -1]}, "capacity"),
        ({"capacity": [1, 1.5]}, "capacity[1]"),
        ({"capacity": [[1], [1]]}, "capacity[0]"),
        ({"capacity": 1}, "capacity"),
        ({"capacity": {"a": 1}}, "capacity"),
        ({"capacity": [1, 10**30]}, "capacity"),
        ({"forbidden": [[0, 2]]}, "forbidden[0]"),
        ({"forbidden": [[0, 1], [-1, 0]]}, "forbidden[1]"),
        ({"forbidden": [[0, 1, 1]]}, "forbidden"),
        ({"forbidden": [0, 1]}, "forbidden[0]"),
        ({"forbidden": [[0, 0.5]]}, "forbidden[0][1]"),
        ({"forbidden": None}, "forbidden"),
        ({"locks": [[0]]}, "locks"),
        ({"locks": [[0, 9]]}, "locks"),
        ({"locks": [[-1, 0]]}, "locks"),
        ({"locks": [["0", 0]]}, "locks[0][0]"),
        ({"minimum": [1]}, "minimum"),
        ({"minimum": [2, 2]}, "minimum"),
        ({"seed": 1.5}, "seed"),
        ({"seed": "1"}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": None}, "seed"),
        ({"objective": "best"}, "objective"),
        ({"objective": 1}, "objective"),
        ({"mentee_ids": ["a"]}, "mentee_ids"),
        ({"mentee_ids": ["a", 2]}, "mentee_ids[1]"),
        ({"mentee_ids": ["a", "a"]}, "mentee_ids[1]"),
        ({"mentor_ids": ["a", "b", "c"]}, "mentor_ids"),
        ({"mentor_ids": "ab"}, "mentor_ids"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_bad_field_of_pairs_is_named(refused, changes, field):
    code, told = refused("pair", PAIR | changes)
    assert code == 2
    assert told.startswith(f"error: {field}: "), told


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"distance": [[0, 1]]}, "distance"),
        ({"distance": [[0, 1], [2]]}, "distance[1]"),
        ({"distance": [[0, 1], [2, 0]]}, "distance"),
        ({"distance": [[0, NAN], [NAN, 0]]}, "distance"),
        ({"distance": [[0, float("inf")], [float("inf"), 0]]}, "distance"),
        ({"distance": [[0, "1"], [1, 0]]}, "distance[0][1]"),
        ({"distance": [[0, 10**400], [10**400, 0]]}, "distance"),
        ({"distance": [[0, 1e300], [1e300, 0]]}, "distance"),
        ({"distance": [[0, -1e300], [-1e300, 0]]}, "distance"),
        ({"sizes": [2]}, "sizes"),
        ({"sizes": [3, 2]}, "sizes"),
        ({"sizes": [2.0, 2]}, "sizes[0]"),
        ({"sizes": 2}, "sizes"),
        ({"groups": -1}, "groups"),
        ({"groups": 10**9, "sizes": [0, 2]}, "groups"),
        ({"groups": [2]}, "groups"),
        ({"together": [[0, 4]]}, "together"),
        ({"together": [0, 1]}, "together[0]"),
        ({"apart": [[0, -1]]}, "apart"),
        ({"apart": [[0, 1.0]]}, "apart[0][1]"),
        ({"fixed": [0, 0, 0]}, "fixed"),
        ({"fixed": [0, 0, 0, 2]}, "fixed"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": NAN}, "seconds"),
        ({"seconds": "1"}, "seconds"),
        ({"seed": -1}, "seed"),
        ({"objective": "fair"}, "objective"),
        ({"ids": ["a", "b", "c"]}, "ids"),
        ({"ids": ["a", "b", "c", "c"]}, "ids[3]"),
        ({"rules": {"kind": "mix"}}, "rules"),
        ({"rules": ["mix"]}, "rules[0]"),
        ({"rules": [{"kind": "mix"}]}, "rules[0].values"),
        ({"rules": [{"values": [1, 2, 3, 4]}]}, "rules[0].kind"),
        ({"rules": [{"kind": "mix", "values": [1, 2, 3, 4], "weight": 1}]}, "rules[0].weight"),
        ({"rules": [{"kind": "blend", "values": [1, 2, 3, 4]}]}, "rules[0].kind"),
        ({"rules": [{"kind": "mix", "values": [1, 2, 3]}]}, "rules[0].values"),
        ({"rules": [{"kind": "mix", "values": [1, 2, 3, "4"]}]}, "rules[0].values"),
        ({"rules": [{"kind": "mix", "values": [1, 2, 3, 4.5]}]}, "rules[0].values[3]"),
        ({"rules": [{"kind": "mix", "values": [1, 2, 3, -2]}]}, "rules[0].values"),
        ({"rules": [{"kind": "common", "values": [1, 2, 3, 4]}]}, "rules[0].values[0]"),
        ({"rules": [{"kind": "common", "values": [[1], [0], [1], [2]]}]}, "rules[0].values[3]"),
        ({"rules": [{"kind": "common", "values": [[1], [0], [1], []]}]}, "rules[0].values[3]"),
        ({"rules": [{"kind": "common", "values": [["a"], ["b"], ["c"], [1]]}]}, "rules[0].values[0][0]"),
        ({"rules": [{"kind": "common", "values": [["a"]] * 4, "minimum": 2}]}, "rules[0].minimum"),
        ({"rules": [["mix"]]}, "rules[0]"),
        ({"names": ["a"]}, "names"),
    ],
)
def test_a_bad_field_of_groups_is_named(refused, changes, field):
    code, told = refused("group", GROUP | changes)
    assert code == 2
    assert told.startswith(f"error: {field}: "), told


@pytest.mark.parametrize(
    ("command", "fields", "missing"),
    [
        *(("pair", PAIR, name) for name in ("scores", "capacity")),
        *(("group", GROUP, name) for name in ("distance", "sizes", "groups")),
    ],
)
def test_a_missing_field_is_named(refused, command, fields, missing):
    code, told = refused(command, {name: value for name, value in fields.items() if name != missing})
    assert (code, told) == (2, f"error: {missing}: It is missing.")


@pytest.mark.parametrize(
    ("command", "fields", "field"),
    [
        ("pair", PAIR | {"locks": [[0, 0], [1, 0]]}, "locks"),
        ("pair", PAIR | {"locks": [[0, 0], [0, 1]]}, "locks"),
        ("pair", PAIR | {"locks": [[1, 1]], "forbidden": [[1, 1]]}, "locks"),
        ("group", GROUP | {"sizes": [1, 1]}, "sizes"),
        ("group", GROUP | {"sizes": [3, 3]}, "sizes"),
        ("group", GROUP | {"together": [[0, 1]], "apart": [[0, 1]]}, "apart"),
        ("group", GROUP | {"together": [[0, 1, 2]]}, "together"),
        ("group", GROUP | {"apart": [[0, 1, 2]]}, "apart"),
        ("group", GROUP | {"fixed": [0, 1, -1, -1], "together": [[0, 1]]}, "together"),
        ("group", GROUP | {"fixed": [0, 0, 0, -1]}, "fixed"),
    ],
)
def test_what_contradicts_itself_has_an_exit_code_of_its_own(refused, command, fields, field):
    code, told = refused(command, fields)
    assert code == 3
    assert told.startswith(f"error: {field}: "), told


def test_contradictory_locks_are_listed(refused):
    _code, told = refused("pair", PAIR | {"locks": [[0, 0], [1, 0]]})
    assert "[[0, 0], [1, 0]]" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ('{"scores": [[1, 2],, ]}', "line 1, column"),
        ("[1, 2]", "no object"),
        ("[" * 100_000, "lists in lists"),
        (b'{"scores": "\xff"}', "UTF-8"),
        ('{"seed": ' + "1" * 5_000 + "}", "too long"),
    ],
)
def test_a_file_that_is_no_json_is_told(refused, content, words):
    code, told = refused("pair", content)
    assert code == 2
    assert told.startswith("error: IN: ") and words in told


def test_a_field_that_is_given_twice_is_named(refused):
    assert refused("pair", '{"capacity": [1], "capacity": [2]}') == (2, "error: capacity: It is given twice.")


def test_a_byte_order_mark_is_read_over(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(PAIR), encoding="utf-8-sig")
    assert main(["pair", str(tmp_path / "in.json"), str(tmp_path / "out.json")]) == 0


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from([0, 1, 2, -1]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_a_field_holds_is_solved_or_refused_by_name(tmp_path, capsys, data):
    """Never a traceback: `main` returns, and names a field of the command when it refuses."""
    command = data.draw(st.sampled_from(["pair", "group"]))
    fields, optional = {
        "pair": (PAIR, ["locks", "minimum", "mentee_ids", "mentor_ids", "seed", "objective"]),
        "group": (GROUP, ["together", "apart", "rules", "fixed", "seconds", "seed", "ids", "objective"]),
    }[command]
    name = data.draw(st.sampled_from([*fields, *optional]))
    value = data.draw(st.integers(0, 1) if name == "seconds" else ANYTHING)
    (tmp_path / "in.json").write_text(json.dumps(fields | {name: value}))
    code = main([command, str(tmp_path / "in.json"), str(tmp_path / "out.json")])
    told = capsys.readouterr()
    assert (told.out, code in (0, 2, 3)) == ("", True)
    if code:
        at_fault = told.err.splitlines()[-1].split(":")[1].strip()
        assert at_fault.partition("[")[0] in (*fields, *optional)


def _arrays(**changes):
    return {"scores": np.array(PAIR["scores"]), "capacity": np.array([1, 1]), **changes}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (_arrays(scores=np.array([[1.0, 2.0], [3.0, 4.0]])), "scores"),
        (_arrays(scores=np.array([1, 2])), "scores"),
        (_arrays(scores=np.array([[True, False], [True, True]])), "scores"),
        (_arrays(scores=np.array([["1", "2"], ["3", "4"]])), "scores"),
        (_arrays(scores=np.array([[1, 2**64 - 1], [3, 4]], dtype=np.uint64)), "scores"),
        (_arrays(scores=np.array([[1, 2], [None, 4]], dtype=object)), "scores"),
        (_arrays(scores=np.array(["2026-01-01"], dtype="datetime64[D]")), "scores"),
        (_arrays(forbidden=np.zeros((2, 3), dtype=bool)), "forbidden"),
        (_arrays(forbidden=np.array([[0, 1]])), "forbidden"),
        (_arrays(capacity=np.array([[1], [1]])), "capacity"),
        (_arrays(seed=np.array([1])), "seed"),
        (_arrays(seed=np.array(1.0)), "seed"),
        (_arrays(objective=np.array(b"fair")), "objective"),
        (_arrays(mentee_ids=np.array([1, 2])), "mentee_ids"),
        (_arrays(colour=np.array(1)), "colour"),
    ],
)
def test_a_bad_array_is_named(refused, fields, field):
    code, told = refused("pair", fields, "in.npz")
    assert code == 2
    assert told.startswith(f"error: {field}: "), told


def test_a_text_of_rules_that_is_no_json_is_named(refused):
    fields = {name: np.array(value) for name, value in GROUP.items()} | {"rules": np.array("[mix")}
    assert refused("group", fields, "in.npz") == (2, "error: rules: The text is not JSON.")


def test_nothing_is_unpickled(refused, tmp_path):
    """Neither a pickle under another name, nor an object in an array."""
    seen = tmp_path / "seen"

    class Bomb:
        def __reduce__(self):
            return (open, (str(seen), "w"))

    code, told = refused("pair", pickle.dumps(Bomb()), "in.npz")
    assert (code, seen.exists()) == (2, False)
    assert told.startswith("error: IN: ")
    code, told = refused("pair", _arrays(capacity=np.array([Bomb()], dtype=object)), "in.npz")
    assert (code, seen.exists()) == (2, False)
    assert told.startswith("error: capacity: ")


def test_a_broken_archive_is_told(refused, tmp_path):
    np.savez(tmp_path / "in.npz", **_arrays())
    whole = (tmp_path / "in.npz").read_bytes()
    for content in (b"", b"PK", whole[: len(whole) // 2], b"\x93NUMPY" + whole):
        code, told = refused("pair", content, "in.npz")
        assert code == 2 and told.startswith("error: IN: "), told
    # Bytes of the scores themselves are changed: the archive opens, and the field does not.
    place = whole.index(b"NUMPY") + 140
    code, told = refused("pair", whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :], "in.npz")
    assert (code, told.partition(": It")[0]) == (2, "error: scores")


def test_something_else_in_an_archive_is_told(refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "in.npz", "w") as archive:
        archive.writestr("notes.txt", "hello")
        archive.writestr("scores.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr': (((   \n")
    code, told = refused("pair", (tmp_path / "in.npz").read_bytes(), "in.npz")
    assert code == 2 and told.startswith("error: notes.txt: ")


def test_a_single_array_is_not_a_file_of_fields(refused, tmp_path):
    np.save(tmp_path / "in.npy", np.array([1, 2]))
    content = (tmp_path / "in.npy").read_bytes()
    (tmp_path / "in.npy").unlink()
    code, told = refused("pair", content, "in.npz")
    assert code == 2 and "numpy.savez" in told


@pytest.mark.parametrize(
    ("source", "target", "field"),
    [
        ("missing.json", "out.json", "IN"),
        ("missing.npz", "out.json", "IN"),
        ("folder.json", "out.json", "IN"),
        ("in.csv", "out.json", "IN"),
        ("in", "out.json", "IN"),
        ("in.json", "out.txt", "OUT"),
        ("in.json", "missing/out.json", "OUT"),
        ("in.json", "folder.json", "OUT"),
        ("in.json", "in.json", "OUT"),
        ("in.json", "in.csv/out.json", "OUT"),
    ],
)
def test_files_that_are_not_there_or_not_to_be_written_are_told(tmp_path, capsys, source, target, field):
    (tmp_path / "folder.json").mkdir()
    for name in ("in.json", "in.csv", "in"):
        (tmp_path / name).write_text(json.dumps(PAIR))
    before = sorted(tmp_path.rglob("*"))
    code = main(["pair", str(tmp_path / source), str(tmp_path / target)])
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert told.err.splitlines()[-1].startswith(f"error: {field}: ")
    assert sorted(tmp_path.rglob("*")) == before
    assert json.loads((tmp_path / "in.json").read_text()) == PAIR
