"""From people without groups to a closed group, through the page alone."""

import re

import pytest

from mentoring_xblock.groups.models import CloseReason, Group, Kind, State
from mentoring_xblock.models import Message, Participant
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_whole_way(desk):
    assert desk.first_sentence() == "Nobody takes part yet."
    for username, name in (("aino", "Aino Korpela"), ("eero", "Eero Mäki"), ("anna", "Anna Laine")):
        factories.make_learner(username, name)

    assert "2 people were added." in desk.post("add_people", role="mentee", people="aino\n\neero@example.org\n")
    assert "1 person was added." in desk.post("add_people", role="mentor", people="anna")
    assert desk.first_sentence() == "Two people have no group yet."
    aino, eero, anna = (Participant.objects.get(user__username=name) for name in ("aino", "eero", "anna"))

    for number, mentee in enumerate((aino, eero)):
        form = desk.post("new_draft", members=[mentee.public_id])
        assert "A new draft" in form
        assert re.search(f'value="{mentee.public_id}" checked', desk.markup)
        once_key = re.search(r'name="once_key" value="([^"]+)"', desk.markup).group(1)
        sent = {"kind": "pair", "members": str(mentee.public_id), "leader": str(anna.public_id), "once_key": once_key}
        for _ in range(2):  # a double click
            assert "Nobody is told before you publish." in desk.post("create_draft", name="", **sent)
        assert Group.objects.count() == number + 1
    assert desk.first_sentence() == "Two drafts wait to be published."
    assert not Message.objects.exists()

    preview = desk.post("preview_publishing")
    assert "3 people get one mail each." in preview
    assert "Publish 2 groups" in preview
    assert set(Group.objects.values_list("state", flat=True)) == {State.DRAFT}
    assert not Message.objects.exists()

    ids = re.findall(r'name="group_ids\[\]" value="([^"]+)"', desk.markup)
    versions = re.findall(r'name="versions\[\]" value="([^"]+)"', desk.markup)
    published = desk.post("publish_drafts", group_ids=ids, versions=versions)
    assert "2 groups are published. 3 people get one mail each." in published
    assert desk.last.headers["HX-Retarget"].endswith("-co")
    assert sorted(Message.objects.values_list("recipient__username", flat=True)) == ["aino", "anna", "eero"]
    again = desk.post("publish_drafts", group_ids=ids, versions=versions)
    assert "These groups are published already." in again
    assert Message.objects.count() == 3
    assert desk.first_sentence() == "Everybody has a group."

    small = factories.make_group(factories.make_mentor(desk.round, name="Bo Ek"), [], Kind.SMALL_GROUP, capacity=4)
    pair = Group.objects.get(memberships__participant=aino)
    place = pair.memberships.get(participant=aino)
    asked = desk.change("ask_group", pair, what="move", participant_id=aino.public_id)
    assert "Where does Aino Korpela move?" in asked
    assert str(small.public_id) in desk.markup
    target = {"membership_id": place.public_id, "to_group_id": small.public_id, "version": small.version}
    moved = desk.change("move_member", pair, **target)
    assert "Moved to: Aino Korpela and Bo Ek." in moved
    assert aino.memberships.get(seat__isnull=False).group == small
    pair.refresh_from_db()
    assert (pair.state, pair.close_reason) == (State.CLOSED, CloseReason.MOVED)

    asked = desk.change("ask_group", small, what="close")
    assert "2 people get a mail that it has ended, and not why." in asked
    assert "It ends earlier than planned" in asked
    small.refresh_from_db()
    assert small.state == State.PUBLISHED
    told = Message.objects.count()
    assert "Closed." in desk.change("close_group", small, reason="early")
    small.refresh_from_db()
    assert (small.state, small.close_reason) == (State.CLOSED, CloseReason.EARLY)
    assert Message.objects.count() == told + 2
    assert "early" not in str(list(Message.objects.values_list("context", flat=True)))
    assert desk.first_sentence() == "One person has no group yet."


