"""Pages are the one asked for or the nearest there is, and know their neighbours."""

from __future__ import annotations

import pytest

from mentoring_xblock.kit.paging import page_of


@pytest.mark.parametrize(
    ("length", "asked", "items", "number", "pages", "previous", "following"),
    [
        (0, 1, "", 1, 1, None, None),
        (3, 1, "abc", 1, 1, None, None),
        (4, 1, "abc", 1, 2, None, 2),
        (4, 2, "d", 2, 2, 1, None),
        (7, 2, "def", 2, 3, 1, 3),
        (4, 0, "abc", 1, 2, None, 2),
        (4, -5, "abc", 1, 2, None, 2),
        (4, 99, "d", 2, 2, 1, None),
    ],
)
def test_a_page(length, asked, items, number, pages, previous, following):
    page = page_of("abcdefg"[:length], asked, 3)
    assert "".join(page.items) == items
    assert (page.number, page.pages, page.total) == (number, pages, length)
    assert (page.previous, page.next) == (previous, following)
