"""Packaging of mentoring-xblock: one distribution that carries the Django app, the blocks and everything they show."""

import os
import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).resolve().parent
PACKAGE = "mentoring_xblock"
# Links in a checkout (to the top-level folders), real folders in an sdist: found the same way in both.
DATA_FOLDERS = ("static", "templates", "locale")
# Pseudo-languages that `make dummy_translations` leaves behind are for looking at, not for shipping.
PSEUDO_LANGUAGES = {"eo", "rtl"}


def version() -> str:
    """Return `__version__` without importing the package, whose dependencies may not be installed yet."""
    text = (HERE / PACKAGE / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE).group(1)


def data_files() -> list[str]:
    """Return every file of the data folders, relative to the package, following links."""
    found = []
    for folder in DATA_FOLDERS:
        for path, folders, names in os.walk(HERE / PACKAGE / folder, followlinks=True):
            folders[:] = sorted(name for name in folders if name not in PSEUDO_LANGUAGES)
            relative = Path(path).relative_to(HERE / PACKAGE)
            found += [str(relative / name) for name in sorted(names) if not name.startswith(".")]
    return found


setup(
    name="mentoring-xblock",
    version=version(),
    description="A mentoring programme inside an Open edX course",
    long_description=(HERE / "README.md").read_text(encoding="utf-8") if (HERE / "README.md").exists() else "",
    long_description_content_type="text/markdown",
    license="AGPL-3.0-only",
    license_files=["LICENSE"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Framework :: Django",
        "Framework :: Django :: 4.2",
        "Framework :: Django :: 5.2",
        "Intended Audience :: Education",
        "Natural Language :: English",
        "Natural Language :: Finnish",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
    ],
    python_requires=">=3.11",
    packages=find_packages(include=[PACKAGE, f"{PACKAGE}.*"]),
    package_data={PACKAGE: data_files()},
    include_package_data=False,
    zip_safe=False,
    # Loose on purpose: an install inside the platform must never move a version that the platform pins.
    install_requires=[
        "celery",
        "cryptography",  # imported only where a site has journals encrypted
        "Django>=4.2,<6",
        "django-crum",
        "django-htmx>=1.27,<1.28",
        "edx-completion>=4.6",
        "edx-opaque-keys[django]",
        "edx-submissions>=3.8,<5",
        "event-tracking",
        "icalendar>=6,<8",
        "Markdown",
        "nh3",
        "numpy",
        "scipy",
        "web-fragments",
        "WebOb",
        "XBlock>=5.1,<7",
    ],
    extras_require={
        "demo": [
            "django-waffle",
            "edx-django-utils",
            "lazy",  # xblock.django.request needs it and XBlock names it only in its own extra
            "setuptools<81",  # fs, which XBlock builds on, still imports pkg_resources
        ],
        "test": [
            "axe-playwright-python",  # carries axe-core, which looks for barriers on every page
            "brs-kb",  # known vectors of cross-site scripting, as data
            "build",
            "hypothesis",
            "playwright",  # drives the system's own Chromium; downloads no browser
            "polib",
            "pytest",
            "pytest-django",
            "pytest-xdist",
            "redis",  # the broker that reminders are proved with
            "setuptools<81",
            "vobject",  # reads our calendar files without the library that wrote them
            "XBlock[django]",  # the workbench keeps files in it, which xblock-sdk does not say
            "xblock-sdk",
        ],
        "solver": ["ortools"],  # pairs large rounds faster; the answers are the same without it
        "mariadb": ["mysqlclient"],  # compiled: needs MariaDB's client library
        "dev": [
            "import-linter",
            "polib",
            "ruff",
        ],
    },
    entry_points={
        "xblock.v1": [
            "mentoring_programme = mentoring_xblock.programme.block:ProgrammeBlock",
            "mentoring_goals = mentoring_xblock.goals.block:GoalsBlock",
            "mentoring_journal = mentoring_xblock.journal.block:JournalBlock",
            "mentoring_application = mentoring_xblock.applications.block:ApplicationBlock",
            "mentoring_meetings = mentoring_xblock.meetings.block:MeetingsBlock",
            "mentoring_dashboard = mentoring_xblock.dashboard.block:DashboardBlock",
        ],
        "lms.djangoapp": ["mentoring_xblock = mentoring_xblock.apps:MentoringConfig"],
        "cms.djangoapp": ["mentoring_xblock = mentoring_xblock.apps:MentoringConfig"],
    },
)
