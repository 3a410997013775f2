"""Who sees a group: the people in it and coordinators, in a constant number of queries."""

import uuid

import pytest

from mentoring_xblock.groups import api
from mentoring_xblock.groups.data import Circle, Kind, State
from mentoring_xblock.kit.errors import NotAllowed, NotFound
from mentoring_xblock.models import Group
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(round_):
    """Groups of every state and kind, and actors of every standing."""
    mentor = make.make_mentor(round_)
    mentees = [make.make_mentee(round_) for _ in range(4)]
    groups = [
        make.make_group(mentor, mentees[:2], Kind.SMALL_GROUP),
        make.make_group(mentor, [mentees[2]]),
        make.make_group(None, mentees[1:3], Kind.PEER_GROUP),
        make.make_group(mentor, [mentees[3]], state=State.DRAFT),
        make.make_group(make.make_mentor(round_), [], Kind.SMALL_GROUP, state=State.CLOSED),
    ]
    elsewhere = make.make_round(make.make_programme(slug="second", block_id="b2"))
    groups.append(make.make_group(make.make_mentor(elsewhere, mentor.user), [make.make_mentee(elsewhere)]))
    staff = make.make_staff()
    actors = {
        "mentor": make.actor(mentor),
        **{f"mentee {number}": make.actor(mentee) for number, mentee in enumerate(mentees)},
        "unenrolled mentee": make.actor(mentees[0], enrolled=False),
        "outsider": make.actor(make.make_learner()),
        "stranger": make.actor(make.make_user(), enrolled=False),
        "coordinator": make.coordinator_actor(make.make_coordinator(round_.programme)),
        "staff": make.staff_actor(staff),
        "superuser": make.staff_actor(make.make_user(is_superuser=True, is_staff=True)),
        "administrator": make.administrator_actor(staff),
        "masquerader": make.masquerading_actor(staff),
        "anonymous": make.actor(None),
    }
    return groups, actors


def test_the_queryset_says_what_policy_says(round_, scene):
    _, actors = scene
    rows = list(Group.objects.filter(round__programme=round_.programme))
    facts = api.facts_of([row.public_id for row in rows])
    seen = {}
    for name, actor in actors.items():
        by_policy = {row for row in rows if policy.allowed(Action.GROUP_SEE, actor, facts[row.public_id])}
        assert set(api.visible_groups(actor, round_.programme_id)) == by_policy, name
        seen[name] = len(by_policy)
    assert seen == {
        "mentor": 2,
        "mentee 0": 1,
        "mentee 1": 2,
        "mentee 2": 2,
        "mentee 3": 0,
        "unenrolled mentee": 0,
        "outsider": 0,
        "stranger": 0,
        "coordinator": 5,
        "staff": 0,
        "superuser": 0,
        "administrator": 0,
        "masquerader": 0,
        "anonymous": 0,
    }


def test_the_door_says_what_policy_says(place, round_, scene):
    groups, actors = scene
    for name, actor in actors.items():
        visible = set(api.visible_groups(actor, round_.programme_id))
        for group in groups[:-1]:
            if group in visible:
                assert api.get_group(actor, place, group.public_id).id == group.pk
            else:
                with pytest.raises((NotFound, NotAllowed)) as refusal:
                    api.get_group(actor, place, group.public_id)
                # Whoever is signed in as themselves can't tell a group that is hidden from one that is not.
                hidden = name not in ("masquerader", "anonymous")
                assert (type(refusal.value) is NotFound) == hidden


def test_a_group_of_another_programme_is_not_found_here(place, scene):
    groups, actors = scene
    for name in ("mentor", "coordinator"):
        with pytest.raises(NotFound):
            api.get_group(actors[name], place, groups[-1].public_id)
        with pytest.raises(NotFound):
            api.get_group(actors[name], place, uuid.uuid4())


def test_my_groups_are_those_of_this_round_that_are_published(round_, scene):
    groups, actors = scene
    mine = api.my_groups(actors["mentor"].user_id, round_.pk)
    assert [group.public_id for group in mine] == [groups[0].public_id, groups[1].public_id]
    both = api.my_groups(actors["mentee 1"].user_id, round_.pk)
    assert [group.kind for group in both] == [Kind.SMALL_GROUP, Kind.PEER_GROUP]
    assert api.my_groups(actors["mentee 3"].user_id, round_.pk) == []


