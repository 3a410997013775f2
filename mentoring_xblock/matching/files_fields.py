"""One field of a file as the engine takes it: an array or a number of the right type and shape, or an error by name.

Values are what JSON gives (lists, numbers, texts) or numpy arrays. Whole numbers have to be written as such: 3.0 and
true are refused where 3 is meant, because a program that writes them has mistaken one field for another.

All functions take the field's name and its value, and raise BadInput with codes "type", "shape" and "range".
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput

_WORDS = {
    bool: "true or false",
    dict: "an object",
    float: "a number",
    int: "a whole number",
    list: "a list",
    str: "a text",
    type(None): "null",
}


def whole_table(field: str, value: Any) -> np.ndarray:
    """Return integers [n, m]. No rows at all are an array of shape (0, 0)."""
    return _table(field, value, (int,), "iu")


def number_table(field: str, value: Any) -> np.ndarray:
    """Return integers or floats [n, m], of the type that they came in."""
    return _table(field, value, (int, float), "iuf")


def whole_list(field: str, value: Any) -> np.ndarray:
    """Return integers [k]."""
    if isinstance(value, np.ndarray):
        return _array(field, value, 1, "iu", (int,))
    return _packed(field, _listed(field, value, (int,)), (int,))


def rows_of_two(field: str, value: Any) -> np.ndarray:
    """Return int64[k, 2] from a list of [i, j]."""
    if isinstance(value, list) and not value:
        return np.empty((0, 2), dtype=np.int64)
    found = whole_table(field, value)
    if found.shape[1] != 2:
        raise BadInput(field, "shape", f"Rows have {found.shape[1]} entries; two are needed.")
    return found


def mask(field: str, value: Any, shape: tuple[int, int]) -> np.ndarray:
    """Return bool[n, m] from such an array, or from a list of [i, j] that are true."""
    if isinstance(value, np.ndarray):
        found = _array(field, value, 2, "b", (bool,))
        if found.shape != shape:
            raise BadInput(field, "shape", f"It is {_by(found.shape)}, the scores are {_by(shape)}.")
        return found
    found = np.zeros(shape, dtype=np.bool_)
    rows = rows_of_two(field, value)
    outside = np.flatnonzero((rows < 0).any(axis=1) | (rows >= np.array(shape)).any(axis=1))
    if outside.size:
        row = int(outside[0])
        raise BadInput(f"{field}[{row}]", "range", f"{rows[row].tolist()} is not in a table of {_by(shape)}.")
    found[rows[:, 0], rows[:, 1]] = True
    return found


def whole(field: str, value: Any) -> int:
    """Return one integer."""
    value = _single(value)
    if type(value) is not int:
        raise _not(field, value, (int,))
    return value


def number(field: str, value: Any) -> float:
    """Return one number."""
    value = _single(value)
    if type(value) not in (int, float):
        raise _not(field, value, (float,))
    return value


def text(field: str, value: Any) -> str:
    """Return one text."""
    value = _single(value)
    if type(value) is not str:
        raise _not(field, value, (str,))
    return value


def texts(field: str, value: Any) -> tuple[str, ...]:
    """Return texts that are all different."""
    if isinstance(value, np.ndarray):
        value = _array(field, value, 1, "U", (str,)).tolist()
    seen: dict[str, int] = {}
    for index, one in enumerate(_listed(field, value, (str,))):
        if one in seen:
            raise BadInput(f"{field}[{index}]", "duplicate", f"It is the same as {field}[{seen[one]}].")
        seen[one] = index
    return tuple(value)


def index_lists(field: str, value: Any) -> tuple[tuple[int, ...], ...]:
    """Return lists of indices of any lengths; from an array, rows of integers padded with -1."""
    value = unpacked(field, value)
    if isinstance(value, np.ndarray):
        rows = _array(field, value, 2, "iu", (int,)).tolist()
        return tuple(tuple(index for index in row if index != -1) for row in rows)
    return tuple(
        tuple(_listed(f"{field}[{place}]", row, (int,))) for place, row in enumerate(_listed(field, value, (list,)))
    )


def unpacked(field: str, value: Any) -> Any:
    """Return what a text in a `.npz` says in JSON, the way for lists of different lengths into one; else `value`."""
    if not (isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind == "U"):
        return value
    try:
        return json.loads(value.item())
    except (ValueError, RecursionError) as error:
        raise BadInput(field, "type", "The text is not JSON.") from error


def entries(field: str, value: Any, kinds: Collection[type]) -> list[Any]:
    """Return a list whose entries all have one of the types given, exactly."""
    return _listed(field, value, kinds)


def _listed(field: str, value: Any, kinds: Collection[type]) -> list[Any]:
    if not isinstance(value, list):
        raise _not(field, value, (list,))
    if set(map(type, value)).difference(kinds):
        place, wrong = next((place, one) for place, one in enumerate(value) if type(one) not in kinds)
        raise _not(f"{field}[{place}]", wrong, kinds)
    return value


def _table(field: str, value: Any, kinds: Collection[type], letters: str) -> np.ndarray:
    if isinstance(value, np.ndarray):
        return _array(field, value, 2, letters, kinds)
    rows = _listed(field, value, (list,))
    for place, row in enumerate(rows):
        _listed(f"{field}[{place}]", row, kinds)
        if len(row) != len(rows[0]):
            message = f"The row has {len(row)} entries, the first one has {len(rows[0])}."
            raise BadInput(f"{field}[{place}]", "shape", message)
    return _packed(field, rows, kinds).reshape(len(rows), len(rows[0]) if rows else 0)


def _packed(field: str, values: list[Any], kinds: Collection[type]) -> np.ndarray:
    found = np.array(values, dtype=np.int64 if not values else None) if float in kinds else _whole(field, values)
    if found.dtype == object or found.dtype.kind == "u":
        raise BadInput(field, "range", "A number is too large.")
    return found


def _whole(field: str, values: list[Any]) -> np.ndarray:
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError as error:
        raise BadInput(field, "range", "A number is too large.") from error


def _array(field: str, value: np.ndarray, dimensions: int, letters: str, kinds: Collection[type]) -> np.ndarray:
    if value.dtype.kind not in letters:
        raise BadInput(field, "type", f"It holds {value.dtype}; {_words(kinds)} is needed in each place.")
    if value.ndim != dimensions:
        raise BadInput(field, "shape", f"It has {value.ndim} dimensions; {dimensions} are needed.")
    if value.dtype.kind == "u" and value.size and value.max() > np.iinfo(np.int64).max:
        raise BadInput(field, "range", "A number is too large.")
    return value


def _single(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value


def _not(field: str, value: Any, kinds: Collection[type]) -> BadInput:
    if isinstance(value, np.ndarray):
        shown = f"an array of {value.dtype}, {_by(value.shape)}"
    else:
        shown = json.dumps(value, default=str)
        shown = shown if len(shown) <= 40 else f"{shown[:37]}..."
    return BadInput(field, "type", f"{shown} is not {_words(kinds)}.")


def _words(kinds: Collection[type]) -> str:
    return "a number" if float in kinds else " or ".join(_WORDS[kind] for kind in kinds)


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
