"""Asking, answering, settling; and that nobody of one's own group ever learns of it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason
from mentoring_xblock.help import api, standing
from mentoring_xblock.help.models import HelpMessage, HelpRequest
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotAllowed, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from tests import factories
from tests.help.conftest import mails

pytestmark = pytest.mark.django_db


def test_somebody_asks_is_answered_and_settles_it_and_every_step_stays(world):
    asked = world.ask(body="  SECRET words  ")
    assert mails(world.coordinator) == mails(world.second) == ["help_asked"]
    assert (mails(world.mentor), mails(world.mentee)) == ([], [])
    world.reply(world.coordinates, asked, "Call me.")
    assert mails(world.mentee) == ["help_answered"]
    [mine] = api.mine(world.asks, world.place)
    assert (mine.unread, mine.state) == (True, "answered")
    api.read(world.asks, world.place, asked.public_id)
    assert [one.unread for one in api.mine(world.asks, world.place)] == [False]
    world.reply(world.asks, asked, "Thank you.")
    assert mails(world.coordinator) == ["help_asked"] * 2
    version = world.thread(world.asks, asked).request.version
    for _ in range(2):
        world.settle(world.asks, asked, version)
    world.settle(world.coordinates, asked, version + 1, settled=False)
    found = world.thread(world.coordinates, asked)
    assert [(one.name, one.body, one.state) for one in found.messages] == [
        ("Aino Aktori", "SECRET words", "open"),
        ("Saija Lampi", "Call me.", "answered"),
        ("Aino Aktori", "Thank you.", "open"),
        ("Aino Aktori", "", "settled"),
        ("Saija Lampi", "", "open"),
    ]
    assert (found.asker, found.people, found.readers.names) == (
        "Aino Aktori",
        ("Anna Mentori",),
        ("Petri Aro", "Saija Lampi"),
    )


def test_a_double_click_asks_once_and_answers_once(world):
    key, answer = uuid.uuid4(), uuid.uuid4()
    first, again = world.ask(once_key=key), world.ask(once_key=key)
    assert first.public_id == again.public_id
    for _ in range(2):
        world.reply(world.coordinates, first, key=answer)
    assert (HelpRequest.objects.count(), HelpMessage.objects.count()) == (1, 2)
    with pytest.raises(Conflict):
        world.ask(world.mentor, once_key=key)
    with pytest.raises(Conflict):
        world.reply(world.seconds, first, key=answer)
    with pytest.raises(FormUsed):
        world.ask(once_key=answer)


@pytest.mark.parametrize("body", ["", "  \n", "x" * 5001])
def test_what_can_not_be_sent_is_told_beside_its_field(world, body):
    with pytest.raises(Invalid) as refused:
        world.ask(body=body)
    assert set(refused.value.fields) == {"body"}
    assert not HelpRequest.objects.exists()


def test_two_coordinators_answer_at_once_and_both_are_kept(world):
    asked = world.ask()
    seen = world.thread(world.coordinates, asked).request.version
    world.reply(world.coordinates, asked, "First.")
    world.reply(world.seconds, asked, "Second.")
    assert [one.body for one in world.thread(world.asks, asked).messages] == ["Can we talk?", "First.", "Second."]
    assert mails(world.mentee) == ["help_answered"] * 2
    # What was said meanwhile has to be read before it is settled.
    with pytest.raises(Conflict) as refused:
        world.settle(world.seconds, asked, seen)
    assert refused.value.current.version == seen + 2


def test_a_coordinator_of_the_same_group_neither_reads_nor_hears_of_it(world):
    """Whoever coordinates and mentors sees requests of other groups, and none of their own group’s."""
    factories.give_role(factories.make_coordinator(world.programme, world.mentor.user), "staff")
    both = factories.actor(world.mentor, staff=True, coordinator=True)
    readers = api.who_reads(world.asks, world.place, world.group.public_id)
    assert (readers.names, readers.apart) == (("Petri Aro", "Saija Lampi"), ("Anna Mentori",))
    asked = world.ask(topic="concern")
    outside = world.ask(group_id=None)
    other = factories.make_mentee(world.round, name="Olli Oma")
    elsewhere = world.ask(other, group_id=None)
    assert mails(world.mentor) == ["help_asked"]
    for hidden in (asked, outside):
        for call in (
            lambda one=hidden: world.thread(both, one),
            lambda one=hidden: world.reply(both, one),
            lambda one=hidden: world.settle(both, one, 1),
            lambda one=hidden: api.read(both, world.place, one.public_id),
        ):
            with pytest.raises(NotFound):
                call()
    assert [one.name for one in api.requests(both, world.place).items] == ["Olli Oma"]
    programme = programmes.programme_of(world.place)
    assert (api.waiting_count(both, programme), api.waiting_count(world.coordinates, programme)) == (1, 2)
    assert world.thread(both, elsewhere).asker == "Olli Oma"
    # It stays so once the group is over.
    groups.close(world.coordinates, world.place, world.group.public_id, CloseReason.EARLY)
    with pytest.raises(NotFound):
        world.thread(both, asked)


def test_the_list_is_what_policy_lets_a_coordinator_read(world):
    """The queryset twin of HELP_ANSWER, for coordinators inside and outside of groups, and who asks themself."""
    factories.give_role(factories.make_coordinator(world.programme, world.mentor.user), "staff")
    circle = factories.make_group(world.mentor, [factories.make_mentee(world.round)], kind="peer_group")
    draft_member = factories.make_mentee(world.round)
    factories.make_group(world.mentor, [draft_member], kind="small_group", state="draft")
    for person, group in (
        (world.mentee, world.group.public_id),
        (world.mentee, None),
        (world.mentor, world.group.public_id),
        (world.mentor, None),
        (world.mentor, circle.public_id),
        (draft_member, None),
    ):
        world.ask(person, group_id=group)
    rows = list(HelpRequest.objects.all())
    facts = standing.facts_of(rows)
    for actor in (world.coordinates, factories.actor(world.mentor, staff=True, coordinator=True)):
        listed = set(standing.answerable_by(actor.user_id, world.programme.pk).values_list("pk", flat=True))
        assert listed == {row.pk for row in rows if policy.allowed(Action.HELP_ANSWER, actor, facts[row.pk])}
    assert len(listed) == 1


def test_where_nobody_could_read_it_nothing_is_sent(world):
    for person in (world.coordinator, world.second):
        programmes.remove_coordinator(
            factories.administrator_actor(factories.make_administrator()), world.place, person.pk
        )
    with pytest.raises(Conflict):
        world.ask()
    assert not HelpRequest.objects.exists()


def test_it_works_after_the_group_has_closed_and_for_who_has_left_and_for_nobody_else(world):
    before = world.ask()
    groups.close(world.coordinates, world.place, world.group.public_id, CloseReason.EARLY)
    world.ask()
    groups.leave_programme(world.coordinates, world.place, world.mentee.public_id)
    world.ask(group_id=None, topic="concern")
    assert api.may_ask(world.asks, world.place)
    assert len(api.mine(world.asks, world.place)) == 3
    world.reply(world.asks, before, "Still here.")
    gone = factories.actor(world.mentee, enrolled=False)
    assert not api.may_ask(gone, world.place)
    with pytest.raises(NotFound):
        world.thread(gone, before)
    stranger = factories.make_learner()
    assert not api.may_ask(factories.actor(stranger), world.place)
    with pytest.raises(NotAllowed):
        world.ask(stranger, group_id=None)
    with pytest.raises(NotFound):
        world.ask(world.mentor, group_id=factories.make_pair(world.round)[2].public_id)


def test_concerns_come_first_then_whoever_waits_longest(world, django_assert_num_queries):
    def at(one, days):
        HelpRequest.objects.filter(public_id=one.public_id).update(changed_at=timezone.now() - dt.timedelta(days=days))

    def person(name):
        return factories.make_mentee(world.round, name=name)

    for name, topic, days in (("Late", "talk", 9), ("New", "talk", 1), ("Worry", "concern", 2), ("Done", "talk", 20)):
        asked = world.ask(person(name), topic=topic, group_id=None)
        at(asked, days)
    settled = world.ask(person("Settled"), group_id=None)
    world.settle(world.coordinates, settled, 1)
    done = next(one for one in api.requests(world.coordinates, world.place).items if one.name == "Done")
    world.reply(world.coordinates, done.request)
    with django_assert_num_queries(6) as few:
        listed = api.requests(world.coordinates, world.place)
    assert [one.name for one in listed.items] == ["Worry", "Late", "New", "Done"]
    assert [one.name for one in api.requests(world.coordinates, world.place, settled=True).items] == ["Settled"]
    for number in range(12):
        world.ask(person(f"Person {number:02}"), group_id=None)
    with django_assert_num_queries(len(few)):
        assert len(api.requests(world.coordinates, world.place).items) == 12
    assert api.requests(world.coordinates, world.place, page=2).pages == 2
    with pytest.raises(NotAllowed):
        api.requests(world.asks, world.place)
