"""Going over all rows, so that what people wrote is sealed by the newest key, or plain again."""

from __future__ import annotations

from contextlib import nullcontext

from django.apps import apps
from django.db import models, transaction

from mentoring_xblock.kit.sealed import sealed_fields, storing_plainly

#: Rows that are read and locked at once, and those stored by one statement: a text may have 100,000 characters.
BATCH, STATEMENT = 200, 20


def sealed_tables() -> tuple[type[models.Model], ...]:
    """Return the tables with columns that are sealed where there are keys, by name."""
    found = (model for model in apps.get_models() if sealed_fields(model))
    return tuple(sorted(found, key=lambda model: model._meta.label))


def go_over(plainly: bool = False, batch: int = BATCH) -> dict[str, int]:
    """Store the sealed columns of every row anew: by the newest key, or as they are where there is none.

    It may run beside people who write: each batch is locked for as long as it takes, and who saves meanwhile seals by
    the newest key anyway. Broken off, it begins anew. Nothing else of a row changes.

    Args:
        plainly: store what was written as it is, though there are keys.
    Returns:
        How many rows were stored, by the table's label.
    Raises:
        ImproperlyConfigured: a key can't be used, or a row is sealed with none of them. Whole batches stand.
    """
    with storing_plainly() if plainly else nullcontext():
        return {model._meta.label: _go_over(model, batch) for model in sealed_tables()}


def _go_over(model: type[models.Model], batch: int) -> int:
    names = sealed_fields(model)
    rows = model._default_manager.order_by("pk").only("pk", *names)
    stored, last = 0, None
    while True:
        with transaction.atomic():
            found = list((rows if last is None else rows.filter(pk__gt=last)).select_for_update()[:batch])
            if not found:
                return stored
            model._default_manager.bulk_update(found, names, batch_size=STATEMENT)
        stored, last = stored + len(found), found[-1].pk


__all__ = ["go_over", "sealed_tables"]
