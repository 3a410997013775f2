"""The newest of many moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


def latest(*found: Iterable[tuple]) -> dict[int, dt.datetime]:
    """Return the newest moment by key, of rows that hold a key and then moments, of which any may be None."""
    newest: dict[int, dt.datetime] = {}
    for rows in found:
        for key, *moments in rows:
            known = [moment for moment in (newest.get(key), *moments) if moment is not None]
            if known:
                newest[key] = max(known)
    return newest
