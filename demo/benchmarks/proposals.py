"""The matching desk: what it costs to open a proposal, to move somebody in it, to ask, and to publish it.

A size is how many people wait for a mentor; there is a mentor with four places for every four of them. Every question
of the ready-made forms is answered.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from demo.models import Enrollment, Profile
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.applications.questions import default_questions
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.models import BlockMirror, Participant, Programme, Role, Round
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.brief import DEFAULT_WEIGHTS, Brief, Mode
from mentoring_xblock.proposals.data import Ask, Order, Question

BATCH = 1_000
#: Places of each mentor.
SEATS = 4
#: How often reading is measured; the first time fills caches and is not counted.
RUNS = 3
_LISTS = {
    "topics": ("funding", "animation", "events", "leading", "networks", "teams", "contracts", "research"),
    "interests": ("music", "running", "gardens", "chess", "films", "boats"),
    "challenges": ("fixed-terms", "time", "loneliness", "pay"),
    "values": ("honesty", "play", "thrift"),
    "styles": ("plans", "talking", "silence"),
    "fields": ("film", "music", "libraries", "games"),
    "places": ("tampere", "helsinki", "oulu"),
}
_LANGUAGES = (["fi"], ["en", "fi"], ["sv", "fi"], ["en"])


def run(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield a row for each size and each thing that is done: `queries` and `milliseconds`."""
    for number, size in enumerate(sizes):
        # Never committed: nobody is sent a mail, and publishing is measured without what sending them takes.
        with transaction.atomic():
            yield from _story(Desk(f"proposals{number}", size), size)
            transaction.set_rollback(True)


def _story(desk: Desk, size: int) -> Iterator[dict[str, Any]]:
    where = desk.actor, desk.place
    info = api.start(*where, Brief(mode=Mode.STABLE, weights=DEFAULT_WEIGHTS), once_key=uuid.uuid4())
    yield _done("run", size, lambda: running.run(info.public_id))
    opened = api.open_proposal(*where, info.public_id)
    one, other = opened.seats[0], opened.seats[1]
    person, mentor = one.who.participant, one.leader.participant
    about = (*where, info.public_id)
    for name, work in (
        ("list", lambda: api.proposals(*where)),
        ("view", lambda: api.open_proposal(*about)),
        ("view by name", lambda: api.open_proposal(*about, order=Order.NAME)),
        ("options", lambda: api.options(*about, person)),
        ("what if swap", lambda: api.what_if(*about, Question(Ask.SWAP, member=person, other=other.who.participant))),
        ("preview", lambda: api.preview(*about)),
    ):
        yield _read(name, size, work)
    version = opened.info.version
    yield _done("move", size, lambda: api.move(*about, person, version=version))
    yield _done("move back", size, lambda: api.move(*about, person, mentor, version=version + 1))
    yield _done("undo", size, lambda: api.undo(*about, version=version + 2))
    yield _done("redo", size, lambda: api.redo(*about, version=version + 3))
    yield _done("publish", size, lambda: api.publish(*about, version=version + 4))
    yield _read("view published", size, lambda: api.open_proposal(*about))
    yield _read("after", size, lambda: api.after(*where))


def _done(name: str, size: int, work: Callable[[], object]) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
    return _row(name, size, len(captured), seconds)


def _read(name: str, size: int, work: Callable[[], object]) -> dict[str, Any]:
    rows = [_done(name, size, work) for _ in range(RUNS + 1)][1:]
    return {**rows[0], "milliseconds": statistics.median(row["milliseconds"] for row in rows)}


def _row(name: str, size: int, queries: int, seconds: float) -> dict[str, Any]:
    return {"page": name, "size": size, "queries": queries, "milliseconds": round(seconds * 1000, 1)}


def _made(model: type[Model], rows: Iterable[Model]) -> list[Any]:
    return model.objects.bulk_create(list(rows), batch_size=BATCH)


