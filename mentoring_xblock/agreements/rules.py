"""What can be saved and put to be signed, and what a version is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.agreements.data import AgreementInfo, Clause
from mentoring_xblock.groups.data import Stay
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.text import says_something, too_long
from mentoring_xblock.programme.plan_relationship import Item

#: Characters of one item; stated beside its field.
LIMIT = 2_000
#: What the names of the fields of a form begin with.
PREFIX = "item_"


def field_of(item_id: str) -> str:
    """Return the name of an item's field in a form and in a request."""
    return PREFIX + item_id


def items_of(agreed: Sequence[Item], info: AgreementInfo) -> tuple[Item, ...]:
    """Return what there is to write: the plan's items, and those that it had when somebody wrote about them."""
    known = {item.id for item in agreed}
    headings = {clause.id: clause.heading for one in (info.holding, info.pending) if one for clause in one.clauses}
    earlier = (Item(id_, headings.get(id_, {})) for id_ in info.texts if id_ not in known)
    return (*agreed, *earlier)


def accepted(typed: Mapping[str, str], items: Iterable[Item]) -> dict[str, str]:
    """Return the words to keep, in the order of the items; what says nothing is left out.

    Raises:
        Invalid: there is nothing in it, or too much in one of its fields.
    """
    items = list(items)
    found = {item.id: typed.get(item.id, "") for item in items}
    fields = {field_of(id_): [too_long(len(text) - LIMIT)] for id_, text in found.items() if len(text) > LIMIT}
    if fields:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), fields)
    found = {id_: text for id_, text in found.items() if says_something(text)}
    if not found:
        nothing = gettext("There is nothing written yet. One sentence is enough to save.")
        raise Invalid(nothing, {field_of(items[0].id): [nothing]} if items else {})
    return found


def held_since(
    signed: Mapping[int, dt.datetime], stays: Iterable[Stay], awaited: Collection[int]
) -> dt.datetime | None:
    """Return the first moment at which everybody who was in the group then had signed; None if there was none yet.

    That may be when somebody left who had not signed: nobody does anything then by which a version begins to hold.

    Args:
        awaited: whose signature is waited for now; who is in the group besides them is as if they had not been there.
    """
    stays = [stay for stay in stays if stay.until is not None or stay.user_id in awaited]
    left = {stay.until for stay in stays if stay.until is not None}
    for moment in sorted({*signed.values(), *left}):
        there = {stay.user_id for stay in stays if stay.holds(moment)}
        if there and all(one in signed and signed[one] <= moment for one in there):
            return moment
    return None


def headings(items: Iterable[Item], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the headings of what was written, in the order of the items, as a version keeps them."""
    return [{"id": item.id, "name": dict(item.name)} for item in items if item.id in texts]


def clauses(kept: Iterable[Mapping[str, Any]], content: Mapping[str, str]) -> tuple[Clause, ...]:
    """Return what a version settles, from the headings and the words that it keeps."""
    return tuple(Clause(one["id"], one["name"], content[one["id"]]) for one in kept if one["id"] in content)


def clauses_of(items: Iterable[Item], texts: Mapping[str, str]) -> tuple[Clause, ...]:
    """Return what the draft would settle if it were put to be signed as it stands."""
    return clauses(headings(items, texts), texts)
