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
#: What stands in for Web Crypto.
VENDOR_BYTES = 5 * 1024
VENDOR = tree.ROOT / "static" / "mentoring_xblock" / "vendor"


@pytest.mark.parametrize("path", tree.python_files(), ids=tree.name)
def test_a_python_file_stays_short(path):
    limit = BLOCK_LINES if path.name == "block.py" else PYTHON_LINES
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{tree.name(path)} has {lines} lines, {limit} are allowed"


def test_scripts_and_styles_of_a_unit_stay_light():
    """A unit may hold every block of ours, so everything that we ship counts, and htmx with it.

    All but vendor/: that is loaded only where the browser has no Web Crypto, and has a limit of its own.
    """
    ours = [path for path in tree.files("static/mentoring_xblock") if path.suffix in (".js", ".css")]
    vendor = [path for path in ours if path.is_relative_to(VENDOR)]
    assets = [path for path in ours if path not in vendor]
    assert assets, "nothing of our own was found"
    assets.append(Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx.min.js")
    for paths, limit in ((assets, UNIT_BYTES), (vendor, VENDOR_BYTES)):
        sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in paths}
        assert sum(sizes.values()) < limit, sizes
