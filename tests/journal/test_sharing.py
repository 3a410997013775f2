"""Sharing one entry, withdrawing it, and what readers and the author then see."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Audience, Reader
from tests import factories
from tests.journal.conftest import queries, save, text_of


def headings(page):
    return [shared.entry.heading for shared in page.items]


def verbs(world, entry_id):
    steps = api.trail(factories.actor(world.mentee), world.place, entry_id)
    return [(step.verb, step.actor_id) for step in steps]


def test_nobody_reads_what_is_not_shared(world):
    entry = world.write().entry
    for person in (world.mentor, world.other_mentor, world.peer):
        assert world.shared_with(person).total == 0
        with pytest.raises(NotFound):
            world.open(entry.public_id, person)
        with pytest.raises(NotFound):
            api.comments(factories.actor(person), world.place, entry.public_id)


def test_a_mentor_reads_the_one_entry_that_is_shared_with_them(world):
    world.write(text="Salaa")
    entry = world.write(text="Jaettu").entry
    world.share(entry.public_id)

    listed = world.shared_with(world.mentor)
    assert headings(listed) == ["Jaettu"]
    assert (listed.items[0].owner_name, listed.items[0].new) == ("Elli Saari", True)
    assert world.shared_with(world.other_mentor).total == world.shared_with(world.peer).total == 0
    assert world.open(entry.public_id).entry.answers == {"what": "Jaettu"}


def test_a_peer_group_reads_what_is_shared_with_it(world):
    entry = world.write(text="Jaettu").entry
    world.share(entry.public_id, world.peers, Audience.GROUP)

    assert headings(world.shared_with(world.peer)) == ["Jaettu"]
    assert world.shared_with(world.mentor).total == 0


def test_the_author_sees_who_opened_it(world):
    entry = world.write().entry
    world.share(entry.public_id)
    world.open(entry.public_id)
    world.open(entry.public_id)

    assert verbs(world, entry.public_id) == [
        (Verb.OPENED, world.mentor.user_id),
        (Verb.SHARED, world.mentee.user_id),
        (Verb.WROTE, world.mentee.user_id),
    ]
    shares = api.shares_of(factories.actor(world.mentee), world.place, [entry.public_id])
    assert shares[entry.public_id][0].readers[0].opened_at is not None
    assert not world.shared_with(world.mentor).items[0].new


def test_a_reader_is_told_of_changes_since_they_opened_it(world):
    key = uuid.uuid4()
    entry = world.write(text="a", key=key).entry
    world.share(entry.public_id)
    world.open(entry.public_id)
    assert not world.shared_with(world.mentor).items[0].changed
    world.write(text="a b", entry=entry.public_id, version=1, key=key, step=2)

    assert world.shared_with(world.mentor).items[0].changed
    assert world.open(entry.public_id).entry.answers["what"] == "a b"


def test_what_a_reader_does_not_see_is_no_change_for_them(world):
    """A mood that is not shared, and a change that was taken back before they looked."""
    key, mine = uuid.uuid4(), factories.actor(world.mentee)
    entry = world.write(text="a", key=key).entry
    share = world.share(entry.public_id)
    world.open(entry.public_id)

    def say(mood, step, text="a"):
        draft = Draft(answers={"what": text}, mood=mood)
        api.save_entry(mine, world.place, entry.public_id, draft, 1, api.Writer(key, step))
        return world.shared_with(world.mentor).items[0].changed

    assert not say(1, 2)
    assert say(1, 3, "a b") and not say(1, 4)
    world.open(entry.public_id)
    assert [verb for verb, _ in verbs(world, entry.public_id)].count(Verb.OPENED) == 1

    # Opened before there were stamps, when the number of saves was kept.
    saves = Entry.objects.get().version
    Reader.objects.filter(share__public_id=share.share_id).update(opened_version=saves)
    assert not say(1, 5, "a") and say(1, 6, "a b")
    api.share_entry(mine, world.place, entry.public_id, world.pair.public_id, Audience.LEADER, with_mood=True)
    world.open(entry.public_id)
    assert say(2, 7, "a b")


def test_only_the_author_sees_the_trail_and_the_shares(world):
    entry = world.write().entry
    world.share(entry.public_id)
    with pytest.raises(NotFound):
        api.trail(factories.actor(world.mentor), world.place, entry.public_id)
    with pytest.raises(NotFound):
        api.history(factories.actor(world.mentor), world.place, entry.public_id)
    assert api.shares_of(factories.actor(world.mentor), world.place, [entry.public_id]) == {}


def test_readers_change_nothing(world):
    entry = world.write().entry
    share = world.share(entry.public_id)
    with pytest.raises(NotFound):
        world.write(world.mentor, "toisen", entry=entry.public_id, version=1)
    with pytest.raises(NotFound):
        world.share(entry.public_id, person=world.mentor)
    with pytest.raises(NotFound):
        world.withdraw(entry.public_id, share.share_id, world.mentor)
    for act in (api.get_entry, api.delete_entry, api.restore_entry):
        with pytest.raises(NotFound):
            act(factories.actor(world.mentor), world.place, entry.public_id)
    assert Entry.objects.get().answers == {"what": "Kukaan muu ei lue tätä 🌙"}


def test_withdrawing_ends_the_reading_at_once(world):
    entry = world.write().entry
    share = world.share(entry.public_id)
    world.withdraw(entry.public_id, share.share_id)
    world.withdraw(entry.public_id, share.share_id)

    assert world.shared_with(world.mentor).total == 0
    with pytest.raises(NotFound):
        world.open(entry.public_id)
    assert [verb for verb, _ in verbs(world, entry.public_id)] == [Verb.WITHDREW, Verb.SHARED, Verb.WROTE]


def test_a_new_mentor_inherits_nothing(world):
    entry = world.write().entry
    world.share(entry.public_id)
    newcomer = factories.make_mentor(world.round)
    world.leave(world.pair, world.mentor, timezone.now())
    factories.join(world.pair, newcomer, leads=True)

    assert world.shared_with(world.mentor).total == world.shared_with(newcomer).total == 0


def test_who_is_unenrolled_reads_nothing(world):
    entry = world.write().entry
    world.share(entry.public_id)
    away = factories.actor(world.mentor, enrolled=False)
    assert api.shared_entries(away, world.place).total == 0
    with pytest.raises(NotFound):
        api.open_shared(away, world.place, entry.public_id)


def test_nobody_shares_with_a_group_they_are_not_in(world):
    entry = world.write().entry
    _mentor, _mentee, strangers = factories.make_pair(world.round)
    with pytest.raises(NotFound):
        world.share(entry.public_id, strangers)


def test_sharing_keeps_the_text_as_it_was(world):
    key = uuid.uuid4()
    entry = world.write(text="silloin", key=key).entry
    share = world.share(entry.public_id)
    world.withdraw(entry.public_id, share.share_id)
    world.share(entry.public_id)
    world.write(text="nyt", entry=entry.public_id, version=1, key=key, step=2)

    history = api.history(factories.actor(world.mentee), world.place, entry.public_id).texts.items
    assert [(one.reason, one.version, one.draft.answers["what"]) for one in history] == [("shared", 1, "silloin")]


def test_author_and_reader_talk_in_the_thread_of_a_share(world):
    entry = world.write().entry
    share = world.share(entry.public_id)
    key = uuid.uuid4()
    for person, body, once in (
        (world.mentor, "Kiitos", key),
        (world.mentor, "Kiitos", key),
        (world.mentee, "Hyvä", None),
    ):
        api.comment(factories.actor(person), world.place, entry.public_id, share.share_id, body, once or uuid.uuid4())

    for person in (world.mentor, world.mentee):
        said = api.comments(factories.actor(person), world.place, entry.public_id)
        assert [one.body for one in said] == ["Kiitos", "Hyvä"]


def test_each_share_has_a_thread_of_its_own(world):
    entry = world.write().entry
    with_mentor = world.share(entry.public_id)
    with_peers = world.share(entry.public_id, world.peers, Audience.GROUP)
    api.comment(
        factories.actor(world.mentor), world.place, entry.public_id, with_mentor.share_id, "mentorilta", uuid.uuid4()
    )

    assert api.comments(factories.actor(world.peer), world.place, entry.public_id) == ()
    with pytest.raises(NotFound):
        api.comment(
            factories.actor(world.mentor), world.place, entry.public_id, with_peers.share_id, "väärään", uuid.uuid4()
        )


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 5_001])
def test_a_comment_has_words_and_an_end(world, body):
    entry = world.write().entry
    share = world.share(entry.public_id)
    with pytest.raises(Invalid):
        api.comment(factories.actor(world.mentor), world.place, entry.public_id, share.share_id, body, uuid.uuid4())


def test_an_author_is_told_when_nobody_would_read_their_comment(world):
    entry = world.write().entry
    share = world.share(entry.public_id)
    world.withdraw(entry.public_id, share.share_id)
    with pytest.raises(Conflict):
        api.comment(factories.actor(world.mentee), world.place, entry.public_id, share.share_id, "hei", uuid.uuid4())


def test_a_mentor_reads_on_a_page_of_their_own(world):
    entry = world.write().entry
    world.share(entry.public_id)
    dashboard = factories.place_of(world.round, "mentoring_dashboard", "mine")
    actor = factories.actor(world.mentor)

    assert api.shared_entries(actor, dashboard, [world.mentee.user_id]).total == 1
    assert api.shared_entries(actor, dashboard, [world.peer.user_id]).total == 0
    assert api.shared_entries(actor, dashboard, here=True).total == 0
    assert api.open_shared(actor, dashboard, entry.public_id).entry.public_id == entry.public_id
    other_programme = factories.make_place("mentoring_dashboard", "mine", slug="other")
    assert api.shared_entries(actor, other_programme).total == 0


def test_an_entry_of_another_course_is_unknown(world):
    entry = world.write().entry
    world.share(entry.public_id)
    elsewhere = factories.make_place("mentoring_dashboard", "mine", factories.OTHER_COURSE_KEY)
    for entry_id in (entry.public_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            api.open_shared(factories.actor(world.mentor), elsewhere, entry_id)


def test_the_queryset_twin_is_the_rule(world):
    """For everybody and everything: `readable_entries` holds exactly what ITEM_READ allows."""
    now = timezone.now()
    people = [world.mentee, world.mentor, world.peer, world.other_mentor]
    for person in people:
        world.write(person, f"oma {person.pk}")
        gone = world.write(person, f"roskissa {person.pk}").entry
        api.delete_entry(factories.actor(person), world.place, gone.public_id)
    world.share(world.write(text="mentorille").entry.public_id)
    world.share(world.write(text="ryhmälle").entry.public_id, world.peers, Audience.GROUP)
    taken = world.write(text="takaisin").entry
    world.withdraw(taken.public_id, world.share(taken.public_id).share_id)
    binned = world.write(text="jaettu ja poistettu").entry
    world.share(binned.public_id)
    Entry.objects.filter(public_id=binned.public_id).update(deleted_at=now)
    actors = [
        factories.actor(person, **standing)
        for person in (*people, factories.make_learner())
        for standing in ({}, {"enrolled": False}, {"masquerading": True}, {"staff": True, "coordinator": True})
    ]
    actors += [factories.actor(), factories.coordinator_actor(factories.make_staff())]

    rows = list(Entry.objects.all())
    facts = api.facts_for(rows, now)
    seen = 0
    for actor in actors:
        by_rule = {row.pk for row in rows if policy.allowed(Action.ITEM_READ, actor, facts[row.public_id])}
        assert set(api.readable_entries(actor, now).values_list("pk", flat=True)) == by_rule
        seen += len(by_rule)
    assert seen > 10


def test_lists_cost_the_same_however_long_they_are(world):
    mine, mentor = factories.actor(world.mentee), factories.actor(world.mentor)

    def own():
        listed = api.own_page(mine, world.place, 1)
        api.shares_of(mine, world.place, [entry.public_id for entry in listed.items])

    def costs():
        return queries(own), queries(lambda: api.shared_entries(mentor, world.place))

    world.share(world.write().entry.public_id)
    one = costs()
    for number in range(29):
        world.share(world.write(text=f"numero {number}").entry.public_id)
    assert costs() == one


def test_lists_come_in_pages_of_twelve(world):
    for number in range(30):
        world.share(world.write(text=f"numero {number}").entry.public_id)
    actor = factories.actor(world.mentee)

    first, last = api.own_page(actor, world.place, 1), api.own_page(actor, world.place, 99)
    assert (first.total, first.pages, len(first.items), first.previous, first.next) == (30, 3, 12, None, 2)
    assert first.items[0].heading == "numero 29"
    assert (last.number, len(last.items), last.previous, last.next) == (3, 6, 2, None)
    assert api.own_page(actor, world.place, 0).number == 1
    received = api.shared_entries(factories.actor(world.mentor), world.place, page=3)
    assert (received.total, len(received.items)) == (30, 6)


def test_facts_come_in_bulk(world, django_assert_num_queries):
    for number in range(5):
        world.share(world.write(text=f"numero {number}").entry.public_id)
    rows = list(Entry.objects.all())
    with django_assert_num_queries(1):
        facts = api.facts_for(rows, timezone.now())
    assert {one.reader_ids for one in facts.values()} == {frozenset({world.mentor.user_id})}
    assert sharing.targets(factories.actor(world.mentee), world.round.pk)


# ---- on the pages ----


def test_an_author_shares_a_marked_passage_with_one_person_who_lets_them_know_that_they_have_read_it(world, call):
    third = factories.make_mentee(world.round, name="Aino Aho")
    factories.join(world.peers, third)
    told = save(call, world.mentee, "Alku. ==Kuuntelin ensin.== Loppu.", title="Kokous")
    entry = told["entry"]
    form = text_of(call(world.mentee, "entry_side", {"entry": entry, "sharing": "true"}))
    assert "Only “Kuuntelin ensin.”" in form
    to = re.search(rf'value="({world.peers.public_id} person [^"]+)"[^<]*<span>Ville Vertainen', form)[1]
    what = re.search(r'name="what" value="([0-9a-f]{32})"', form)[1]
    sent = {"entry": entry, "to": to, "what": what, "talk": ""}
    side = text_of(call(world.mentee, "share_entry", sent))
    assert "Ville Vertainen has not opened it" in side
    assert "A passage, as it was on" in side and "Without comments" in side
    assert "A passage of this is shared with Ville Vertainen" in side

    assert "A passage: Kuuntelin ensin." in text_of(call(world.peer, "list_shared", {"page": 1}))
    read = text_of(call(world.peer, "open_shared", {"entry": entry}))
    assert "A passage that Elli Saari chose" in read and "Kuuntelin ensin." in read
    assert "This was shared without comments." in read
    assert not {"Kokous", "Alku", "Loppu"} & set(re.findall(r"\w+", read))
    assert call(third, "open_shared", {"entry": entry}).status_code == 404

    [share] = api.shares_of(factories.actor(world.mentee), world.place, [uuid.UUID(entry)])[uuid.UUID(entry)]
    by = {"entry": entry, "share": share.share_id}
    assert "You have read it, and Elli Saari sees that." in text_of(call(world.peer, "mark_read", by))
    for reaction, pressed in (("thanks", 1), ("with_you", 1), ("", 0)):
        marks = text_of(call(world.peer, "react", {**by, "reaction": reaction}))
        assert marks.count('aria-pressed="true"') == pressed
    call(world.peer, "react", {**by, "reaction": "thinking"})
    assert call(world.peer, "react", {**by, "reaction": "shrug"}).status_code == 422
    side = text_of(call(world.mentee, "entry_side", {"entry": entry}))
    assert re.search(r"Ville Vertainen opened it .+, and has read it .+ “This makes me think”", side)
    trail = side[side.index("Who could read it, and when") :]
    assert "Ville Vertainen has read it" in trail
    assert "You shared a passage of it with Ville Vertainen" in trail
    call(world.mentee, "withdraw_entry", by)
    assert call(world.peer, "mark_read", by).status_code == 404


def test_a_passage_that_has_changed_meanwhile_is_not_shared_and_the_form_stays_as_it_was_sent(world, call):
    key = uuid.uuid4()
    entry = save(call, world.mentee, "==Kuuntelin ensin.==", key=key)["entry"]
    form = text_of(call(world.mentee, "entry_side", {"entry": entry, "sharing": "true"}))
    sent = {
        "entry": entry,
        "to": f"{world.pair.public_id} leader",
        "what": re.search(r'name="what" value="([0-9a-f]{32})"', form)[1],
        "later": "true",
        "talk": "true",
    }
    save(call, world.mentee, "==Puhuin ensin.==", entry=entry, version=1, key=key, step=2)
    answer = call(world.mentee, "share_entry", sent)
    assert answer.status_code == 422
    assert "This passage is not in the saved text any more" in text_of(answer)
    typed = {**sent, "what": "passage", "passage_what": "Kuuntelin <ensin>."}
    answer = call(world.mentee, "share_entry", typed)
    assert answer.status_code == 422
    form = text_of(answer)
    assert "Kuuntelin <ensin>." in form and 'value="true" checked' in form
    assert "Choose with whom to share it." in text_of(call(world.mentee, "share_entry", {**typed, "to": ""}))
    assert world.shared_with(world.mentor).total == 0
    call(world.mentee, "share_entry", {**typed, "passage_what": "  Puhuin ensin.\r\n"})
    assert headings(world.shared_with(world.mentor)) == ["Puhuin ensin."]


def test_a_reader_of_an_earlier_text_is_told_so_and_not_that_it_has_changed(world, call):
    key = uuid.uuid4()
    entry = world.write(text="silloin", key=key).entry
    sent = {"entry": entry.public_id, "to": f"{world.pair.public_id} leader", "talk": "true"}
    assert "what you change later is not in it" in text_of(call(world.mentee, "share_entry", sent))
    world.open(entry.public_id)
    world.write(text="nyt", entry=entry.public_id, version=1, key=key, step=2)
    [listed] = world.shared_with(world.mentor).items
    assert (listed.fixed, listed.new, listed.changed) == (True, False, False)
    read = text_of(call(world.mentor, "open_shared", {"entry": entry.public_id}))
    assert "As it was on" in read and "silloin" in read and "nyt" not in read
    # Sharing what stands in its place: the reader is told that it is new.
    side = text_of(call(world.mentee, "share_entry", {**sent, "later": "true"}))
    assert "The entry as it stands, also what you change later" in side
    [listed] = world.shared_with(world.mentor).items
    assert (listed.fixed, listed.new, listed.entry.answers) == (False, True, {"what": "nyt"})


def test_a_mood_is_seen_by_those_with_whom_it_is_shared(world):
    mine, place = factories.actor(world.mentee), world.place
    draft = Draft(answers={"what": "raskas päivä"}, mood=1)
    entry = api.save_entry(mine, place, None, draft, 0, api.Writer(uuid.uuid4(), 1)).entry
    for with_mood, seen in ((False, None), (True, 1)):
        for later in (False, True):
            how = {"later": later, "with_mood": with_mood}
            api.share_entry(mine, place, entry.public_id, world.pair.public_id, Audience.LEADER, **how)
            shared = world.open(entry.public_id)
            assert (shared.mood, shared.entry.mood) == (seen, None)


def test_sharing_anew_with_the_same_people_keeps_what_they_said(world):
    """Somebody who came since reads the entry, and nothing of what was said before."""
    mine, mentor = factories.actor(world.mentee), factories.actor(world.mentor)
    entry = world.write(text="ennen").entry
    share = api.share_entry(mine, world.place, entry.public_id, world.pair.public_id, Audience.LEADER, later=False)
    api.comment(mentor, world.place, entry.public_id, share.share_id, "Hyvä", uuid.uuid4())
    again = world.share(entry.public_id)
    said = api.comments(mentor, world.place, entry.public_id)
    assert [(one.body, one.share_id) for one in said] == [("Hyvä", again.share_id)]

    share = world.share(entry.public_id, world.peers, Audience.GROUP)
    peer = factories.actor(world.peer)
    api.comment(peer, world.place, entry.public_id, share.share_id, "Meidän kesken", uuid.uuid4())
    newcomer = factories.make_mentee(world.round)
    factories.join(world.peers, newcomer)
    world.share(entry.public_id, world.peers, Audience.GROUP)
    assert api.comments(factories.actor(newcomer), world.place, entry.public_id) == ()


def test_a_passage_is_about_the_day_that_it_was_shared_with(world):
    key, mine = uuid.uuid4(), factories.actor(world.mentee)
    entry = world.write(text="alku ja loppu", key=key).entry
    api.share_entry(
        mine, world.place, entry.public_id, world.pair.public_id, Audience.LEADER, passages={"what": "alku"}
    )
    draft = Draft(answers={"what": "alku"}, day=dt.date(2001, 1, 1))
    api.save_entry(mine, world.place, entry.public_id, draft, 1, api.Writer(key, 2))
    assert world.open(entry.public_id).entry.day == entry.day
