"""One call of one handler by one role, rolled back, and what it told and changed."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from xblock.core import XBlock

from tests.privacy.bodies import body
from tests.privacy.scene import Scene, Thing
from tests.privacy.watch import Books, errors_heard, listening, mark, marks_in, writing

#: Stands in every field of a call that takes text.
TYPED = mark("typed")

LMS, NOBODYS = "xblock_handler", "xblock_handler_noauth"
IN_STUDIO = PREVIEW, STUDIO = ("preview_handler", "component_handler")


@dataclass(frozen=True)
class Told:
    """What came back: status, text, the marks in it besides what the caller typed, and the tables that changed."""

    status: int
    text: str
    marks: frozenset[str]
    changed: tuple[str, ...]
    headers: Any
    told_on: dict[str, set[str]]


def handlers_of(block_type: str) -> set[str]:
    """Return the names of all handlers that a browser can call on a block of ours."""
    found = inspect.getmembers(XBlock.load_class(block_type), lambda one: getattr(one, "_is_xblock_handler", False))
    return {name for name, _ in found}


def address(scene: Scene, block_type: str, handler: str, url: str = LMS) -> str:
    """Return the address of a handler: in the LMS, without a login, of a preview, or of Studio's editor."""
    block = scene.blocks[block_type]
    keys = {"usage_id": block.usage_key, "handler": handler}
    if url in (LMS, NOBODYS):
        keys["course_id"] = block.course_key
    return reverse(url, kwargs=keys)


def ask(books: Books, client: Client, url: str, raw: Any, method: str = "POST", **headers: str) -> Told:
    """Send a body, take down what changed since `books` were read, and undo it; `headers` as `Client` takes them."""
    sent = raw if isinstance(raw, str | bytes) else json.dumps(raw)
    with transaction.atomic():
        with writing() as written:
            answer = client.generic(method, url, sent, content_type="application/json", **headers)
        after = Books(books, written)
        transaction.set_rollback(True)
    text = answer.content.decode()
    marks = frozenset(marks_in(text) - {TYPED})
    return Told(answer.status_code, text, marks, tuple(after.changed_since(books)), answer.headers, after.told)


def call(
    scene: Scene,
    books: Books,
    role: str,
    block_type: str,
    handler: str,
    about: str,
    thing: Thing | None,
    url: str = LMS,
    **changes: Any,
) -> Told:
    """Let a role call a handler about a thing, with a whole body of which `changes` replace some fields."""
    sent = {**body(scene, block_type, handler, about, thing, TYPED), **changes}
    return ask(books, scene.clients[role], address(scene, block_type, handler, url), sent)


def things_of(scene: Scene, about: str) -> dict[str, Thing | None]:
    """Return what a handler can be called about."""
    return dict(scene.things[about]) if about else {"": None}


@contextmanager
def silence() -> Iterator[None]:
    """Fail if a marked text reaches a log, a tracking event, or the words of an error while the context is open."""
    errors: list[str] = []
    with listening() as listener, errors_heard(errors):
        yield
    assert listener.records, "nothing was logged, not even the requests: nobody listened"
    assert not listener.heard, listener.heard
    assert not marks_in(" ".join(errors)), marks_in(" ".join(errors))
