"""Notes: one that a group shares, and one of each person's own; no text is lost, and nobody learns of a private one."""

from __future__ import annotations

import datetime as dt

import pytest

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.models import Group, Note, NoteVersion
from mentoring_xblock.notes import api
from mentoring_xblock.notes.activity import last_signs
from tests.notes.conftest import World
from tests.threads import at_once


def texts(meeting):
    shared = Note.objects.get(meeting=meeting, keeper=0)
    return {shared.body, *NoteVersion.objects.filter(note=shared).values_list("body", flat=True)}


def test_both_write_the_shared_note_and_neither_loses_a_word(world):
    meeting = world.meet(-1)
    assert world.write(world.elli, meeting, "Ellin alku", 0).version == 1
    assert world.write(world.elli, meeting, "Ellin alku", 0).version == 1
    with pytest.raises(Conflict) as error:
        world.write(world.anna, meeting, "Annan alku", 0)
    assert error.value.current.body == "Ellin alku"
    assert texts(meeting) == {"Ellin alku", "Annan alku"}
    # Anna has seen both, and puts one text in their place: what stood is kept.
    assert world.write(world.anna, meeting, "Yhteinen", 1, joined=True).version == 2
    assert texts(meeting) == {"Ellin alku", "Annan alku", "Yhteinen"}
    with pytest.raises(Invalid):
        world.write(world.anna, meeting, "x" * 20_001, 2)


def test_many_texts_kept_beside_one_note_hide_none_of_the_other(world):
    meeting = world.meet(-1)
    world.write(world.elli, meeting, "Oma", 0, own=True)
    world.write(world.elli, meeting, "Oma toiselta laitteelta", 1, own=True, joined=True)
    world.write(world.elli, meeting, "Yhteinen", 0)
    shared = Note.objects.get(meeting=meeting, keeper=0)
    NoteVersion.objects.bulk_create(NoteVersion(note=shared, body=f"{number}") for number in range(30))
    info = api.require_meeting(world.relation(world.elli), meeting.public_id)
    kept = api.kept_beside(info, world.elli.user_id)
    assert [one.body for one in kept[True]] == ["Oma"]
    assert [one.body for one in kept[False]] == [f"{number}" for number in range(29, 9, -1)]


def test_a_private_note_is_its_writers_alone_and_leaves_no_sign(world):
    meeting = world.meet(-1)
    before = last_signs([world.pair.pk])
    world.write(world.anna, meeting, "Vain minulle", 0, own=True)
    world.write(world.elli, meeting, "Vain minulle", 0, own=True)
    assert last_signs([world.pair.pk]) == before
    relation = world.relation(world.elli)
    info = api.require_meeting(relation, meeting.public_id)
    shared, own = api.notes_of(info, world.elli.user_id)
    assert (shared.version, own.body, own.own) == (0, "Vain minulle", True)
    assert api.notes_of(info, world.mirva.user_id)[1].version == 0
    with pytest.raises(NotFound):
        world.write(world.mirva, meeting, "Kurkistus", 0, own=True)


def test_a_meeting_of_another_group_has_no_notes_here(world):
    meeting = world.meet(-1, group=world.peers)
    with pytest.raises(NotFound):
        world.write(world.elli, meeting, "Väärä ryhmä", 0)


def test_after_the_end_only_ones_own_notes_go_on(world):
    meeting = world.meet(-1)
    world.write(world.anna, meeting, "Yhteinen", 0)
    world.write(world.anna, meeting, "Oma", 0, own=True)
    closed = world.now + dt.timedelta(hours=1)
    Group.objects.filter(pk=world.pair.pk).update(state="closed", closed_at=closed)
    world.pair.memberships.update(left_at=closed, seat=None)
    world.now = closed + dt.timedelta(days=1)
    with pytest.raises(NotFound):
        world.write(world.anna, meeting, "Yhteinen, myöhässä", 1)
    assert world.write(world.anna, meeting, "Oma, muistellen", 1, own=True).version == 2
    relation = world.relation(world.anna)
    assert [one.meeting_id for one in api.noted_meetings(relation, 1, shared=False).items] == [meeting.public_id]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_both_texts_exist():
    world = World()
    meeting = world.meet(-1)
    people = (world.anna, world.elli)
    futures = at_once([lambda who=who: world.write(who, meeting, who.user.username, 0) for who in people])
    errors = [future.exception() for future in futures]
    assert sorted(type(error).__name__ for error in errors) == ["Conflict", "NoneType"]
    assert texts(meeting) == {world.anna.user.username, world.elli.user.username}
