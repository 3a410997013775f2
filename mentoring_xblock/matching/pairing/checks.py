"""Reading what callers give: arrays or nested lists in, arrays of one type and shape out, or BadInput."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput

#: No number of people is ever larger; above it, float64 skips whole numbers.
_MOST = 2**53


def array(field: str, value: Any) -> np.ndarray:
    """Return the value as an array of numbers or truths.

    Raises:
        BadInput: it is ragged, or holds something else.
    """
    try:
        found = np.asarray(value)
    except ValueError as error:
        raise BadInput(field, "shape", "rows differ in length") from error
    if found.dtype.kind not in "biuf":
        raise BadInput(field, "type", "must be made of numbers")
    return found


def integers(field: str, value: Any, low: int | None = None, high: int = _MOST, flat: bool = True) -> np.ndarray:
    """Return whole numbers as int64, of one dimension if `flat`; an empty array may have any type.

    Raises:
        BadInput: not whole numbers ("type"), not one dimension ("shape"), or outside low..high ("range").
    """
    found = array(field, value)
    if found.size == 0:
        return found.reshape(-1).astype(np.int64) if flat else found.astype(np.int64)
    if found.dtype.kind not in "iu":
        raise BadInput(field, "type", "must be whole numbers")
    if flat and found.ndim != 1:
        raise BadInput(field, "shape", "must be one row of numbers", {"found": list(found.shape)})
    _within(field, found, low, high)
    return found.astype(np.int64)


def matrix(field: str, value: Any, columns: int | None, high: int, dtype: Any = np.int32) -> np.ndarray:
    """Return a table of whole numbers 0..high; of `columns` columns when there are no rows to count them in.

    Raises:
        BadInput: as `integers`, and when the number of columns is another ("shape").
    """
    found = array(field, value)
    if found.ndim == 1 and found.size == 0:
        found = np.empty((0, columns or 0), dtype=dtype)
    if found.ndim != 2:
        raise BadInput(field, "shape", "must be a table: a row for each mentee", {"found": list(found.shape)})
    if columns is not None and found.shape[1] != columns:
        message = f"{found.shape[1]} columns for {columns} mentors"
        raise BadInput(field, "shape", message, {"expected": columns, "found": found.shape[1]})
    if found.size and found.dtype.kind not in "iu":
        raise BadInput(field, "type", "must be whole numbers")
    _within(field, found, 0, high)
    return np.ascontiguousarray(found, dtype=dtype)


def _within(field: str, found: np.ndarray, low: int | None, high: int) -> None:
    if found.size == 0:
        return
    least, most = int(found.min()), int(found.max())
    if (low is not None and least < low) or most > high:
        limits = f"at least {low}" if high == _MOST and most <= high else f"{low} to {high}"
        params = {"low": low, "high": high, "least": least, "most": most}
        raise BadInput(field, "range", f"must be {limits}, found {least} to {most}", params)


def truths(field: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return a table of truths; all False when the value is None.

    Raises:
        BadInput: not truths (zeros and ones are taken), or of another shape.
    """
    if value is None:
        return np.zeros(shape, dtype=bool)
    found = array(field, value)
    if found.size == 0 and 0 in shape:
        return np.zeros(shape, dtype=bool)
    if found.shape != shape:
        params = {"expected": list(shape), "found": list(found.shape)}
        raise BadInput(field, "shape", f"is {found.shape} and not {shape}", params)
    if found.dtype.kind != "b":
        if found.dtype.kind not in "iu" or not np.isin(found, (0, 1)).all():
            raise BadInput(field, "type", "must be made of true and false")
        found = found.astype(bool)
    return found


def ids_or_none(field: str, value: Sequence[str] | None, count: int) -> tuple[str, ...] | None:
    """Return ids as a tuple of texts, or None.

    Raises:
        BadInput: another number of them, something that is not text, or the same text twice ("duplicate_ids").
    """
    if value is None:
        return None
    found = tuple(value)
    if not all(isinstance(one, str) for one in found):
        raise BadInput(field, "type", "must be texts")
    if len(found) != count:
        raise BadInput(field, "shape", f"{len(found)} ids for {count} people", {"expected": count, "found": len(found)})
    first: dict[str, int] = {}
    twice = [index for index, one in enumerate(found) if first.setdefault(one, index) != index]
    if twice:
        message = "the same id stands for two people"
        raise BadInput(field, "duplicate_ids", message, {"rows": twice})
    return found
