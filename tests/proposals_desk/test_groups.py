"""Small groups and peer groups on the desk: cards with members, what they share, what is mixed, and their coaches."""

import pytest

from mentoring_xblock.programme.data import Role
from mentoring_xblock.proposals.models import Seat
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(desk, people):
    """A proposal of peer groups with two or three members."""
    return desk.start(kind="peer_group", way="fair", low=2, high=3, members="mentee", rule_experience="mix")


def test_a_peer_group_is_a_card_with_what_is_common_and_what_is_mixed(desk, people, groups):
    said = desk.about(groups, "open_proposal")
    assert "Everybody is in a peer group." in said
    assert "Group 1" in said
    assert "experience" in said.lower()
    assert desk.markup.count("data-mn-group-plan") == 1
    assert "Order" not in said


def test_somebody_moves_to_a_group_by_its_number_or_begins_a_new_one(desk, people, groups):
    elli = people["Elli Saari"]
    said = desk.about(groups, "open_seat", member=elli.public_id)
    assert "Group 1 3 members, is there now" in said
    assert "A new group Move here : Group 2" in said
    desk.about(groups, "move_seat", member=elli.public_id, to="2")
    assert Seat.objects.get(proposal=groups, member=elli).number == 2
    said = desk.about(groups, "open_seat", member=elli.public_id)
    assert "Group 1 2 members Move here : Group 1 Change places : Group 1 Change places with Joonas Hietala…" in said
    swap = {"ask": "swap", "member": elli.public_id, "other": people["Joonas Hietala"].public_id}
    assert "What if Elli Saari and Joonas Hietala changed places?" in desk.about(groups, "ask_what_if", **swap)
    assert "no group with this number" in desk.about(groups, "move_seat", member=elli.public_id, to="9")


def test_a_coach_is_named_for_a_group(desk, people):
    kaisa = factories.make_participant(desk.round, Role.COACH, name="Kaisa Valo")
    made = desk.start(kind="peer_group", low=2, high=3, members="mentee", coaches=True)
    said = desk.about(made, "coach_group", number=1, coach="")
    assert "Saved." in said
    assert "Coach of Group 1" in said
    desk.about(made, "coach_group", number=1, coach=kaisa.public_id)
    assert Seat.objects.get(proposal=made, leads=True).member == kaisa


def test_small_groups_stand_under_their_mentors(desk, people):
    made = desk.start(kind="small_group", low=2, high=3)
    said = desk.about(made, "open_proposal")
    leader = Seat.objects.filter(proposal=made, leader__isnull=False).first().leader
    assert f"{leader.user.profile.name} " in said
    assert "Run again" in said


def test_running_again_keeps_who_is_to_be_together(desk, people):
    made = desk.start(kind="peer_group", low=2, high=3, members="mentee", apart="Elli Saari, Noora Lind")
    desk.post("new_proposal", parent=made.public_id)
    assert ">\nElli Saari, Noora Lind</textarea>" in desk.markup


def test_one_person_alone_can_be_in_no_peer_group(desk):
    factories.make_mentee(desk.round, name="Elli Saari")
    desk.post("start_proposal", kind="peer_group", way="even", low=2, high=3, once_key=desk.round.programme.public_id)
    assert desk.status == 422
