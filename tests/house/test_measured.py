"""The figures in the documentation are those that were measured."""

import html
import importlib.util
import re

import pytest

from tests.house import tree

#: Read once: source text is the same in every environment.
pytestmark = pytest.mark.once

_spec = importlib.util.spec_from_file_location("benchmark_picture", tree.ROOT / "scripts" / "benchmark_picture.py")
drawing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(drawing)

ROW = {
    "case": "P2",
    "size": "9x3",
    "family": "<ties>",
    "seed": 1,
    "seconds": 0.02,
    "peer": "dense & slow",
    "peer_seconds": 3.0,
    "value": 12_345,
    "gap": 0,
    "megabytes": 1.5,
}


def texts(svg):
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def test_page_and_picture_are_made_of_the_rows_that_were_kept():
    rows = drawing.measured()
    assert rows
    assert drawing.PICTURE.read_text(encoding="utf-8") == drawing.picture(rows)
    page = drawing.PAGE.read_text(encoding="utf-8")
    assert page == drawing.page(page, rows)


def test_the_picture_has_a_line_for_each_instance_with_a_peer():
    rows = [
        ROW,
        ROW | {"seed": 2, "peer_seconds": 5.0},
        ROW | {"case": "P1", "size": "7x2"},
        ROW | {"case": "P3", "peer_seconds": None},
    ]
    assert [row["peer_seconds"] for row in drawing.compared(rows)] == [4.0]
    shown = texts(drawing.picture(rows))
    assert "200 times" in shown
    assert "P2  9x3 <ties>, dense & slow" in shown
    assert not any("7x2" in one or one.startswith("P3") for one in shown)


def test_the_table_has_all_rows_and_says_what_is_not_met():
    rows = [ROW | {"met": True, "moved": 0, "what": "total"}, ROW | {"met": False, "bar": 40}]
    lines = drawing.table(rows).splitlines()
    assert len(lines) == 4
    assert lines[2].endswith("| moved 0, what total |  | yes |")
    assert "| 12,345 |" in lines[2]
    assert lines[3].endswith("| 40 | **no** |")
