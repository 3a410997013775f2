"""The wheel and the sdist, built as for a release and installed into an environment that held nothing before."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house import tree

pytestmark = [pytest.mark.package, pytest.mark.once, pytest.mark.xdist_group("package")]

LINKED = {"static": "static", "templates": "templates", "locale": "translations"}
PROBE = Path(__file__).with_name("probe_install.py")


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment():
    """Return the process's environment without what would let the new one see this checkout."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")}


def shipped_files():
    """Return what must be in a distribution, relative to the package: the linked folders, and every module."""
    wanted = {
        f"{inside}/{path.relative_to(tree.ROOT / outside)}"
        for inside, outside in LINKED.items()
        for path in tree.files(outside)
        if not path.name.startswith(".")
    }
    wanted |= {
        str(path.relative_to(tree.ROOT / "mentoring_xblock"))
        for path in tree.files("mentoring_xblock")
        if path.suffix == ".py"
    }
    finnish = {name for name in wanted if name.startswith("locale/fi/")}
    return wanted | {name.replace("locale/fi/", "locale/fi_FI/") for name in finnish}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Build from a copy of what git holds, so that nothing left lying about gets in; return (wheel, sdist).

    The wheel is what pip makes of the sdist, as where somebody installs that: what the wheel is proves the sdist too.
    """
    folder = tmp_path_factory.mktemp("build")
    source = folder / "source"
    listed = run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=tree.ROOT, env=environment()
    )
    for name in filter(None, listed.split("\0")):
        path = tree.ROOT / name
        if path.is_symlink() or path.is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink():
                target.symlink_to(path.readlink())
            else:
                target.write_bytes(path.read_bytes())
    run(sys.executable, "-m", "build", "--sdist", "--outdir", folder / "dist", source, env=environment())
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    make = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist"]
    run(*make, sdist, env=environment())
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel, sdist


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory):
    """Make a virtual environment that holds nothing, not even pip; return its Python."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, symlinks=True)
    return folder / "bin" / "python"


def in_wheel(path):
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def in_sdist(path):
    with tarfile.open(path) as archive:
        return archive.getmembers()


def probe(python, folder):
    """Look at the installed package from a folder that is not the checkout."""
    return run(python, "-I", PROBE, *sorted(shipped_files()), cwd=folder, env=environment())


def test_the_checkout_links_its_folders():
    links = {inside: (tree.ROOT / "mentoring_xblock" / inside).readlink() for inside in LINKED}
    assert links == {inside: Path("..") / outside for inside, outside in LINKED.items()}
    assert (tree.ROOT / "translations" / "fi_FI").readlink() == Path("fi")


def test_the_wheel_holds_the_package_and_nothing_else(distributions):
    wheel, _ = distributions
    names = {name for name in in_wheel(wheel) if ".dist-info/" not in name}
    assert names == {f"mentoring_xblock/{name}" for name in shipped_files()}


def test_the_licence_goes_with_both(distributions):
    wheel, sdist = distributions
    assert any(name.endswith("/LICENSE") for name in in_wheel(wheel))
    assert any(member.name.endswith("/LICENSE") for member in in_sdist(sdist))


def test_the_sdist_holds_real_files_and_no_tests(distributions):
    _, sdist = distributions
    members = in_sdist(sdist)
    inside = {member.name.partition("/")[2] for member in members}
    assert {f"mentoring_xblock/{name}" for name in shipped_files()} <= inside
    assert [member.name for member in members if member.issym() or member.islnk()] == []
    assert [name for name in inside if name.startswith(("tests/", "demo/"))] == []


def test_the_wheel_of_the_sdist_works_in_an_empty_environment(distributions, empty_environment, tmp_path):
    wheel, _ = distributions
    constraints = os.environ.get("CONSTRAINTS")
    within = ["--constraint", tree.ROOT / constraints] if constraints else []
    # What is imported there is compiled when it is.
    quick = ["--quiet", "--no-compile", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", empty_environment]
    run(*pip, "install", *quick, *within, wheel, env=environment())
    assert "6 blocks" in probe(empty_environment, tmp_path)
