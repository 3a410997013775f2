"""The same for calls, applications and what is made of them. See `factories.py`."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from mentoring_xblock.applications.models import ROLE_OF, Application, CallRole, Status
from mentoring_xblock.applications.questions import default_questions
from mentoring_xblock.programme.models import Appointment, BlockMirror, Participant, Post, Programme, Round
from tests.factories import make_block, make_learner

_numbers = itertools.count(1)


def plan_lists() -> dict[str, list[dict[str, Any]]]:
    """Return lists to choose from, as a plan holds them: give them to `make_round(lists=plan_lists())`."""
    names = {
        "topics": ("Funding", "Animation", "Events", "Leading", "Networks"),
        "interests": ("Music", "Running", "Gardens", "Chess"),
        "challenges": ("Fixed terms", "Time", "Loneliness"),
        "values": ("Honesty", "Play", "Thrift"),
        "styles": ("Plans", "Talking", "Silence"),
        "fields": ("Film", "Music", "Libraries"),
        "places": ("Tampere", "Helsinki", "Oulu"),
    }
    return {
        kind: [{"id": text.lower().replace(" ", "-"), "name": {"en": text, "fi": f"{text} (fi)"}} for text in texts]
        for kind, texts in names.items()
    }


def make_call(
    programme: Programme,
    role: CallRole | str = CallRole.MENTEE,
    *,
    block_id: str = "",
    opens_at: dt.datetime | str = "",
    closes_at: dt.datetime | str = "",
    order: str = "selection",
    places: int | None = None,
    target: int | None = None,
    questions: Iterable[Mapping[str, Any]] | None = None,
) -> BlockMirror:
    """Make a published call; open without end unless told otherwise. Times are local to the programme's time zone."""
    role = CallRole(role)
    mirror = make_block(
        "mentoring_application",
        block_id or f"call-{role.value}",
        programme.course_key,
        programme.slug,
        {"en": f"Call: {role.value}", "fi": f"Haku: {role.value}"},
        default_questions(role) if questions is None else questions,
    )
    mirror.settings = {
        "role": role.value,
        "opens_at": _local(opens_at),
        "closes_at": _local(closes_at),
        "order": order,
        "places": places,
        "target": target,
    }
    mirror.save(update_fields=["settings"])
    return mirror


def _local(moment: dt.datetime | str) -> str:
    return moment if isinstance(moment, str) else moment.replace(tzinfo=None).isoformat(timespec="minutes")


#: Answers that every ready-made form accepts, in the options of `plan_lists`.
ANSWERS: Mapping[str, Any] = {
    "letter": "I produce documentaries in Tampere and want to learn to lead a team.",
    "topics": ["funding", "leading"],
    "interests": ["music", "chess"],
    "challenges": ["time"],
    "values": {"honesty": 5, "play": 3, "thrift": 2},
    "styles": {"plans": 4, "talking": 2, "silence": 3},
    "languages": ["fi", "en"],
    "hours": {"time_zone": "Europe/Helsinki", "rules": [{"weekday": 1, "start": "16:00", "end": "18:00"}]},
    "places": {"remote": True, "places": ["tampere"]},
    "field": {"field": "film", "organisation": "Kuvatalo", "team": "", "manager": "", "avoid": []},
    "people": {"wished": [], "vetoed": []},
    "experience": "newcomer",
}


def answers_for(role: CallRole | str, **changes: Any) -> dict[str, Any]:
    """Return whole answers to the ready-made form of a role."""
    asked = {question["id"] for question in default_questions(role)}
    return {**{id_: value for id_, value in {**ANSWERS, "capacity": 2}.items() if id_ in asked}, **changes}


def make_application(
    round_: Round,
    call: BlockMirror,
    applicant: Any = None,
    *,
    status: Status | str = Status.RECEIVED,
    participant: Participant | None = None,
    name: str = "",
    answers: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Application:
    """Make an application to a call; a new enrolled learner's unless `applicant` is given.

    An accepted one has a participant with the role, a new one unless `participant` is given.
    """
    role, status = CallRole(call.settings["role"]), Status(status)
    if participant is not None:
        applicant = participant.user
    applicant = applicant or make_learner(name=name, course_key=call.course_key)
    if status is Status.ACCEPTED and participant is None:
        participant = Participant.objects.get_or_create(round=round_, user=applicant, role=ROLE_OF[role])[0]
    if status is Status.RESERVE:
        fields.setdefault("reserve_order", next(_numbers))
    submitted = None if status is Status.DRAFT else timezone.now()
    return Application.objects.create(
        round=round_,
        course_key=call.course_key,
        usage_key=call.usage_key,
        role=role,
        applicant=applicant,
        participant=participant,
        answers=answers_for(role) if answers is None else dict(answers),
        status=status,
        **{"submitted_at": submitted, "committed_at": submitted, **fields},
    )


def make_matcher(programme: Programme, user: Any = None, name: str = "") -> Any:
    """Make somebody of the matching group, enrolled; returns the account."""
    user = user or make_learner(name=name, course_key=programme.course_key)
    Appointment.objects.create(
        programme=programme, user=user, post=Post.MATCHER, named_by=None, named_at=timezone.now()
    )
    return user
