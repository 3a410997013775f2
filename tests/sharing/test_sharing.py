"""One thing is given to one group: to the people who are in it, until it is taken back or they part."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason, Kind, Membership
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api
from mentoring_xblock.sharing.data import Manner
from mentoring_xblock.sharing.models import Audience, Comment, Share, Stance
from tests import factories as make

pytestmark = pytest.mark.django_db
ENTRY = ItemKind.ENTRY


class Story:
    """A mentee with a mentor, and one entry of theirs; sharing does not care what the entry is."""

    def __init__(self, **plan):
        self.round = make.make_round(**plan)
        self.mentor, self.mentee, self.group = make.make_pair(self.round)
        self.place = make.place_of(self.round, "mentoring_journal", "j1")
        self.item = uuid.uuid4()
        self.writer = make.actor(self.mentee)
        self.reader = make.actor(self.mentor)

    @property
    def facts(self) -> Facts:
        readers = api.readers_of(ENTRY, [self.item], timezone.now())
        return Facts(owner_id=self.mentee.user_id, reader_ids=readers.get(self.item, frozenset()))

    def share(self, group=None, audience=Audience.LEADER):
        group = group or self.group
        return api.share(self.writer, self.place, ENTRY, self.item, self.facts, group.public_id, audience)

    def may_read(self, actor: Actor) -> bool:
        return policy.allowed(Action.ITEM_READ, actor, self.facts)

    def comment(self, actor, share, text="Mitä tapahtui sitten?", key=None):
        api.add_comment(actor, self.place, ENTRY, self.item, self.facts, share.share_id, text, key or uuid.uuid4())


@pytest.fixture
def story():
    return Story()


def test_nothing_is_readable_before_it_is_shared(story):
    assert not story.may_read(story.reader)
    assert story.may_read(story.writer)


def test_sharing_names_the_mentor_and_nobody_else(story):
    shared = story.share()
    assert [reader.user_id for reader in shared.readers] == [story.mentor.user_id]
    assert story.may_read(story.reader)
    other_mentor, *_ = make.make_pair(story.round)
    assert not story.may_read(make.actor(other_mentor))


def test_withdrawing_takes_it_away_at_once(story):
    shared = story.share()
    for _ in range(2):
        api.withdraw(story.writer, story.place, ENTRY, story.item, story.facts, shared.share_id)
    assert not story.may_read(story.reader)
    verbs = [step.verb for step in audit.trail_of(ENTRY, story.item)]
    assert verbs == [Verb.WITHDREW, Verb.SHARED]


def test_sharing_twice_is_sharing_once(story):
    assert story.share().share_id == story.share().share_id
    assert Share.objects.count() == 1


def test_a_new_mentor_inherits_nothing_until_it_is_shared_again(story):
    first = story.share()
    new_mentor = make.make_mentor(story.round)
    coordinator = make.coordinator_actor(make.make_coordinator(story.round.programme))
    groups.set_leader(coordinator, story.place, story.group.public_id, new_mentor.public_id)
    assert not story.may_read(story.reader)
    assert not story.may_read(make.actor(new_mentor))
    second = story.share()
    assert second.share_id != first.share_id
    assert story.may_read(make.actor(new_mentor))
    assert not story.may_read(story.reader)


def test_who_joins_a_group_later_reads_only_what_comes_after(story):
    peers = [make.make_mentee(story.round) for _ in range(3)]
    circle = make.make_group(None, [story.mentee, *peers], Kind.PEER_GROUP, capacity=6)
    story.share(circle, Audience.GROUP)
    latecomer = make.make_mentee(story.round)
    make.join(circle, latecomer)
    assert all(story.may_read(make.actor(peer)) for peer in peers)
    assert not story.may_read(make.actor(latecomer))
    story.share(circle, Audience.GROUP)
    assert story.may_read(make.actor(latecomer))


@pytest.mark.parametrize("days", [0, 7])
def test_a_share_ends_with_the_group_after_the_plans_days(days):
    story = Story(share_days_after_close=days)
    story.share()
    coordinator = make.coordinator_actor(make.make_coordinator(story.round.programme))
    groups.close(coordinator, story.place, story.group.public_id, CloseReason.COMPLETED)
    assert story.may_read(story.reader) is (days > 0)
    late = timezone.now() + dt.timedelta(days=days, seconds=5)
    assert not api.live_readers(late).exists()


def test_a_share_ends_when_its_author_leaves_the_group(story):
    story.share()
    Membership.objects.filter(participant=story.mentee).update(
        left_at=timezone.now(), readable_until=timezone.now(), seat=None, slot=None
    )
    assert not story.may_read(story.reader)


def test_one_can_share_only_ones_own_and_only_with_ones_own_group(story):
    _, stranger, foreign = make.make_pair(story.round)
    with pytest.raises(NotFound):
        story.share(foreign)
    with pytest.raises(NotFound):
        api.share(make.actor(stranger), story.place, ENTRY, story.item, story.facts, foreign.public_id, Audience.LEADER)
    with pytest.raises(NotFound):
        story.share(make.make_group(None, [story.mentee], Kind.PEER_GROUP, state="draft"))
    assert not Share.objects.exists()


def test_a_group_of_another_course_is_no_group(story):
    shared = story.share()
    elsewhere = make.make_place("mentoring_journal", "j1", make.OTHER_COURSE_KEY)
    with pytest.raises(NotFound):
        api.withdraw(story.writer, elsewhere, ENTRY, story.item, story.facts, shared.share_id)
    with pytest.raises(NotFound):
        api.share(story.writer, elsewhere, ENTRY, story.item, story.facts, story.group.public_id, Audience.LEADER)


def test_a_share_that_nobody_could_read_is_refused_in_words(story):
    alone = make.make_group(None, [story.mentee], Kind.PEER_GROUP, capacity=4)
    with pytest.raises(Invalid) as refused:
        story.share(alone, Audience.GROUP)
    assert refused.value.message


def test_targets_are_the_mentor_and_the_groups(story):
    peer = make.make_mentee(story.round, name="Aino Peltoniemi")
    make.make_group(None, [story.mentee, peer], Kind.PEER_GROUP, name="Tampere", capacity=4)
    found = api.targets(story.writer, story.round.pk)
    assert [(target.audience, target.group_name) for target in found] == [
        (Audience.LEADER, ""),
        (Audience.GROUP, "Tampere"),
    ]
    assert found[1].names == ("Aino Peltoniemi",)
    assert api.targets(Actor(), story.round.pk) == ()


def test_in_a_small_group_one_chooses_between_the_mentor_all_and_one_of_the_others():
    round_ = make.make_round()
    mentor, mentees = make.make_mentor(round_), [make.make_mentee(round_) for _ in range(3)]
    make.make_group(mentor, mentees, Kind.SMALL_GROUP)
    audiences = [target.audience for target in api.targets(make.actor(mentees[0]), round_.pk)]
    assert audiences == [Audience.LEADER, Audience.GROUP, Audience.PERSON, Audience.PERSON]
    of_mentor = api.targets(make.actor(mentor), round_.pk)
    assert [target.audience for target in of_mentor] == [Audience.GROUP, *[Audience.PERSON] * 3]
    assert len({target.seat_id for target in of_mentor}) == 4


# ---- opening ----


def test_the_author_sees_once_a_version_that_it_was_opened(story):
    story.share()
    for version in (1, 1, 2, 2):
        api.mark_opened(story.reader, ENTRY, story.item, story.facts, version)
    api.mark_opened(story.writer, ENTRY, story.item, story.facts, 2)
    verbs = [step.verb for step in audit.trail_of(ENTRY, story.item)]
    assert verbs == [Verb.OPENED, Verb.OPENED, Verb.SHARED]
    shared = api.shares_of(ENTRY, [story.item], timezone.now())[story.item]
    assert shared[0].readers[0].opened_at is not None


def test_opening_what_is_not_shared_leaves_no_trace(story):
    with pytest.raises(NotFound):
        api.mark_opened(story.reader, ENTRY, story.item, story.facts, 1)
    assert audit.trail_of(ENTRY, story.item) == []


# ---- talking ----


def test_a_mentor_comments_and_the_author_answers(story):
    shared = story.share()
    story.comment(story.reader, shared, "Mitä huomasit?")
    story.comment(story.writer, shared, "Että odotan.")
    assert [said.body for said in api.comments(story.writer, ENTRY, story.item, story.facts)] == [
        "Mitä huomasit?",
        "Että odotan.",
    ]
    assert len(api.comments(story.reader, ENTRY, story.item, story.facts)) == 2


def test_what_is_said_in_one_share_stays_in_it(story):
    peer = make.make_mentee(story.round)
    circle = make.make_group(None, [story.mentee, peer], Kind.PEER_GROUP, capacity=4)
    with_mentor, with_peers = story.share(), story.share(circle, Audience.GROUP)
    story.comment(story.reader, with_mentor, "vain meille")
    story.comment(make.actor(peer), with_peers, "vertaisille")
    assert [said.body for said in api.comments(make.actor(peer), ENTRY, story.item, story.facts)] == ["vertaisille"]
    assert len(api.comments(story.writer, ENTRY, story.item, story.facts)) == 2
    with pytest.raises(NotFound):
        story.comment(make.actor(peer), with_mentor)


def test_a_double_click_says_it_once(story):
    shared, key = story.share(), uuid.uuid4()
    for _ in range(2):
        story.comment(story.reader, shared, key=key)
    assert Comment.objects.count() == 1


def test_other_words_after_an_answer_that_was_lost_are_not_lost(story):
    shared, key = story.share(), uuid.uuid4()
    for text in ("Hyvä.", "hyvä.", "Hyvä. Jatka näin.", "Hyvä. Jatka näin."):
        story.comment(story.reader, shared, text, key=key)
    said = [comment.body for comment in api.comments(story.writer, ENTRY, story.item, story.facts)]
    assert said == ["Hyvä.", "hyvä.", "Hyvä. Jatka näin."]


def test_somebody_elses_key_neither_takes_nor_hides_words(story):
    shared, key = story.share(), uuid.uuid4()
    story.comment(story.reader, shared, "Mitä huomasit?", key=key)
    story.comment(story.writer, shared, "Mitä huomasit?", key=key)
    authors = [comment.author_id for comment in api.comments(story.writer, ENTRY, story.item, story.facts)]
    assert authors == [story.mentor.user_id, story.mentee.user_id]


def test_words_into_an_ended_share_are_refused_and_not_lost_silently(story):
    shared = story.share()
    api.withdraw(story.writer, story.place, ENTRY, story.item, story.facts, shared.share_id)
    with pytest.raises(Conflict):
        story.comment(story.writer, shared)
    with pytest.raises(NotFound):
        story.comment(story.reader, shared)


def test_a_reader_of_a_goal_agrees_or_asks_for_another_look_with_or_without_words():
    story, key, rating = Story(), uuid.uuid4(), uuid.uuid4()
    given = (story.place, ItemKind.GOAL, story.item)
    shared = api.share(
        story.writer, *given, Facts(owner_id=story.mentee.user_id), story.group.public_id, Audience.LEADER
    )
    readers = api.readers_of(ItemKind.GOAL, [story.item], timezone.now())[story.item]
    given += (Facts(owner_id=story.mentee.user_id, reader_ids=readers), shared.share_id)
    for _ in range(2):
        api.add_comment(story.reader, *given, "", key, stance=Stance.AGREED, version=3, about=rating)
    # The same page, whose reader has thought again.
    api.add_comment(story.reader, *given, "", key, stance=Stance.LOOK, version=3)
    said = api.comments(story.reader, ItemKind.GOAL, story.item, given[3])
    assert [(one.stance, one.version, one.about) for one in said] == [
        (Stance.AGREED, 3, rating),
        (Stance.LOOK, 3, None),
    ]
    verbs = [step.verb for step in audit.trail_of(ItemKind.GOAL, story.item)]
    assert verbs == [Verb.LOOK_AGAIN, Verb.AGREED, Verb.SHARED]
    with pytest.raises(Invalid):
        api.add_comment(story.writer, *given, "Totta", uuid.uuid4(), stance=Stance.AGREED)
    entry = story.share()
    with pytest.raises(Invalid):
        api.add_comment(
            story.reader,
            *(story.place, ENTRY, story.item, story.facts, entry.share_id, "Totta", uuid.uuid4()),
            stance=Stance.AGREED,
        )
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * (api.COMMENT_LIMIT + 1)])
def test_an_unusable_comment_is_refused_beside_its_field(story, text):
    shared = story.share()
    with pytest.raises(Invalid) as refused:
        story.comment(story.reader, shared, text)
    assert refused.value.fields["body"]
    assert text not in str(refused.value) or not text.strip()


def test_emoji_and_right_to_left_text_stay_as_they_are(story):
    shared, text = story.share(), "שלום 👩🏽‍🎤 \u200fمرحبا"
    story.comment(story.reader, shared, text)
    assert api.comments(story.writer, ENTRY, story.item, story.facts)[0].body == text


# ---- cost and the twin ----


def test_looking_at_many_costs_what_looking_at_one_costs(story, django_assert_num_queries):
    items = [uuid.uuid4() for _ in range(20)]
    for item in items:
        api.share(
            story.writer,
            story.place,
            ENTRY,
            item,
            Facts(owner_id=story.mentee.user_id),
            story.group.public_id,
            Audience.LEADER,
        )
    now = timezone.now()
    for some in (items[:1], items):
        with django_assert_num_queries(1):
            assert len(api.readers_of(ENTRY, some, now)) == len(some)
        with django_assert_num_queries(3):
            assert len(api.shares_of(ENTRY, some, now)) == len(some)
    with django_assert_num_queries(1):
        assert len(api.received(story.mentor.user_id, now)) == 20


class Twin(TestCase):
    """The queryset of what one may read, and policy's rule over loaded facts, say the same."""

    @settings(max_examples=25, deadline=None)
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["share", "give one", "withdraw", "leave", "rejoin"]), st.integers(0, 2))
        )
    )
    def test_twin(self, steps):
        story = Story()
        peers = [make.make_mentee(story.round) for _ in range(2)]
        circle = make.make_group(None, [story.mentee, *peers], Kind.PEER_GROUP, capacity=6)
        people = [story.mentor, *peers]
        shared = []
        for step, who in steps:
            if step == "share":
                group, audience = (story.group, Audience.LEADER) if who == 0 else (circle, Audience.GROUP)
                try:
                    shared.append(story.share(group, audience))
                except Invalid:
                    assert not group.memberships.filter(seat__isnull=False).exclude(participant=story.mentee).exists()
            elif step == "give one":
                group = story.group if who == 0 else circle
                seat = people[who].memberships.filter(group=group).latest("pk").public_id
                try:
                    given_one = (group.public_id, Audience.PERSON, seat, Manner(uuid.uuid4(), whole=False, talk=False))
                    shared.append(api.share(story.writer, story.place, ENTRY, story.item, story.facts, *given_one))
                except Conflict:
                    assert not people[who].memberships.filter(seat__isnull=False).exists()
            elif step == "withdraw" and shared:
                api.withdraw(
                    story.writer, story.place, ENTRY, story.item, story.facts, shared[who % len(shared)].share_id
                )
            elif step == "leave":
                Membership.objects.filter(participant=people[who], seat__isnull=False).update(
                    seat=None, slot=None, left_at=timezone.now(), readable_until=timezone.now()
                )
            elif step == "rejoin" and not people[who].memberships.filter(seat__isnull=False).exists():
                make.join(story.group if who == 0 else circle, people[who], leads=who == 0)
            now = timezone.now()
            for person in people:
                readable = [row["share__item_id"] for row in api.readable_ids(person.user_id, ENTRY, now)]
                assert (story.item in readable) is story.may_read(make.actor(person))
