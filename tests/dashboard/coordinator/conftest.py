"""A programme to coordinate: who coordinates it, and a page that they act on as a browser does."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest

from mentoring_xblock.groups.models import Group
from tests import factories, pages
from tests.dashboard.scenes import said


@dataclass
class Desk:
    """The coordinator's page; `last` is the newest answer."""

    round: Any
    block: Any
    leena: Any
    last: Any = None

    @property
    def place(self) -> Any:
        return factories.place_of(self.round, "mentoring_dashboard", "dashboard")

    @property
    def actor(self) -> Any:
        return factories.coordinator_actor(self.leena)

    def see(self, language: str = "en") -> str:
        """The page as the unit shows it."""
        return pages.see(self.leena, self.block, language).partition("data-mn-root>")[2].partition("<script")[0]

    def first_sentence(self, language: str = "en") -> str:
        """What the page opens with."""
        return html.unescape(re.search(r"<h2[^>]*>(.*?)</h2>", self.see(language)).group(1))

    def post(self, handler: str, language: str = "en", **body: Any) -> str:
        """Send something; returns the answer's words."""
        raw = json.dumps(body, default=str)
        self.last = pages.send(self.leena, self.block, handler, raw, language)
        return said(self.last)

    @property
    def status(self) -> int:
        return self.last.status_code

    @property
    def markup(self) -> str:
        return self.last.content.decode()

    def change(self, handler: str, group: Group, **body: Any) -> str:
        """Send something about a group as it is now."""
        group.refresh_from_db()
        return self.post(handler, **{"group_id": group.public_id, "version": group.version, **body})

    def undo(self) -> str:
        """Press the button “Undo” of the newest answer."""
        url, values = re.search(r'data-mn-undo hx-post="([^"]+)" hx-vals="([^"]+)"', self.markup).groups()
        return self.post(url.rsplit("/", 1)[1], **json.loads(html.unescape(values)))


@pytest.fixture
def desk(db):
    """A round in its twelfth week with nobody in it yet."""
    round_ = factories.make_round()
    block = pages.publish_block("mentoring_dashboard", "dashboard", programme="main")
    leena = factories.make_coordinator(round_.programme, name="Leena Ahokas")
    return Desk(round_, block, leena)


@pytest.fixture
def anna(desk):
    return factories.make_mentor(desk.round, name="Anna Laine")


@pytest.fixture
def aino(desk):
    return factories.make_mentee(desk.round, name="Aino Korpela")


@pytest.fixture
def eero(desk):
    return factories.make_mentee(desk.round, name="Eero Mäki")
