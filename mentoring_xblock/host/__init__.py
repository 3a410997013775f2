"""The host: the only door to Open edX, and the same door wherever we run.

This room promises that every other room can ask who is who, what they may be in the course, and can give a score or a
completion, without knowing whether it runs in the LMS, in Studio, in the embedded demo or in a plain workbench. It is
the only package that imports the platform, always inside a function. It answers with plain frozen values, it never
takes a masquerade for a person, and outside the learners' side it refuses to write a learner's row. Where it does not
know, the answer is no.

Whether somebody may do something is not decided here but in `privacy/policy.py`; this room only states facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host import cms, demo, lms, none
from mentoring_xblock.host.data import (
    BLOCK_TYPES,
    NO_DEADLINE,
    BlockContent,
    CourseRoles,
    Deadline,
    Person,
    ScoreRecord,
    Viewer,
)
from mentoring_xblock.host.errors import (
    EventRefused,
    HostError,
    HostFailed,
    HostRequestError,
    NotHere,
    PersonNotFound,
    ScoreRefused,
)

__all__ = [
    "BLOCK_TYPES",
    "NO_DEADLINE",
    "BlockContent",
    "CourseRoles",
    "Deadline",
    "EventRefused",
    "HostError",
    "HostFailed",
    "HostRequestError",
    "NotHere",
    "Person",
    "PersonNotFound",
    "ScoreRecord",
    "ScoreRefused",
    "Viewer",
    "address",
    "anonymous_id",
    "anonymous_ids",
    "complete",
    "course_name",
    "course_roles",
    "course_staff",
    "create_submission",
    "deadline",
    "emit",
    "enrolled_ids",
    "environment",
    "find_people",
    "get_score",
    "grades_frozen",
    "has_author_access",
    "is_enrolled",
    "people",
    "published_blocks",
    "reset_score",
    "set_score",
    "site_address",
    "time_zones",
    "user_id_of",
    "viewer",
    "writes_learners",
]

Environment = Literal["lms", "cms", "demo", "none"]

_IMPLEMENTATIONS: dict[str, ModuleType] = {"lms": lms, "cms": cms, "demo": demo, "none": none}


def environment() -> Environment:
    """Return where we run.

    The setting MENTORING_HOST decides where it is set; else the platform's SERVICE_VARIANT; else there is no host.

    Raises:
        ImproperlyConfigured: MENTORING_HOST names no implementation.
    """
    chosen = getattr(settings, "MENTORING_HOST", None)
    if chosen is None:
        variant = getattr(settings, "SERVICE_VARIANT", None)
        return variant if variant in ("lms", "cms") else "none"
    if chosen not in _IMPLEMENTATIONS:
        raise ImproperlyConfigured(f"MENTORING_HOST is one of {', '.join(_IMPLEMENTATIONS)}.")
    return chosen


def _host() -> ModuleType:
    return _IMPLEMENTATIONS[environment()]


def writes_learners() -> bool:
    """Return whether learners' rows may be written: in the LMS and on the demo's learners' side, nowhere else."""
    return _host().writes_learners()


# ---- who is asking ----


def viewer(block: Any) -> Viewer:
    """Return who is really asking for `block`, an XBlock in a course.

    At most one query, for the time zone; on the platform several blocks of a page share it.

    The answer comes from the current request and not from the user that the block is bound to, because the host binds
    a block to the learner whose view is looked at. Without a request the viewer is anonymous.
    """
    return _host().viewer(block)


def course_roles(user_id: int, course_key: CourseKey) -> CourseRoles:
    """Return what this person may be in the course by their own roles, whatever they view the course as.

    No query for the person who is asking beyond the loading of their roles; an unknown or inactive account has none.
    """
    return _host().course_roles(user_id, course_key)


def has_author_access(user_id: int, course_key: CourseKey) -> bool:
    """Return whether this person may edit the course in Studio; the same answer on both sides."""
    return _host().has_author_access(user_id, course_key)


def deadline(block: Any) -> Deadline:
    """Return until when the person whom `block` is bound to can work on it, by the course and their own days in it.

    Nothing where there is no such day, in a course at one's own pace, and outside the learners' side. Only the block
    of a person's own request is bound to them: the deadline of somebody else cannot be asked. No query of ours; on the
    platform the days of a whole course come with its blocks.
    """
    return _host().deadline(block)


# ---- people ----


def is_enrolled(user_id: int, course_key: CourseKey) -> bool:
    """Return whether this person has an active enrolment in the course.

    One query; on the platform none for the person who is asking, if the host has looked in this request.
    """
    return _host().is_enrolled(user_id, course_key)


def enrolled_ids(course_key: CourseKey, user_ids: Iterable[int]) -> set[int]:
    """Return those of `user_ids` that have an active enrolment in the course; one query."""
    return _host().enrolled_ids(course_key, user_ids)


def course_staff(course_key: CourseKey) -> list[Person]:
    """Return the active people who hold a staff or instructor role in this very course, by name.

    These are the candidates for coordinator; staff of the organisation or of the site are not among them. A constant
    number of queries.
    """
    return _host().course_staff(course_key)


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    """Return the accounts with these ids, by id; a constant number of queries. Unknown ids are left out."""
    return _host().people(user_ids)


