"""Short ways to make what a test starts from: people in a demo course, a programme, its participants, its groups.

Plain functions that create rows directly; what a test is about goes through the rooms' own doors. Days are counted
from today, so that a programme is half-way through whenever the tests run.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey

from demo.models import Course, CourseAccess, Enrollment, Profile
from mentoring_xblock.groups.models import Circle, Group, Kind, Membership, State
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.models import BlockMirror, Coordinator, Participant, Programme, Role, Round
from mentoring_xblock.programme.plan import PRESETS

COURSE_KEY = CourseKey.from_string("course-v1:TAMK+TUOTTAJA+2026")
OTHER_COURSE_KEY = CourseKey.from_string("course-v1:TAMK+TOINEN+2026")

_numbers = itertools.count(1)


# ---- courses and people ----


def make_course(course_key: CourseKey = COURSE_KEY, name: str = "Tuottajien valmentava mentorointi") -> Course:
    """Make the course, or return it if it is there."""
    return Course.objects.get_or_create(course_key=str(course_key), defaults={"name": name})[0]


def make_user(username: str = "", name: str = "", language: str = "", time_zone: str = "", **fields: Any) -> Any:
    """Make an account with a profile; nobody is enrolled by this. `fields` go to the account."""
    username = username or f"person{next(_numbers)}"
    user = get_user_model().objects.create(
        username=username, email=fields.pop("email", f"{username}@example.org"), **fields
    )
    Profile.objects.create(user=user, name=name or username.capitalize(), language=language, time_zone=time_zone)
    return user


def enrol(user: Any, course_key: CourseKey = COURSE_KEY, *, active: bool = True) -> None:
    """Enrol somebody, or end their enrolment with `active=False`."""
    Enrollment.objects.update_or_create(user=user, course_key=str(course_key), defaults={"is_active": active})


def give_role(user: Any, role: str, course_key: CourseKey = COURSE_KEY) -> None:
    """Put somebody on the course team: "staff", or "instructor" for its administrators."""
    CourseAccess.objects.get_or_create(user=user, course_key=str(course_key), role=role)


def make_learner(username: str = "", name: str = "", course_key: CourseKey = COURSE_KEY, **fields: Any) -> Any:
    """Make somebody who is enrolled."""
    user = make_user(username, name, **fields)
    enrol(user, course_key)
    return user


def make_staff(username: str = "", name: str = "", course_key: CourseKey = COURSE_KEY, **fields: Any) -> Any:
    """Make somebody on the course's staff, not enrolled."""
    user = make_user(username, name, **fields)
    give_role(user, "staff", course_key)
    return user


def make_administrator(username: str = "", name: str = "", course_key: CourseKey = COURSE_KEY, **fields: Any) -> Any:
    """Make somebody with the course's `instructor` role, not enrolled."""
    user = make_user(username, name, **fields)
    give_role(user, "instructor", course_key)
    return user


# ---- programmes ----


def usage_key(
    block_type: str = "mentoring_programme", block_id: str = "b1", course_key: CourseKey = COURSE_KEY
) -> UsageKey:
    """Return the key of a block in the course."""
    return course_key.make_usage_key(block_type, block_id)


def make_place(
    block_type: str = "mentoring_programme",
    block_id: str = "b1",
    course_key: CourseKey = COURSE_KEY,
    slug: str = "main",
) -> Place:
    """Return where a call happens."""
    return Place(course_key, usage_key(block_type, block_id, course_key), block_type, slug)


def place_of(round_: Round, block_type: str = "mentoring_programme", block_id: str = "b1") -> Place:
    """Return a place in the programme of a round."""
    return make_place(block_type, block_id, round_.programme.course_key, round_.programme.slug)


def plan_dict(starts_on: dt.date | None = None, **changes: Any) -> dict[str, Any]:
    """Return the half-year plan as data, begun eleven weeks ago unless told otherwise, with some keys changed."""
    return {**PRESETS["half_year"](starts_on or weeks_ago(11)), **changes}


def weeks_ago(weeks: int) -> dt.date:
    """Return a day that lies whole weeks before today."""
    return timezone.now().date() - dt.timedelta(weeks=weeks)


def make_programme(
    course_key: CourseKey = COURSE_KEY,
    slug: str = "main",
    starts_on: dt.date | None = None,
    block_id: str = "b1",
    **changes: Any,
) -> Programme:
    """Make a published programme without a round; `changes` are keys of its plan."""
    make_course(course_key)
    return Programme.objects.create(
        course_key=course_key,
        slug=slug,
        usage_key=usage_key("mentoring_programme", block_id, course_key),
        plan=plan_dict(starts_on, **changes),
        published_at=timezone.now(),
    )


def today() -> dt.date:
    """Return the day it is by the plans' clock: late in the evening by the server's it is the next one already."""
    return timezone.localdate(timezone=ZoneInfo("Europe/Helsinki"))


def make_round(
    programme: Programme | None = None, number: int = 1, starts_on: dt.date | None = None, **plan: Any
) -> Round:
    """Make a round, with a programme of its own unless one is given; `plan` are keys of that programme's plan."""
    programme = programme or make_programme(starts_on=starts_on, **plan)
    starts_on = starts_on or dt.date.fromisoformat(programme.plan["starts_on"])
    return Round.objects.create(programme=programme, number=number, starts_on=starts_on)


