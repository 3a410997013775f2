"""What every criterion of a score is: a weight, perhaps a must, and an exact fraction for each pair."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mentoring_xblock.matching.errors import BadInput

#: Counts are added up as float32, which is exact for whole numbers up to 2 ** 24.
MOST_COLUMNS = 2**20


@dataclass(frozen=True, eq=False)
class Measure:
    """How well each pair of a block of rows and columns meets a criterion: the fraction `got / of`, both whole.

    got: float32[b, w], or [b, 1] or [1, w] where it is the same in a row or column; 0 <= got <= of.
    of: a number or an array that broadcasts against `got`; at least 1, so that "nothing out of nothing" is 0 / 1.
    amount: what a must looks at, of the shape of `got`: common languages, common hours.
    """

    got: np.ndarray
    of: np.ndarray | int
    amount: np.ndarray


@dataclass(frozen=True, eq=False, kw_only=True)
class Criterion(ABC):
    """Base of all criteria. Arrays named `left` are about mentees (n rows), `right` about mentors (m rows).

    weight: whole points, 0 or more. What counts is their ratio; by convention a programme's weights add up to 100.
    must: pairs that fall short of `at_least` are forbidden, whatever else they have in common.
    at_least: in the unit that the criterion's own documentation names.

    Raises (all criteria, when they are made):
        BadInput: the field is the criterion's name and the argument's, as in "hours.left"; codes "wrong_type",
            "wrong_shape", "out_of_range", "duplicates".
    """

    weight: int
    must: bool = False
    at_least: int = 1
    #: How the criterion is called in errors.
    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        self.require_whole("weight", self.weight, 0)
        self.require_whole("at_least", self.at_least, 0)

    @property
    @abstractmethod
    def people(self) -> tuple[int | None, int | None]:
        """How many mentees and mentors the arrays are about; None where they leave it open."""

    @abstractmethod
    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs: mentees `rows` against mentors `columns`, both plain slices with ends."""

    def met(self, measure: Measure, rows: slice) -> np.ndarray:
        """Return which pairs of a measured block meet the must, as bool of the shape of `measure.amount`."""
        return measure.amount >= self.at_least

    def fail(self, argument: str, code: str, message: str, **params: object) -> BadInput:
        """Return the error to raise about an argument."""
        return BadInput(f"{self.name}.{argument}", code, message, params)

    def require_whole(self, argument: str, value: object, lowest: int, highest: int | None = None) -> None:
        """Refuse what is not a whole number from `lowest` to `highest`; True and False are not numbers."""
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise self.fail(argument, "wrong_type", "A whole number is needed.")
        if value < lowest or (highest is not None and value > highest):
            most = "" if highest is None else f" to {highest}"
            raise self.fail(argument, "out_of_range", f"{value} is not in the range from {lowest}{most}.", value=value)

    def require_flags(self, argument: str, value: np.ndarray, dimensions: int = 2) -> None:
        """Refuse what is not a boolean array of so many dimensions."""
        if not isinstance(value, np.ndarray) or value.dtype != np.bool_:
            raise self.fail(argument, "wrong_type", "An array of true and false is needed.")
        self._require_shape(argument, value, dimensions)

    def require_numbers(self, argument: str, value: np.ndarray, dimensions: int, lowest: int, highest: int) -> None:
        """Refuse what is not an array of whole numbers from `lowest` to `highest`, of so many dimensions."""
        if not isinstance(value, np.ndarray) or not np.issubdtype(value.dtype, np.integer):
            raise self.fail(argument, "wrong_type", "An array of whole numbers is needed.")
        self._require_shape(argument, value, dimensions)
        if value.size and (value.min() < lowest or value.max() > highest):
            wrong = value.min() if value.min() < lowest else value.max()
            message = f"{wrong} is not in the range from {lowest} to {highest}."
            raise self.fail(argument, "out_of_range", message, value=int(wrong))

    def require_same_columns(self, left: np.ndarray, right: np.ndarray) -> None:
        """Refuse arrays whose rows have different lengths."""
        if left.shape[1] != right.shape[1]:
            message = f"Rows have {right.shape[1]} columns where those of `left` have {left.shape[1]}."
            raise self.fail("right", "wrong_shape", message, left=left.shape[1], right=right.shape[1])

    def _require_shape(self, argument: str, value: np.ndarray, dimensions: int) -> None:
        if value.ndim != dimensions:
            message = f"The array has {value.ndim} dimensions, {dimensions} are needed."
            raise self.fail(argument, "wrong_shape", message, dimensions=value.ndim)
        if dimensions == 2 and value.shape[1] > MOST_COLUMNS:
            raise self.fail(argument, "wrong_shape", f"Rows have more than {MOST_COLUMNS} columns.")


@dataclass(frozen=True, eq=False)
class OptionsCriterion(Criterion):
    """Base of criteria over what people ticked: the same options on both sides.

    left: bool[n, k]. right: bool[m, k].
    """

    left: np.ndarray
    right: np.ndarray

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_flags("left", self.left)
        self.require_flags("right", self.right)
        self.require_same_columns(self.left, self.right)

    @property
    def people(self) -> tuple[int, int]:
        """How many mentees and mentors the arrays are about."""
        return len(self.left), len(self.right)

    def common(self, rows: slice, columns: slice) -> np.ndarray:
        """Return how many options both have ticked, as float32[b, w]: one product of matrices of 0 and 1."""
        return numbers(self.left[rows]) @ numbers(self.right[columns]).T


def numbers(values: np.ndarray) -> np.ndarray:
    """Return an array as float32, which is what matrix products are fast with."""
    return values.astype(np.float32)


def at_least_one(counts: np.ndarray) -> np.ndarray:
    """Return counts with 1 in the place of 0, for use below a fraction bar."""
    return np.maximum(counts, 1)
