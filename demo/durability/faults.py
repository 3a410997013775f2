"""What goes wrong: six kinds of faults, each at one of three moments of a save.

The server's part of them stands between the server and Django, and is told what to do through a file in the proof's
own folder: no other server has it, and no setting can bring it about.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from demo.durability.server import Application

#: A request with this header comes from the other device, and meets no fault.
OTHER_DEVICE = "X-Other-Device"
#: How a path ends by which a page saves.
SAVES = "/handler/save_entry"
#: How long an answer may be under way.
SLOW = (0.5, 3.0)
#: Seconds that a save waits at most until the proof has done what it does meanwhile.
LONGEST = 15


class Kind(Enum):
    """What happens."""

    KILLED = "killed"
    RESTARTED = "restarted"
    ANSWERS_500 = "500"
    ANSWERS_403 = "403"
    ANSWERS_409 = "409"
    NETWORK = "network"


class When(Enum):
    """At which moment of a save."""

    BEFORE = "before the write"
    AFTER = "after the write, before the answer"
    LATE = "late, while somebody types on"


@dataclass(frozen=True)
class Fault:
    """One fault. `number` tells it from others; `seconds` are how long a LATE one takes."""

    number: int
    kind: Kind
    when: When
    seconds: float = 0.0


def deck(number: int, seed: int) -> list[Fault]:
    """Return so many faults in an order of the seed's: however many of them are dealt, the kinds are even.

    Every six have each kind once, and every eighteen each kind at each moment.
    """
    draw = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    dealt: list[Fault] = []
    while len(dealt) < number:
        moments = {kind: draw.sample(list(When), len(When)) for kind in Kind}
        for turn in range(len(When)):
            for kind in draw.sample(list(Kind), len(Kind)):
                dealt.append(Fault(len(dealt), kind, moments[kind][turn], round(draw.uniform(*SLOW), 2)))
    return dealt[:number]


class Switch:
    """How the proof tells its server what goes wrong now, and hears which faults a save has met.

    Args:
        folder: one that belongs to this proof alone.
    """

    def __init__(self, folder: Path):
        self._told = folder / "fault.json"
        self._met = folder / "met.txt"
        self._met.touch()

    def set(self, fault: Fault) -> None:
        """Let the server do this from the next request on."""
        draft = self._told.with_suffix(".new")
        draft.write_text(json.dumps({**asdict(fault), "kind": fault.kind.value, "when": fault.when.value}))
        draft.rename(self._told)

    def clear(self) -> None:
        """Let the server be well again."""
        self._told.unlink(missing_ok=True)

    def get(self) -> Fault | None:
        """Return what goes wrong now."""
        try:
            told = json.loads(self._told.read_text())
        except FileNotFoundError:
            return None
        return Fault(**{**told, "kind": Kind(told["kind"]), "when": When(told["when"])})

    def note(self, fault: Fault) -> None:
        """Remember that a save has met a fault."""
        with self._met.open("a") as file:
            file.write(f"{fault.number}\n")

    def met(self) -> set[int]:
        """Return the numbers of the faults that a save has met."""
        return {int(line) for line in self._met.read_text().split()}


def faulty(application: Application, switch: Switch) -> Application:
    """Return the application with whatever the switch says around it."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        fault = None if "HTTP_" + OTHER_DEVICE.upper().replace("-", "_") in environ else switch.get()
        save = environ["PATH_INFO"].endswith(SAVES)
        if fault and not save and fault.kind is Kind.ANSWERS_500 and fault.when is When.BEFORE:
            return _server_error(start_response)
        if fault is None or not save:
            return application(environ, start_response)
        switch.note(fault)
        if fault.when is When.LATE and not _hold(switch, fault):
            return application(environ, start_response)
        if fault.when is When.BEFORE:
            return _strike(fault, start_response) or application(environ, start_response)
        held = _Held()
        parts = application(environ, held)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        struck = _strike(fault, start_response)
        if struck is None:
            if fault.when is When.AFTER:
                _hold(switch, fault)
            held.go_on(start_response)
        return [body] if struck is None else struck

    return answer


def _hold(switch: Switch, fault: Fault) -> bool:
    """Let a save wait as long as the fault says, or until everything is well again; returns whether it is not yet.

    Where the other device saves meanwhile, the save waits until that is done, and more is typed.
    """
    until = time.monotonic() + (LONGEST if fault.kind is Kind.ANSWERS_409 else fault.seconds)
    while time.monotonic() < until and switch.get() == fault:
        time.sleep(0.02)
    return switch.get() == fault


class _Held:
    """Keeps an answer's beginning until it may go on."""

    def __call__(self, *began: Any) -> Callable[[bytes], None]:
        self._began = began
        return _nothing_is_written

    def go_on(self, start_response: Callable[..., Any]) -> None:
        start_response(*self._began)


def _nothing_is_written(_: bytes) -> None:
    raise NotImplementedError("Django writes no answer this way.")


def _strike(fault: Fault, start_response: Callable[..., Any]) -> Iterable[bytes] | None:
    """Do what the fault is at its moment; returns the answer in the place of Django's, None to let that go out."""
    if fault.kind is Kind.KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if fault.kind is Kind.RESTARTED and fault.when is When.AFTER:
        os.kill(os.getpid(), signal.SIGTERM)
        raise ConnectionAbortedError("cut off by the restart")
    if fault.kind is Kind.NETWORK:
        raise ConnectionAbortedError("the network is gone")
    if fault.kind is Kind.ANSWERS_500:
        return _server_error(start_response)
    if fault.kind is Kind.ANSWERS_403:
        sign_everybody_out()
        return _page(start_response, "403 Forbidden", b"Unauthenticated")
    return None


def _server_error(start_response: Callable[..., Any]) -> Iterable[bytes]:
    return _page(start_response, "500 Internal Server Error", b"<h1>Server Error (500)</h1>")


def _page(start_response: Callable[..., Any], status: str, body: bytes) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def sign_everybody_out() -> None:
    """Let every session end, as it does by itself in the end."""
    import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects.all().delete()
    connections.close_all()
