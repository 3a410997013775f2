"""Tables in and out: whatever a cell holds, it comes back, and no spreadsheet works it out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mentoring_xblock.kit import sheets

#: Cells without what reading takes away on purpose: white space around them.
cells = some.text(some.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20).map(
    lambda text: text.strip(" \u00a0\n").removeprefix(sheets.BOM)
)


@given(some.lists(some.lists(cells, min_size=2, max_size=4), min_size=1), some.sampled_from(sheets.SEPARATORS))
def test_no_cell_is_a_formula_and_nothing_is_lost(rows, separator):
    text = sheets.write(rows, separator)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert found == [[sheets.safe(cell) for cell in row] for row in rows]
    assert not any(sheets.is_formula(cell) for row in found for cell in row)
    for row, written in zip(rows, found, strict=True):
        assert [cell[1:] if sheets.is_formula(was) else cell for was, cell in zip(row, written, strict=True)] == row


@pytest.mark.parametrize("cell", ["=1+1", "+358", "-5", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_a_formula_gets_an_apostrophe(cell):
    assert sheets.is_formula(cell) and sheets.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "1+1", "elli@example.org", "'=1", " =1"])
def test_everything_else_stays(cell):
    assert sheets.safe(cell) == cell


@pytest.mark.parametrize("separator", sheets.SEPARATORS)
@pytest.mark.parametrize("start", ["", sheets.BOM, "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_is_read(separator, start, end):
    lines = [f"address{separator}role", f"elli{separator}mentee", f' anna {separator}"a{separator}b"', ""]
    rows = [row for _, row in sheets.read(start + end.join(lines))]
    assert rows == [["address", "role"], ["elli", "mentee"], ["anna", f"a{separator}b"]]


def test_lines_are_counted_as_an_editor_counts_them():
    text = 'address,role\n\n"two\nlines",mentee\nelli,mentor\n'
    assert [number for number, _ in sheets.read(text)] == [1, 3, 5]


def test_no_table_is_an_empty_one():
    assert sheets.read("") == sheets.read("\n , \n") == []


def test_a_quote_that_never_ends_is_told():
    with pytest.raises(ValueError, match="not a table"):
        sheets.read('a,"b\n' + "x" * 200_000)
