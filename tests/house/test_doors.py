"""A room's api is the only door to its tables: nobody else imports its models.

What import-linter cannot say while rooms are still being added; see docs/decisions and pyproject.toml for the rest.
"""

import ast

import pytest

from tests.house import tree

PACKAGE = tree.ROOT / "mentoring_xblock"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/models.py"))
# Modules that answer a request or a job, and so stand above every api: no api may know them.
OUTER = {"block", "views", "tasks"}


def imported(path):
    """Yield (line, dotted name) of everything of ours that a module imports, function bodies included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.startswith("mentoring_xblock."))


def relative_imports(path):
    """Return the lines with relative imports: full names only, so that the room is read from the line."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    return [node.lineno for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize("room", ROOMS)
def test_only_a_room_imports_its_models(room):
    door = f"mentoring_xblock.{room}.models"
    intruders = [
        f"{tree.name(path)}:{line}"
        for path in tree.files("mentoring_xblock")
        if path.suffix == ".py" and not path.is_relative_to(PACKAGE / room) and path != PACKAGE / "models.py"
        for line, name in imported(path)
        if (name + ".").startswith(door + ".")
    ]
    assert intruders == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/api.py")), ids=tree.name)
def test_an_api_knows_nobody_above_it(path):
    above = [f"line {line}: {name}" for line, name in imported(path) if OUTER & set(name.split(".")[1:])]
    assert above == []


def test_imports_name_their_room():
    found = {tree.name(path): relative_imports(path) for path in tree.files("mentoring_xblock") if path.suffix == ".py"}
    assert {name: lines for name, lines in found.items() if lines} == {}
