"""Every handler with every role, about everything: who is answered, what is told, and what it changes.

What is expected stands in `table.py`. A call that is refused changes no row and tells nobody's words; one that is
answered tells only what that role may read; nothing that anybody wrote or sent reaches a log, an event, a mail, or the
words of an error.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from mentoring_xblock.kit.device import page_tags
from tests.privacy import table_relations_declared as declared
from tests.privacy import walking
from tests.privacy.bodies import body
from tests.privacy.rows import OUTSIDERS, TAKING_PART
from tests.privacy.scene import BLOCKS, HERE, Scene
from tests.privacy.table import EVERYBODY, NOBODY, READS, STUDIO, TABLE, Row
from tests.privacy.walking import Told
from tests.privacy.watch import Books, mark

#: Whom policy lets through is the same on every database; what the database keeps, tests of the rooms ask it.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def readable(role: str) -> set[str]:
    """Return the marks of everything that a role may read here."""
    return {mark(name) for name in READS.get(role, ())}


@pytest.mark.parametrize("block_type", BLOCKS)
def test_the_table_knows_every_handler_and_no_other(block_type):
    assert walking.handlers_of(block_type) == {*TABLE[block_type], *STUDIO}


def test_the_table_knows_every_role_and_thing(scene):
    assert set(scene.who) == set(EVERYBODY)
    assert set(READS) <= set(EVERYBODY)
    for row in (row for rows in TABLE.values() for row in rows.values()):
        known = set(walking.things_of(scene, row.about))
        named = {thing for things in row.may.values() for thing in things} | {thing for _, thing in row.told}
        assert set(row.may) <= set(EVERYBODY) - set(NOBODY)
        assert named <= known


def test_between_them_everybody_asks_about_everything(scene):
    """However little each outsider asks: all of them are told of each handler, and one of them of each thing."""
    for row in (row for rows in TABLE.values() for row in rows.values() if row.refusal != 403):
        things = walking.things_of(scene, row.about)
        asked = {role: row.asked(role, things) for role in EVERYBODY}
        assert all(asked.values())
        others = set(things) - {"unknown"}
        assert {name for role in OUTSIDERS for name in asked[role]} >= others
        assert all(set(asked[role]) >= others for role in TAKING_PART)


def wrong(row: Row, role: str, thing: str, words: str, told: Told) -> list[str]:
    """Return what is wrong with what a role was told."""
    expected, found = row.status(role, thing), []
    if told.status != expected:
        found.append(f"answered {told.status}, not {expected}")
    if bool(told.changed) != row.changes(role, thing):
        found.append(f"changed {', '.join(told.changed) or 'nothing'}")
    if told.marks - readable(role):
        found.append(f"told {sorted(told.marks - readable(role))}")
    if expected == 200 and row.shows and words not in told.marks:
        found.append("did not show it")
    if told.told_on:
        found.append(f"put words into {told.told_on}")
    return found


@pytest.mark.parametrize("block_type", BLOCKS)
def test_who_is_answered_what(scene: Scene, books: Books, block_type: str):
    found = []
    with walking.silence():
        for handler, row in TABLE[block_type].items():
            things = walking.things_of(scene, row.about)
            calls = [(role, name) for role in EVERYBODY for name in row.asked(role, things)]
            for role, name in calls:
                thing = things[name]
                told = walking.call(scene, books, role, block_type, handler, row.about, thing)
                words = thing.words if thing else ""
                about = f"{handler}, {role}, {name or 'nothing'}"
                found += [f"{about}: {one}" for one in wrong(row, role, name, words, told)]
    assert found == [], "\n".join(found)


def test_who_declares_a_pair_and_answers_where_pairs_declare_themselves(scene: Scene, books: Books):
    """In a programme beside, in the same course, whose page about meetings is another block."""
    block, found = scene.beside, []
    assert set(declared.BESIDE) == set(declared.DECLARING)
    with walking.silence():
        for handler, row in declared.BESIDE.items():
            things = walking.things_of(scene, row.about)
            keys = {"course_id": block.course_key, "usage_id": block.usage_key, "handler": handler}
            calls = [(role, name) for role in EVERYBODY for name in row.asked(role, things)]
            for role, name in calls:
                sent = body(scene, "mentoring_meetings", handler, row.about, things[name], walking.TYPED)
                told = walking.ask(books, scene.clients[role], reverse(walking.LMS, kwargs=keys), sent)
                found += [f"{handler}, {role}, {name or 'nothing'}: {one}" for one in wrong(row, role, name, "", told)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("block_type", BLOCKS)
def test_no_other_address_opens_a_handler(scene: Scene, books: Books, block_type: str):
    """The one for third parties asks for no token and knows nobody; on Studio's two, learners' rows are not theirs."""
    roles = ("mentee", "own mentor", "coordinator")
    addresses = [(role, url) for role in roles for url in (walking.NOBODYS, *walking.IN_STUDIO)]
    with walking.silence():
        for handler, row in TABLE[block_type].items():
            thing = next(iter(walking.things_of(scene, row.about).values()))
            for role, url in addresses:
                told = walking.call(scene, books, role, block_type, handler, row.about, thing, url)
                assert (told.status, told.changed, told.marks) == (403, (), frozenset()), (handler, role, url)
                assert told.headers["X-Mentoring"] == "1"


@pytest.mark.parametrize("block_type", BLOCKS)
def test_a_page_of_somebody_else_is_answered_nothing(scene: Scene, books: Books, block_type: str):
    """One stays open while another person signs in in the same browser: what was typed there is not theirs."""
    others = {who: page_tags(scene.who[who].pk, HERE)[0] for who in ("mentee", "coordinator")}
    with walking.silence():
        for handler, row in TABLE[block_type].items():
            things = walking.things_of(scene, row.about)
            role, names = next(iter(row.may.items()))
            sent = body(scene, block_type, handler, row.about, things[names[0]], walking.TYPED)
            address = walking.address(scene, block_type, handler)
            other = others["coordinator" if role == "mentee" else "mentee"]
            told = walking.ask(books, scene.clients[role], address, sent, HTTP_X_MENTORING_PAGE_OF=other)
            assert (told.status, told.changed, told.marks) == (403, (), frozenset()), (handler, role)
            assert told.headers["X-Mentoring"] == "1"
