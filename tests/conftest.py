"""What every test may rely on."""

import gc
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test fails because a machine is busy: neither by how long an example takes, nor by how long it takes to make one.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

#: What is about the demo, which runs on SQLite, and about measuring: the same whatever the database.
_ONCE = tuple(Path(__file__).parent / name for name in ("demo", "benchmarks"))


def pytest_sessionstart():
    """Look for no garbage while tests are imported and collected: all of it stays until the end."""
    gc.disable()


def pytest_collection_finish():
    """Nor among it later, which would be a third of a second each time."""
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter):
    """Print what tests have counted, though they passed."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "told":
                terminalreporter.section(report.nodeid)
                terminalreporter.write_line(value)


def pytest_collection_modifyitems(items):
    """Leave these folders out of the pass on MariaDB, but for what asks for it by name."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _ONCE) and not item.get_closest_marker("mariadb"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before the test database is made: one database a worker, and let edx-submissions migrate on MariaDB.

    Its migration 0006 (from 3.12 on) turns columns of an existing MariaDB into uuid columns. It names a column that
    `studentitem` never had, and so fails on every MariaDB; MySQL is spared. A new database has nothing to turn.
    """
    try:
        conversion = import_module("submissions.migrations.0006_mariadb_uuid_conversion")
    except ModuleNotFoundError:
        return
    conversion.Migration.operations = []


@pytest.fixture(scope="session", autouse=True)
def _clients_ask_from_their_own_pages():
    """Let Django's clients give handlers the tag of whoever has signed in, as our pages do, where a test gives none."""
    from django.test import Client
    from django.urls import Resolver404, resolve
    from opaque_keys.edx.keys import CourseKey

    from mentoring_xblock.blocks.request import PAGE_OF
    from mentoring_xblock.kit.device import page_tags

    sign_in, ask, header = Client.force_login, Client.request, f"HTTP_{PAGE_OF.upper().replace('-', '_')}"

    def force_login(self, user, backend=None):
        sign_in(self, user, backend)
        self.page_of = user.pk

    def request(self, **environ):
        about = str(environ.get("PATH_INFO", ""))
        if "/handler" in about and hasattr(self, "page_of"):
            with suppress(Resolver404, KeyError):
                course_key = CourseKey.from_string(resolve(about).kwargs["course_id"])
                environ = {header: page_tags(self.page_of, course_key)[0], **environ}
        return ask(self, **environ)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium for every test that drives a browser; needs the system's own."""
    from tests.browser.harness import run_chromium

    with run_chromium() as browser:
        yield browser
