"""Sharing one entry, withdrawing it, and what readers and the author then see."""

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
from tests.journal.conftest import queries


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
