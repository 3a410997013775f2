"""Finding words in one's own entries."""

import uuid

import pytest
from cryptography.fernet import Fernet
from django.test import override_settings

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import PAGE_SIZE
from mentoring_xblock.lookback import api
from mentoring_xblock.lookback.data import AROUND, WORDS_LIMIT, Filter
from tests import factories
from tests.journal.conftest import text_of
from tests.lookback.conftest import later

pytestmark = pytest.mark.django_db


def marked(found):
    return [run.text for run in found.around if run.differs]


def test_all_the_words_stand_in_it_wherever(world, entries, first):
    long = "alku " * 100 + "Äidin Neuvo " + "loppu " * 100
    entries((long, first, {"title": "Kotona"}), ("neuvo vain", later(first, days=1)), ("muuta", first))
    entries(("äidin neuvo", first), person=world.peer)
    me = factories.actor(world.mentee)
    [found] = api.search(me, world.place, " ÄIDIN   neuvo kotona").found
    assert marked(found) == ["Äidin", "Neuvo"] and found.heading == "Kotona"
    assert len("".join(run.text for run in found.around)) < AROUND + 20
    assert [one.day for one in api.search(me, world.place, "neuvo").found] == [later(first, days=1), first]
    [titled] = api.search(me, world.place, "kotona").found
    assert marked(titled) == ["Kotona"]
    for words in ("", " \n", "x" * (WORDS_LIMIT + 5), "neuvo<b>"):
        assert api.search(me, world.place, words).found == ()


def test_it_goes_on_after_a_page(world, entries, first):
    entries(*((f"sana {number:02}", later(first, days=number)) for number in range(PAGE_SIZE + 1)))
    me = factories.actor(world.mentee)
    page = api.search(me, world.place, "sana")
    assert len(page.found) == PAGE_SIZE and page.after == page.found[-1].entry_id
    last = api.search(me, world.place, "sana", page.after)
    assert [one.heading for one in last.found] == ["sana 00"] and last.after is None
    # What it was to go on after went to the bin meanwhile, or is gone for good.
    journal.delete_entry(me, world.place, page.after)
    assert api.search(me, world.place, "sana", page.after) == last
    page = api.search(me, world.place, "sana")
    assert api.search(me, world.place, "sana", uuid.uuid4()) == page
    assert api.search(me, world.place, "sana 03", None, Filter(shared=True)).found == ()


def test_sealed_texts_are_found_as_plain_ones_are(world, entries, first):
    entries(("avoin sana", first))
    with override_settings(MENTORING_FERNET_KEYS=[Fernet.generate_key().decode()]):
        entries(("suljettu sana", later(first, days=1)))
        found = api.search(factories.actor(world.mentee), world.place, "sana").found
    assert [one.heading for one in found] == ["suljettu sana", "avoin sana"]


def test_the_page_says_how_many_were_found(world, entries, call, first):
    entries(*((f"sana {number:02}", later(first, days=number)) for number in range(PAGE_SIZE + 1)))
    shown = text_of(call(world.mentee, "search_entries", {"words": "SANA"}))
    assert "12 entries, and more" in shown and "<mark>sana</mark>" in shown and "data-mn-more" in shown
    again = text_of(call(world.mentee, "search_entries", {"words": "sana 03", "shared": "no"}))
    assert "One entry" in again and "data-mn-more" not in again
    assert "Nothing was found." in text_of(call(world.mentee, "search_entries", {"words": "toinen"}))
    assert "data-mn-list" in text_of(call(world.mentee, "search_entries", {"words": " ", "shared": "no"}))
    assert call(world.mentee, "search_entries", {"words": "x" * 201}).status_code == 422


def test_what_is_looked_for_is_never_markup(world, entries, call, first):
    entries(("a <script>alert(1)</script> b", first))
    shown = call(world.mentee, "search_entries", {"words": "<script>"}).content.decode()
    assert "<script" not in shown and "<mark>&lt;script&gt;</mark>" in shown
