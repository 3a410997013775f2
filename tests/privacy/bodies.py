"""What a page would send to each handler: whole, so that a refusal is about who asks and not about a missing field."""

from __future__ import annotations

import uuid
from typing import Any

from mentoring_xblock.applications.importing import seal_of
from mentoring_xblock.worksheets.api import SMART, questions_of, questions_of_frames, read_frames
from tests.privacy import (
    scene_agreements,
    scene_calendar,
    scene_choosing,
    scene_closing,
    scene_declared,
    scene_goals,
    scene_help,
    scene_joint,
    scene_journal,
    scene_meetings,
    scene_notes,
    scene_proposals,
)
from tests.privacy.scene import Scene, Thing

_FIELDS = {
    "goals": [question.field for question in questions_of(SMART)],
    "journal": [question.field for question in questions_of_frames(read_frames({}))],
}


def body(scene: Scene, block_type: str, handler: str, about: str, thing: Thing | None, typed: str) -> dict[str, Any]:
    """Return the whole body of a call that is about a thing; `typed` stands in every field that takes text."""
    thing = thing or Thing(uuid.uuid4())
    made = {"once_key": str(uuid.uuid4()), "body": typed, "text": "", "page": 1, "version": thing.version}
    if block_type == "mentoring_dashboard":
        made |= _dashboard(scene, handler, about, thing, typed) | _reading(scene, handler, thing, typed)
        made |= scene_proposals.body(scene, handler, thing, typed) | scene_choosing.body(scene, handler, thing, typed)
    elif block_type == "mentoring_application":
        made |= _application(typed)
    elif block_type == "mentoring_programme":
        made |= {
            "headline": typed,
            "contact": typed,
            "version": 1,
            "participant": str(thing.id),
            "place": str(thing.id),
            "group": str(thing.group_id or thing.id),
            "reason": typed,
            "person": _of_the_staff(scene, handler),
        }
    elif block_type == "mentoring_meetings":
        made |= {"group": str(thing.group_id) if about else ""}
    else:
        name = "goal" if block_type == "mentoring_goals" else "entry"
        room = "goals" if block_type == "mentoring_goals" else "journal"
        # What a page sends for a new goal or entry: no id yet.
        made |= {name: str(thing.id) if about else "", **dict.fromkeys(_FIELDS[room], typed)}
        made |= {"status": "active", "theme": "", "target_on": "", "joined": "", "step": 1, "title": ""}
        made |= {"share": str(thing.share_id), "group": str(thing.group_id), "audience": _audience(scene, thing)}
        if room == "journal":
            made |= {"to": f"{thing.group_id} {_audience(scene, thing)}", "what": "entry", "words": "journal"}
            made |= {"later": "true", "talk": "true"}
        made |= {"hand_in": str(thing.id), "items": [str(thing.id)]}
        if not about:
            made |= {"version": 0, "group": ""}
            # A review of the mentee's goals: nobody else says anything of them.
            made |= {"milestone": "alku", f"words_{scene.things['goals']['private'].id.hex[:12]}": typed}
    made |= scene_meetings.body(handler, about, thing, typed)
    made |= scene_agreements.body(handler, about, thing, typed)
    made |= scene_declared.body(handler, thing)
    made |= scene_joint.body(scene, handler, about, thing, typed)
    made |= scene_notes.body(about, thing, typed)
    made |= scene_closing.body(scene, handler)
    made |= scene_goals.body(about, thing, typed)
    made |= scene_journal.body(about, thing, typed)
    return made | scene_help.body(handler, about, thing) | scene_calendar.body(handler, thing)


def _application(typed: str) -> dict[str, Any]:
    """Return whole answers to the ready-made form of a call for mentees."""
    return {
        "version": 1,
        "page": str(uuid.uuid4()),
        "committed": "yes",
        "way": "both",
        "answer_letter": typed,
        "answer_topics": ["funding"],
        "answer_values__honesty": "5",
        "answer_languages": ["fi"],
        "answer_hours__zone": "Europe/Helsinki",
        "answer_hours__weekday": ["1"],
        "answer_hours__start": ["16:00"],
        "answer_hours__end": ["18:00"],
        "answer_places__remote": "yes",
        "answer_field__field": "film",
        "answer_field__organisation": typed,
        "answer_people__wished": typed,
        "answer_experience": "newcomer",
    }


def _of_the_staff(scene: Scene, handler: str) -> str:
    return scene.who["coordinator" if handler == "remove_coordinator" else "other staff"].username


def _audience(scene: Scene, thing: Thing) -> str:
    return "group" if thing.group_id == scene.circle.public_id else "leader"


def _reading(scene: Scene, handler: str, thing: Thing, typed: str) -> dict[str, Any]:
    """Return what the matching group's page and the coordinator's part about the group send."""
    # A rating, and settings, that nobody has changed yet.
    first = {"version": 0} if handler in ("save_rating", "save_reading", "save_call_letters") else {}
    return {
        "application": str(thing.id),
        "partner": str(scene.mentor_paper),
        "suggestion": str(thing.share_id),
        "verdict": "take",
        "score_values": "5",
        "comment": typed,
        "note": typed,
        "find": "",
        "which": "all",
        "blind": "",
        "person": scene.other_matcher.username,
        **first,
    }


#: Whom the coordinator gives a place; everything else is about who is there.
_PLACED = {
    "add_to_group": lambda scene: scene.waiting.public_id,
    "lead_group": lambda scene: scene.mentor.public_id,
}


def _dashboard(scene: Scene, handler: str, about: str, thing: Thing, typed: str) -> dict[str, Any]:
    named = str(thing.id)
    return {
        "goal": named,
        "entry": named,
        "share": str(thing.share_id),
        "hand_in": named,
        "points": 5,
        "feedback": typed,
        "replaces": str(thing.score_id) if thing.score_id else "",
        "score": str(thing.score_id or uuid.uuid4()),
        "mentee": named,
        "turned": "",
        "part": "mentees",
        "participant_id": str(_PLACED[handler](scene)) if handler in _PLACED else named,
        "group_id": str(thing.group_id),
        "membership_id": str(thing.membership_id),
        "to_group_id": str(scene.pair.public_id),
        "name": typed,
        "capacity": 3,
        "reason": "early",
        "kind": "small_group",
        "members": [str(scene.waiting.public_id)],
        "leader": "",
        "group_ids": [str(thing.group_id)],
        "versions": [thing.version],
        "what": "close",
        "desk": "groups",
        "round_id": str(scene.pair.round.public_id),
        "starts_on": "2099-01-01",
        "state": "",
        "role": "mentee",
        "people": scene.who["learner outside the programme"].username,
        **_applications(scene, thing, typed),
    }


def _applications(scene: Scene, thing: Thing, typed: str) -> dict[str, Any]:
    """Return what the desk of applications sends. A letter is the one text that a mail carries: it is no typed one."""
    person = scene.who["learner outside the programme"].username
    table = f"address,role\n{person},mentee"
    return {
        "application_id": str(thing.id),
        "up": True,
        "outcome": "accepted",
        "applications": [str(thing.id)],
        "chosen": [f"{thing.id} {thing.version}"],
        "letter_en": "You have a place.",
        "told_en": "",
        "status": "",
        "call": scene.blocks["mentoring_application"].usage_key,
        "identifier": person,
        "until": "2099-01-01",
        "table": table,
        "seal": seal_of(table),
    }
