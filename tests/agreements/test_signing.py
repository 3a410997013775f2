"""From the first draft to what holds: who signs what, and what everybody is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.agreements import api, reminding
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.models import Membership, Message
from tests import factories
from tests.agreements.conftest import SECRET, World
from tests.mails import mails

pytestmark = pytest.mark.django_db


def test_either_side_drafts_and_it_holds_once_both_have_signed(world):
    assert world.read(world.elli).newest is None
    world.draft(world.elli, "Not work")
    world.draft(world.anna, SECRET)
    put = world.put(world.anna)
    assert (put.pending.number, put.holding, put.unsigned) == (1, None, {world.elli.user_id})
    assert (mails(world.elli), mails(world.anna)) == (["agreement_put"], [])
    assert world.status().holds_from is None
    held = world.sign(world.elli)
    assert held.pending is None
    assert held.holding.texts == {"off_limits": SECRET}
    assert held.holding.holds_from == held.holding.signed[world.elli.user_id]
    assert mails(world.elli) == ["agreement_put", "agreement_holds"]
    assert mails(world.anna) == ["agreement_holds"]
    assert world.status() == api.Status(held.holding.holds_from, 1, world.anna.user_id, frozenset(), True)
    assert SECRET not in str(list(Message.objects.values()))


def test_a_change_is_signed_anew_and_what_held_holds_until_then(world):
    first = world.agree("Four weeks")
    world.draft(world.elli, "Five weeks")
    world.put(world.elli)
    now = world.read(world.anna)
    assert (now.holding.version_id, now.pending.number, now.unsigned) == (first.version_id, 2, {world.anna.user_id})
    assert (world.status().number, world.status().holds_from) == (2, first.holds_from)
    relation = groups.relation(factories.actor(world.anna), world.place, world.pair.public_id)
    assert api.known_before(relation, now.pending, world.anna.user_id).texts == {"off_limits": "Four weeks"}
    assert api.current(relation).number == 1
    world.sign(world.anna)
    assert api.current(relation).number == 2
    [before] = api.earlier(relation)
    assert (before.number, before.ended_at) == (1, api.current(relation).holds_from)
    # A plan that has forgotten an item since takes nothing from what was signed.
    assert api.version_of(relation, before.version_id).texts == {"off_limits": "Four weeks"}


def test_who_signs_what_has_just_been_overtaken_signs_nothing(world):
    world.draft(world.anna, "One")
    overtaken = world.put(world.anna).pending
    world.draft(world.anna, "Two")
    newer = world.put(world.anna).pending
    with pytest.raises(Conflict) as refused:
        world.sign(world.elli, overtaken)
    assert refused.value.current.pending.version_id == newer.version_id
    assert world.read(world.elli).unsigned == {world.elli.user_id}
    assert world.sign(world.elli, newer).holding.number == 2


def test_signing_and_putting_twice_are_done_once(world):
    world.draft(world.anna)
    version = world.put(world.anna).pending
    assert world.put(world.anna).pending == version
    with pytest.raises(Conflict):
        world.put(world.elli)
    world.sign(world.elli)
    assert world.sign(world.elli).holding.number == 1
    with pytest.raises(Invalid):
        world.put(world.anna)
    assert (len(mails(world.anna)), len(mails(world.elli))) == (1, 2)


def test_its_maker_takes_it_back_until_it_holds(world):
    world.draft(world.anna)
    version = world.put(world.anna).pending
    with pytest.raises(NotFound):
        world.take_back(world.elli, version)
    back = world.take_back(world.anna, version)
    assert (back.newest, back.texts, back.drafted) == (None, {"off_limits": SECRET}, True)
    with pytest.raises(Conflict):
        world.sign(world.elli, version)
    again = world.put(world.anna).pending
    assert again.number == 2
    world.sign(world.elli, again)
    with pytest.raises(Conflict):
        world.take_back(world.anna, again)


def test_in_a_small_group_a_late_joiner_signs_too_and_a_leaver_keeps_nobody_waiting(world):
    member, leaver, late = (factories.make_mentee(world.round, name=name) for name in ("Maija", "Leevi", "Lotta"))
    group, place = world.small_group(member, leaver), factories.place_of(world.round)
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    world.now -= dt.timedelta(days=1)
    Membership.objects.filter(group=group).update(joined_at=world.now)
    world.draft(world.anna, group=group)
    world.put(world.anna, group=group)
    assert world.sign(member, group=group).unsigned == {leaver.user_id}
    world.now = timezone.now()
    groups.remove_member(coordinator, place, group.public_id, leaver.public_id)
    left_at = group.memberships.get(participant=leaver).left_at
    assert world.read(member, group).holding.holds_from == world.status(group).holds_from == left_at
    # It goes on holding, and whoever comes later reads that they have not signed it.
    groups.add_member(coordinator, place, group.public_id, late.public_id)
    joined = world.read(late, group)
    assert (joined.holding.holds_from, joined.pending, joined.unsigned) == (left_at, None, {late.user_id})
    assert world.status(group).waiting_user_ids == {late.user_id}
    # The clock tells them, once; those who were asked when it was put are not asked again.
    asked = Message.objects.filter(template="agreement_put").count()
    assert (reminding.run(), reminding.run()) == (1, 0)
    assert mails(late).count("agreement_put") == 1
    assert Message.objects.filter(template="agreement_put").count() == asked + 1
    assert world.sign(late, group=group).unsigned == frozenset()
    assert world.read(member, group).holding.holds_from == left_at


def test_nobody_waits_for_who_is_not_in_the_course_unless_one_would_agree_alone(world):
    member, away = (factories.make_mentee(world.round, name=name) for name in ("Maija", "Leevi"))
    group = world.small_group(member, away)
    for asked in (group, world.pair):
        world.draft(world.anna, group=asked)
        world.put(world.anna, group=asked)
    signed = world.sign(member, group=group)
    factories.enrol(away.user, active=False)
    factories.enrol(world.elli.user, active=False)
    info = world.read(member, group)
    assert (info.pending, info.unsigned) == (None, frozenset())
    assert info.holding.holds_from == world.status(group).holds_from == signed.pending.signed[member.user_id]
    assert world.read(world.anna).unsigned == world.status().waiting_user_ids == {world.elli.user_id}
    assert world.status().holds_from is None
    # Who comes back was not there, once it holds for the others.
    world.draft(world.anna, "Something else", group=group)
    factories.enrol(away.user)
    back = world.read(away, group)
    assert (back.holding.holds_from, back.unsigned) == (info.holding.holds_from, {away.user_id})


def test_what_was_agreed_stays_readable_after_the_end_and_is_not_written_any_more():
    world = World(share_days_after_close=30)
    version = world.agree()
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    world.draft(world.anna, "Too late")
    groups.close(coordinator, factories.place_of(world.round), world.pair.public_id, groups.CloseReason.COMPLETED)
    world.now = timezone.now()
    assert world.read(world.elli).holding.texts == version.texts
    for act in (lambda: world.draft(world.elli), lambda: world.put(world.elli), lambda: world.sign(world.elli)):
        with pytest.raises(NotFound):
            act()
    world.now += dt.timedelta(days=30)
    with pytest.raises(NotFound):
        world.read(world.elli)


def test_nobody_else_reads_or_signs_it(world):
    version = world.agree()
    other = World.__new__(World)
    other.__dict__ = {**world.__dict__}
    other.anna, other.elli = factories.make_mentor(world.round), factories.make_mentee(world.round)
    other.pair = factories.make_group(other.anna, [other.elli])
    with pytest.raises(NotFound):
        other.read(other.elli, world.pair)
    with pytest.raises(NotFound):
        other.sign(other.elli, version)
    actor = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    with pytest.raises(NotFound):
        api.read(actor, world.place, world.pair.public_id, world.now)
