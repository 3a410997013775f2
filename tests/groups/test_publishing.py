"""Publishing: everybody concerned hears of it once, or nothing happens and the reasons are said."""

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import CloseReason, Kind, State
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.models import Group, Membership, Message, Participant
from mentoring_xblock.programme.data import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def draft(leader, members, kind=Kind.PAIR, **more):
    return make.make_group(leader, members, kind, state=State.DRAFT, **more)


def problems_of(error):
    """Return the sentences by group, whichever of the two errors it is."""
    return error.fields if isinstance(error, Invalid) else error.current


def nothing_happened():
    return (
        not Message.objects.exists()
        and not Membership.objects.filter(slot__isnull=False).exists()
        and set(Group.objects.values_list("state", "version")) == {(State.DRAFT, 1)}
    )


def test_a_pair_becomes_visible_to_its_people(round_, place, coordinator):
    mentor, mentee = make.make_mentor(round_), make.make_mentee(round_)
    group = draft(mentor, [mentee])
    report = api.publish(coordinator, place, [group.public_id], versions={group.public_id: 1})
    assert report.told == 2
    (published,) = report.groups
    assert (published.state, published.version) == (State.PUBLISHED, 2)
    assert published.published_at == published.leader.joined_at == published.members[0].joined_at
    assert api.my_groups(mentee.user_id, round_.pk) == api.my_groups(mentor.user_id, round_.pk) == [published]
    assert api.mentors_of([mentee.user_id], round_.pk) == {mentee.user_id: frozenset({mentor.user_id})}


def test_each_person_gets_one_mail_however_many_groups_they_are_in(round_, place, coordinator):
    mentor, coach = make.make_mentor(round_), make.make_participant(round_, Role.COACH)
    mentees = [make.make_mentee(round_) for _ in range(3)]
    for mentee in mentees:
        draft(mentor, [mentee])
    draft(coach, mentees, Kind.PEER_GROUP, name="Vertaiset")
    report = api.publish(coordinator, place)
    assert report.told == 5
    assert len(report.groups) == 4
    letters = {message.recipient_id: message.context["groups"] for message in Message.objects.all()}
    assert letters.keys() == {mentor.user_id, coach.user_id, *(mentee.user_id for mentee in mentees)}
    assert [group["people"] for group in letters[mentor.user_id]] == [[mentee.user_id] for mentee in mentees]
    assert {group["kind"]: group["leads"] for group in letters[mentees[0].user_id]} == {
        "pair": False,
        "peer_group": False,
    }


def test_publishing_twice_is_publishing_once(round_, place, coordinator):
    group = draft(make.make_mentor(round_), [make.make_mentee(round_)])
    api.publish(coordinator, place, [group.public_id], versions={group.public_id: 1})
    again = api.publish(coordinator, place, [group.public_id], versions={group.public_id: 1})
    assert (again.groups, again.told) == ((), 0)
    assert api.publish(coordinator, place).groups == ()
    assert Message.objects.count() == 2
    assert Group.objects.get().version == 2


@pytest.mark.parametrize("state", ["empty", "no leader"])
def test_a_group_that_is_not_ready_keeps_all_others_back(round_, place, coordinator, state):
    ready = draft(make.make_mentor(round_), [make.make_mentee(round_)])
    leader, members = (make.make_mentor(round_), []) if state == "empty" else (None, [make.make_mentee(round_)])
    group = draft(leader, members)
    with pytest.raises(Invalid) as refusal:
        api.publish(coordinator, place)
    assert list(refusal.value.fields) == [str(group.public_id)]
    assert "1 group " in refusal.value.message
    assert nothing_happened()
    api.publish(coordinator, place, [ready.public_id])
    assert Group.objects.get(pk=group.pk).state == State.DRAFT


def test_a_peer_group_may_do_without_a_leader(round_, place, coordinator):
    group = draft(None, [make.make_mentee(round_) for _ in range(2)], Kind.PEER_GROUP)
    assert api.publish(coordinator, place, [group.public_id]).told == 2


def test_who_is_placed_already_is_named(round_, place, coordinator):
    mentee = make.make_mentee(round_, name="Aada Aalto")
    make.make_pair(round_, mentee=mentee)
    group = draft(make.make_mentor(round_), [mentee])
    with pytest.raises(Full) as refusal:
        api.publish(coordinator, place)
    (sentences,) = problems_of(refusal.value).values()
    assert ["Aada Aalto" in sentence for sentence in sentences] == [True]
    assert Group.objects.get(pk=group.pk).state == State.DRAFT
    assert not Message.objects.exists()


