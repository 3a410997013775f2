"""How a thing is shared: which text, with one person, with or without comments; and what its readers let be known."""

from __future__ import annotations

import uuid
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from django.utils import timezone

from mentoring_xblock.groups.models import Kind, Membership
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.sharing import api, giving
from mentoring_xblock.sharing.data import AS_IT_STANDS, Manner
from mentoring_xblock.sharing.models import Audience, Reaction, Share
from tests import factories as make
from tests.sharing.test_sharing import ENTRY, Story

pytestmark = pytest.mark.django_db


class Circle(Story):
    """The same, and a peer group of three."""

    def __init__(self):
        super().__init__()
        self.ville, self.aino = (make.make_mentee(self.round, name=name) for name in ("Ville Vaara", "Aino Aho"))
        self.circle = make.make_group(
            None, [self.mentee, self.ville, self.aino], Kind.PEER_GROUP, "Tampere", capacity=4
        )

    def give(self, group=None, audience=Audience.GROUP, seat_id=None, **manner):
        group = group or self.circle
        return api.share(
            *(self.writer, self.place, ENTRY, self.item, self.facts, group.public_id, audience),
            seat_id=seat_id,
            manner=Manner(**manner),
        )

    def seat(self, person):
        return Membership.objects.get(group=self.circle, participant=person).public_id

    def leave(self, person):
        Membership.objects.filter(group=self.circle, participant=person).update(
            seat=None, slot=None, left_at=timezone.now(), readable_until=timezone.now()
        )

    def readers(self):
        return self.facts.reader_ids

    def trail(self):
        return [(step.verb, step.share_ref) for step in audit.trail_of(ENTRY, self.item)]


@pytest.fixture
def story():
    return Circle()


def test_one_person_of_a_group_reads_and_the_others_do_not(story):
    shared = story.give(audience=Audience.PERSON, seat_id=story.seat(story.ville))
    assert story.readers() == {story.ville.user_id}
    assert (shared.seat_id, shared.names) == (story.seat(story.ville), "Ville Vaara")
    # Each person has a share of their own beside it, and beside the group's.
    story.give(audience=Audience.PERSON, seat_id=story.seat(story.aino))
    story.give()
    assert Share.objects.filter(live=1).count() == 3
    api.withdraw(story.writer, story.place, ENTRY, story.item, story.facts, shared.share_id)
    assert story.readers() == {story.ville.user_id, story.aino.user_id}


def test_somebody_who_has_just_left_is_given_nothing_and_named(story):
    seat = story.seat(story.ville)
    story.leave(story.ville)
    with pytest.raises(Conflict) as refused:
        story.give(audience=Audience.PERSON, seat_id=seat)
    assert refused.value.message == "Ville Vaara has left this group. Nothing was shared; your text is as it was."
    elsewhere = Membership.objects.get(group=story.group, participant=story.mentor).public_id
    for seat_id in (None, uuid.uuid4(), elsewhere, story.seat(story.mentee)):
        with pytest.raises(NotFound):
            story.give(audience=Audience.PERSON, seat_id=seat_id)
    assert not Share.objects.exists()
    assert story.trail() == []


def test_sharing_in_another_manner_takes_the_place_of_the_earlier_share(story):
    text = uuid.uuid4()
    first = story.give()
    assert story.give().share_id == first.share_id
    second = story.give(text_id=text, talk=False)
    assert second.share_id != first.share_id
    assert (second.manner, first.manner) == (Manner(text, talk=False), AS_IT_STANDS)
    assert story.give(text_id=text, talk=False).share_id == second.share_id
    assert list(Share.objects.filter(live=1).values_list("public_id", flat=True)) == [second.share_id]
    assert story.trail() == [(Verb.SHARED, second.share_id), (Verb.SHARED, first.share_id)]


