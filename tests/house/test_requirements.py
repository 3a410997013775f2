"""setup.py names what the package imports: nothing is there by luck, and nothing is asked for in vain."""

import ast
import re
import sys
from importlib.metadata import packages_distributions, requires

from tests.house import tree

# The platform is not a package: only mentoring_xblock.host may import it (import-linter), lazily.
PLATFORM = {"cms", "common", "lms", "openedx", "xmodule"}
# Named although nothing imports them: Django loads them by the names in INSTALLED_APPS and static().
USED_BY_NAME = {"django-htmx"}
# What the engine uses where it is installed and does without elsewhere.
OPTIONAL = "solver"


def imported_packages():
    found = set()
    for path in tree.files("mentoring_xblock"):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - PLATFORM - {"mentoring_xblock", "demo"}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def required(extra=None):
    lines = [
        line
        for line in requires("mentoring-xblock")
        if ("extra ==" not in line if extra is None else re.search(f"extra == .{extra}.", line))
    ]
    return {normalised(re.match(r"[A-Za-z0-9._-]+", line).group()) for line in lines}


def test_every_import_is_required():
    owners = packages_distributions()
    packages = imported_packages() - required(OPTIONAL)
    imports = {package: {normalised(owner) for owner in owners.get(package, [])} for package in packages}
    assert {package for package, names in imports.items() if not names & required()} == set()


def test_what_is_optional_is_used_too():
    assert required(OPTIONAL)
    assert required(OPTIONAL) - imported_packages() == set()


def test_every_requirement_is_used():
    owners = packages_distributions()
    used = {normalised(owner) for package in imported_packages() for owner in owners.get(package, [])}
    assert required() - used - USED_BY_NAME == set()