def test_two_drafts_with_one_mentee_are_not_published_together(round_, place, coordinator):
    mentee = make.make_mentee(round_, name="Aada Aalto")
    first = draft(make.make_mentor(round_), [mentee])
    second = draft(make.make_mentor(round_), [mentee])
    with pytest.raises(Full) as refusal:
        api.publish(coordinator, place)
    assert list(problems_of(refusal.value)) == [str(second.public_id)]
    assert nothing_happened()
    api.publish(coordinator, place, [first.public_id])


def test_a_mentor_leads_no_more_than_they_take(round_, place, coordinator):
    mentor = make.make_mentor(round_, name="Kerttu Kivi", capacity=2)
    for _ in range(3):
        draft(mentor, [make.make_mentee(round_)])
    with pytest.raises(Full) as refusal:
        api.publish(coordinator, place)
    ((sentence,),) = problems_of(refusal.value).values()
    assert "Kerttu Kivi" in sentence
    assert "full" in sentence
    assert "2" in sentence
    assert nothing_happened()
    Participant.objects.filter(pk=mentor.pk).update(capacity=None)  # the plan's number, which is 3
    assert len(api.publish(coordinator, place).groups) == 3
    slots = Membership.objects.filter(participant=mentor).values_list("slot", flat=True)
    assert sorted(slots) == [1, 2, 3]


def test_a_lowered_capacity_counts_although_its_slots_lie_higher(round_, place, coordinator):
    mentor = make.make_mentor(round_, capacity=3)
    groups = [draft(mentor, [make.make_mentee(round_)]) for _ in range(3)]
    api.publish(coordinator, place)
    api.close(coordinator, place, groups[0].public_id, CloseReason.COMPLETED)
    Participant.objects.filter(pk=mentor.pk).update(capacity=2)
    draft(mentor, [make.make_mentee(round_)])
    with pytest.raises(Full):
        api.publish(coordinator, place)


def test_leading_peer_groups_and_being_a_peer_are_counted_apart(round_, place, coordinator):
    mentor = make.make_mentor(round_, capacity=1)
    draft(mentor, [make.make_mentee(round_)])
    draft(mentor, [make.make_mentee(round_)], Kind.PEER_GROUP)
    draft(None, [mentor, make.make_mentor(round_)], Kind.PEER_GROUP)
    assert len(api.publish(coordinator, place).groups) == 3
    draft(mentor, [make.make_mentee(round_)], Kind.PEER_GROUP)
    with pytest.raises(Full):
        api.publish(coordinator, place)


def test_people_who_went_meanwhile_are_named(round_, place, coordinator):
    left = make.make_mentee(round_, name="Aada Aalto")
    unenrolled = make.make_mentee(round_, name="Bo Berg")
    group = draft(make.make_mentor(round_), [left, unenrolled], Kind.SMALL_GROUP)
    Participant.objects.filter(pk=left.pk).update(left_at=timezone.now())
    make.enrol(unenrolled.user, active=False)
    with pytest.raises(Invalid) as refusal:
        api.publish(coordinator, place)
    sentences = refusal.value.fields[str(group.public_id)]
    assert "Aada Aalto" in sentences[0]
    assert "Bo Berg" in sentences[1]
    assert nothing_happened()


def test_more_people_than_places(round_, place, coordinator):
    group = draft(make.make_mentor(round_), [make.make_mentee(round_) for _ in range(3)], Kind.SMALL_GROUP)
    Group.objects.update(capacity=2)
    with pytest.raises(Invalid) as refusal:
        api.publish(coordinator, place)
    assert "2 places" in refusal.value.fields[str(group.public_id)][0]
    assert nothing_happened()


def test_a_closed_group_stays_closed(round_, place, coordinator):
    _, _, group = make.make_pair(round_)
    api.close(coordinator, place, group.public_id, CloseReason.MISTAKE)
    with pytest.raises(Invalid):
        api.publish(coordinator, place, [group.public_id])
    assert Group.objects.get().state == State.CLOSED


def test_a_name_of_a_person_never_reaches_the_exception_text(round_, place, coordinator):
    mentee = make.make_mentee(round_, name="Aada Aalto")
    make.make_pair(round_, mentee=mentee)
    draft(make.make_mentor(round_), [mentee])
    with pytest.raises(Full) as refusal:
        api.publish(coordinator, place)
    assert "Aalto" not in str(refusal.value) + repr(refusal.value)


def test_publishing_costs_the_same_queries_for_two_groups_and_for_twenty(
    round_, place, coordinator, django_assert_num_queries
):
    for count in (2, 20):
        for _ in range(count):
            draft(make.make_mentor(round_), [make.make_mentee(round_)])
        # One of them keeps the round from being closed meanwhile.
        with django_assert_num_queries(18):
            assert api.publish(coordinator, place).told == 2 * count
