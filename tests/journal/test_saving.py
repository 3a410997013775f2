"""Saving while somebody types: what is made, what is kept, and what is no conflict."""

import datetime as dt
import uuid

import pytest

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft, Written
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.text import passages, to_html
from mentoring_xblock.privacy.audit import Verb
from tests import factories
from tests.journal.conftest import queries, save


def kept(entry_id):
    """The texts kept beside an entry, as (reason, version, answer to `what`)."""
    rows = EntryVersion.objects.filter(entry__public_id=entry_id).order_by("pk")
    return [(row.reason, row.number, row.content["answers"]["what"]) for row in rows]


def test_the_first_words_make_an_entry(world):
    saved = world.write(text="Eilen kokous venyi", title="Kokous", theme="osaaminen")

    assert (saved.created, saved.count) == (True, 1)
    assert saved.entry.version == 1
    assert saved.entry.words == 3
    assert saved.entry.heading == "Kokous"
    entry = api.get_entry(factories.actor(world.mentee), world.place, saved.entry.public_id)
    assert entry.answers == {"what": "Eilen kokous venyi"}
    assert entry.theme == "osaaminen"
    steps = api.trail(factories.actor(world.mentee), world.place, entry.public_id)
    assert [(step.verb, step.actor_id) for step in steps] == [(Verb.WROTE, world.mentee.user_id)]


@pytest.mark.parametrize("text", ["", " ", "\n\t \n"])
def test_a_paper_without_a_word_makes_nothing(world, text):
    with pytest.raises(Invalid):
        world.write(text=text, theme="osaaminen")
    assert not Entry.objects.exists()


def test_a_title_alone_is_a_word(world):
    assert world.write(text="", title="Vain otsikko").entry.heading == "Vain otsikko"


def test_a_retried_first_save_is_the_same_entry(world):
    key = uuid.uuid4()
    first = world.write(text="Yksi", key=key)
    again = world.write(text="Yksi", key=key)
    longer = world.write(text="Yksi kaksi", key=key, step=2)

    assert (again.created, longer.created) == (False, False)
    assert first.entry.public_id == again.entry.public_id == longer.entry.public_id
    assert longer.entry.answers["what"] == "Yksi kaksi"
    assert Entry.objects.count() == 1
    assert kept(first.entry.public_id) == []


def test_somebody_elses_key_opens_nothing(world):
    key = uuid.uuid4()
    world.write(key=key)
    with pytest.raises(NotFound):
        world.write(world.peer, "Toinen", key=key, step=2)
    assert Entry.objects.get().answers == {"what": "Kukaan muu ei lue tätä 🌙"}


def test_each_save_that_changes_something_is_a_version(world):
    key = uuid.uuid4()
    first = world.write(text="a", key=key).entry
    same = world.write(text="a", entry=first.public_id, version=1, key=key, step=2).entry
    more = world.write(text="a b", entry=first.public_id, version=1, key=key, step=3).entry

    assert (first.version, same.version, more.version) == (1, 1, 2)


def test_a_page_that_missed_an_answer_is_no_other_device(world):
    """The save arrived, its answer did not; the page goes on from the version that it knows."""
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    world.write(text="a b", entry=entry.public_id, version=1, key=key, step=2)
    saved = world.write(text="a b c", entry=entry.public_id, version=1, key=key, step=3)

    assert saved.entry.answers["what"] == "a b c"
    assert kept(entry.public_id) == []


def test_a_save_that_was_overtaken_changes_nothing(world):
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    world.write(text="a b c", entry=entry.public_id, version=1, key=key, step=3)
    late = world.write(text="a b", entry=entry.public_id, version=1, key=key, step=2)

    assert late.entry.answers["what"] == "a b c"
    assert late.entry.version == 2


def test_the_same_text_from_another_device_is_no_conflict(world):
    entry = world.write(text="a").entry
    world.write(text="a b", entry=entry.public_id, version=1)
    assert world.write(text="a b", entry=entry.public_id, version=1).entry.version == 2


def test_a_conflict_keeps_both_texts_before_anybody_chooses(world):
    entry = world.write(text="a").entry
    world.write(text="puhelimella", entry=entry.public_id, version=1)
    with pytest.raises(Conflict) as refused:
        world.write(text="koneella", entry=entry.public_id, version=1)

    assert refused.value.current.answers["what"] == "puhelimella"
    assert refused.value.current.version == 2
    assert api.get_entry(factories.actor(world.mentee), world.place, entry.public_id).answers["what"] == "puhelimella"
    assert kept(entry.public_id) == [
        ("saved", 1, "a"),
        ("conflict", 2, "puhelimella"),
        ("conflict", 1, "koneella"),
    ]


