"""A person's data as a whole: give it to them, or let it go."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from mentoring_xblock import host
from mentoring_xblock.lifecycle.registry import HOLDINGS, Holding
from mentoring_xblock.models import Message

#: Our own numbering; it means nothing to anybody else.
_INTERNAL = frozenset({"id"})


def export_person(user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return every row about a person, by the name of its table, as values that JSON can hold.

    Other people are left out: who commented, who scored, who read. So is what the person is not told yet: points that
    wait to be released. One query a table.
    """
    found = {}
    for holding in HOLDINGS:
        if not holding.about:
            continue
        about = Q()
        for lookup in holding.about:
            about |= Q(**{lookup: user_id}, **holding.told.get(lookup, {}))
        rows = holding.model._default_manager.filter(about).order_by("pk").distinct()
        found[holding.model._meta.model_name] = [_as_dict(row, holding) for row in rows]
    return found


def _as_dict(row: Model, holding: Holding) -> dict[str, Any]:
    values = {}
    for column in row._meta.concrete_fields:
        if column.name in holding.hidden | _INTERNAL:
            continue
        value = column.value_from_object(row)
        plain = value is None or isinstance(value, str | int | float | bool | dict | list)
        values[column.name] = value if plain else str(value)
    return values


@transaction.atomic
def erase_person(user_id: int) -> dict[str, int]:
    """Erase what a person wrote, also beside other people's things, and who they were in every programme.

    What stays is without them: the points that they gave as a mentor, and the steps that they took in other people's
    trails. Erasing twice is erasing once. Scores in the host's gradebook are the host's to retire; ours hold no text.

    Returns:
        How many rows of each table were deleted or emptied, without zeros.
    """
    counted: dict[str, int] = {}
    person = host.people([user_id]).get(user_id)
    for holding in HOLDINGS:
        rows = holding.model._default_manager
        changed = sum(rows.filter(**{lookup: user_id}).update(**emptied) for lookup, emptied in holding.blanks.items())
        # `delete` reports what hangs on the rows too, table by table, so each table counts only itself here.
        gone: dict[str, Any] = dict.fromkeys(holding.deletes, user_id)
        if person is not None:
            gone |= {f"{column}__iexact": person.username for column in holding.deletes_named}
        for lookup, value in gone.items():
            changed += rows.filter(**{lookup: value}).delete()[1].get(holding.model._meta.label, 0)
        if changed:
            counted[holding.model._meta.model_name] = changed
    return counted


@transaction.atomic
def drop_mail(user_id: int) -> int:
    """Delete the mails to a person, sent or not; returns how many there were."""
    return Message.objects.filter(recipient_id=user_id).delete()[0]
