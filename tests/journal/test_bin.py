"""Deleting, bringing back, erasing for ever, handing in, counting, and a learner's state reset by staff."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.sharing.models import Comment, Share
from tests import factories
from tests.journal.conftest import queries, text_of


def me(world):
    return factories.actor(world.mentee)


def binned(entry_id, days):
    Entry.objects.filter(public_id=entry_id).update(deleted_at=timezone.now() - dt.timedelta(days=days))


def test_a_deleted_entry_is_gone_for_everybody_and_comes_back_unshared(world):
    entry = world.write().entry
    world.share(entry.public_id)
    for _ in range(2):
        api.delete_entry(me(world), world.place, entry.public_id)

    assert api.own_page(me(world), world.place, 1).total == 0
    assert world.shared_with(world.mentor).total == 0
    with pytest.raises(NotFound):
        api.get_entry(me(world), world.place, entry.public_id)

    for _ in range(2):
        api.restore_entry(me(world), world.place, entry.public_id)
    assert api.get_entry(me(world), world.place, entry.public_id).answers == entry.answers
    assert world.shared_with(world.mentor).total == 0
    assert [step.verb for step in api.trail(me(world), world.place, entry.public_id)] == [
        Verb.RESTORED,
        Verb.DELETED,
        Verb.SHARED,
        Verb.WROTE,
    ]


def test_the_bin_lists_what_can_be_brought_back_and_until_when(world, call, page):
    assert "Your bin" in page(world.mentee)
    assert "There is nothing in your bin." in text_of(call(world.mentee, "list_bin", {}))
    named = {days: world.write(text=f"poistettu {days} päivää sitten").entry for days in (1, 29, 31)}
    world.write(text="tallella")
    for days, entry in named.items():
        api.delete_entry(me(world), world.place, entry.public_id)
        binned(entry.public_id, days)

    found = api.bin_of(me(world), world.place)
    ends = timezone.localdate() + dt.timedelta(days=29)
    assert [(one.entry.public_id, one.ends_on) for one in found.items] == [
        (named[1].public_id, ends),
        (named[29].public_id, ends - dt.timedelta(days=28)),
    ]
    for person in (world.peer, world.mentor):
        assert api.bin_of(factories.actor(person), world.place).total == 0
        assert "poistettu" not in text_of(call(person, "list_bin", {}))
    listed = text_of(call(world.mentee, "list_bin", {}))
    assert "poistettu 29 päivää sitten" in listed and "poistettu 31" not in listed and "tallella" not in listed
    restored = text_of(call(world.mentee, "restore_entry", {"entry": named[29].public_id}))
    assert "poistettu 29 päivää sitten</textarea>" in restored
    # The list beside it folds, so that it shows nothing that is not in the bin any more.
    assert 'hx-swap-oob="true" data-mn-bin' in restored

    few = queries(lambda: api.bin_of(me(world), world.place))
    for number in range(14):
        api.delete_entry(me(world), world.place, world.write(text=f"numero {number}").entry.public_id)
    assert queries(lambda: api.bin_of(me(world), world.place)) == few == 2
    assert "numero 0" in text_of(call(world.mentee, "list_bin", {"page": 2}))


def test_only_the_author_deletes_and_brings_back(world):
    entry = world.write().entry
    with pytest.raises(NotFound):
        api.delete_entry(factories.actor(world.peer), world.place, entry.public_id)
    api.delete_entry(me(world), world.place, entry.public_id)
    with pytest.raises(NotFound):
        api.restore_entry(factories.actor(world.peer), world.place, entry.public_id)


def test_the_bin_keeps_for_thirty_days(world):
    soon, late = world.write(text="a").entry, world.write(text="b").entry
    for entry, days in ((soon, 29), (late, 31)):
        api.delete_entry(me(world), world.place, entry.public_id)
        binned(entry.public_id, days)

    assert api.restore_entry(me(world), world.place, soon.public_id).deleted_at is None
    with pytest.raises(NotFound):
        api.restore_entry(me(world), world.place, late.public_id)


def test_purging_erases_what_was_binned_long_ago_and_all_that_hangs_on_it(world):
    old, newer, living = (world.write(text=text).entry for text in ("vanha", "uudempi", "elävä"))
    for entry in (old, newer, living):
        share = world.share(entry.public_id)
        api.comment(me(world), world.place, entry.public_id, share.share_id, "sana", uuid.uuid4())
    for entry, days in ((old, 31), (newer, 29)):
        api.delete_entry(me(world), world.place, entry.public_id)
        binned(entry.public_id, days)

    call_command("mentoring_purge")
    call_command("mentoring_purge")

    left = {newer.public_id, living.public_id}
    assert set(Entry.objects.values_list("public_id", flat=True)) == left
    assert set(EntryVersion.objects.values_list("entry__public_id", flat=True)) == left
    assert set(Share.objects.values_list("item_id", flat=True)) == left
    assert set(Comment.objects.values_list("share__item_id", flat=True)) == left
    assert set(TrailEntry.objects.values_list("item_id", flat=True)) == left
    assert api.purge_deleted(timezone.now()) == 0


def test_a_reset_moves_a_learners_entries_of_one_block_to_their_bin(world):
    here, there = world.write(text="täällä").entry, None
    second = factories.make_place("mentoring_journal", "second")
    there = world.write(text="toisaalla", place=second).entry
    others = world.write(world.peer, "toisen").entry
    world.share(here.public_id)
    staff = factories.make_staff()
    for _ in range(2):
        with transaction.atomic():
            api.reset(world.mentee.user_id, world.place.usage_key, staff.pk)

    living = set(Entry.objects.filter(deleted_at=None).values_list("public_id", flat=True))
    assert living == {there.public_id, others.public_id}
    assert world.shared_with(world.mentor).total == 0
    steps = TrailEntry.objects.filter(verb=Verb.STATE_RESET)
    assert [(step.item_id, step.actor_id) for step in steps] == [(here.public_id, staff.pk)]
    assert api.restore_entry(me(world), world.place, here.public_id).answers == {"what": "täällä"}


def test_a_reset_costs_the_same_with_many_entries(world):
    def reset():
        with transaction.atomic():
            api.reset(world.mentee.user_id, world.place.usage_key, None)

    world.write()
    one = queries(reset)
    for number in range(20):
        world.write(text=f"numero {number}")
    assert queries(reset) == one


# ---- handing in ----


def test_freezing_takes_the_text_as_it_is_in_the_readers_language(world):
    first = world.write(text="mitä", now_what="tätä", title="Otsikko").entry
    second = world.write(text="toinen").entry
    with transaction.atomic():
        frozen = api.freeze(me(world), world.place, [second.public_id, first.public_id])

    assert frozen == [
        {
            "kind": "entry",
            "id": str(second.public_id),
            "title": "toinen",
            "version": 1,
            "parts": [{"label": "What happened?", "text": "toinen"}],
        },
        {
            "kind": "entry",
            "id": str(first.public_id),
            "title": "Otsikko",
            "version": 1,
            "parts": [
                {"label": "What happened?", "text": "mitä"},
                {"label": "Now what? What will you try?", "text": "tätä"},
            ],
        },
    ]
    history = api.history(me(world), world.place, first.public_id).texts.items
    assert [one.reason for one in history] == ["handed_in"]


def test_freezing_asks_what_the_author_published(world):
    factories.make_block(
        "mentoring_journal", "journal", questions=[{"id": "what", "label": {"en": "And today?"}, "limit": 100}]
    )
    entry = world.write(text="näin", so_what="siksi").entry
    with transaction.atomic():
        (frozen,) = api.freeze(me(world), world.place, [entry.public_id])
    assert frozen["parts"] == [
        {"label": "And today?", "text": "näin"},
        {"label": "An earlier question", "text": "siksi"},
    ]


def test_only_ones_own_living_entries_of_this_block_are_handed_in(world):
    own = world.write().entry
    others = world.write(world.peer).entry
    world.share(world.write(world.peer).entry.public_id, world.peers, "group", world.peer)
    gone = world.write(text="pois").entry
    api.delete_entry(me(world), world.place, gone.public_id)
    elsewhere = world.write(place=factories.make_place("mentoring_journal", "second")).entry
    for wrong in (others.public_id, gone.public_id, elsewhere.public_id, uuid.uuid4()):
        with pytest.raises(NotFound), transaction.atomic():
            api.freeze(me(world), world.place, [own.public_id, wrong])
    assert [entry.public_id for entry in api.candidates(me(world), world.place)] == [own.public_id]


# ---- counting ----


def test_counts_are_numbers_and_bands(world):
    for number in range(4):
        world.write(text=f"numero {number}")
    api.delete_entry(me(world), world.place, world.write(text="pois").entry.public_id)
    world.write(world.peer)

    assert api.counts(world.round.pk) == {world.mentee.user_id: 4, world.peer.user_id: 1}
    assert [api.band(count) for count in (0, 1, 2, 3, 5, 6, 99)] == ["0", "1–2", "1–2", "3–5", "3–5", "6+", "6+"]