def test_a_conflict_tried_again_keeps_nothing_twice(world):
    entry = world.write(text="a").entry
    world.write(text="puhelimella", entry=entry.public_id, version=1)
    for _ in range(3):
        with pytest.raises(Conflict):
            world.write(text="koneella", entry=entry.public_id, version=1)
    assert [reason for reason, *_ in kept(entry.public_id)] == ["saved", "conflict", "conflict"]


def test_choosing_ones_own_text_leaves_the_other_in_the_history(world):
    entry = world.write(text="a").entry
    world.write(text="puhelimella", entry=entry.public_id, version=1)
    with pytest.raises(Conflict):
        world.write(text="koneella", entry=entry.public_id, version=1)
    chosen = world.write(text="koneella", entry=entry.public_id, version=2)

    assert chosen.entry.answers["what"] == "koneella"
    history = api.history(factories.actor(world.mentee), world.place, entry.public_id).texts.items
    assert {(one.reason, one.draft.answers["what"]) for one in history} == {
        (Reason.SAVED, "a"),
        (Reason.SAVED, "puhelimella"),
        (Reason.CONFLICT, "puhelimella"),
        (Reason.CONFLICT, "koneella"),
    }


def test_writing_on_a_deleted_entry_keeps_the_text_with_it(world):
    entry = world.write(text="a").entry
    api.delete_entry(factories.actor(world.mentee), world.place, entry.public_id)
    with pytest.raises(Conflict) as refused:
        world.write(text="a ja lisää", entry=entry.public_id, version=1)

    assert refused.value.current.deleted_at is not None
    assert ("conflict", 1, "a ja lisää") in kept(entry.public_id)
    assert Entry.objects.get().answers == {"what": "a"}


def test_an_entry_may_be_emptied(world):
    entry = world.write(text="a").entry
    emptied = world.write(text="", entry=entry.public_id, version=1).entry
    assert (emptied.words, emptied.heading, emptied.version) == (0, "", 2)


def test_answers_to_questions_that_are_gone_stay(world):
    entry = world.write(text="a", so_what="siksi").entry
    writer = api.Writer(uuid.uuid4(), 1)
    saved = api.save_entry(
        factories.actor(world.mentee), world.place, entry.public_id, Draft(answers={"what": "b"}), 1, writer
    )
    assert saved.entry.answers == {"what": "b", "so_what": "siksi"}
    assert saved.entry.words == 2


def test_a_theme_of_the_plan_only(world):
    with pytest.raises(Invalid) as refused:
        world.write(theme="jokin-muu")
    assert set(refused.value.fields) == {"theme"}
    assert not Entry.objects.exists()


def test_a_theme_that_the_plan_has_dropped_may_stay(world):
    entry = world.write(text="a", theme="osaaminen").entry
    world.round.programme.plan["themes"] = []
    world.round.programme.save()
    saved = world.write(text="b", theme="osaaminen", entry=entry.public_id, version=1)
    assert saved.entry.theme == "osaaminen"


def test_mentors_keep_a_journal_too(world):
    assert world.write(world.mentor).created


def test_only_who_takes_part_begins_an_entry(world):
    enrolled = factories.make_learner()
    coordinator = factories.make_coordinator(world.round.programme)
    for actor in (factories.actor(enrolled), factories.coordinator_actor(coordinator), factories.actor()):
        with pytest.raises((NotFound, NotAllowed)):
            api.save_entry(actor, world.place, None, Draft(answers={"what": "x"}), 0, api.Writer(uuid.uuid4(), 1))
    assert not Entry.objects.exists()


def test_who_has_left_keeps_what_they_wrote_and_begins_nothing_new(world):
    entry = world.write(text="a").entry
    world.mentee.left_at = entry.created_at
    world.mentee.save()

    assert world.write(text="b", entry=entry.public_id, version=1).entry.answers["what"] == "b"
    with pytest.raises(NotFound):
        world.write(text="uusi")


@pytest.mark.parametrize("where", ["course", "block"])
def test_an_entry_is_written_in_its_own_block_only(world, where):
    entry = world.write(text="a").entry
    elsewhere = (
        factories.make_place("mentoring_journal", "journal", factories.OTHER_COURSE_KEY)
        if where == "course"
        else factories.make_place("mentoring_journal", "second")
    )
    with pytest.raises(NotFound):
        world.write(text="b", entry=entry.public_id, version=1, place=elsewhere)
    with pytest.raises(NotFound):
        api.get_entry(factories.actor(world.mentee), elsewhere, entry.public_id)


