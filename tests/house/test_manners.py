"""What a page, a script or a module of ours never does, whoever writes it."""

import ast
import re

import pytest

from tests.house import tree

#: Read once: source text is the same in every environment.
pytestmark = pytest.mark.once

#: A file that somebody saves is a page of its own, to which no policy of a platform comes along.
SAVED = {"templates/mentoring_xblock/lookback/document.html"}
TEMPLATES = [path for path in tree.files("templates") + tree.files("demo/templates") if path.suffix == ".html"]
STYLES = [path for path in tree.files("static/mentoring_xblock") if path.suffix == ".css"]
SCRIPTS = [path for path in tree.files("static/mentoring_xblock") if path.suffix == ".js"]
MODULES = [path for path in tree.python_files() if path.is_relative_to(tree.ROOT / "mentoring_xblock")]

# A strict content security policy forbids all of these (a script element with JSON in it is no script).
IN_A_TEMPLATE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\s(?:src|type=\"[a-z]*/?json)\b)[^>]*>", re.IGNORECASE),
    "an event handler attribute": re.compile(r"<[^>]*\son(?:click|load|submit|change|input|error)\s*=", re.IGNORECASE),
    "htmx evaluating code": re.compile(r"\shx-on[:-]|hx-vals=[\"']js:|hx-headers=[\"']js:", re.IGNORECASE),
}
# The unit is an iframe that grows with its content: heights of the window and fixed places mean nothing in it.
IN_A_STYLE = {
    "position: fixed": re.compile(r"position\s*:\s*fixed"),
    "a height of the window": re.compile(r"\b\d+(?:\.\d+)?[dsl]?vh\b"),
}
IN_A_SCRIPT = {
    "evaluated code": re.compile(r"\beval\(|new Function\("),
    # What the server rendered may be put in its place whole; gluing it together here escapes nothing.
    "markup from strings": re.compile(r"(?:HTML\s*\+?=|insertAdjacentHTML\(|\.html\()[^;\n]*[\"'`+]"),
    "an ES module": re.compile(r"^\s*(?:import|export)\s", re.MULTILINE),
    "a message of its own": re.compile(r"\bn?gettext\("),  # scripts take their words from the page
}


COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|\{#.*?#\}|<!--.*?-->", re.DOTALL | re.MULTILINE)


def findings(paths, rules):
    return [
        f"{tree.name(path)}: {rule}"
        for path in paths
        for rule, pattern in rules.items()
        if pattern.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]


def test_templates_need_nothing_inline():
    assert TEMPLATES
    assert findings(TEMPLATES, IN_A_TEMPLATE) == [f"{name}: a style element" for name in sorted(SAVED)]


def test_styles_work_in_a_growing_iframe():
    assert findings(STYLES, IN_A_STYLE) == []


def test_scripts_are_classic_and_build_no_markup():
    assert findings(SCRIPTS, IN_A_SCRIPT) == []


def test_the_patterns_find_what_they_are_for():
    """A rule that matches nothing would pass for ever."""
    bad = {
        "a style attribute": '<p class="x" style="color: red">',
        "a style element": "<style>",
        "an inline script": "<script>alert(1)</script>",
        "an event handler attribute": '<a onclick="x()">',
        "htmx evaluating code": '<a hx-on:click="x()">',
        "position: fixed": "position:fixed",
        "a height of the window": "height: 100vh",
        "evaluated code": "eval('1')",
        "markup from strings": "node.innerHTML = '<b>' + text",
        "an ES module": "import x from 'y'",
        "a message of its own": "gettext('Hello')",
    }
    rules = IN_A_TEMPLATE | IN_A_STYLE | IN_A_SCRIPT
    assert bad.keys() == rules.keys()
    assert [rule for rule, pattern in rules.items() if not pattern.search(bad[rule])] == []
    good = '<p class="style">{% if a %}<script src="x.js"></script><script type="application/json">{}</script>'
    assert [rule for rule, pattern in IN_A_TEMPLATE.items() if pattern.search(good)] == []


def catches_everything(node: ast.AST) -> bool:
    """Return whether this is `except:`, `except Exception` or `except BaseException`."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(one is None or getattr(one, "id", "") in ("Exception", "BaseException") for one in caught)


@pytest.mark.parametrize("path", MODULES, ids=tree.name)
def test_a_module_catches_only_what_it_names(path):
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(parsed) if catches_everything(node)] == []


def test_whether_points_stand_is_asked_in_one_place():
    """Who would ask it of the table themselves would one day forget drafts, which mentees know nothing of."""
    asked = re.compile(r"\bScore\.objects\.(?:filter|exclude|get)\([^)]*(?:withdrawn_at|released_at)")
    found = [tree.name(path) for path in MODULES if asked.search(path.read_text(encoding="utf-8"))]
    assert found == ["mentoring_xblock/assessment/queries.py"]


def test_a_part_of_a_text_is_asked_for_only_where_none_is_sealed():
    """A column that is sealed refuses lookups itself; a transform of a value does not know whose it is."""
    asked = re.compile(r"\b(?:KT|KeyTransform|KeyTextTransform)\(")
    found = [tree.name(path) for path in MODULES if asked.search(path.read_text(encoding="utf-8"))]
    assert found == ["mentoring_xblock/applications/figures.py", "mentoring_xblock/goals/history.py"]


def test_nothing_is_left_for_later():
    """Markers of unfinished work, and tests that are skipped or expected to fail."""
    unfinished = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]))
    avoided = re.compile(r"pytest\.(?:skip|xfail|importorskip)\(|mark\.(?:skip|skipif|xfail)\b|unittest\.skip")
    found = []
    for path in tree.tracked():
        if path.suffix in (".py", ".html", ".js", ".css", ".txt", ".md"):
            text = path.read_text(encoding="utf-8")
            if unfinished.search(text) or (path != tree.ROOT / "tests/house/test_manners.py" and avoided.search(text)):
                found.append(tree.name(path))
    assert found == []


def test_a_migration_changes_tables_or_rows():
    """A database that can't take back what was done to tables could never run a mixed one again after it failed."""
    steps = {
        path.name: set(re.findall(r"^        migrations\.(\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in MODULES
        if path.parent.name == "migrations" and path.name != "__init__.py"
    }
    of_rows = {"RunPython", "RunSQL"}
    assert all(steps.values())
    assert any(found & of_rows for found in steps.values())
    assert [name for name, found in steps.items() if found & of_rows and found - of_rows] == []
