"""The short form of `make prove-reminders`: a Redis, two workers, many runs at once, and one mail each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.once
@pytest.mark.redis
def test_two_workers_remind_everybody_once():
    environment = {**os.environ, "VENV": sys.prefix}
    command = ["scripts/prove_reminders", "--sqlite", "--people", "20", "--times", "12"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert ran.stdout.endswith("Everybody got each mail once.\n"), ran.stdout + ran.stderr
    counts = dict(line.rsplit(maxsplit=1) for line in ran.stdout.splitlines()[:-1])
    assert counts["sent"] == counts["mails expected"] == "20"
    assert int(counts["runs by worker one"]) and int(counts["runs by worker two"])