def test_saving_costs_the_same_with_many_entries(world):
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    one = queries(lambda: world.write(text="a b", entry=entry.public_id, version=1, key=key, step=2))
    for number in range(30):
        world.share(world.write(text=f"muu {number}").entry.public_id)
    assert queries(lambda: world.write(text="a b c", entry=entry.public_id, version=2, key=key, step=3)) == one
    assert one <= 5


def test_what_stood_is_kept_at_the_beginning_of_a_sitting_alone(world):
    """Two queries more with the first save of a page, and none with the others."""
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    within = queries(lambda: world.write(text="a b", entry=entry.public_id, version=1, key=key, step=2))
    begun = queries(lambda: world.write(text="a b c", entry=entry.public_id, version=2))
    assert (within, begun) == (within, within + 2)


def test_an_answer_keeps_what_its_question_said_until_it_is_written_anew(world, call, set_fields):
    def ask(**labels):
        set_fields(prompts=[{"id": id_, "label": {"en": label}} for id_, label in labels.items()])

    ask(what="And then?", why="Why?")
    told = save(call, world.mentee, "näin", answer_why="koska")
    key = {"entry": told["entry"], "key": uuid.uuid4()}
    ask(what="What now?", why="What for?")
    save(call, world.mentee, "näin", version=1, **key, answer_why="toisin")
    row = Entry.objects.get()
    assert row.asked == {"what": {"en": "And then?"}, "why": {"en": "What for?"}}
    ask(what="What now?")
    save(call, world.mentee, "noin", version=2, step=2, **key)
    assert Entry.objects.get().asked == {"what": {"en": "What now?"}, "why": {"en": "What for?"}}
    save(call, world.mentee, "", version=3, step=3, **key)
    assert Entry.objects.get().asked == {"why": {"en": "What for?"}}


def test_marked_passages_are_counted_as_they_are_shown(world):
    text = "==yksi== ja ==kaksi\nriviä== mutta == ei == eikä ==yli\n\ntyhjän== rivin ==="
    entry = world.write(text=text).entry
    assert entry.insights == 2
    assert passages(text) == ("yksi", "kaksi\nriviä")
    assert str(to_html(text)).count("<mark>") == 2
    assert entry.heading.startswith("yksi ja ==kaksi")
    assert str(to_html("==**lihava** ja [linkki](https://x.fi/?a==b)==")).startswith("<p><mark><strong>lihava</strong>")


def test_long_enough_entries_and_their_phases_are_counted(world):
    actor, me = factories.actor(world.mentee), world.mentee.user_id
    clock = api.my_clock(actor, world.place)
    counted = (me, world.round.pk, world.place.usage_key)
    first, second = clock.timeline[0].first_day, clock.timeline[1].first_day
    for day, text in ((first, "kaksi sanaa"), (first, "taas kaksi"), (second, "nyt on kolme"), (second, "yksi")):
        entry = world.write(text=text).entry
        noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
        Entry.objects.filter(public_id=entry.public_id).update(created_at=noon)

    assert api.written(*counted, 2, clock) == Written(3, 2)
    assert api.written(*counted, 3, clock) == Written(1, 1)
    assert api.written(*counted, 0, None) == Written(4, 0)
    api.delete_entry(actor, world.place, entry.public_id)
    assert api.written(*counted, 1, clock) == Written(3, 2)
    assert queries(lambda: api.written(*counted, 1, clock)) == 1


def test_what_a_page_of_before_does_not_send_stays(world, call):
    mine = factories.actor(world.mentee)
    draft = Draft("Otsikko", "osaaminen", {"what": "yksi"}, mood=2)
    entry = api.save_entry(mine, world.place, None, draft, 0, api.Writer(uuid.uuid4(), 1)).entry
    sent = {"entry": entry.public_id, "version": 1, "once_key": uuid.uuid4(), "step": 1, "answer_what": "kaksi"}
    assert call(world.mentee, "save_entry", sent).status_code == 200
    row = Entry.objects.get()
    assert (row.title, row.theme, row.mood, row.answers) == ("Otsikko", "osaaminen", 2, {"what": "kaksi"})
    assert call(world.mentee, "save_entry", {**sent, "step": 2, "mood": "", "theme": ""}).status_code == 200
    row.refresh_from_db()
    assert (row.title, row.theme, row.mood) == ("Otsikko", "", None)