def make_block(
    block_type: str,
    block_id: str = "b1",
    course_key: CourseKey = COURSE_KEY,
    slug: str = "main",
    title: Mapping[str, str] | None = None,
    questions: Iterable[Mapping[str, Any]] = (),
    points: int = 0,
) -> BlockMirror:
    """Make the mirror of a published block; graded when it has points."""
    return BlockMirror.objects.create(
        usage_key=usage_key(block_type, block_id, course_key),
        course_key=course_key,
        block_type=block_type,
        slug=slug,
        title=dict(title or {}),
        questions=list(questions),
        graded=points > 0,
        points=points,
        published_at=timezone.now(),
    )


# ---- people in a programme ----


def make_participant(
    round_: Round, role: Role | str = Role.MENTEE, user: Any = None, name: str = "", **fields: Any
) -> Participant:
    """Make somebody with a role in a round; a new enrolled learner unless `user` is given. `fields` go to the row."""
    user = user or make_learner(name=name, course_key=round_.programme.course_key)
    return Participant.objects.create(round=round_, user=user, role=role, **fields)


def make_mentee(round_: Round, user: Any = None, name: str = "", **fields: Any) -> Participant:
    """Make a mentee."""
    return make_participant(round_, Role.MENTEE, user, name, **fields)


def make_mentor(round_: Round, user: Any = None, name: str = "", **fields: Any) -> Participant:
    """Make a mentor."""
    return make_participant(round_, Role.MENTOR, user, name, **fields)


def make_coordinator(programme: Programme, user: Any = None, name: str = "") -> Any:
    """Make somebody who is on the course's staff and named coordinator; returns the account."""
    user = user or make_staff(name=name, course_key=programme.course_key)
    Coordinator.objects.create(programme=programme, user=user, named_by=None, named_at=timezone.now())
    return user


# ---- groups ----

_CIRCLES = {
    Kind.PAIR: Circle.MENTORING,
    Kind.SMALL_GROUP: Circle.MENTORING,
    Kind.PEER_GROUP: Circle.PEER,
    Kind.SUPERVISION: Circle.SUPERVISION,
}


def make_group(
    leader: Participant | None,
    members: Iterable[Participant] = (),
    kind: Kind | str = Kind.PAIR,
    name: str = "",
    state: State | str = State.PUBLISHED,
    capacity: int | None = None,
    round_: Round | None = None,
) -> Group:
    """Make a group with its people in it; published by default. `round_` is needed only when nobody is in it."""
    members = list(members)
    first = leader or (members[0] if members else None)
    kind = Kind(kind)
    group = Group.objects.create(
        round=round_ or first.round,
        kind=kind,
        circle=_CIRCLES[kind],
        name=name,
        capacity=capacity or max(1, len(members)),
        state=state,
        published_at=timezone.now() if state != State.DRAFT else None,
    )
    if leader is not None:
        join(group, leader, leads=True, at=group.published_at)
    for member in members:
        join(group, member, at=group.published_at)
    return group


def join(group: Group, participant: Participant, *, leads: bool = False, at: dt.datetime | None = None) -> Membership:
    """Give somebody the next free place in a group, and a slot of theirs unless the group is a draft.

    Args:
        at: when they joined; None for now, and so after a group that has begun.
    """
    taken = set(group.memberships.filter(seat__isnull=False).values_list("seat", flat=True))
    used = set(
        Membership.objects.filter(participant=participant, circle=group.circle, slot__isnull=False).values_list(
            "slot", flat=True
        )
    )
    draft = group.state == State.DRAFT
    return Membership.objects.create(
        group=group,
        participant=participant,
        circle=group.circle,
        leads=leads,
        seat=0 if leads else _lowest_free(taken),
        # A leader's slots in peer groups begin at 2: a mentor who leads one may be a member of another.
        slot=None if draft else _lowest_free(used | ({1} if leads and group.circle == Circle.PEER else set())),
        joined_at=None if draft else at or timezone.now(),
    )


def _lowest_free(taken: set[int]) -> int:
    return next(number for number in itertools.count(1) if number not in taken)


def make_pair(
    round_: Round, mentor: Participant | None = None, mentee: Participant | None = None
) -> tuple[Participant, Participant, Group]:
    """Make a published pair; returns mentor, mentee and group."""
    mentor = mentor or make_mentor(round_)
    mentee = mentee or make_mentee(round_)
    return mentor, mentee, make_group(mentor, [mentee])


# ---- who asks ----


def actor(user: Any | Participant | None = None, **standing: bool) -> Actor:
    """Return an enrolled actor; `standing` changes or adds, as in `actor(user, enrolled=False, staff=True)`."""
    account = user.user if isinstance(user, Participant) else user
    return Actor(user_id=account.pk if account is not None else None, **{"enrolled": account is not None, **standing})


def coordinator_actor(user: Any) -> Actor:
    """Return a coordinator, who is on the course's staff and not enrolled."""
    return actor(user, enrolled=False, staff=True, coordinator=True, author=True)


def administrator_actor(user: Any) -> Actor:
    """Return an administrator of the course who coordinates nothing."""
    return actor(user, enrolled=False, staff=True, admin=True, author=True)


def staff_actor(user: Any) -> Actor:
    """Return somebody on the course's staff who coordinates nothing."""
    return actor(user, enrolled=False, staff=True, author=True)


def masquerading_actor(user: Any) -> Actor:
    """Return a coordinator who is viewing the course as somebody else."""
    return actor(user, enrolled=False, staff=True, coordinator=True, author=True, masquerading=True)
