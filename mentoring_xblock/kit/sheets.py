"""Tables as text that spreadsheets read and write: separated values, without the surprises.

A spreadsheet takes a cell that begins with one of a few characters for a formula and works it out, whoever wrote it. So
such a cell gets an apostrophe in front when it leaves, and stands out when it comes in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

#: What a formula begins with, in one program or another.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What tables are separated by, the likeliest last where a line has as many of each.
SEPARATORS = (",", "\t", ";")
#: Tells a spreadsheet that what follows is UTF-8.
BOM = "\ufeff"


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet would work this cell out instead of showing it."""
    return cell.startswith(_FORMULA)


def safe(cell: str) -> str:
    """Return the cell so that every spreadsheet shows it as the text that it is."""
    return f"'{cell}" if is_formula(cell) else cell


def write(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Return rows as text, each cell safe and quoted where it has to be."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue()


@dataclass(frozen=True)
class TablePart:
    """A part of a table as text, the first one with its heading; `next` is the number of the one after, if any."""

    text: str
    next: int | None


def part(heading: Sequence[str], rows: Iterable[Sequence[str]], number: int, *, more: bool) -> TablePart:
    """Return a part of a table that somebody takes away, as spreadsheets of the reader's language read it.

    Args:
        number: of the part, from 1. more: whether another one follows.
    """
    # Spreadsheets split by what their language does not use in numbers.
    separator = ";" if (get_language() or "").startswith("fi") else ","
    first = number == 1
    text = write([*([heading] if first else []), *rows], separator)
    return TablePart(BOM + text if first else text, number + 1 if more else None)


def read(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, cells without white space around them, each with the line that it begins on.

    The separator is the one that the first row has most of.

    Raises:
        ValueError: a quote that is never closed makes one cell of too much.
    """
    text = text.removeprefix(BOM)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda one: (first.count(one), SEPARATORS.index(one)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip(" \u00a0\n") for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError("not a table") from error
    return rows
