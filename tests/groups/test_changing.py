"""After publishing: people come, move and go, groups end, and everybody concerned is told without a fault."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import CloseReason, Kind, State
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound
from mentoring_xblock.models import Group, Membership, Message, Participant
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_group(round_):
    """A published small group with two mentees and room for two more."""
    mentor = make.make_mentor(round_)
    mentees = [make.make_mentee(round_) for _ in range(2)]
    return make.make_group(mentor, mentees, Kind.SMALL_GROUP, "Teatteri", capacity=4)


def mails():
    """Return who was told what, as sorted pairs, and empty the outbox."""
    told = sorted((message.recipient_id, message.template) for message in Message.objects.all())
    Message.objects.all().delete()
    return told


def leads(group):
    return group.memberships.get(leads=True, seat__isnull=False).participant


def members(group):
    rows = group.memberships.filter(leads=False, seat__isnull=False).select_related("participant").order_by("seat")
    return [row.participant for row in rows]


# ---- coming ----


def test_somebody_who_comes_late_is_in_at_once(round_, place, coordinator, small_group):
    late = make.make_mentee(round_)
    before = [leads(small_group).user_id, *(member.user_id for member in members(small_group))]
    group = api.add_member(coordinator, place, small_group.public_id, late.public_id)
    assert group.members[-1].joined_at is not None
    assert api.my_groups(late.user_id, round_.pk) == [group]
    assert mails() == sorted([(late.user_id, "group_published"), *((user_id, "group_moved") for user_id in before)])
    assert api.add_member(coordinator, place, small_group.public_id, late.public_id) == group
    assert mails() == []


def test_who_has_a_group_gets_no_second_one(round_, place, coordinator, small_group):
    _, mentee, _ = make.make_pair(round_)
    with pytest.raises(Full):
        api.add_member(coordinator, place, small_group.public_id, mentee.public_id)
    assert mails() == []
    assert len(members(small_group)) == 2


def test_a_published_group_is_never_over_its_capacity(round_, place, coordinator, small_group):
    for _ in range(2):
        api.add_member(coordinator, place, small_group.public_id, make.make_mentee(round_).public_id)
    with pytest.raises(Full) as refusal:
        api.add_member(coordinator, place, small_group.public_id, make.make_mentee(round_).public_id)
    assert "full" in refusal.value.message
    assert "4" in refusal.value.message


# ---- going ----


def test_who_is_taken_out_leaves_a_free_place_and_a_history(round_, place, coordinator, small_group):
    gone, stays = members(small_group)
    group = api.remove_member(coordinator, place, small_group.public_id, gone.public_id)
    assert [person.user_id for person in group.members] == [stays.user_id]
    row = Membership.objects.get(participant=gone)
    assert (row.seat, row.slot, row.left_reason) == (None, None, CloseReason.LEFT)
    assert row.left_at == row.readable_until
    assert mails() == sorted(
        [
            (gone.user_id, "group_closed"),
            (stays.user_id, "group_moved"),
            (leads(small_group).user_id, "group_moved"),
        ]
    )
    assert api.current_membership(gone.user_id, small_group.pk) is None
    assert api.add_member(coordinator, place, small_group.public_id, gone.public_id).free == 2


def test_the_last_member_is_not_taken_out(round_, place, coordinator):
    _, mentee, group = make.make_pair(round_)
    with pytest.raises(Invalid) as refusal:
        api.remove_member(coordinator, place, group.public_id, mentee.public_id)
    assert "Close it" in refusal.value.message
    assert api.my_groups(mentee.user_id, round_.pk)


def test_another_mentor_takes_over(round_, place, coordinator, small_group):
    before, after = leads(small_group), make.make_mentor(round_)
    group = api.set_leader(coordinator, place, small_group.public_id, after.public_id)
    assert group.leader.user_id == after.user_id
    assert api.mentees_of(before.user_id, round_.pk) == []
    assert [found.member for found in api.mentees_of(after.user_id, round_.pk)] == list(group.members)
    assert mails() == sorted(
        [
            (before.user_id, "group_closed"),
            (after.user_id, "group_published"),
            *((member.user_id, "group_moved") for member in members(small_group)),
        ]
    )


def test_a_mentoring_group_is_not_left_without_a_leader(round_, place, coordinator, small_group):
    with pytest.raises(Invalid):
        api.set_leader(coordinator, place, small_group.public_id, None)
    coach = make.make_participant(round_, Role.COACH)
    peers = make.make_group(coach, [make.make_mentee(round_)], Kind.PEER_GROUP)
    assert api.set_leader(coordinator, place, peers.public_id, None).leader is None
    assert (coach.user_id, "group_closed") in mails()


def test_a_mentor_who_is_full_takes_over_nothing(round_, place, coordinator, small_group):
    busy = make.make_mentor(round_, capacity=1)
    make.make_pair(round_, mentor=busy)
    before = leads(small_group)
    with pytest.raises(Full) as refusal:
        api.set_leader(coordinator, place, small_group.public_id, busy.public_id)
    assert "full" in refusal.value.message
    assert leads(small_group) == before
    assert mails() == []


# ---- moving ----


def test_a_move_between_groups(round_, place, coordinator, small_group):
    mover, stays = members(small_group)
    target = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=2)
    there = [leads(target), *members(target)]
    membership = small_group.memberships.get(participant=mover)
    group = api.move(coordinator, place, membership.public_id, target.public_id)
    assert mover.user_id in {person.user_id for person in group.members}
    membership.refresh_from_db()
    assert (membership.seat, membership.slot, membership.left_reason) == (None, None, CloseReason.MOVED)
    assert membership.left_at is not None
    told = mails()
    assert told == sorted((person.user_id, "group_moved") for person in [mover, stays, leads(small_group), *there])
    # The second click of the same move.
    assert api.move(coordinator, place, membership.public_id, target.public_id) == group
    assert mails() == []


def test_a_pair_that_nobody_is_left_in_closes(round_, place, coordinator, small_group):
    mentor, mentee, pair = make.make_pair(round_)
    membership = pair.memberships.get(participant=mentee)
    api.move(coordinator, place, membership.public_id, small_group.public_id)
    pair.refresh_from_db()
    assert (pair.state, pair.close_reason) == (State.CLOSED, CloseReason.MOVED)
    told = mails()
    assert (mentor.user_id, "group_closed") in told
    assert [template for user_id, template in told if user_id == mentee.user_id] == ["group_moved"]
    # The mentor's slot is free again.
    assert Membership.objects.get(participant=mentor).slot is None


def test_a_move_into_a_full_group_changes_nothing(round_, place, coordinator, small_group):
    _, mentee, pair = make.make_pair(round_)
    _, _, full = make.make_pair(round_)
    membership = pair.memberships.get(participant=mentee)
    with pytest.raises(Full):
        api.move(coordinator, place, membership.public_id, full.public_id)
    membership.refresh_from_db()
    assert (membership.seat, membership.slot) == (1, 1)
    assert mails() == []


def test_nobody_moves_where_they_can_not(round_, place, coordinator, small_group):
    mover = small_group.memberships.get(seat=1)
    leader = small_group.memberships.get(leads=True)
    peers = make.make_group(None, [make.make_mentee(round_)], Kind.PEER_GROUP, capacity=3)
    closed = make.make_group(make.make_mentor(round_), [], Kind.SMALL_GROUP, state=State.CLOSED)
    draft = make.make_group(make.make_mentor(round_), [], Kind.SMALL_GROUP, state=State.DRAFT)
    roomy = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=4)
    later_round = make.make_round(round_.programme, number=2)
    later = make.make_group(make.make_mentor(later_round), [make.make_mentee(later_round)], capacity=1)
    for membership, target in [
        (mover, peers),
        (mover, closed),
        (mover, draft),
        (mover, later),
        (leader, roomy),
    ]:
        with pytest.raises(Invalid):
            api.move(coordinator, place, membership.public_id, target.public_id)
    own = make.make_group(make.make_mentor(round_, mover.participant.user), [], Kind.SMALL_GROUP, capacity=4)
    with pytest.raises(Invalid):
        api.move(coordinator, place, mover.public_id, own.public_id)
    with pytest.raises(Conflict):
        api.move(coordinator, place, mover.public_id, roomy.public_id, version=7)
    assert mails() == []
    assert len(members(small_group)) == 2


def test_a_place_that_was_given_up_moves_nowhere(round_, place, coordinator, small_group):
    gone = members(small_group)[0]
    membership = small_group.memberships.get(participant=gone)
    api.remove_member(coordinator, place, small_group.public_id, gone.public_id)
    target = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=2)
    with pytest.raises(NotFound):
        api.move(coordinator, place, membership.public_id, target.public_id)


def test_a_move_between_drafts_tells_nobody(round_, place, coordinator):
    mentee = make.make_mentee(round_)
    here = make.make_group(None, [mentee], Kind.SMALL_GROUP, state=State.DRAFT)
    there = make.make_group(make.make_mentor(round_), [], state=State.DRAFT)
    membership = here.memberships.get()
    group = api.move(coordinator, place, membership.public_id, there.public_id)
    assert [person.user_id for person in group.members] == [mentee.user_id]
    assert Membership.objects.filter(participant=mentee).count() == 1
    assert mails() == []


# ---- ending ----


@pytest.mark.parametrize("reason", list(CloseReason))
def test_a_group_ends_for_everybody_at_once(round_, place, coordinator, small_group, reason):
    people = [leads(small_group), *members(small_group)]
    group = api.close(coordinator, place, small_group.public_id, reason, version=1)
    assert (group.state, group.close_reason) == (State.CLOSED, reason)
    assert [person.user_id for person in group.people] == [person.user_id for person in people]
    for person in people:
        assert api.my_groups(person.user_id, round_.pk) == []
    assert all(reason not in str(message.context) for message in Message.objects.all())
    assert mails() == sorted((person.user_id, "group_closed") for person in people)
    assert api.close(coordinator, place, small_group.public_id, reason, version=1) == group
    assert mails() == []


def test_what_was_shared_stays_readable_for_the_plans_days(place, coordinator, round_):
    programme_row = round_.programme
    programme_row.plan = {**programme_row.plan, "share_days_after_close": 14}
    programme_row.save()
    _, _, group = make.make_pair(round_)
    before = timezone.now()
    api.close(coordinator, place, group.public_id, CloseReason.EARLY)
    for row in Membership.objects.all():
        assert row.readable_until - row.left_at == dt.timedelta(days=14)
        assert row.left_at >= before
    for message in Message.objects.all():
        assert dt.date.fromisoformat(message.context["readable_on"]) >= (before + dt.timedelta(days=13)).date()


def test_a_draft_is_not_closed_and_a_published_group_not_deleted(round_, place, coordinator, small_group):
    draft = api.create_group(coordinator, place, Kind.PAIR)
    with pytest.raises(Invalid):
        api.close(coordinator, place, draft.public_id, CloseReason.MISTAKE)
    with pytest.raises(Invalid):
        api.delete_draft(coordinator, place, small_group.public_id)
    with pytest.raises(Conflict):
        api.close(coordinator, place, small_group.public_id, CloseReason.MISTAKE, version=9)
    assert {row.state for row in Group.objects.all()} == {State.DRAFT, State.PUBLISHED}


def test_nothing_changes_in_a_closed_group(round_, place, coordinator, small_group):
    api.close(coordinator, place, small_group.public_id, CloseReason.COMPLETED)
    mentee = make.make_mentee(round_)
    for attempt in (
        lambda: api.add_member(coordinator, place, small_group.public_id, mentee.public_id),
        lambda: api.set_leader(coordinator, place, small_group.public_id, None),
        lambda: api.rename(coordinator, place, small_group.public_id, "x"),
        lambda: api.resize(coordinator, place, small_group.public_id, 2),
        lambda: api.delete_draft(coordinator, place, small_group.public_id),
    ):
        with pytest.raises(Invalid):
            attempt()


def test_everybody_is_free_for_another_group_afterwards(round_, place, coordinator):
    mentor = make.make_mentor(round_, capacity=1)
    _, mentee, pair = make.make_pair(round_, mentor=mentor)
    api.close(coordinator, place, pair.public_id, CloseReason.MISTAKE)
    again = api.create_group(coordinator, place, Kind.PAIR, leader=mentor.public_id, members=[mentee.public_id])
    assert api.publish(coordinator, place, [again.public_id]).told == 2


# ---- leaving the programme ----


def test_somebody_leaves_the_programme_with_all_their_groups(round_, place, coordinator, small_group):
    gone = members(small_group)[0]
    peers = make.make_group(None, [gone], Kind.PEER_GROUP, capacity=3)
    draft = make.make_group(None, [gone], Kind.SMALL_GROUP, state=State.DRAFT)
    with pytest.raises(Conflict):
        programme.remove_participant(coordinator, place, gone.public_id)
    changed = api.release(coordinator, place, gone.public_id)
    assert {group.public_id: group.state for group in changed} == {
        small_group.public_id: State.PUBLISHED,
        peers.public_id: State.CLOSED,
    }
    assert not draft.memberships.exists()
    assert sorted(template for user_id, template in mails() if user_id == gone.user_id) == ["group_closed"] * 2
    programme.remove_participant(coordinator, place, gone.public_id)
    assert Participant.objects.get(pk=gone.pk).left_at is not None
    assert api.release(coordinator, place, gone.public_id) == ()


def test_the_groups_of_a_mentor_who_leaves_close(round_, place, coordinator, small_group):
    mentor = leads(small_group)
    (group,) = api.release(coordinator, place, mentor.public_id)
    assert group.state == State.CLOSED
    assert len(mails()) == 3


def test_who_has_left_the_round_reads_nothing_by_a_place_that_was_forgotten(round_):
    mentor, mentee, group = make.make_pair(round_)
    Participant.objects.filter(pk=mentor.pk).update(left_at=timezone.now())
    assert api.mentors_of([mentee.user_id], round_.pk) == {mentee.user_id: frozenset()}
    assert api.mentees_of(mentor.user_id, round_.pk) == []
    assert api.facts_of([group.public_id])[group.public_id].member_ids == {mentee.user_id}
