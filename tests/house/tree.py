"""The files of the checkout, as git would commit them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is in git, or new and not ignored; links are left out, their targets are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = sorted({ROOT / line for line in listed.stdout.split("\0") if line})
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def files(folder: str) -> list[Path]:
    """Return the files below a folder of the checkout."""
    return [path for path in tracked() if path.is_relative_to(ROOT / folder)]


def python_files() -> list[Path]:
    """Return every Python file, scripts without an ending left out."""
    return [path for path in tracked() if path.suffix == ".py"]


def name(path: Path) -> str:
    """Return the path as seen from the root of the checkout."""
    return str(path.relative_to(ROOT))
