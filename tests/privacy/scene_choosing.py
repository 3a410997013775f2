"""Who has asked whom in the scene, who is in its mentor bank, and what a browser sends about both."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from mentoring_xblock.bank import api as bank
from mentoring_xblock.bank.models import Invitation, InvitationState, Profile
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.programme.models import Appointment, Post, Programme
from tests import factories
from tests.privacy.watch import mark

#: What plans of the scene say: mentees ask mentors themselves, and whoever is left is brought together.
MATCHING = {"way": "hybrid", "requests": 3, "request_days": 7, "decline_days": 7}


def gather(scene: Any, programme: Programme, thing: Any) -> dict[str, dict[str, Any]]:
    """Return what was asked, profiles and invitations; the peer is a mentee who has no mentor yet."""
    far = Programme.objects.get(course_key=scene.far_round.programme.course_key)
    scene.alumna = factories.make_learner("alumna-in-the-walk", name=mark("name alumna"))
    scene.line_manager = factories.make_learner("manager-in-the-walk", name=mark("name manager"))
    Appointment.objects.create(
        programme=programme, user=scene.line_manager, post=Post.LINE_MANAGER, named_at=timezone.now()
    )
    return {
        "requests": _requests(scene, thing),
        "profiles": _profiles(scene, programme, far, thing),
        "invitations": _invitations(scene, thing),
    }


def _requests(scene: Any, thing: Any) -> dict[str, Any]:
    """Two that can be answered, and three that can't any more: by the clock, by an answer, and elsewhere."""
    soon, late = timezone.now() + dt.timedelta(days=3), timezone.now() - dt.timedelta(minutes=1)

    def ask(name: str, mentee: Any, mentor: Any, state: RequestState, until: dt.datetime, slot: int | None) -> Any:
        words = mark(f"request {name}")
        row = MentorRequest.objects.create(
            mentee=mentee,
            mentor=mentor,
            message=words,
            state=state,
            expires_at=until,
            slot=slot,
            open_mentor=mentor.pk if slot else None,
        )
        return thing(row.public_id, words)

    return {
        "asked": ask("asked", scene.peer, scene.other_mentor, RequestState.OPEN, soon, 1),
        "too late": ask("late", scene.peer, scene.mentor, RequestState.OPEN, late, 2),
        "declined": ask("declined", scene.peer, scene.former_mentor, RequestState.DECLINED, soon, None),
        "somebody else’s": ask("foreign", scene.waiting, scene.mentor, RequestState.OPEN, soon, 1),
        "in another course": ask("far", scene.far_mentee, scene.far_mentor, RequestState.OPEN, soon, 1),
    }


def _profiles(scene: Any, programme: Programme, far: Programme, thing: Any) -> dict[str, Any]:
    """Three that a search finds, and three that it does not: paused, left, and of another course's bank."""

    def join(name: str, user: Any, where: Programme = programme, **fields: Any) -> Any:
        words = mark(f"profile {name}")
        row = Profile.objects.create(programme=where, user=user, headline=words, about=words, **fields)
        return row, thing(row.public_id, words, row.version)

    made = {
        "an alumna’s": join("alumna", scene.alumna),
        "a mentee’s": join("peer", scene.peer.user),
        "a mentor’s": join("othermentor", scene.other_mentor.user),
        "paused": join("former", scene.former_mentor.user, paused=True),
        "left": join("left", scene.mentor.user),
        "in another course": join("far", scene.far_mentor.user, far),
    }
    # Whoever leaves takes their words along.
    bank.leave(factories.actor(scene.mentor), factories.place_of(scene.round, "mentoring_dashboard", "dashboard"))
    scene.profiles = {name: row for name, (row, _) in made.items()}
    return {name: found for name, (_, found) in made.items()}


def _invitations(scene: Any, thing: Any) -> dict[str, Any]:
    def invite(
        name: str, profile: str, round_: Any, state: InvitationState = InvitationState.OPEN, days: int = 3
    ) -> Any:
        words = mark(f"invitation {name}")
        row = Invitation.objects.create(
            profile=scene.profiles[profile],
            round=round_,
            invited_by=scene.coordinator,
            message=words,
            state=state,
            expires_at=timezone.now() + dt.timedelta(days=days),
            open_round=round_.pk if state is InvitationState.OPEN else None,
        )
        return thing(row.public_id, words)

    return {
        "a mentee’s": invite("peer", "a mentee’s", scene.round),
        "a mentor’s": invite("othermentor", "a mentor’s", scene.round),
        "too late": invite("late", "paused", scene.round, days=-1),
        "declined": invite("declined", "a mentee’s", scene.round, InvitationState.DECLINED),
        "in another course": invite("far", "in another course", scene.far_round),
    }


def body(scene: Any, handler: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the parts of the dashboard about choosing and the bank send."""
    sent = {
        "mentor": str(thing.id),
        "message": typed,
        "request": str(thing.id),
        "profile": str(thing.id),
        "invitation": str(thing.id),
        "accept": True,
        "paused": True,
        "answer_by": "",
        "topic": "",
        "language": "",
        "place": "",
        "remote": "",
        "free": "",
    }
    if handler == "save_profile":
        # Whoever joins has seen nothing yet.
        sent |= {"headline": typed, "about": typed, "topics": ["funding"], "languages": ["fi"], "places": []}
        sent |= {"version": 0, "paused": ""}
    if handler == "dismiss_manager":
        sent |= {"person": scene.line_manager.username}
    return sent


__all__ = ["MATCHING", "body", "gather"]