def time_zones(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the IANA names of the clocks by which these people chose to live, by user id; one query.

    Left out is whoever chose none, or one that this machine does not know.
    """
    return _host().time_zones(user_ids)


def find_people(course_key: CourseKey, text: str, limit: int = 20) -> list[Person]:
    """Return at most `limit` people whom `text` fits, a whole username or address first, then by username.

    They are, or were, enrolled: a list of who takes part also names those who have left the course meanwhile.

    It fits a username, an e-mail address or a word of a name that begins with it; case does not matter. An empty text
    fits nobody. A constant number of queries.
    """
    return _host().find_people(course_key, text, limit)


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    """Return the id under which the host keeps this person's scores in the course; makes one on first use.

    Raises:
        PersonNotFound: No account has this id.
        NotHere: There is none yet, and this is not the learners' side.
    """
    return _host().anonymous_id(user_id, course_key)


def anonymous_ids(user_ids: Iterable[int], course_key: CourseKey) -> dict[int, str]:
    """Return the same for many, by user id; one query where all exist.

    What is missing is made on the learners' side and left out elsewhere. Unknown ids are left out.
    """
    return _host().anonymous_ids(user_ids, course_key)


def user_id_of(anonymous_id: str) -> int | None:
    """Return whose anonymous id this is, or None."""
    return _host().user_id_of(anonymous_id)


# ---- scores and completion ----


def grades_frozen(course_key: CourseKey) -> bool:
    """Return whether grades of the course no longer change; also true wherever no grade can be given.

    The host stores a score after the freeze but never counts it, so ask before giving one.
    """
    return _host().grades_frozen(course_key)


def create_submission(
    anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str, answer: Mapping[str, Any]
) -> str:
    """Record that a learner handed something in, and return the submission's uuid, to which a score is given.

    `answer` names our own rows by id and version and nothing else: edx-submissions logs it whole when the database
    fails. At most 100 KB as JSON.

    Raises:
        ScoreRefused: The answer is too long, or the same block was submitted under another block type.
        HostFailed: The database failed.
        NotHere: This is not the learners' side.
    """
    return _host().create_submission(anonymous_id, course_key, usage_key, block_type, answer)


def set_score(submission_uuid: str, points: int, maximum: int, scorer_anonymous_id: str) -> None:
    """Give a submission a score that reaches the host's gradebook. The latest one stands; each leaves a row.

    `points` is whole, 0 to `maximum`; the host itself would take 11 out of 10. It swallows a violated constraint
    together with the score, so whoever must be sure reads it back.

    Raises:
        ScoreRefused: Points out of range, or no such submission.
        HostFailed: The database failed.
        NotHere: This is not the learners' side.
    """
    _host().set_score(submission_uuid, points, maximum, scorer_anonymous_id)


def get_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str) -> ScoreRecord | None:
    """Return the score that stands; None without one, after a reset, and outside the learners' side."""
    return _host().get_score(anonymous_id, course_key, usage_key, block_type)


def reset_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, *, clear_state: bool) -> None:
    """Take the score back; with `clear_state` the submissions too. Safe to repeat, and where there is none.

    Raises:
        HostFailed: The database failed.
        NotHere: This is not the learners' side.
    """
    _host().reset_score(anonymous_id, course_key, usage_key, clear_state=clear_state)


def complete(usage_key: UsageKey, user_ids: Iterable[int], completion: float) -> None:
    """Mark a block completed, 0.0 to 1.0, for these people. Nothing happens where the host tracks no completion.

    Accounts that no longer exist are passed over.

    Raises:
        NotHere: This is not the learners' side.
    """
    _host().complete(usage_key, user_ids, completion)


# ---- content and events ----


def published_blocks(course_key: CourseKey) -> Iterator[BlockContent]:
    """Yield each of our blocks in the course as last published; drafts and what was deleted are not among them.

    A course that does not exist has none.
    """
    return _host().published_blocks(course_key)


def course_name(course_key: CourseKey) -> str:
    """Return the course's name; the key itself where none is known."""
    return _host().course_name(course_key)


def address(usage_key: UsageKey) -> str:
    """Return the web address of the unit that holds a block, for mails; empty where there is no learners' side."""
    return _host().address(usage_key)


def site_address(course_key: CourseKey) -> str:
    """Return the web address of the learners' site of a course, without a slash at its end; empty without one."""
    return _host().site_address(course_key)


def emit(name: str, data: Mapping[str, Any]) -> None:
    """Write an event to the host's tracking log.

    `data` holds numbers, ids and keys as strings, or lists of these.

    Raises:
        EventRefused: A value is something else. Text that somebody wrote is told by its white space.
    """
    for value in data.values():
        parts = value if isinstance(value, list | tuple) else [value]
        if not all(_is_id_or_count(part) for part in parts):
            raise EventRefused("An event carries ids and counts only.")
    _host().emit(name, data)


def _is_id_or_count(value: Any) -> bool:
    if isinstance(value, str):
        return not any(character.isspace() for character in value)
    return value is None or isinstance(value, int | float)
