"""A room's api is the only door to its tables, and a room says what it is for.

The direction of dependencies is import-linter's (pyproject.toml); this is what it cannot say in a line.
"""

import ast
from functools import cache

import pytest

from tests.house import tree

#: Source text is the same in every environment; in one process each file is read once.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("doors")]

PACKAGE = tree.ROOT / "mentoring_xblock"
#: Tables that a room shares with the one that has made them: its models.py passes them on, and nobody else's does.
SHARED = {"gatherings": {"Attendance", "Meeting"}}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/models.py"))


@cache
def imported(path):
    """Return (line, dotted name) of everything of ours that a module imports, function bodies included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found += [(node.lineno, name) for name in names if name.startswith("mentoring_xblock.")]
    return found


def tables(room):
    """Return the names of the classes in a room's models.py that are tables, not choices."""
    parsed = ast.parse((PACKAGE / room / "models.py").read_text(encoding="utf-8"))
    classes = [node for node in parsed.body if isinstance(node, ast.ClassDef)]
    own = {node.name for node in classes if not any(ast.unparse(base).endswith("Choices") for base in node.bases)}
    return own | SHARED.get(room, set())


def relative_imports(path):
    """Return the lines with relative imports: full names only, so that the room is read from the line."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    return [node.lineno for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize("room", ROOMS)
def test_only_a_room_imports_its_models(room):
    """Other rooms' models may: a foreign key is a promise that the database keeps, whoever asks."""
    inside = {f"mentoring_xblock.{room}.models", *(f"mentoring_xblock.{room}.models.{name}" for name in tables(room))}
    assert len(inside) > 1
    intruders = [
        f"{tree.name(path)}:{line}"
        for path in tree.files("mentoring_xblock")
        if path.suffix == ".py" and not path.is_relative_to(PACKAGE / room) and path.name != "models.py"
        for line, name in imported(path)
        if name in inside
    ]
    assert intruders == []


def test_a_shared_table_is_said_to_be():
    """A models.py without classes of its own would otherwise open another room's tables by the back door."""
    passed_on = {room: set() for room in ROOMS}
    for room in ROOMS:
        parsed = ast.parse((PACKAGE / room / "models.py").read_text(encoding="utf-8"))
        for node in parsed.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                passed_on[room] = set(ast.literal_eval(node.value)) & set().union(*map(tables, ROOMS))
    assert {room: names for room, names in passed_on.items() if names} == SHARED


def test_imports_name_their_room():
    found = {tree.name(path): relative_imports(path) for path in tree.files("mentoring_xblock") if path.suffix == ".py"}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_folder_of_modules_is_a_package():
    """Without its __init__.py a room is neither in the wheel nor seen by import-linter."""
    folders = {path.parent for path in tree.files("mentoring_xblock") if path.suffix == ".py"}
    assert [tree.name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_promises(room):
    parsed = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(parsed)
