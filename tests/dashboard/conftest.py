"""A published dashboard, and the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from mentoring_xblock.groups.models import Kind
from tests import factories, pages
from tests.dashboard.scenes import words


@dataclass
class World:
    """Anna mentors Elli and Joonas; Kaisa mentors Noora; a coordinator, and staff who coordinate nothing."""

    round: Any
    block: Any
    anna: Any
    elli: Any
    joonas: Any
    kaisa: Any
    noora: Any
    coordinator: Any
    staff: Any

    @property
    def place(self) -> Any:
        return factories.place_of(self.round, "mentoring_dashboard", "dashboard")

    def page(self, person: Any, language: str = "en") -> str:
        """The dashboard as somebody sees it, as words."""
        return words(self.markup(person, language))

    def markup(self, person: Any, language: str = "en") -> str:
        """The same as HTML, from our root on."""
        return pages.see(person, self.block, language).partition("data-mn-root>")[2].partition("<script")[0]

    def send(self, person: Any, handler: str, **body: Any) -> Any:
        """Call a handler; ids become strings as a browser sends them."""
        values = {
            name: [str(one) for one in value] if isinstance(value, list) else str(value) for name, value in body.items()
        }
        return pages.send(person, self.block, handler, values)


@pytest.fixture
def world(db):
    round_ = factories.make_round(themes=[{"id": "osaaminen", "name": {"fi": "Oma osaaminen", "en": "Competence"}}])
    anna = factories.make_mentor(round_, name="Anna Laine")
    kaisa = factories.make_mentor(round_, name="Kaisa Virta")
    elli = factories.make_mentee(round_, name="Elli Saari", headline="festivals, Tampere")
    joonas = factories.make_mentee(round_, name="Joonas Hietala")
    noora = factories.make_mentee(round_, name="Noora Lind")
    factories.make_group(anna, [elli])
    factories.make_group(anna, [joonas])
    factories.make_group(kaisa, [noora])
    return World(
        round=round_,
        block=pages.publish_block("mentoring_dashboard", "dashboard", display_name="My mentees"),
        anna=anna,
        elli=elli,
        joonas=joonas,
        kaisa=kaisa,
        noora=noora,
        coordinator=factories.make_coordinator(round_.programme, name="Carla Coordinator"),
        staff=factories.make_staff(name="Stella Staff"),
    )


@pytest.fixture
def small_group(world):
    """Bo mentors Aino and Eero together; returns the three and their group."""
    bo = factories.make_mentor(world.round, name="Bo Ek")
    aino = factories.make_mentee(world.round, name="Aino Korpela")
    eero = factories.make_mentee(world.round, name="Eero Maki")
    group = factories.make_group(bo, [aino, eero], kind=Kind.SMALL_GROUP, name="Tampereen ryhmä")
    return bo, aino, eero, group
