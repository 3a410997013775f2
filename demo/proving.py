"""Reminders under real workers: many runs at once, and one mail an event and person.

Runs are started faster than the workers can do them, so that they overlap; the workers send the mails as well.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from celery.app.control import Inspect

from demo.benchmarks.meetings import PairsThatMeet
from demo.celery import app
from demo.models import SentMail
from mentoring_xblock import tasks
from mentoring_xblock.notifications.models import Message, MessageState

WORKERS = ("one", "two")
#: Jobs that each worker does at once.
HANDS = 2
#: Seconds that the workers get to start, and to be done.
PATIENCE = 300


@dataclass(frozen=True)
class Proof:
    """What became of it, in counts.

    expected: mails. queued: rows of the outbox. sent: mails that went out. twice: mails about an event that a person
    has had already. unsent: rows that did not go out. runs: how many runs each worker did.
    """

    expected: int
    queued: int
    sent: int
    twice: int
    unsent: int
    runs: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether everybody got each mail once, and every worker took part."""
        once = self.expected == self.queued == self.sent and not self.twice and not self.unsent
        return once and all(self.runs[name] for name in WORKERS)


def prove(people: int, times: int) -> Proof:
    """Remind so many people, by so many runs at once.

    Raises:
        TimeoutError: the workers did not start, or were not done in time.
    """
    PairsThatMeet("proof").pairs_that_meet(people // 2)
    with _workers():
        for _ in range(times):
            tasks.send_reminders.delay()
        _wait(lambda: sum(_runs().values()) >= times and not _busy())
        runs = _runs()
    sent = Counter(SentMail.objects.values_list("message_id", flat=True))
    return Proof(
        # Who meets today is reminded of it, and who has not met for long of that.
        expected=people // 2 * 2,
        queued=Message.objects.count(),
        sent=sum(sent.values()),
        twice=sum(count - 1 for count in sent.values()),
        unsent=Message.objects.exclude(state=MessageState.SENT).count(),
        runs=runs,
    )


@contextlib.contextmanager
def _workers() -> Iterator[None]:
    """Run the workers, each with processes of its own, as long as the block lasts."""
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "demo.celery", "worker"]
    command += ["--concurrency", str(HANDS), "--prefetch-multiplier", "1", "--loglevel", "WARNING"]
    running = [
        subprocess.Popen(  # noqa: S603 - our own
            [*command, "--hostname", f"{name}@proof"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for name in WORKERS
    ]
    try:
        _wait(lambda: len(app.control.ping(timeout=1, limit=len(WORKERS))) == len(WORKERS))
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(PATIENCE)


def _ask() -> Inspect:
    """Ask the workers, and wait no longer than until both have answered."""
    return app.control.inspect(timeout=2, limit=len(WORKERS))


def _runs() -> dict[str, int]:
    """Return how many runs of the reminders each worker has begun."""
    told = _ask().stats() or {}
    return {name: told.get(f"{name}@proof", {}).get("total", {}).get(tasks.send_reminders.name, 0) for name in WORKERS}


def _busy() -> bool:
    """Return whether a job waits, or is being done."""
    with app.connection_for_read() as connection:
        waiting = connection.default_channel.client.llen(app.conf.task_default_queue)
    asked = _ask()
    held = [*(asked.active() or {}).values(), *(asked.reserved() or {}).values()]
    return bool(waiting or any(held) or Message.objects.filter(state=MessageState.QUEUED).exists())


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > until:
            raise TimeoutError("The workers were not done in time.")
        time.sleep(0.2)
