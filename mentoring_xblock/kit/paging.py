"""Pages of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


#: How many things of one's own a list to choose from shows, the newest.
CHOICES = 50


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; `number` counts from 1 and never passes `pages`, `total` is the length of the whole list."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def page_bounds(total: int, asked: int, size: int) -> tuple[int, int, slice]:
    """Return the number of the page to show, how many there are, and what of the list is on it.

    The page is the one that was asked for, or the nearest that exists; an empty list has one page.
    """
    pages = max(1, -(-total // size))
    number = min(max(asked, 1), pages)
    return number, pages, slice((number - 1) * size, number * size)


def page_of(items: Sequence[Item], asked: int, size: int) -> Page[Item]:
    """Return a page of a list that is in memory already."""
    number, pages, shown = page_bounds(len(items), asked, size)
    return Page(tuple(items[shown]), number, pages, len(items))
