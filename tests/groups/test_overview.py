"""What a coordinator's lists ask: which groups fit, who has a place, who has room, and what publishing would do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import Circle, Kind, State
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.models import Group, Membership, Message, Participant
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(round_, **asked):
    return [group.id for group in api.find_groups(round_.pk, **asked).groups]


def people(queryset):
    return set(Participant.objects.filter(pk__in=queryset))


def test_groups_are_found_by_what_they_are_and_who_is_in_them(round_):
    mentor, mentees = make.make_mentor(round_), [make.make_mentee(round_) for _ in range(4)]
    pair = make.make_group(mentor, mentees[:1], name="Tampereen pari")
    small = make.make_group(mentor, mentees[1:3], Kind.SMALL_GROUP, capacity=3)
    peers = make.make_group(None, mentees[:2], Kind.PEER_GROUP)
    draft = make.make_group(None, mentees[3:], state=State.DRAFT)
    make.make_pair(make.make_round(make.make_programme(slug="second", block_id="b2")))

    assert found(round_) == [draft.pk, peers.pk, small.pk, pair.pk]
    assert found(round_, state=State.DRAFT) == [draft.pk]
    assert found(round_, kind=Kind.PAIR) == [draft.pk, pair.pk]
    assert found(round_, circle=Circle.PEER) == [peers.pk]
    assert found(round_, with_room=True) == [small.pk]
    assert found(round_, text="tampere") == [pair.pk]
    assert found(round_, text="x", user_ids=[mentees[1].user_id]) == [peers.pk, small.pk]
    assert found(round_, text="x") == []
    assert found(round_, page=2, size=3) == [pair.pk]
    assert api.state_counts(round_.pk) == {State.DRAFT: 1, State.PUBLISHED: 3, State.CLOSED: 0}


def test_who_has_a_place_is_known_by_circle_and_state(round_):
    mentor, (one, two, three) = make.make_mentor(round_), [make.make_mentee(round_) for _ in range(3)]
    make.make_group(mentor, [one])
    make.make_group(mentor, [two], state=State.DRAFT)
    make.make_group(None, [three], Kind.PEER_GROUP)
    assert people(api.placed(round_.pk, Circle.MENTORING)) == {one}
    assert people(api.placed(round_.pk, Circle.MENTORING, drafts=True)) == {one, two}
    assert people(api.placed(round_.pk, Circle.PEER)) == {three}


def test_leaders_have_room_are_full_or_lead_more_than_they_take(round_):
    free, full, beyond = (make.make_mentor(round_, capacity=number) for number in (None, 1, 2))
    gone = make.make_mentor(round_)
    for mentor, groups in ((free, 1), (full, 1), (beyond, 3)):
        for _ in range(groups):
            make.make_pair(round_, mentor)
    Participant.objects.filter(pk=gone.pk).update(left_at=make.timezone.now())
    make.make_group(full, [make.make_mentee(round_)], state=State.DRAFT)
    assert people(api.leaders_with_room(round_.pk, Circle.MENTORING, 2)) == {free}
    assert people(api.leaders_with_room(round_.pk, Circle.MENTORING, 1)) == set()
    assert people(api.leaders_beyond(round_.pk, Circle.MENTORING, 2)) == {beyond}


def test_people_of_a_round_are_narrowed_by_other_rooms_querysets(round_):
    mentor, mentee, alone = make.make_mentor(round_), make.make_mentee(round_), make.make_mentee(round_)
    make.make_group(mentor, [mentee])
    placed = api.placed(round_.pk, Circle.MENTORING)
    with CaptureQueriesContext(connection) as queries:
        without = programmes.participants(round_.pk, Role.MENTEE, without=placed)
        among = programmes.participants(round_.pk, [Role.MENTEE, Role.MENTOR], among=placed)
    assert [one.id for one in without.participants] == [alone.pk]
    assert [one.id for one in among.participants] == [mentee.pk]
    assert len(queries) == 4
    assert programmes.participants(round_.pk, user_ids=[mentor.user_id]).total == 1
    assert programmes.participants(round_.pk, user_ids=[]).total == 0


def test_a_preview_says_what_publishing_would_do_and_does_nothing(round_, place, coordinator):
    mentor, (one, two) = make.make_mentor(round_), [make.make_mentee(round_) for _ in range(2)]
    fine = make.make_group(mentor, [one], state=State.DRAFT)
    wrong = make.make_group(None, [two], state=State.DRAFT)

    preview = api.preview_publishing(coordinator, place, limit=10)

    assert [group.id for group in preview.fine] == [fine.pk]
    assert preview.problems == {str(wrong.public_id): ["Nobody leads this group yet."]}
    assert preview.told == 2
    assert not Membership.objects.filter(slot__isnull=False).exists()
    assert not Message.objects.exists()
    assert set(Group.objects.values_list("state", "version")) == {(State.DRAFT, 1)}
    assert api.publish(coordinator, place, [fine.public_id]).told == preview.told
    assert len(api.preview_publishing(coordinator, place, [fine.public_id, wrong.public_id], limit=10).groups) == 1
    assert len(api.preview_publishing(coordinator, place, limit=0).groups) == 0
    with pytest.raises(NotAllowed):
        api.preview_publishing(make.actor(mentor), place, limit=10)


def test_leaving_the_programme_frees_every_place_in_one_transaction(round_, place, coordinator):
    mentor, mentee, group = make.make_pair(round_)
    draft = make.make_group(mentor, [make.make_mentee(round_)], state=State.DRAFT)
    with pytest.raises(NotAllowed):
        api.leave_programme(make.actor(mentor), place, mentor.public_id)
    (changed,) = api.leave_programme(coordinator, place, mentor.public_id)
    assert (changed.id, changed.state) == (group.pk, State.CLOSED)
    mentor.refresh_from_db()
    assert mentor.left_at is not None
    assert not mentor.memberships.filter(seat__isnull=False).exists()
    assert draft.memberships.count() == 1
    assert mentee.memberships.get().seat is None
    assert api.leave_programme(coordinator, place, mentor.public_id) == ()
