"""Twenty coordinators at once, on the database of production: exactly the free places are given away."""

from collections import Counter

import pytest
from django.db.models import QuerySet

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import CloseReason, Kind, State
from mentoring_xblock.kit.errors import Full
from mentoring_xblock.models import Group, Membership, Message
from tests import factories as make
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 20


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


@pytest.fixture(params=["locks", "constraints alone"])
def guard(request, monkeypatch):
    """The promise holds with our row locks, and by the unique constraints where somebody forgets a lock."""
    if request.param == "constraints alone":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows: rows)


def outcome(results):
    """Return how many were told what: "done", "full", or the name of an error that nobody expects."""

    def told(result):
        error = result.exception()
        if isinstance(error, Full):
            said = error.message if not error.current else str(error.current)
            return "full" if "full" in said or "one place" in said else said
        return repr(error) if error else "done"

    return Counter(told(result) for result in results)


def holders(**conditions):
    return Membership.objects.filter(seat__isnull=False, **conditions).count()


def test_the_last_places_of_a_group(round_, place, coordinator, guard):
    group = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=6)
    people = [make.make_mentee(round_) for _ in range(THREADS)]
    results = at_once(
        [
            lambda person=person: api.add_member(coordinator, place, group.public_id, person.public_id)
            for person in people
        ]
    )
    assert outcome(results) == {"done": 5, "full": 15}
    seats = group.memberships.filter(leads=False).values_list("seat", flat=True)
    assert sorted(seats) == [1, 2, 3, 4, 5, 6]
    # Exactly those who got in were told that they are in it.
    told = set(Message.objects.filter(template="group_published").values_list("recipient", flat=True))
    assert told == set(group.memberships.filter(seat__gt=1).values_list("participant__user", flat=True))


def test_the_last_places_of_a_mentor(round_, place, coordinator, guard):
    mentor = make.make_mentor(round_, capacity=3)
    drafts = [make.make_group(mentor, [make.make_mentee(round_)], state=State.DRAFT) for _ in range(THREADS)]
    results = at_once([lambda draft=draft: api.publish(coordinator, place, [draft.public_id]) for draft in drafts])
    assert outcome(results) == {"done": 3, "full": 17}
    assert Group.objects.filter(state=State.PUBLISHED).count() == 3
    assert sorted(Membership.objects.filter(participant=mentor, slot__isnull=False).values_list("slot", flat=True)) == [
        1,
        2,
        3,
    ]
    assert Message.objects.count() == 6


def test_one_mentee_into_many_groups(round_, place, coordinator, guard):
    mentee = make.make_mentee(round_)
    groups = [
        make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=4)
        for _ in range(THREADS)
    ]
    results = at_once(
        [lambda group=group: api.add_member(coordinator, place, group.public_id, mentee.public_id) for group in groups]
    )
    assert outcome(results) == {"done": 1, "full": 19}
    assert holders(participant=mentee) == 1
    assert len(api.my_groups(mentee.user_id, round_.pk)) == 1


def test_one_mentor_takes_over_many_groups(round_, place, coordinator):
    mentor = make.make_mentor(round_, capacity=4)
    groups = [make.make_pair(round_)[2] for _ in range(THREADS)]
    results = at_once(
        [lambda group=group: api.set_leader(coordinator, place, group.public_id, mentor.public_id) for group in groups]
    )
    assert outcome(results) == {"done": 4, "full": 16}
    assert holders(participant=mentor) == 4
    assert holders(leads=True) == THREADS


def test_many_move_to_the_last_two_places(round_, place, coordinator):
    target = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=3)
    pairs = [make.make_pair(round_) for _ in range(THREADS)]
    membership_ids = [
        group.memberships.values_list("public_id", flat=True).get(participant=mentee) for _, mentee, group in pairs
    ]
    results = at_once(
        [
            lambda membership_id=membership_id: api.move(coordinator, place, membership_id, target.public_id)
            for membership_id in membership_ids
        ]
    )
    assert outcome(results) == {"done": 2, "full": 18}
    assert target.memberships.filter(leads=False, seat__isnull=False).count() == 3
    # Nobody fell out of the group that they were in.
    assert holders(participant__in=[mentee for _, mentee, _ in pairs]) == THREADS
    assert Group.objects.filter(state=State.CLOSED).count() == 2


def test_a_double_click_from_every_side(round_, place, coordinator):
    group = make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], state=State.DRAFT)
    results = at_once([lambda: api.publish(coordinator, place, [group.public_id])] * THREADS)
    assert outcome(results) == {"done": THREADS}
    assert sorted(result.result().told for result in results) == [0] * (THREADS - 1) + [2]
    results = at_once([lambda: api.close(coordinator, place, group.public_id, CloseReason.EARLY)] * THREADS)
    assert outcome(results) == {"done": THREADS}
    assert Group.objects.get().version == 3
    assert Counter(Message.objects.values_list("template", flat=True)) == {"group_published": 2, "group_closed": 2}


def test_crossing_moves_do_not_stop_each_other_for_good(round_, place, coordinator):
    """Ten go one way and ten the other, so locks are wanted in both orders."""
    left, right = (
        make.make_group(
            make.make_mentor(round_), [make.make_mentee(round_) for _ in range(11)], Kind.SMALL_GROUP, capacity=30
        )
        for _ in range(2)
    )

    def moves(here, there):
        rows = here.memberships.filter(leads=False).order_by("seat")[:10]
        return [
            lambda membership_id=row.public_id: api.move(coordinator, place, membership_id, there.public_id)
            for row in rows
        ]

    assert outcome(at_once([*moves(left, right), *moves(right, left)])) == {"done": THREADS}
    assert holders(group=left, leads=False) == holders(group=right, leads=False) == 11
