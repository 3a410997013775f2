"""A reader is given a text: what they see of an entry is what was shared with them, and never more.

Every edit of an entry writes marks of its own into the title and both answers, and another mood; what a reader is shown
anywhere is compared with the marks that the living shares give them.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mentoring_xblock.groups.models import Membership
from mentoring_xblock.journal import api, side_pages
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.models import EntryVersion
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.sharing.models import Audience, Share
from tests import factories
from tests.journal.conftest import make_world
from tests.privacy.watch import mark, marks_in

LATER, NOW, PASSAGE = "later", "now", "passage"
readers = st.sampled_from(["mentor", "group", "peer"])
steps = st.lists(
    st.one_of(
        st.just(("edit",)),
        st.tuples(st.just("share"), readers, st.sampled_from([LATER, NOW, PASSAGE]), st.booleans()),
        st.tuples(st.just("withdraw"), readers),
    ),
    max_size=7,
)


class Story:
    """An entry of the mentee's, and what each of its shares gives by the model: (manner, marks, mood)."""

    def __init__(self, world):
        self.world, self.number, self.page_key = world, 0, uuid.uuid4()
        self.actor, self.entry_id = factories.actor(world.mentee), None
        self.given = {}
        self.edit()

    def edit(self):
        self.number += 1
        number, mood = self.number, self.number % 5 + 1
        self.now = {part: mark(f"{part}{number}") for part in ("title", "what", "then")}
        draft = Draft(
            title=self.now["title"],
            answers={"what": f"Alku {self.now['what']} ja loppu", "so_what": self.now["then"]},
            mood=mood,
        )
        writer = api.Writer(self.page_key, number)
        saved = api.save_entry(self.actor, self.world.place, self.entry_id, draft, 0, writer)
        self.entry_id, self.mood = saved.entry.public_id, mood

    def share(self, reader, manner, with_mood):
        audience = {"mentor": Audience.LEADER, "group": Audience.GROUP, "peer": Audience.PERSON}[reader]
        group = self.world.pair if reader == "mentor" else self.world.peers
        seat = Membership.objects.get(group=self.world.peers, participant=self.world.peer).public_id
        share = api.share_entry(
            *(self.actor, self.world.place, self.entry_id, group.public_id, audience),
            seat_id=seat if reader == "peer" else None,
            later=manner == LATER,
            passages={"what": self.now["what"]} if manner == PASSAGE else None,
            with_mood=with_mood,
        )
        marks = {self.now["what"]} if manner == PASSAGE else set(self.now.values())
        mood = self.mood if with_mood and manner != PASSAGE else None
        self.given[reader] = (share.share_id, manner, marks, mood)

    def withdraw(self, reader):
        if reader in self.given:
            api.withdraw_entry(self.actor, self.world.place, self.entry_id, self.given.pop(reader)[0])

    def allowed(self, readers):
        """Return the marks and the moods that these shares give, by the model."""
        marks, moods = set(), set()
        for _, manner, texts, mood in (self.given[one] for one in readers if one in self.given):
            marks |= set(self.now.values()) if manner == LATER else texts
            moods |= {self.mood if manner == LATER else mood} if mood else set()
        return marks, moods

    def shown(self, person):
        """Return everything that this person is told of the entry, as one text, and the mood."""
        actor, place, now = factories.actor(person), self.world.place, timezone.now()
        listed = api.shared_entries(actor, place)
        titles = api.titles(actor, [self.entry_id], now)
        try:
            opened = side_pages.reading(actor, place, self.entry_id)
        except NotFound:
            assert (listed.total, titles) == (0, {})
            return "", None
        assert [one.entry for one in listed.items] == [opened.shared.entry]
        assert opened.shared.entry.mood is None and opened.shared.entry.goal_id is None
        told = (asdict(opened), [asdict(one) for one in listed.items], titles, listed.items[0].heading)
        return repr(told), opened.shared.mood


