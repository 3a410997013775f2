"""The process that does the demo's background jobs, started beside the web server."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings

#: Seconds that a worker gets to end by itself.
PATIENCE = 10


@contextlib.contextmanager
def worker(address: str) -> Iterator[subprocess.Popen]:
    """Run a worker as long as the block lasts, and let this process leave its jobs to it.

    Args:
        address: where the demo is, which mails link to.
    """
    (settings.QUEUE / "control").mkdir(parents=True, exist_ok=True)
    os.environ["MENTORING_DEMO_ADDRESS"] = settings.LMS_ROOT_URL = address
    # Being root is no news in a demo; a job that fails is.
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "demo.celery", "worker"]
    # One job at a time, in the worker's own process: no pool to leave behind, and nobody to gossip with.
    command += [
        "--pool",
        "solo",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    # Through Django's settings: in Celery 5.5 a change of `app.conf` loses against them.
    settings.CELERY_TASK_ALWAYS_EAGER = False
    # Whoever ends this process politely ends the worker too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield process
    finally:
        settings.CELERY_TASK_ALWAYS_EAGER = True
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
