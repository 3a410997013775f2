"""Every page as everybody sees it: no barrier that axe finds, nothing that scrolls sideways, not a word in the console.

Each page is opened in both languages, and looked at in both widths and in all colours, so that every width meets every
language and all colours: light and dark are looked at for everything, the third colours for what colours change.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.goals.block import GoalsBlock
from tests import factories
from tests.browser.harness import Look, Visitor
from tests.browser.scene import POINTS, Scene
from tests.dashboard import scenes

LONG = "Maria Annukka Katariina von Schoultz-Ylä-Sulkavanmäki"
WORD = "Tuotantopäällikköharjoittelijajärjestelmällisyys"

#: In which widths and colours a page is looked at, by the language it is opened in.
LOOKS = {
    "en": ((320, "dark"), (320, "indigo-dark"), (1280, "light")),
    "fi": ((1280, "dark"), (1280, "indigo-dark"), (320, "light")),
}


@pytest.fixture
def lived(paired) -> Scene:
    """The course after a while: long names, shared and private things, comments, hand-ins, a draft."""
    mentee, mentor = paired.mentee, paired.mentor
    other = factories.make_mentee(paired.round, name=LONG)
    factories.make_group(mentor, [other], "small_group", WORD, capacity=3)
    factories.make_group(None, [mentee, other], "peer_group", "Vertaiset")
    factories.make_group(factories.make_mentor(paired.round, name=WORD), [], state="draft")
    factories.make_mentee(paired.round)
    for person in (mentee, other):
        written = scenes.shared_goal(person, f"{WORD}: yksi vapaapäivä viikossa", step="Merkitsen ne kalenteriin")
        scenes.goal(person, "Oma tavoite, jota kukaan muu ei näe")
        scenes.comment_goal(mentor, written, f"Mikä siinä on omissa käsissäsi? {WORD}")
        place = factories.place_of(paired.round, "mentoring_goals", "goals")
        hand_in = assessment.hand_in(
            factories.actor(person), place, POINTS, GoalsBlock.items, [written.goal_id], uuid.uuid4()
        )
        scenes.entry(person, "Vain minulle")
        entry = scenes.shared_entry(person, f"**Ensi-ilta** siirtyi taas.\n\n- {WORD}\n- toinen", WORD)
        scenes.comment(mentor, entry, "Mitä siitä seurasi?")
    assessment.give_score(factories.actor(mentor), place, hand_in, 7, f"Kerro lisää. {WORD}", None)
    return paired


def as_a_mentee(visitor: Visitor, scene: Scene) -> Iterator[str]:
    unit = visitor.go(scene.programme)
    yield "programme"
    visitor.button("Edit my card").click()
    expect(unit.locator("[name=contact]")).to_be_visible()
    yield "card"
    unit = visitor.go(scene.goals)
    yield "goals"
    visitor.go(scene.journal)
    unit.locator("[data-mn-open-entry]").first.click()
    expect(unit.locator("[data-mn-history]")).to_be_visible()
    visitor.settle()
    unit.locator("[data-mn-preview-button]").click()
    unit.locator("[data-mn-history]").click()
    expect(unit.locator("[data-mn-unpreview]")).to_be_visible()
    yield "journal"
    visitor.go(scene.desk)
    yield "news"


def as_a_mentor(visitor: Visitor, scene: Scene) -> Iterator[str]:
    unit = visitor.go(scene.programme)
    yield "programme"
    visitor.go(scene.goals)
    yield "goals"
    visitor.go(scene.journal)
    unit.locator("[data-mn-open-shared]").first.click()
    expect(unit.locator("[data-mn-reading]")).to_be_visible()
    yield "journal, an entry open"
    visitor.go(scene.desk)
    yield "mentees"
    for kind in ("goal", "entry", "hand_in"):
        unit.locator(f"[data-mn-opens][hx-post$=open_{kind}]").first.click()
        expect(unit.locator("[data-mn-read] .mn-paper")).to_be_visible()
        yield f"mentees, a {kind} open"


def as_a_coordinator(visitor: Visitor, scene: Scene) -> Iterator[str]:
    unit = visitor.go(scene.programme)
    yield "programme"
    visitor.go(scene.desk)
    yield "overview"
    unit.locator("[data-mn-desk=groups]").click()
    expect(unit.locator("[data-mn-new]")).to_be_visible()
    yield "groups"
    unit.locator("[data-mn-new]").click()
    expect(visitor.button("Make the draft")).to_be_visible()
    yield "a new draft"
    unit.locator("[data-mn-desk=people]").click()
    expect(unit.locator("[name=people]")).to_be_visible()
    yield "people"
    for name in ("home", "gradebook", "outbox"):
        visitor.go_to(name)
        yield name


def as_an_administrator(visitor: Visitor, scene: Scene) -> Iterator[str]:
    unit = visitor.go(scene.programme)
    expect(unit.locator("[name=person]")).to_be_visible()
    yield "programme, who coordinates"
    visitor.go(scene.desk)
    yield "desk, for other staff"


def as_an_author(visitor: Visitor, scene: Scene) -> Iterator[str]:
    for block in scene.blocks:
        visitor.go(block)
        yield f"set-up of {block.block_type}"
    visitor.go_to("studio")
    yield "studio"
    for block in scene.blocks:
        page = visitor.go_to("studio_unit", unit_id=block.unit_id)
        expect(page.locator("[data-preview] .mn")).to_be_visible()
        page.locator("[data-edit]").click()
        expect(page.locator("[data-mn-editor] [type=submit]")).to_be_visible()
        yield f"editor of {block.block_type}"


def as_an_outsider(visitor: Visitor, scene: Scene) -> Iterator[str]:
    for block in scene.blocks:
        visitor.page.goto(f"/learn/{block.unit_id}/")
        expect(visitor.unit.locator(".mn")).to_be_visible()
        yield block.block_type


def as_nobody(visitor: Visitor, scene: Scene) -> Iterator[str]:
    visitor.go_to("home")
    yield "home"


PEOPLE = {
    "mentee": (as_a_mentee, lambda scene: scene.mentee),
    "mentor": (as_a_mentor, lambda scene: scene.mentor),
    "coordinator": (as_a_coordinator, lambda scene: scene.coordinator),
    "administrator": (as_an_administrator, lambda scene: factories.make_administrator()),
    "author": (as_an_author, lambda scene: scene.author),
    "outsider": (as_an_outsider, lambda scene: factories.make_learner()),
    "nobody": (as_nobody, lambda scene: None),
}


@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_open_to_everybody_in_every_width_and_colour(lived, visit, person, language):
    pages, find = PEOPLE[person]
    visitor = visit(find(lived), Look(language))
    for name in pages(visitor, lived):
        visitor.check_as(name, *LOOKS[language])