class Given(TestCase):
    """Whatever is edited, shared and withdrawn in whatever order."""

    @given(steps)
    @settings(max_examples=12, deadline=None)
    def test_a_reader_sees_what_was_shared_with_them_and_never_more(self, taken):
        world = make_world()
        story = Story(world)
        # The last step is an edit, so that what was shared as it was is not what stands.
        for name, *how in (*taken, ("edit",)):
            getattr(story, name)(*how)
        for person, by in ((world.mentor, ("mentor",)), (world.peer, ("group", "peer")), (world.other_mentor, ())):
            text, mood = story.shown(person)
            marks, moods = story.allowed(by)
            assert marks_in(text) <= marks
            assert mood is None or mood in moods
            given_now = [story.given[one] for one in by if one in story.given]
            assert bool(marks_in(text)) is bool(given_now)
            # The fullest text is there whole, and every passage that does not stand in it.
            wanted = [texts for _, manner, texts, _ in given_now if manner == PASSAGE]
            wanted += [set(story.now.values())] if any(one[1] == LATER for one in given_now) else []
            if not any(one[1] == LATER for one in given_now):
                assert all(texts <= marks_in(text) for texts in wanted)
            else:
                assert set(story.now.values()) <= marks_in(text)


@pytest.mark.django_db
def test_a_share_without_its_text_gives_nothing(db):
    """What should never be: a kept text that is gone, another entry's, or a whole one where passages were meant."""
    story = Story(make_world())
    story.share("mentor", PASSAGE, with_mood=True)
    other = Story(story.world)
    other.share("mentor", NOW, with_mood=False)
    whole = EntryVersion.objects.get(entry__public_id=other.entry_id).public_id
    row = Share.objects.filter(item_id=story.entry_id)
    story.share("group", NOW, with_mood=False)
    own = EntryVersion.objects.exclude(reason="excerpt").get(entry__public_id=story.entry_id).public_id
    for text_id in (uuid.uuid4(), whole, own):
        row.filter(audience="leader").update(text_id=text_id)
        actor = factories.actor(story.world.mentor)
        with pytest.raises(NotFound):
            api.open_shared(actor, story.world.place, story.entry_id)
        assert story.entry_id not in api.titles(actor, [story.entry_id], timezone.now())


@pytest.mark.django_db
def test_only_what_stands_in_the_saved_text_can_be_a_passage(db):
    story = Story(make_world())
    place, group = story.world.place, story.world.pair.public_id
    for passages in ({}, {"what": "  "}, {"what": "Jotain muuta"}, {"gone": "Alku"}, {"so_what": story.now["what"]}):
        with pytest.raises(Invalid):
            api.share_entry(story.actor, place, story.entry_id, group, Audience.LEADER, passages=passages)
    assert not Share.objects.exists()
    assert not EntryVersion.objects.exists()


@pytest.mark.django_db
def test_a_mentor_who_has_a_text_and_a_passage_of_a_later_one_reads_both(db):
    """In a small group the mentor is also one of the group; nothing that was given to them is kept from them."""
    world = make_world()
    world.peers = world.pair = factories.make_group(
        factories.make_mentor(world.round), [factories.make_mentee(world.round), world.peer], "small_group"
    )
    mentee = world.pair.memberships.filter(leads=False).exclude(participant=world.peer).get().participant
    world.mentee, mentor = mentee, world.pair.memberships.get(leads=True).participant
    story = Story(world)
    story.share("mentor", NOW, with_mood=False)
    before = story.now
    story.edit()
    story.share("group", PASSAGE, with_mood=False)
    text, _ = story.shown(mentor)
    assert marks_in(text) == {*before.values(), story.now["what"]}


@pytest.mark.django_db
def test_nothing_is_kept_for_a_share_with_somebody_who_has_just_left(db):
    world = make_world()
    entry = world.write().entry
    with pytest.raises(Conflict):
        seat = Membership.objects.get(group=world.peers, participant=world.peer)
        world.leave(world.peers, world.peer, timezone.now())
        api.share_entry(
            *(factories.actor(world.mentee), world.place, entry.public_id, world.peers.public_id, Audience.PERSON),
            seat_id=seat.public_id,
            later=False,
        )
    # Nothing is kept beside the entry for a share that never was.
    assert not EntryVersion.objects.exists()
