"""Whatever coordinators do, in whatever order: the promises of the groups room hold after each step."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import Circle, CloseReason, Kind, State
from mentoring_xblock.kit.errors import MentoringError
from mentoring_xblock.models import Group, Membership, Message
from mentoring_xblock.programme.data import Role
from tests import factories as make

#: Picks one of however many there are.
ANY = st.integers(min_value=0, max_value=10_000)
PLAN_CAPACITY = 3


class Coordinating(RuleBasedStateMachine):
    """A small round with some groups, each kind in it; one of the mentors is a mentee as well."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        round_ = make.make_round()
        self.place = make.place_of(round_)
        self.coordinator = make.coordinator_actor(make.make_coordinator(round_.programme))
        both = make.make_learner()
        mentors = [make.make_mentor(round_, capacity=capacity) for capacity in (2, None)]
        self.leaders = [
            make.make_mentor(round_, both, capacity=1),
            *mentors,
            make.make_participant(round_, Role.COACH, capacity=1),
        ]
        self.mentees = [make.make_mentee(round_, both), *(make.make_mentee(round_) for _ in range(5))]
        self.people = self.leaders + self.mentees
        for kind, leader, members in [
            (Kind.PAIR, mentors[0], self.mentees[1:2]),
            (Kind.SMALL_GROUP, mentors[1], self.mentees[2:4]),
            (Kind.PEER_GROUP, None, self.mentees[2:4]),
            (Kind.PEER_GROUP, self.leaders[-1], mentors),
        ]:
            self.create(kind, leader, members)
        api.publish(self.coordinator, self.place)
        self.create(Kind.SMALL_GROUP, mentors[0], self.mentees[4:])
        self.succeeded = Counter()
        self.steps = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # ---- what can be done ----

    def create(self, kind, leader, members, capacity=None):
        return api.create_group(
            self.coordinator,
            self.place,
            kind,
            "",
            capacity,
            leader and leader.public_id,
            [member.public_id for member in members],
        )

    def attempt(self, function, *arguments):
        """Call the api; what it refuses, for whatever reason, must leave everything as it was."""
        before = snapshot()
        try:
            function(self.coordinator, self.place, *arguments)
        except MentoringError as error:
            assert error.message
            assert snapshot() == before
        else:
            self.succeeded[function.__name__] += 1

    def group(self, number, *states):
        """Pick a group in one of these states; of all groups when there is none."""
        rows = Group.objects.order_by("pk")
        rows = rows.filter(state__in=states) or rows
        return rows[number % len(rows)].public_id

    @rule(
        kind=st.sampled_from(Kind),
        capacity=st.none() | st.integers(min_value=1, max_value=3),
        leader=st.none() | ANY,
        members=st.lists(ANY, max_size=3),
        anybody=st.sampled_from([False, False, False, True]),
    )
    def make_draft(self, kind, capacity, leader, members, anybody):
        leaders, others = (self.people, self.people) if anybody else (self.leaders[:3], self.mentees)
        self.attempt(
            api.create_group,
            kind,
            "",
            None if kind == Kind.PAIR else capacity,
            None if leader is None else leaders[leader % len(leaders)].public_id,
            [others[number % len(others)].public_id for number in members],
        )

    @rule(group=ANY, person=ANY)
    def add_mentee(self, group, person):
        person = self.mentees[person % len(self.mentees)]
        self.attempt(api.add_member, self.group(group, State.DRAFT, State.PUBLISHED), person.public_id)

    @rule(group=ANY, person=ANY)
    def add_anybody(self, group, person):
        self.attempt(api.add_member, self.group(group), self.people[person % len(self.people)].public_id)

    @rule(group=ANY, person=st.none() | ANY)
    def lead(self, group, person):
        leader = None if person is None else self.leaders[person % len(self.leaders)].public_id
        self.attempt(api.set_leader, self.group(group, State.DRAFT, State.PUBLISHED), leader)

    @rule(membership=ANY)
    def take_out(self, membership):
        if row := self.place_in_a_group(membership):
            self.attempt(api.remove_member, row.group.public_id, row.participant.public_id)

    @rule(group=ANY, capacity=st.integers(min_value=0, max_value=5))
    def resize(self, group, capacity):
        self.attempt(api.resize, self.group(group, State.DRAFT, State.PUBLISHED), capacity)

    @rule(group=ANY)
    def undo_draft(self, group):
        self.attempt(api.delete_draft, self.group(group, State.DRAFT))

    @rule()
    def publish_all(self):
        self.attempt(api.publish, None)

    @rule(groups=st.lists(ANY, min_size=1, max_size=3))
    def publish_some(self, groups):
        self.attempt(api.publish, [self.group(number, State.DRAFT) for number in groups])

    @rule(membership=ANY, group=ANY)
    def move(self, membership, group):
        if row := self.place_in_a_group(membership):
            self.attempt(api.move, row.public_id, self.group(group, row.group.state))

    @rule(membership=ANY, group=ANY)
    def move_from_anywhere(self, membership, group):
        ids = list(Membership.objects.order_by("pk").values_list("public_id", flat=True))
        self.attempt(api.move, ids[membership % len(ids)], self.group(group))

    @rule(group=ANY, reason=st.sampled_from(CloseReason))
    def close(self, group, reason):
        self.attempt(api.close, self.group(group), reason)

    @precondition(lambda self: self.succeeded.total() > 5)
    @rule(person=ANY)
    def release(self, person):
        self.attempt(api.release, self.people[person % len(self.people)].public_id)

    def place_in_a_group(self, number):
        """Pick a place that somebody holds, if anybody does."""
        rows = Membership.objects.filter(seat__isnull=False).select_related("group", "participant").order_by("pk")
        return rows[number % len(rows)] if rows else None

    # ---- what always holds ----

    @invariant()
    def the_promises_hold(self):
        """In one step, so that it is read once who holds a seat."""
        held = places()
        self.no_group_is_over_its_capacity(held)
        self.nobody_is_in_a_group_twice(held)
        self.a_person_has_one_place_and_a_leader_their_number(held)
        self.slots_are_held_exactly_in_published_groups(held)
        self.a_published_group_has_whom_it_needs(held)
        self.roles_fit(held)
        self.who_left_has_an_end()
        self.people_hear_of_what_is_published_and_of_nothing_else()
        self.everybody_sees_where_they_are(held)

    def no_group_is_over_its_capacity(self, held):
        for group, rows in held.items():
            members = [row for row in rows if not row.leads]
            assert len(members) <= group.capacity
            assert {row.seat for row in members} <= set(range(1, group.capacity + 1))
            assert [row.seat for row in rows if row.leads] in ([], [0])

    def nobody_is_in_a_group_twice(self, held):
        for rows in held.values():
            user_ids = [row.participant.user_id for row in rows]
            assert len(set(user_ids)) == len(user_ids)

    def a_person_has_one_place_and_a_leader_their_number(self, held):
        places_of = Counter()
        for group, rows in held.items():
            if group.state == State.PUBLISHED:
                places_of.update((row.participant, row.circle, row.leads) for row in rows)
        for (participant, _, leads), count in places_of.items():
            assert count <= ((participant.capacity or PLAN_CAPACITY) if leads else 1)

    def slots_are_held_exactly_in_published_groups(self, held):
        for group, rows in held.items():
            assert {row.slot is not None for row in rows} <= {group.state == State.PUBLISHED}
            assert group.state != State.CLOSED or rows == []

    def a_published_group_has_whom_it_needs(self, held):
        for group, rows in held.items():
            if group.state == State.PUBLISHED:
                assert any(not row.leads for row in rows)
                assert group.circle != Circle.MENTORING or any(row.leads for row in rows)

    def roles_fit(self, held):
        for group, rows in held.items():
            leaders = {row.participant.role for row in rows if row.leads}
            members = {row.participant.role for row in rows if not row.leads}
            if group.circle == Circle.MENTORING:
                assert leaders <= {Role.MENTOR}
                assert members <= {Role.MENTEE}
            else:
                assert Role.MENTEE not in leaders
                assert members in (set(), {Role.MENTEE}, {Role.MENTOR})

    def who_left_has_an_end(self):
        for row in Membership.objects.filter(seat=None):
            assert row.slot is None
            assert row.joined_at <= row.left_at <= row.readable_until
            assert row.left_reason

    def people_hear_of_what_is_published_and_of_nothing_else(self):
        told = set(Message.objects.values_list("recipient", flat=True))
        published = Membership.objects.exclude(joined_at=None)
        assert told == set(published.values_list("participant__user", flat=True))

    def everybody_sees_where_they_are(self, held):
        """Two of the ten after each step, in turn."""
        where = defaultdict(set)
        for group, rows in held.items():
            for row in rows:
                if group.state == State.PUBLISHED:
                    where[row.participant.user_id].add(group.public_id)
        round_id = self.people[0].round_id
        self.steps += 1
        for person in self.people[self.steps % 5 :: 5]:
            mine = api.my_groups(person.user_id, round_id)
            assert {group.public_id for group in mine} == where[person.user_id]


def places():
    """Return who holds a seat, by group; groups without anybody included."""
    found = {group: [] for group in Group.objects.all()}
    for row in Membership.objects.filter(seat__isnull=False).select_related("group", "participant"):
        found[row.group].append(row)
    return found


def snapshot():
    """Return everything that a change could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Group, Membership, Message)]


@pytest.mark.django_db
def test_the_promises_hold_after_each_step():
    run_state_machine_as_test(Coordinating, settings=settings(max_examples=20, stateful_step_count=25, deadline=None))
