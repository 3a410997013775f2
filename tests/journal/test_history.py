"""What an entry said before: what is kept of it, how a page of that reads, and putting a text back."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.assessment.models import Score
from mentoring_xblock.journal import api, history_pages
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.privacy.audit import Verb
from tests import factories
from tests.journal.conftest import body, queries, save, text_of

WHAT = (Question("what", {"en": "What happened?"}, {}, 20_000),)


def me(world):
    return factories.actor(world.mentee)


def told(world, entry_id, page=1):
    """A page of the history as (why it was kept, what has changed), each change as (label, its runs in words)."""
    found = history_pages.context(me(world), world.place, WHAT, entry_id, page)["told"]
    return [
        (
            one.version.reason.value,
            [(part.label, [(run.kind.value, run.text) for run in part.changes]) for part in one.changes],
        )
        for one in found
    ]


def rest(entry_id, minutes=31):
    """Let so many minutes pass without a save."""
    earlier = timezone.now() - dt.timedelta(minutes=minutes)
    Entry.objects.filter(public_id=entry_id).update(updated_at=earlier)


def test_what_stood_before_a_sitting_is_kept_once(world):
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    for step, text in enumerate(("a b", "a b c"), start=2):
        world.write(text=text, entry=entry.public_id, version=step - 1, key=key, step=step)
    assert told(world, entry.public_id) == []

    rest(entry.public_id, 29)
    world.write(text="a b c d", entry=entry.public_id, version=3, key=key, step=4)
    assert told(world, entry.public_id) == []
    rest(entry.public_id)
    world.write(text="a b x", entry=entry.public_id, version=4, key=key, step=5)
    assert told(world, entry.public_id) == [
        ("saved", [("What happened?", [("same", "a b "), ("gone", "c d"), ("new", "x")])])
    ]

    # Another page, a moment later, and what it goes on to write.
    other = uuid.uuid4()
    world.write(text="a b y", entry=entry.public_id, version=5, key=other)
    world.write(text="a b y z", entry=entry.public_id, version=6, key=other, step=2)
    assert [reason for reason, _ in told(world, entry.public_id)] == ["saved", "saved"]
    assert [row.number for row in EntryVersion.objects.order_by("pk")] == [4, 5]


def test_a_page_that_begins_with_what_stands_begins_a_sitting_all_the_same(world):
    entry = world.write(text="a").entry
    key = uuid.uuid4()
    world.write(text="a", entry=entry.public_id, version=1, key=key)
    world.write(text="b", entry=entry.public_id, version=1, key=key, step=2)
    assert told(world, entry.public_id) == [("saved", [("What happened?", [("gone", "a"), ("new", "b")])])]


def test_an_earlier_text_is_put_back_and_another_open_page_is_told(world, call):
    key = uuid.uuid4()
    first = save(call, world.mentee, "ensin näin", title="Vanha", key=key, day="2026-01-05")
    save(call, world.mentee, "sitten noin", entry=first["entry"], version=1, title="Uusi", key=uuid.uuid4())
    world.share(uuid.UUID(first["entry"]))
    kept = api.history(me(world), world.place, uuid.UUID(first["entry"])).texts.items
    sent = {"entry": first["entry"], "text": kept[-1].version_id}

    for _ in range(2):
        assert "ensin näin</textarea>" in text_of(call(world.mentee, "put_back", sent))
    row = Entry.objects.get()
    assert (row.title, row.answers, row.version, str(row.day)) == ("Vanha", {"what": "ensin näin"}, 3, "2026-01-05")
    assert row.asked["what"]["en"] == "What happened?"
    history = text_of(call(world.mentee, "open_history", {"entry": first["entry"]}))
    assert "What stood until you put an earlier text back" in history
    assert "<del>sitten noin</del>" in history and "<ins>ensin näin</ins>" in history
    # Of the three that are kept, one stands again.
    assert history.count("Put this text back") == 2
    steps = api.trail(me(world), world.place, row.public_id)
    assert [step.verb for step in steps] == [Verb.PUT_BACK, Verb.SHARED, Verb.WROTE]

    # The page on which it was open all the while saves what it knows.
    stale = body("sitten noin ja lisää", entry=first["entry"], version=2, key=key, step=9)
    assert call(world.mentee, "save_entry", stale).status_code == 409
    for person, thing in ((world.peer, sent), (world.mentor, sent), (world.mentee, {**sent, "text": uuid.uuid4()})):
        assert call(person, "put_back", thing).status_code == 404


def test_passages_and_texts_that_lost_are_told_whole_and_passages_are_no_text_to_put_back(world):
    entry = world.write(text="koko teksti", title="Otsikko").entry
    world.write(text="koko teksti nyt", entry=entry.public_id, version=1, title="Otsikko")
    kept = api.keep_for(me(world), world.place, entry.public_id, Reason.EXCERPT, {"what": "teksti"})
    with pytest.raises(Conflict):
        world.write(text="muuta", entry=entry.public_id, version=1)

    found = told(world, entry.public_id)
    # A passage is kept with the day that the entry was about then.
    assert ("excerpt", [("What happened?", [("same", "teksti")])]) in [(what, told[:1]) for what, told in found]
    assert [changes[0] for reason, changes in found if reason == "conflict" and len(changes) < 3] == [
        ("What happened?", [("same", "muuta")])
    ]
    with pytest.raises(NotFound):
        api.put_back(me(world), world.place, entry.public_id, kept)


def test_a_page_of_the_history_costs_the_same_whatever_was_kept(world):
    entry = world.write(text="0").entry

    def write(numbers):
        for number in numbers:
            version = Entry.objects.get().version
            world.write(text=str(number), entry=entry.public_id, version=version)

    write(range(1, 13))
    found = api.history(me(world), world.place, entry.public_id, 2)
    assert (found.texts.number, found.texts.pages, found.texts.total) == (2, 2, 12)
    assert [one.draft.answers["what"] for one in found.texts.items] == ["1", "0"]
    # The text that stood after the newest of the second page is on the first one.
    assert found.after.answers == {"what": "2"}
    few = queries(lambda: told(world, entry.public_id, 2))
    write(range(13, 40))
    assert queries(lambda: told(world, entry.public_id, 2)) == few
    assert len(api.kept_of(me(world), [api.get_entry(me(world), world.place, entry.public_id)])[entry.public_id]) == 39
    assert api.kept_of(factories.actor(world.peer), [api.get_entry(me(world), world.place, entry.public_id)]) == {}


def test_a_text_that_is_put_back_counts_as_if_it_was_written(world, call, set_fields):
    set_fields(graded_by="part", part_entries=1, part_words=5, part_phases=0, part_entry_points=10, has_score=True)
    entry = world.write(text="yksi kaksi kolme neljä viisi").entry
    world.write(text="yksi", entry=entry.public_id, version=1, key=uuid.uuid4())
    assert not Score.objects.exists()
    sent = {"entry": str(entry.public_id), "text": str(EntryVersion.objects.get().public_id)}
    assert call(world.mentee, "put_back", sent).status_code == 200
    assert Score.objects.exists()
