"""A change in a transaction of its own, run again when the database let somebody else's through first."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Changed, Conflict

#: A change that loses a race is tried again this often, and for no longer than this many seconds.
ATTEMPTS = 10
PATIENCE = 10.0

#: What was written under the same key is found by the next try, so what collides again can't be done at all.
COLLISIONS = 3

#: MySQL's numbers for "you are the victim of a deadlock" and "the lock did not come free in time".
_LOST_RACES = {1213, 1205}

P = ParamSpec("P")
R = TypeVar("R")


def one_change(function: Callable[P, R]) -> Callable[P, R]:
    """Run an api function in a transaction of its own; from the start again when somebody was faster.

    Raises:
        Changed: somebody else wrote the same each time.
        Conflict: the database could not let this change through in time.
    """
    return again(function, COLLISIONS, Changed)


def one_of_a_row(function: Callable[P, R]) -> Callable[P, R]:
    """Do the same for what takes the next of a row of names or numbers: the next try may lose that one too.

    Raises: as for `one_change`.
    """
    return again(function, ATTEMPTS, Changed)


def again(function: Callable[P, R], collisions: int, taken: Callable[[], Conflict]) -> Callable[P, R]:
    """Do what `one_change` says.

    Args:
        collisions: how often something unique may be there already. taken: makes what is raised then.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        give_up_at = time.monotonic() + PATIENCE
        collided = 0
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS or time.monotonic() > give_up_at
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except IntegrityError:
                collided += 1
                if last or collided == collisions:
                    raise taken() from None
            except OperationalError as error:
                # A deadlock ends the outermost transaction, which only its owner can start again.
                if not _lost_a_race(error) or connection.in_atomic_block:
                    raise
                if last:
                    raise Conflict(
                        gettext(
                            "Others are changing these groups right now. Nothing was changed; try again in a moment."
                        )
                    ) from None
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - spreads the next tries, guards nothing
        raise AssertionError("unreachable: the last attempt returns or raises")

    return run


def _lost_a_race(error: OperationalError) -> bool:
    return (error.args[:1] and error.args[0] in _LOST_RACES) or "is locked" in str(error)


__all__ = ["ATTEMPTS", "again", "one_change", "one_of_a_row"]
