"""The short form of `make prove-durability`: a minute of typing while the server dies, fails and forgets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.xdist_group("durability")
def test_nothing_that_was_typed_before_a_pause_is_lost(record_property):
    environment = {**os.environ, "VENV": sys.prefix}
    command = ["scripts/prove_durability", "--seconds", "60"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    record_property("told", ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith("Nothing that was typed before a pause is lost.\n")
