"""What other rooms read of meetings: the next one, how often a group meets, and one person's calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api as groups
from mentoring_xblock.meetings import queries
from mentoring_xblock.models import Attendance, Meeting, Option, Suits
from tests import factories

NOW = timezone.now()


def meeting(round_, group=None, days=1, state="booked", **fields):
    starts = NOW + dt.timedelta(days=days)
    return Meeting.objects.create(
        round=round_,
        group=group,
        state=state,
        starts_at=starts,
        ends_at=starts + dt.timedelta(minutes=90),
        time_zone="Europe/Helsinki",
        **fields,
    )


@pytest.fixture
def pair(db):
    round_ = factories.make_round()
    mentor, mentee = factories.make_mentor(round_), factories.make_mentee(round_)
    return factories.make_group(mentor, [mentee]), mentor, mentee, factories.place_of(round_, "mentoring_meetings")


def relation_of(person, place):
    return groups.relations(factories.actor(person), place)[0]


def test_a_groups_own_meetings_are_numbered_in_order_of_time(pair, django_assert_num_queries):
    group, mentor, _, place = pair
    later, first = meeting(group.round, group, 30), meeting(group.round, group, -20, "held")
    meeting(group.round, group, 3, "cancelled")
    soon, passed = meeting(group.round, group, 2), meeting(group.round, group, -1)
    asked = Meeting.objects.create(round=group.round, group=group, state="asking", time_zone="UTC")
    option = Option.objects.create(meeting=asked, starts_at=later.ends_at, ends_at=later.ends_at)
    Suits.objects.create(option=option, user=mentor.user)
    relation = relation_of(mentor, place)
    with django_assert_num_queries(7):
        found = queries.own_meetings(relation, NOW)
    assert [one.id for one in found.coming] == [soon.pk, later.pk]
    assert [one.number for one in found.coming] == [3, 4]
    assert [one.id for one in found.unsaid] == [passed.pk]
    assert (found.held, found.counted, len(found.asking)) == (1, 4, 1)
    assert found.asking[0].options[0].suits == {mentor.user_id}
    assert queries.next_meeting(relation, NOW).id == soon.pk
    assert queries.last_meeting(relation, NOW).id == passed.pk
    assert [one.id for one in queries.past_meetings(relation, NOW).items] == [passed.pk, first.pk]


def test_many_groups_take_as_many_queries_as_one(pair, django_assert_num_queries):
    group, *_ = pair
    round_ = group.round
    others = [factories.make_group(factories.make_mentor(round_), [factories.make_mentee(round_)]) for _ in range(3)]
    soon = meeting(round_, group, 2)
    meeting(round_, group, 9)
    meeting(round_, others[0], -5, "held")
    meeting(round_, others[1], -2)
    with django_assert_num_queries(2):
        following = queries.next_of_groups([one.pk for one in (group, *others)], NOW)
        rhythm = queries.held_of_groups([one.pk for one in (group, *others)], NOW)
    assert {pk: one.id for pk, one in following.items()} == {group.pk: soon.pk}
    assert rhythm[group.pk].next_at == soon.starts_at and rhythm[group.pk].held == 0
    assert rhythm[others[0].pk].held == 1 and rhythm[others[0].pk].last_held_at == rhythm[others[0].pk].last_at
    assert rhythm[others[1].pk].held == 0 and rhythm[others[1].pk].last_at is not None
    assert rhythm[others[2].pk] == queries.Rhythm()


def test_a_calendar_holds_what_somebody_is_expected_at(pair, django_assert_num_queries):
    group, mentor, mentee, _ = pair
    round_ = group.round
    own, gone = meeting(round_, group, 2), meeting(round_, group, 3, "cancelled")
    told = {"announced_at": NOW, "audience": "everybody"}
    joint = meeting(round_, None, 4, kind="joint", **told)
    declined = meeting(round_, None, 5, kind="joint", **told)
    Attendance.objects.create(meeting=declined, user=mentee.user, answer="not_coming")
    few = meeting(round_, None, 6, kind="training", places=3, **told)
    seated = meeting(round_, None, 7, kind="training", places=3, **told)
    Attendance.objects.create(meeting=seated, user=mentee.user, answer="coming", seat=1)
    meeting(round_, None, 8, "draft", kind="joint", audience="everybody")
    mentors = meeting(round_, None, 9, kind="role_group", announced_at=NOW, audience="mentors")
    since = NOW - dt.timedelta(days=30)
    with django_assert_num_queries(6):
        found = queries.meetings_for_calendar(mentee.user_id, since)
    assert [one.id for one in found] == [own.pk, gone.pk, joint.pk, seated.pk]
    assert {one.id for one in queries.meetings_for_calendar(mentor.user_id, since)} == {
        own.pk,
        gone.pk,
        joint.pk,
        declined.pk,
        mentors.pk,
    }
    assert few.pk not in {one.id for one in found}
    outsider = factories.make_learner()
    assert queries.meetings_for_calendar(outsider.pk, since) == ()


def test_facts_say_whom_a_meeting_is_for(pair):
    group, mentor, mentee, _ = pair
    own = queries.info_of(meeting(group.round, group))
    assert queries.facts_of_meeting(own, NOW).member_ids == {mentor.user_id, mentee.user_id}
    joint = queries.info_of(meeting(group.round, None, -3, kind="joint", audience="mentors", leader=mentee.user))
    facts = queries.facts_of_meeting(joint, NOW)
    assert (facts.member_ids, facts.owner_id, facts.closed) == ({mentor.user_id}, mentee.user_id, True)
    draft = queries.info_of(meeting(group.round, None, 3, "draft", kind="joint", audience="everybody"))
    assert queries.facts_of_meeting(draft, NOW).member_ids == frozenset()
