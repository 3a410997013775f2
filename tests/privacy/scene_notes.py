"""Points, actions and notes in the scene, shared and private, and what a browser sends about them."""

from __future__ import annotations

import uuid
from typing import Any

from mentoring_xblock.models import Action, Meeting, Note, Point
from tests.privacy.watch import mark


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return what groups have before them. `share_id` of an action is who can promise it, of what is raised its point.

    Notes are those of the groups' booked meetings; the mentee and the mentor have written for themselves as well.
    """

    def point(name: str, author: Any, group: Any) -> Any:
        words = mark(f"point {name}")
        row = Point.objects.create(group=group, author=author.user, body=words, once_key=uuid.uuid4())
        return thing(row.public_id, words, group_id=group.public_id)

    def action(name: str, owner: Any, group: Any) -> Any:
        words = mark(f"action {name}")
        row = Action.objects.create(group=group, owner=owner.user, body=words, once_key=uuid.uuid4())
        return thing(row.public_id, words, 1, owner.public_id, group.public_id)

    def note(name: str, about: str, *private: Any) -> Any:
        held = scene.things["own meetings"][about]
        meeting, words = Meeting.objects.get(public_id=held.id), mark(f"note {name}")
        Note.objects.create(meeting=meeting, body=words)
        for role, person in private:
            text = mark(f"own note {role}")
            Note.objects.create(meeting=meeting, keeper=person.user_id, owner=person.user, body=text)
        return thing(held.id, words, group_id=held.group_id)

    def raised(name: str, author: Any, about: str) -> Any:
        meeting, words = Meeting.objects.get(public_id=scene.things["joint"][about].id), mark(f"raised {name}")
        row = Point.objects.create(meeting=meeting, author=author.user, body=words, once_key=uuid.uuid4())
        return thing(meeting.public_id, words, 1, row.public_id)

    far = "in another course"
    return {
        "points": {
            "of the pair": point("pair", scene.mentee, scene.pair),
            "of peers": point("circle", scene.mentee, scene.circle),
            "somebody else’s": point("foreign", scene.other_mentee, scene.other_pair),
            far: point("far", scene.far_mentor, scene.far_pair),
        },
        "actions": {
            "of the pair": action("pair", scene.mentee, scene.pair),
            "somebody else’s": action("foreign", scene.other_mentee, scene.other_pair),
            far: action("far", scene.far_mentor, scene.far_pair),
        },
        "notes": {
            "of the pair": note("pair", "booked", ("mentee", scene.mentee), ("mentor", scene.mentor)),
            "somebody else’s": note("foreign", "somebody else’s"),
            far: note("far", far),
        },
        "raised": {
            "for everybody": raised("everybody", scene.peer, "for everybody"),
            "for mentors": raised("mentors", scene.former_mentor, "for mentors"),
            far: raised("far", scene.far_mentor, far),
        },
    }


def body(about: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the page sends about points, actions and notes; empty for calls about something else."""
    if about not in {"points", "actions", "notes", "raised"}:
        return {}
    point = thing.share_id if about == "raised" else thing.id
    return {
        "group": str(thing.group_id),
        "meeting": str(thing.id),
        "point": str(point),
        "action": str(thing.id),
        "whose": str(thing.share_id),
        "due_on": "",
        "goal": "",
        "agenda": "grow",
        "done": True,
        "wanted": True,
        "becomes": "done",
        "own": False,
        "joined": False,
        "body": typed,
    }


__all__ = ["body", "gather"]