def test_a_share_that_was_made_meanwhile_stands(story):
    """The group’s lock keeps two shares apart; where it does not, the unique row does, and what stands is read."""
    first = story.give()
    there, read = giving._live_row, []

    def too_early(*asked):
        read.append(asked)
        return there(*asked) if len(read) > 1 else None

    with patch.object(giving, "_live_row", too_early):
        assert story.give().share_id == first.share_id
    assert len(read) == 2
    with pytest.raises(IntegrityError):
        Share.objects.create(
            **Share.objects.filter(pk=Share.objects.get().pk).values(
                "item_kind", "item_id", "owner_id", "group_id", "owner_membership_id", "audience", "seat_key", "live"
            )[0]
        )


def test_without_comments_nobody_comments_and_both_are_told_why(story):
    quiet = story.give(talk=False)
    for actor in (make.actor(story.ville), story.writer):
        with pytest.raises(Conflict) as refused:
            story.comment(actor, quiet)
        assert "without comments" in refused.value.message
    # Whoever reads by another share is told nothing of this one.
    story.share()
    with pytest.raises(NotFound):
        story.comment(story.reader, quiet)


def test_a_reader_says_once_that_they_have_read_it_and_changes_their_mind_about_the_rest(story):
    shared, ville = story.give(), make.actor(story.ville)
    about = (ENTRY, story.item, story.facts, shared.share_id)
    for _ in range(2):
        api.mark_read(ville, *about)
    for reaction in (Reaction.THANKS, Reaction.THINKING):
        api.react(ville, *about, reaction)
    [found] = api.shares_of(ENTRY, [story.item], timezone.now())[story.item]
    said = {reader.user_id: (reader.read_at is not None, reader.reaction) for reader in found.readers}
    assert said == {story.ville.user_id: (True, Reaction.THINKING), story.aino.user_id: (False, None)}
    assert story.trail() == [(Verb.READ, shared.share_id), (Verb.SHARED, shared.share_id)]
    [mine] = api.received(story.ville.user_id, timezone.now())
    assert (mine.read_at is not None, mine.reaction) == (True, Reaction.THINKING)
    api.react(ville, *about, None)
    assert api.received(story.ville.user_id, timezone.now())[0].reaction is None
    # Their own thing, a share that is not theirs, and one that has ended.
    for actor, share_id in ((story.writer, shared.share_id), (story.reader, shared.share_id), (ville, uuid.uuid4())):
        for mark in (api.mark_read, lambda *given: api.react(*given, Reaction.THANKS)):
            with pytest.raises(NotFound):
                mark(actor, ENTRY, story.item, story.facts, share_id)
    api.withdraw(story.writer, story.place, ENTRY, story.item, story.facts, shared.share_id)
    with pytest.raises(NotFound):
        api.mark_read(ville, *about)


def test_the_author_knows_to_whom_each_share_gave_it_also_after_they_have_left(story):
    shared = story.give(text_id=uuid.uuid4(), whole=False)
    alone = story.give(audience=Audience.PERSON, seat_id=story.seat(story.aino))
    story.leave(story.ville)
    api.withdraw(story.writer, story.place, ENTRY, story.item, story.facts, shared.share_id)
    given = api.given_to([shared.share_id, alone.share_id])
    assert (given[shared.share_id].group_name, given[shared.share_id].whole) == ("Tampere", False)
    assert set(given[shared.share_id].names) == {"Ville Vaara", "Aino Aho"}
    assert given[alone.share_id].names == ("Aino Aho",)


def test_what_was_agreed_to_beforehand_is_given_to_who_is_in_the_group_now(story):
    now, manner = timezone.now(), Manner(uuid.uuid4())

    def give():
        return api.give(story.mentee.user_id, story.circle.pk, ENTRY, story.item, manner, now)

    made = give()
    assert give() == made
    assert story.readers() == {story.ville.user_id, story.aino.user_id}
    # Everything that is shared as it stands with the same people is more than this.
    stands = story.give().share_id
    assert give() == stands
    story.leave(story.aino)
    again = give()
    assert again not in (made, stands)
    assert Share.objects.get(live=1).text_id == manner.text_id
    assert story.readers() == {story.ville.user_id}
    story.leave(story.ville)
    assert give() is None
    story.leave(story.mentee)
    assert give() is None
