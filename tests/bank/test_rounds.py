"""A profile outlives its round: what becomes of it, and of invitations, from one round to the next."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.bank import api
from mentoring_xblock.dashboard import rounds
from mentoring_xblock.kit.errors import MentoringError
from mentoring_xblock.models import Invitation, Participant, Profile, Round
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories, pages

pytestmark = pytest.mark.django_db


def end(world) -> None:
    """End the round that runs; everything is looked up anew afterwards, as in another request."""
    running = Round.objects.get(closed_at=None)
    rounds.close_round(world.coordinates, world.place, running.public_id, timezone.now())


def begin(world, after: Round) -> Round:
    first_day = timezone.now().date() + dt.timedelta(weeks=2)
    programmes.start_round(world.coordinates, world.place, after.public_id, first_day, timezone.now())
    return Round.objects.get(closed_at=None)


def found(world) -> list[tuple[str, int, int, bool, bool]]:
    return [(one.name, one.free, one.places, one.mentors_now, one.invited) for one in world.find().items]


def test_from_one_round_to_the_next(world):
    """Aino was a mentee, Ben a mentor whose places were taken; both are in the bank when the next round begins."""
    aino = world.alumna("Aino", capacity=2)
    ben = factories.make_mentor(world.round, name="Ben", capacity=1)
    world.save(ben, capacity=3)
    factories.make_group(ben, [factories.make_mentee(world.round)])
    api.invite(world.coordinates, world.place, Profile.objects.get(user=aino.user).public_id, "For this round?")
    old = world.welcome(aino).invitation
    assert found(world) == [("Aino", 2, 2, False, True), ("Ben", 0, 1, True, False)]

    end(world)
    # Nothing is open any more, nobody can be asked for a round that is over, and the bank is as it was.
    assert Invitation.objects.get().open_round is None
    assert world.welcome(aino).invitation is None
    with pytest.raises(MentoringError):
        api.answer_invitation(factories.actor(aino), world.place, old.public_id, accept=True)
    with pytest.raises(MentoringError):
        api.invite(world.coordinates, world.place, Profile.objects.get(user=ben.user).public_id)
    assert found(world) == [("Ben", 3, 3, False, False), ("Aino", 2, 2, False, False)]
    desk = pages.publish_block("mentoring_dashboard", "dashboard")
    assert "once the next one has begun" in pages.send(world.coordinator, desk, "search_bank", {}).content.decode()

    following = begin(world, world.round)
    # How many people each takes begins anew.
    assert found(world) == [("Ben", 3, 3, False, False), ("Aino", 2, 2, False, False)]
    api.invite(world.coordinates, world.place, Profile.objects.get(user=aino.user).public_id, "And for this one?")
    assert "And for this one?" in pages.see(aino.user, desk)
    invitation = world.welcome(aino).invitation
    api.answer_invitation(factories.actor(aino), world.place, invitation.public_id, accept=True, capacity=1)

    mentor = Participant.objects.get(user=aino.user, role=Role.MENTOR)
    assert (mentor.round_id, mentor.capacity) == (following.pk, 1)
    factories.make_group(mentor, [factories.make_mentee(following)])
    assert found(world) == [("Ben", 3, 3, False, False), ("Aino", 0, 1, True, False)]
    assert [one.state.value for one in api.asked(world.coordinates, world.place)] == ["accepted"]
