"""Visitors of a small course."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.browser.harness import Look, Visitor, server_at_rest
from tests.browser.relationship_steps import Company, make_company
from tests.browser.scene import Scene, make_scene


def pytest_collection_modifyitems(items):
    """Everything here drives a browser, in real transactions."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def scene(transactional_db, settings) -> Scene:
    """A course whose people are in no group yet. Mails reach the demo's outbox page."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"
    return make_scene()


@pytest.fixture
def paired(scene) -> Scene:
    """The same course with its mentor and its mentee in a published pair."""
    factories.make_pair(scene.round, scene.mentor, scene.mentee)
    return scene


@pytest.fixture
def company(transactional_db, settings) -> Company:
    """A course with a page for meetings, a published pair, and a supervisor. Mails reach the demo's outbox page."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"
    return make_company()


@pytest.fixture
def visit(chromium, live_server, transactional_db) -> Callable[..., Visitor]:
    """Open a browser as somebody: `visit(person, Look("fi", 320))`; None is nobody.

    The test fails if a script on any of their pages failed, or the content security policy stopped something.
    """
    visitors: list[Visitor] = []

    def open_(user: Any, look: Look | None = None) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, user, look or Look()))
        return visitors[-1]

    yield open_
    for visitor in visitors:
        visitor.close()
    with server_at_rest():
        assert [failure for visitor in visitors for failure in visitor.failures] == []