class Desk:
    """A course with a programme before its first day, and people who were accepted."""

    def __init__(self, name: str, size: int):
        self.key = CourseKey.from_string(f"course-v1:Benchmark+{name}+1")
        starts_on = timezone.now().date() + dt.timedelta(weeks=3)
        plan = PRESETS["half_year"](starts_on)
        plan["lists"] = {
            kind: [{"id": one, "name": {"en": one.capitalize()}} for one in ids] for kind, ids in _LISTS.items()
        }
        self.programme = Programme.objects.create(
            course_key=self.key,
            slug="main",
            usage_key=self.key.make_usage_key("mentoring_programme", "b1"),
            plan=plan,
            published_at=timezone.now(),
        )
        self.round = Round.objects.create(programme=self.programme, number=1, starts_on=starts_on)
        self.place = Place(
            self.key, self.key.make_usage_key("mentoring_dashboard", "b1"), "mentoring_dashboard", "main"
        )
        user = get_user_model().objects.create(username=f"{name}-coordinator")
        self.actor = Actor(user_id=user.pk, enrolled=True, staff=True, coordinator=True)
        self._accepted(name, CallRole.MENTEE, size)
        self._accepted(name, CallRole.MENTOR, max(1, size // SEATS))

    def _accepted(self, name: str, role: CallRole, count: int) -> None:
        call = self.key.make_usage_key("mentoring_application", role.value)
        BlockMirror.objects.create(
            usage_key=call,
            course_key=self.key,
            block_type="mentoring_application",
            slug="main",
            questions=default_questions(role),
            settings={"role": role.value, "order": "selection"},
            published_at=timezone.now(),
        )
        users = self._people(f"{name}-{role.value}", count)
        capacity = SEATS if role == CallRole.MENTOR else None
        _made(
            Participant, (Participant(round=self.round, user=one, role=role.value, capacity=capacity) for one in users)
        )
        people = Participant.objects.filter(round=self.round, role=Role(role.value)).order_by("pk")
        _made(
            Application,
            (
                Application(
                    round=self.round,
                    course_key=self.key,
                    usage_key=call,
                    role=role,
                    applicant_id=person.user_id,
                    participant=person,
                    status=Status.ACCEPTED,
                    answers=_answers(number, role),
                    submitted_at=timezone.now(),
                )
                for number, person in enumerate(people)
            ),
        )

    def _people(self, name: str, count: int) -> list[Any]:
        model = get_user_model()
        _made(model, (model(username=f"{name}-{one}", email=f"{name}-{one}@example.org") for one in range(count)))
        users = list(model.objects.filter(username__startswith=f"{name}-").order_by("pk"))
        _made(Profile, (Profile(user=user, name=f"Person {user.username}") for user in users))
        _made(Enrollment, (Enrollment(user=user, course_key=str(self.key)) for user in users))
        return users


def _answers(number: int, role: CallRole) -> dict[str, Any]:
    """Return answers of the ready-made form, spread by the person's number."""

    def some(kind: str, count: int) -> list[str]:
        listed = _LISTS[kind]
        return list(dict.fromkeys(listed[(number * (step + 3) + step * step) % len(listed)] for step in range(count)))

    asked = {question["id"] for question in default_questions(role)}
    first = 8 + number % 10
    answers = {
        "letter": "I would like to learn how others lead a team. " * 20,
        "topics": some("topics", 3),
        "interests": some("interests", 2),
        "challenges": some("challenges", 2),
        "values": {one: 1 + (number * (step + 2)) % 5 for step, one in enumerate(_LISTS["values"])},
        "styles": {one: 1 + (number * (step + 3)) % 5 for step, one in enumerate(_LISTS["styles"])},
        "languages": _LANGUAGES[number % len(_LANGUAGES)],
        "hours": {
            "time_zone": "Europe/Helsinki",
            "rules": [{"weekday": number % 5, "start": f"{first:02}:00", "end": f"{first + 3:02}:00"}],
        },
        "places": {"remote": number % 2 == 0, "places": some("places", 1)},
        "field": {"field": some("fields", 1)[0], "organisation": "", "team": "", "manager": "", "avoid": []},
        "people": {"wished": [], "vetoed": []},
        "experience": "newcomer" if number % 3 else "experienced",
        "capacity": SEATS,
    }
    return {id_: value for id_, value in answers.items() if id_ in asked}
