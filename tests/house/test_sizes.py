"""Nothing grows past what one can read at a sitting, or what a phone should have to load."""

import gzip
from pathlib import Path

import django_htmx
import pytest

from tests.house import tree

#: Read once: source text is the same in every environment.
pytestmark = pytest.mark.once

PYTHON_LINES = 450
BLOCK_LINES = 200
UNIT_BYTES = 60 * 1024


@pytest.mark.parametrize("path", tree.python_files(), ids=tree.name)
def test_a_python_file_stays_short(path):
    limit = BLOCK_LINES if path.name == "block.py" else PYTHON_LINES
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{tree.name(path)} has {lines} lines, {limit} are allowed"


def test_scripts_and_styles_of_a_unit_stay_light():
    """A unit may hold every block of ours, so everything that we ship counts, and htmx with it."""
    assets = [path for path in tree.files("static/mentoring_xblock") if path.suffix in (".js", ".css")]
    assets.append(Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx.min.js")
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in assets}
    assert len(sizes) > 1, "nothing of our own was found"
    assert sum(sizes.values()) < UNIT_BYTES, sizes