def test_everything_in_a_draft_can_be_undone(desk, anna, aino, eero):
    group = factories.make_group(anna, [aino], Kind.SMALL_GROUP, name="Tampere", state=State.DRAFT, capacity=3)
    bo = factories.make_mentor(desk.round, name="Bo Ek")

    def now():
        group.refresh_from_db()
        rows = group.memberships.order_by("participant_id").values_list("participant_id", "leads")
        return group.name, group.capacity, set(rows)

    before = now()
    changes = [
        ("add_to_group", {"participant_id": eero.public_id}),
        ("take_out", {"participant_id": aino.public_id}),
        ("lead_group", {"participant_id": bo.public_id}),
        ("lead_group", {"participant_id": ""}),
        ("rename_group", {"name": "Turku"}),
        ("resize_group", {"capacity": "5"}),
    ]
    for handler, values in changes:
        desk.change(handler, group, **values)
        assert desk.status == 200, handler
        assert now() != before, handler
        desk.undo()
        assert now() == before, handler

    other = factories.make_group(bo, [], Kind.SMALL_GROUP, state=State.DRAFT, capacity=3)
    place = group.memberships.get(participant=aino)
    target = {"membership_id": place.public_id, "to_group_id": other.public_id, "version": other.version}
    desk.change("move_member", group, **target)
    assert other.memberships.filter(participant=aino).exists()
    desk.undo()
    assert now() == before

    assert "The draft is deleted: Tampere" in desk.change("delete_draft", group)
    assert not Group.objects.filter(pk=group.pk).exists()
    desk.undo()
    group = Group.objects.get(name="Tampere")
    assert now() == before
    assert not Message.objects.exists()


def test_a_draft_that_was_just_made_can_be_undone(desk, anna, aino):
    form = {"kind": "pair", "members": aino.public_id, "leader": anna.public_id}
    desk.post("create_draft", name="", once_key="5c0f6f1e-9d3e-4a55-9d0e-2a2f6a5f7c11", **form)
    desk.undo()
    assert not Group.objects.exists()


def test_only_the_ticked_drafts_are_published(desk, anna, aino, eero):
    one, other = (factories.make_group(anna, [each], state=State.DRAFT) for each in (aino, eero))
    assert "2 people get one mail each." in desk.post("preview_publishing", group_ids=str(one.public_id))
    desk.post("publish_drafts", group_ids=[one.public_id], versions=["1"])
    assert [Group.objects.get(pk=group.pk).state for group in (one, other)] == [State.PUBLISHED, State.DRAFT]


def test_choosing_no_draft_does_not_mean_all_of_them(desk, anna, aino):
    factories.make_group(anna, [aino], state=State.DRAFT)
    answer = desk.post("preview_publishing", chosen="1")
    assert desk.status == 422
    assert "Nothing was chosen, so nothing was published." in answer
    assert "get one mail each" not in answer


def test_what_speaks_against_a_draft_is_said_of_each_person(desk, anna, aino, eero):
    factories.make_group(anna, [aino])
    factories.make_group(factories.make_mentor(desk.round, name="Bo Ek"), [aino], state=State.DRAFT)
    factories.make_group(None, [eero], state=State.DRAFT)
    fine = factories.make_group(anna, [factories.make_mentee(desk.round, name="Ilta Salo")], state=State.DRAFT)

    preview = desk.post("preview_publishing")

    assert "Aino Korpela is in another group of this kind already" in preview
    assert "Nobody leads this group yet." in preview
    assert "2 drafts need another look" in preview
    assert "Publish 1 group" in preview
    assert re.findall(r'name="group_ids\[\]" value="([^"]+)"', desk.markup) == [str(fine.public_id)]


def test_somebody_leaves_and_their_places_are_free_at_once(desk, anna, aino, eero):
    factories.make_group(anna, [aino])
    draft = factories.make_group(None, [aino, eero], Kind.PEER_GROUP, state=State.DRAFT)
    asked = desk.post("ask_leave", participant_id=aino.public_id)
    assert "Does Aino Korpela leave the programme?" in asked
    aino.refresh_from_db()
    assert aino.left_at is None

    left = desk.post("leave_programme", participant_id=aino.public_id)

    assert "Aino Korpela has left the programme. 1 group has changed by it." in left
    aino.refresh_from_db()
    assert aino.left_at is not None
    assert not aino.memberships.filter(seat__isnull=False).exists()
    assert draft.memberships.count() == 1
    assert set(Message.objects.values_list("recipient_id", flat=True)) == {aino.user_id, anna.user_id}
    desk.post("leave_programme", participant_id=aino.public_id)
    assert desk.status == 200
    assert Message.objects.count() == 2