def test_mentors_are_those_who_lead_and_not_coaches_of_peer_groups(round_, scene):
    groups, actors = scene
    mentor_id = actors["mentor"].user_id
    ids = [actors[f"mentee {number}"].user_id for number in range(4)]
    assert api.mentors_of(ids, round_.pk) == {
        ids[0]: {mentor_id},
        ids[1]: {mentor_id},
        ids[2]: {mentor_id},
        ids[3]: frozenset(),
    }
    assert api.mentors_of([], round_.pk) == {}
    assert [found.member.user_id for found in api.mentees_of(mentor_id, round_.pk)] == ids[:3]
    assert [found.group.public_id for found in api.mentees_of(mentor_id, round_.pk)] == [
        groups[0].public_id,
        groups[0].public_id,
        groups[1].public_id,
    ]
    assert api.mentees_of(ids[0], round_.pk) == []


def test_the_groups_of_a_round_by_state_and_page(round_, scene, monkeypatch):
    groups, _ = scene
    everything = api.groups_of_round(round_.pk)
    assert (everything.total, everything.page, everything.pages) == (5, 1, 1)
    assert [group.public_id for group in everything.groups] == [group.public_id for group in groups[:5]]
    assert [group.state for group in api.groups_of_round(round_.pk, State.DRAFT).groups] == [State.DRAFT]
    monkeypatch.setattr("mentoring_xblock.groups.queries.PAGE_SIZE", 2)
    last = api.groups_of_round(round_.pk, page=3)
    assert (len(last.groups), last.page, last.pages) == (1, 3, 3)
    assert api.groups_of_round(round_.pk, page=99).page == 3


def test_a_group_to_share_with_is_published_and_of_this_programme(place, scene):
    groups, _ = scene
    held = [api.hold_group(place.course_key, place.slug, group.public_id) for group in groups]
    assert [found and found.id for found in held] == [*(group.pk for group in groups[:3]), None, None, None]
    assert api.hold_group(make.OTHER_COURSE_KEY, place.slug, groups[0].public_id) is None


def test_coordinators_see_who_has_a_place_drafts_included(round_, django_assert_num_queries):
    mentor, coach, free = make.make_mentor(round_), make.make_participant(round_, "coach"), make.make_mentee(round_)
    mentees = [make.make_mentee(round_) for _ in range(2)]
    published = make.make_group(mentor, mentees[:1])
    draft = make.make_group(mentor, mentees[1:], state=State.DRAFT)
    ended = make.make_group(coach, [], Kind.PEER_GROUP)
    ended.memberships.update(seat=None, slot=None)
    with django_assert_num_queries(1):
        held = api.placements([mentor.pk, coach.pk, free.pk, mentees[1].pk])
    assert held == {
        mentor.pk: (
            api.PlaceInfo(published.public_id, Circle.MENTORING, State.PUBLISHED, True),
            api.PlaceInfo(draft.public_id, Circle.MENTORING, State.DRAFT, True),
        ),
        coach.pk: (),
        free.pk: (),
        mentees[1].pk: (api.PlaceInfo(draft.public_id, Circle.MENTORING, State.DRAFT, False),),
    }


def grow(round_, count):
    mentors = [make.make_mentor(round_) for _ in range(count)]
    return [
        make.make_group(mentor, [make.make_mentee(round_) for _ in range(3)], Kind.SMALL_GROUP) for mentor in mentors
    ]


def test_reading_costs_the_same_queries_for_one_group_and_for_twenty(round_, django_assert_num_queries):
    mentor = make.make_mentor(round_)
    mentee = make.make_mentee(round_)
    make.make_group(mentor, [mentee])
    coach = make.make_participant(round_, "coach")
    for count in (1, 20):
        groups = grow(round_, count)
        make.make_group(mentor, [make.make_mentee(round_)])
        for group in groups:
            make.join(group, coach)
        user_ids = [row.participant.user_id for group in groups for row in group.memberships.filter(leads=False)]
        with django_assert_num_queries(3):  # how many there are, the page, the people
            api.groups_of_round(round_.pk)
        with django_assert_num_queries(2):
            api.my_groups(coach.user_id, round_.pk)
        with django_assert_num_queries(2):
            api.mentors_of(user_ids, round_.pk)
        with django_assert_num_queries(2):
            assert len(api.mentees_of(mentor.user_id, round_.pk)) > 1
        with django_assert_num_queries(1):
            api.facts_of([group.public_id for group in groups])
