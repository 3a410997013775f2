"""What people answered as the arrays that criteria are measured from, and as the bytes that a proposal keeps of it.

So a change by hand, or a look at somebody's list, compares thousands of people without reading what they wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.hours import HOURS
from mentoring_xblock.proposals.brief import Criterion

#: Criteria by what is kept of them: options that were ticked, steps on a scale, and the one option of each.
TICKED = (Criterion.WISHES, Criterion.INTERESTS, Criterion.CHALLENGES, Criterion.LANGUAGES, Criterion.PLACES)
RATED = (Criterion.VALUES, Criterion.STYLES)
LEVELS = (Criterion.FIELD, Criterion.EXPERIENCE, Criterion.PLACES)

#: Which column each option of a criterion has.
Columns = Mapping[Criterion, Mapping[str, int]]


@dataclass(frozen=True, eq=False)
class Coded:
    """Answers of n people. `rows` tells each one's row by the primary key of the participant.

    ticked: bool[n, k] by criterion. rated: int8[n, q], steps from 0, -1 for none. levels: int64[n], -1 for none.
    hours: bool[n, 168]. remote: bool[n].
    """

    rows: Mapping[int, int]
    ticked: Mapping[Criterion, np.ndarray]
    rated: Mapping[Criterion, np.ndarray]
    levels: Mapping[Criterion, np.ndarray]
    hours: np.ndarray
    remote: np.ndarray

    def of(self, keys: Sequence[int]) -> np.ndarray:
        """Return int64[len(keys)]: the rows of these people, by primary key."""
        return np.fromiter((self.rows[key] for key in keys), dtype=np.int64, count=len(keys))


def packed(coded: Coded) -> list[bytes]:
    """Return each person's answers as bytes, in the order of the rows; all are of the same length."""
    bits = np.hstack([*(coded.ticked[code] for code in TICKED), coded.hours, coded.remote[:, None]])
    steps = np.hstack([coded.rated[code] for code in RATED]).astype(np.int8)
    levels = np.stack([coded.levels[code] for code in LEVELS], axis=1).astype("<i2")
    count = len(coded.rows)
    whole = np.hstack([np.packbits(bits, axis=1), steps.view(np.uint8), levels.view(np.uint8).reshape(count, -1)])
    return [row.tobytes() for row in np.ascontiguousarray(whole)]


def unpacked(keys: Sequence[int], rows: Sequence[bytes], columns: Columns) -> Coded:
    """Return what `packed` made of answers to options in these columns.

    Args:
        keys: primary keys of the participants whose rows these are.
    """
    ticks = [len(columns[code]) for code in TICKED]
    scales = [len(columns[code]) for code in RATED]
    wide = sum(ticks) + HOURS + 1
    bits_long, steps_long = -(-wide // 8), sum(scales)
    length = bits_long + steps_long + 2 * len(LEVELS)
    whole = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), length)
    bits = np.unpackbits(whole[:, :bits_long], axis=1, count=wide).astype(np.bool_)
    steps = whole[:, bits_long : bits_long + steps_long].view(np.int8)
    levels = np.ascontiguousarray(whole[:, bits_long + steps_long :]).view("<i2").astype(np.int64)
    return Coded(
        rows={key: row for row, key in enumerate(keys)},
        ticked=dict(zip(TICKED, _cut(bits, ticks), strict=True)),
        rated=dict(zip(RATED, _cut(steps, scales), strict=True)),
        levels={code: levels[:, place] for place, code in enumerate(LEVELS)},
        hours=bits[:, sum(ticks) : sum(ticks) + HOURS],
        remote=bits[:, wide - 1],
    )


def _cut(table: np.ndarray, widths: Sequence[int]) -> list[np.ndarray]:
    ends = np.cumsum(widths)
    return [table[:, end - width : end] for end, width in zip(ends, widths, strict=True)]


def joined(old: Coded, new: Coded) -> Coded:
    """Return both, where the new one's answers count for whoever is in both; columns may only have grown at the end."""
    keys = [key for key in old.rows if key not in new.rows]
    kept = old.of(keys)

    def wider(table: np.ndarray, like: np.ndarray, nothing: int) -> np.ndarray:
        more = np.full((len(table), like.shape[1] - table.shape[1]), nothing, dtype=table.dtype)
        return np.vstack([np.hstack([table, more]), like])

    return Coded(
        rows={key: row for row, key in enumerate([*keys, *new.rows])},
        ticked={code: wider(old.ticked[code][kept], new.ticked[code], 0) for code in TICKED},
        rated={code: wider(old.rated[code][kept], new.rated[code], -1) for code in RATED},
        levels={code: np.concatenate([old.levels[code][kept], new.levels[code]]) for code in LEVELS},
        hours=np.vstack([old.hours[kept], new.hours]),
        remote=np.concatenate([old.remote[kept], new.remote]),
    )
