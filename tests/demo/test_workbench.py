"""Smoke: the plain workbench of xblock-sdk renders every block of ours, and its handlers refuse politely."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: In one process, because what it looks at takes seconds to make.
pytestmark = pytest.mark.xdist_group("workbench")

ROOT = Path(__file__).resolve().parents[2]
BLOCK_TYPES = {
    "mentoring_programme",
    "mentoring_goals",
    "mentoring_journal",
    "mentoring_application",
    "mentoring_meetings",
    "mentoring_dashboard",
}


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    """What tests/demo/workbench_probe.py saw."""
    folder = tmp_path_factory.mktemp("workbench")
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.workbench_probe"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "demo.settings.workbench"},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_block_has_a_scenario(workbench):
    assert workbench["blocks"].keys() == BLOCK_TYPES


@pytest.mark.parametrize("block_type", sorted(BLOCK_TYPES))
def test_a_block_renders(workbench, block_type):
    assert workbench["blocks"][block_type]["views"] == {"student_view": [200, True], "studio_view": [200, True]}


@pytest.mark.parametrize("block_type", sorted(BLOCK_TYPES))
def test_every_handler_refuses_with_a_message(workbench, block_type):
    handlers = workbench["blocks"][block_type]["handlers"]
    assert handlers
    assert {name: status for name, (status, length) in handlers.items() if status != 403 or not length} == {}


def test_no_row_was_made(workbench):
    assert workbench["rows"] == 0
