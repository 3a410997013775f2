"""Looking something up once in a call, however many rooms ask for it.

A page is put together by several rooms, and each asks for the programme that it is about. What is remembered lasts for
one view or handler and is dropped with it; without `remembering` nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")

_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("mentoring_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember look-ups until the end of the block; an inner block begins with nothing."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, look_up: Callable[[], Value]) -> Value:
    """Return what `look_up` found the first time it was called for this key, where anything is remembered.

    Only for what hardly anything in a call changes: who writes it says so with `forget`.
    """
    memory = _memory.get()
    if memory is None:
        return look_up()
    if key not in memory:
        memory[key] = look_up()
    return memory[key]


def forget() -> None:
    """Look everything up anew from here on, after one of the few writes that change what is remembered."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
