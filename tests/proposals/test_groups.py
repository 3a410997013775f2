"""Small groups with a mentor, and peer groups: made, changed by hand, published."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db.models import Count, Q

from mentoring_xblock.groups.models import Group, Kind, State
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.programme.models import Role
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.brief import Brief, Criterion, Mode, Rule
from mentoring_xblock.proposals.data import Ask, Question, Stage
from mentoring_xblock.proposals.models import Seat
from mentoring_xblock.reviews import api as reviews
from tests import factories as make
from tests.proposals.scenes import WISHES

pytestmark = pytest.mark.django_db

SMALL = Brief(kind=Kind.SMALL_GROUP, sizes=(2, 4), weights=WISHES)


def do(scene, info, change, *args, **more):
    return change(scene.coordinator, scene.place, info.public_id, *args, version=scene.get(info).version, **more)


# ---- the KEHA way ----


@pytest.fixture
def keha(scene):
    """Six mentees, and more mentors than groups can come of them."""
    for number in range(6):
        scene.mentee(f"Mentee {number}", ["funding"] if number < 3 else ["events"])
    scene.mentor("Anna", ["funding"], 4)
    scene.mentor("Mikael", ["events"], 4)
    scene.mentor("Outi", ["leading"], 4)
    scene.mentor("Leena", ["funding"], 1)
    return scene


@pytest.mark.parametrize("mode", [Mode.BEST, Mode.EVEN, Mode.RANDOM, Mode.ALPHABETICAL])
def test_a_mentor_has_nobody_or_a_whole_group(keha, mode):
    info = keha.run(Brief(kind=Kind.SMALL_GROUP, sizes=(2, 4), weights=WISHES, mode=mode))
    counts = Counter(keha.sits(info).values())
    assert sum(counts.values()) == 6 and None not in counts
    assert all(2 <= count <= 4 for count in counts.values())
    # Somebody who takes one person can't lead a group of two.
    assert counts["Leena"] == 0


def test_surplus_mentors_are_listed(keha):
    info = keha.run(SMALL)
    assert Counter(keha.sits(info).values()) == {"Anna": 3, "Mikael": 3}
    opened = keha.open(info)
    assert [who.name for who in opened.report.surplus] == ["Outi"]
    assert [group.leader.name for group in opened.groups] == ["Anna", "Mikael"]
    assert opened.report.proved
    assert api.preview(keha.coordinator, keha.place, info.public_id).surplus == 1


def test_a_small_group_is_published_as_one(keha):
    info = keha.run(SMALL)
    found = do(keha, info, api.publish)
    assert (found.groups, found.told) == (2, 8)
    made = Group.objects.annotate(members=Count("memberships", filter=Q(memberships__leads=False)))
    assert set(made.values_list("kind", "capacity", "members")) == {(Kind.SMALL_GROUP, 4, 3)}


def test_a_newcomer_joins_a_group_that_is_there(keha):
    do(keha, keha.run(SMALL), api.publish)
    keha.mentee("Newcomer", ["events"])
    (free,) = api.after(keha.coordinator, keha.place).free
    assert (free.who.name, free.leader.name) == ("Newcomer", "Mikael")
    made = api.give(keha.coordinator, keha.place, free.who.participant, free.leader.participant, free.group)
    assert made.public_id == free.group and len(made.members) == 4
    assert Group.objects.count() == 2


def test_a_group_that_became_too_small_is_named(keha):
    info = keha.run(SMALL)
    for name in ("Mentee 0", "Mentee 1"):
        do(keha, info, api.move, keha.id(name), keha.id("Mikael") if name == "Mentee 0" else None)
    group = next(one for one in keha.open(info).groups if one.leader.name == "Anna")
    assert group.broken == ("Only 1 person is in this group.",)
    notes = api.preview(keha.coordinator, keha.place, info.public_id).notes
    assert any("Anna" in note for note in notes)
    with pytest.raises(Full):
        do(keha, info, api.move, keha.id("Mentee 1"), keha.id("Mikael"))


# ---- peer groups ----


@pytest.fixture
def peers(scene):
    """Eight mentees: half of them newcomers, of two fields; two of them may not share a group."""
    for number in range(8):
        scene.mentee(
            f"Mentee {number}",
            ["funding", "events"][number % 2 : number % 2 + 1],
            languages=["fi", "en"] if number < 4 else ["fi"],
            experience="newcomer" if number % 2 else "experienced",
            people={"wished": [], "vetoed": ["Mentee 1"]} if number == 0 else {"wished": [], "vetoed": []},
        )
    return scene


PEERS = Brief(
    kind=Kind.PEER_GROUP,
    sizes=(3, 4),
    weights=WISHES,
    rules={Criterion.EXPERIENCE: Rule.MIX},
    musts={Criterion.LANGUAGES: 1},
)


def test_everybody_is_in_one_group_by_the_rules(peers):
    info = peers.run(PEERS)
    sits = peers.sits(info)
    assert Counter(sits.values()) == {1: 4, 2: 4}
    assert sits["Mentee 0"] != sits["Mentee 1"]
    opened = peers.open(info)
    for group in opened.groups:
        assert Counter(group.mixed[Criterion.EXPERIENCE]) == {"new to this": 2, "experienced": 2}
        assert group.broken == ()
        assert "Finnish" in group.common[0]
    for seat in Seat.objects.all():
        assert sum(points for _, points, _ in seat.parts) == seat.score


def test_peer_groups_beside_the_pairs_leave_the_matching_group_reading(peers, round_):
    info = peers.run(PEERS)
    api.publish(peers.coordinator, peers.place, info.public_id, version=peers.get(info).version)
    assert not reviews.reading_of(round_.pk).sealed


def test_where_peer_groups_are_the_mentoring_they_end_the_reading(peers, round_):
    programme = round_.programme
    programme.plan = {**programme.plan, "relationship": "peer"}
    programme.save()
    info = peers.run(PEERS)
    api.publish(peers.coordinator, peers.place, info.public_id, version=peers.get(info).version)
    assert reviews.reading_of(round_.pk).sealed


def test_together_and_apart_are_kept_and_contradictions_named(peers):
    pair = (peers.id("Mentee 2"), peers.id("Mentee 3"))
    kept = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(3, 4), weights=WISHES, together=(pair,)))
    assert peers.sits(kept)["Mentee 2"] == peers.sits(kept)["Mentee 3"]
    torn = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(3, 4), weights=WISHES, together=(pair,), apart=(pair,)))
    assert torn.stage == Stage.FAILED
    assert "Mentee 2 and Mentee 3" in torn.problem


def test_sizes_that_no_groups_have_are_said(peers):
    info = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(5, 6), weights=WISHES))
    assert info.stage == Stage.FAILED
    assert "8 people can’t be put into groups of 5 to 6" in info.problem


def test_fewer_people_than_a_group_has(scene):
    scene.mentee("Elli")
    with pytest.raises(Invalid) as error:
        scene.start(Brief(kind=Kind.PEER_GROUP, sizes=(3, 4), weights=WISHES))
    assert "sizes" in error.value.fields


@pytest.mark.parametrize("mode", [Mode.EVEN, Mode.RANDOM, Mode.ALPHABETICAL])
def test_groups_without_scores(peers, mode):
    info = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(3, 4), weights={}, mode=mode))
    assert Counter(peers.sits(info).values()) == {1: 4, 2: 4}
    if mode is Mode.ALPHABETICAL:
        assert [peers.sits(info)[f"Mentee {number}"] for number in range(8)] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_moving_between_groups_scores_both_again(peers):
    info = peers.run(PEERS)
    one = next(name for name, number in peers.sits(info).items() if number == 1)
    with pytest.raises(Full):
        do(peers, info, api.move, peers.id(one), number=2)
    do(peers, info, api.move, peers.id(one), number=3)
    assert peers.sits(info)[one] == 3
    assert Seat.objects.get(member=peers.people[one]).score is None
    do(peers, info, api.undo)
    assert peers.sits(info)[one] == 1
    with pytest.raises(Invalid):
        do(peers, info, api.move, peers.id(one), number=9)


def test_a_swap_asked_before_and_done(peers):
    info = peers.run(PEERS)
    by_group = {number: name for name, number in peers.sits(info).items()}
    question = Question(Ask.SWAP, member=peers.id(by_group[1]), other=peers.id(by_group[2]))
    asked = api.what_if(peers.coordinator, peers.place, info.public_id, question)
    do(peers, info, api.swap, question.member, question.other)
    now = peers.get(info).numbers
    assert (asked.minimum[1], asked.total[1]) == (now.minimum, now.total)


def test_a_newcomer_is_filled_in_and_nobody_moves(peers):
    info = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(3, 5), weights=WISHES))
    before = peers.sits(info)
    peers.mentee("Newcomer", ["funding"], languages=["fi"])
    do(peers, info, api.fill, Mode.BEST)
    after = peers.sits(info)
    assert after.pop("Newcomer") in (1, 2)
    assert after == before


def test_groups_get_coaches_who_can_be_changed(peers, round_):
    peers.people["Coach"] = make.make_participant(round_, Role.COACH, name="Coach", capacity=1)
    peers.people["Second"] = make.make_participant(round_, Role.SUPERVISOR, name="Second", capacity=2)
    info = peers.run(Brief(kind=Kind.PEER_GROUP, sizes=(3, 4), weights=WISHES, coaches=True))
    assert {group.leader.name for group in peers.open(info).groups} == {"Coach", "Second"}
    number = next(group.number for group in peers.open(info).groups if group.leader.name == "Coach")
    do(peers, info, api.coach, number, peers.id("Second"))
    assert {group.leader.name for group in peers.open(info).groups} == {"Second"}
    do(peers, info, api.undo)
    assert {group.leader.name for group in peers.open(info).groups} == {"Coach", "Second"}
    other = 3 - number
    with pytest.raises(Full):
        do(peers, info, api.coach, other, peers.id("Coach"))
    do(peers, info, api.coach, other, None)
    do(peers, info, api.publish)
    made = Group.objects.filter(state=State.PUBLISHED).order_by("pk")
    assert sorted(group.memberships.filter(leads=True).count() for group in made) == [0, 1]
    assert [group.name for group in made] == ["Group 1", "Group 2"]


def test_groups_of_mentors(scene):
    for number in range(6):
        scene.mentor(f"Mentor {number}", ["funding"])
    info = scene.run(Brief(kind=Kind.PEER_GROUP, members=Role.MENTOR, sizes=(3, 3), weights=WISHES))
    assert Counter(scene.sits(info).values()) == {1: 3, 2: 3}


# ---- who comes late ----


def test_somebody_who_comes_late_gets_the_place_that_suits_in_a_peer_group_and_nobody_moves(peers):
    do(peers, peers.run(replace(PEERS, sizes=(3, 5))), api.publish)
    assert api.after(peers.coordinator, peers.place).nobody_for == ()
    before = {group.pk: set(group.memberships.values_list("participant", flat=True)) for group in Group.objects.all()}
    late = peers.mentee("Latecomer", ["events"])
    (free,) = api.after(peers.coordinator, peers.place).free
    assert (free.who.name, free.leader, free.group_name[:5]) == ("Latecomer", None, "Group")
    assert sum(part.points for part in free.parts) == free.score
    for _ in range(2):
        api.give(peers.coordinator, peers.place, free.who.participant, None, free.group)
    after = {group.pk: set(group.memberships.values_list("participant", flat=True)) for group in Group.objects.all()}
    changed = {pk: people - before[pk] for pk, people in after.items() if people != before[pk]}
    assert list(changed.values()) == [{late.pk}]
    assert api.after(peers.coordinator, peers.place).free == ()
