"""Deciding on applications: whole batches, each person told once, and nothing that can be taken back unsaid.

Nobody hears of a decision but by the letter that a coordinator has seen: the decision, the role that comes with it and
the mail are one transaction. Once they are, there is no undoing, only another decision with a letter of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.applications import letters as mails
from mentoring_xblock.applications.answers import by_kind
from mentoring_xblock.applications.call_letters import call_block
from mentoring_xblock.applications.letters import LETTER_LIMIT
from mentoring_xblock.applications.models import ROLE_OF, Application, CallRole, Decision, Status
from mentoring_xblock.applications.questions import QuestionKind, asked_questions
from mentoring_xblock.applications.reserve import hold_calls, last_orders
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.data import ProgrammeInfo

#: What can be decided, and of applications in which state. Who was accepted has a role: ending that is leaving.
OUTCOMES = (Status.ACCEPTED, Status.RESERVE, Status.DECLINED)
OPEN_FOR: Mapping[Status, frozenset[Status]] = {
    Status.ACCEPTED: frozenset({Status.RECEIVED, Status.RESERVE, Status.DECLINED}),
    Status.RESERVE: frozenset({Status.RECEIVED, Status.DECLINED}),
    Status.DECLINED: frozenset({Status.RECEIVED, Status.RESERVE}),
}
#: Applications decided on at once, and characters of each text. Stated beside the fields.
BATCH_LIMIT = 500
TOLD_LIMIT = 1_000
REASON_LIMIT = 2_000


@dataclass(frozen=True)
class Standing:
    """How an application stands: what a page that decides must have seen."""

    application_id: UUID
    applicant_id: int
    status: Status
    version: int


@dataclass(frozen=True)
class DecisionReport:
    """What was decided. `mailed` is how many people get a letter; `again` tells that this click came a second time."""

    status: Status
    application_ids: tuple[UUID, ...]
    mailed: int
    again: bool = False


# ---- deciding ----


def decide(
    actor: Actor,
    place: Place,
    application_ids: Mapping[UUID, int],
    status: Status,
    told: Mapping[str, str],
    reason: str,
    letters: Mapping[str, str],
    once_key: UUID,
) -> DecisionReport:
    """Decide on applications and queue the letter of each, all or nothing; a constant number of queries.

    Accepting gives the role of the call, with the number of places that a mentor wrote; reserve puts them at its end,
    in the order in which they were submitted.

    Args:
        application_ids: with the version of each that the coordinator looked at.
        told: the reason that applicants are told, by language. Needed where an application is declined.
        reason: the matching group's own, for matchers only.
        letters: the text of the mail by language; each language that somebody gets their letter in is needed.
        once_key: names the click. A second one with the same key decides nothing and returns the same.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: one of the applications is not there.
        Invalid: a text is missing or too long (`fields`), too many or none were chosen.
        Conflict: nothing was decided, because some have changed; `current` is the `Standing` of each of those.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    programme = open_programme(place)
    known = _known(programme, application_ids)
    people = host.people({row.applicant_id for row in known})
    languages = {row.applicant_id: mails.letter_language(people.get(row.applicant_id)) for row in known}
    texts = _checked(status, set(languages.values()), told, reason, letters)
    with transaction.atomic():
        hold_calls({row.usage_key for row in known})
        rows = list(Application.objects.select_for_update().filter(pk__in=[row.pk for row in known]).order_by("pk"))
        if len(rows) != len(known):
            raise NotFound(gettext("There is nothing here for you to see."))
        if Decision.objects.filter(application__in=[row.pk for row in rows], once_key=once_key).exists():
            return DecisionReport(status, tuple(row.public_id for row in rows), 0, again=True)
        _expect(rows, application_ids, status)
        now = timezone.now()
        rows.sort(key=lambda row: (row.submitted_at or now, row.pk))
        if status is Status.ACCEPTED:
            accept(programme, rows)
        elif status is Status.RESERVE:
            put_in_reserve(programme, rows)
        else:
            for row in rows:
                row.status, row.reserve_order = status, None
        Application.objects.bulk_update(rows, ["status", "reserve_order", "participant"], batch_size=BATCH_LIMIT)
        Decision.objects.bulk_create(
            Decision(
                application=row,
                status=status,
                told=texts.told.get(languages[row.applicant_id], ""),
                reason=texts.reason,
                decided_by_id=actor.user_id,
                decided_at=now,
                once_key=once_key,
            )
            for row in rows
        )
        mailed = mails.tell_decided(programme, languages, texts.letters, texts.told, once_key)
    return DecisionReport(status, tuple(row.public_id for row in rows), mailed)


def accept(programme: ProgrammeInfo, rows: Sequence[Application]) -> None:
    """Set rows to accepted, in memory, and give each applicant their role; a constant number of queries.

    Call it inside the transaction, and save `status`, `reserve_order` and `participant` after it.
    """
    capacities = _capacities(programme, rows)
    by_role: dict[CallRole, list[Application]] = defaultdict(list)
    for row in rows:
        by_role[CallRole(row.role)].append(row)
    for role, found in by_role.items():
        named = {row.applicant_id: capacities[row.pk] for row in found if row.pk in capacities}
        users = [row.applicant_id for row in found]
        admitted = programmes.admit(programme.round.id, users, ROLE_OF[role], named)
        for row in found:
            row.participant_id = admitted[row.applicant_id].id
    for row in rows:
        row.status, row.reserve_order = Status.ACCEPTED, None


def put_in_reserve(programme: ProgrammeInfo, rows: Iterable[Application]) -> None:
    """Set rows to reserve, in memory, each at the end of its call's; one query. The caller holds their calls."""
    found = list(rows)
    last = last_orders(programme.round.id, {row.usage_key for row in found})
    for row in found:
        last[row.usage_key] = last.get(row.usage_key, 0) + 1
        row.status, row.reserve_order = Status.RESERVE, last[row.usage_key]


def _capacities(programme: ProgrammeInfo, rows: Sequence[Application]) -> dict[int, int]:
    """Return how many mentees each mentor takes by their own word, by primary key; one query where somebody mentors."""
    mentors = [row for row in rows if row.role == CallRole.MENTOR]
    if not mentors:
        return {}
    blocks = programmes.block_infos(list({row.usage_key for row in mentors}))
    asked = {
        key: asked_questions(blocks[key].questions if key in blocks else None, CallRole.MENTOR)
        for key in {row.usage_key for row in mentors}
    }
    said = {row.pk: by_kind(asked[row.usage_key], row.answers).get(QuestionKind.CAPACITY) for row in mentors}
    return {key: capacity for key, capacity in said.items() if capacity is not None}


# ---- what must hold ----


@dataclass(frozen=True)
class _Texts:
    letters: Mapping[str, str]
    told: Mapping[str, str]
    reason: str


def _known(programme: ProgrammeInfo, application_ids: Mapping[UUID, int]) -> list[Application]:
    if not application_ids:
        sentence = gettext("Choose at least one application.")
        raise Invalid(sentence, {"applications": [sentence]})
    if len(application_ids) > BATCH_LIMIT:
        sentence = gettext("At most %(limit)s applications can be decided on at once; these are %(count)s.") % {
            "limit": BATCH_LIMIT,
            "count": len(application_ids),
        }
        raise Invalid(sentence, {"applications": [sentence]})
    rows = list(_rows(programme).filter(public_id__in=list(application_ids)))
    if len(rows) != len(application_ids):
        raise NotFound(gettext("There is nothing here for you to see."))
    return rows


def _rows(programme: ProgrammeInfo) -> QuerySet[Application]:
    """Drafts are known to their writers only: here they do not exist."""
    return Application.objects.filter(round_id=programme.round.id).exclude(status=Status.DRAFT)


def _checked(
    status: Status, languages: set[str], told: Mapping[str, str], reason: str, letters: Mapping[str, str]
) -> _Texts:
    """Return the texts without white space around them, as far as somebody gets them."""
    errors: dict[str, list[str]] = {}
    if status not in OPEN_FOR:
        errors["status"] = [gettext("Choose what you decide.")]

    def text(name: str, value: str, limit: int, missing: str = "") -> str:
        value = value.strip()
        if len(value) > limit:
            errors[name] = [
                gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
                % {"limit_value": limit, "show_value": len(value)}
            ]
        elif not value and missing:
            errors[name] = [missing]
        return value

    no_letter = gettext("Write the letter. Nobody hears of a decision without one.")
    no_reason = gettext("Write the reason that they are told.") if status is Status.DECLINED else ""
    found = _Texts(
        letters={code: text(f"letter_{code}", letters.get(code, ""), LETTER_LIMIT, no_letter) for code in languages},
        told={code: text(f"told_{code}", told.get(code, ""), TOLD_LIMIT, no_reason) for code in languages},
        reason=text("reason", reason, REASON_LIMIT),
    )
    if errors:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)
    return found


def _expect(rows: Iterable[Application], versions: Mapping[UUID, int], status: Status) -> None:
    changed = tuple(
        Standing(row.public_id, row.applicant_id, Status(row.status), row.version)
        for row in rows
        if row.version != versions[row.public_id] or row.status not in OPEN_FOR[status]
    )
    if changed:
        raise Conflict(
            ngettext(
                "Nothing was decided and nobody was told: %(count)s application has changed meanwhile.",
                "Nothing was decided and nobody was told: %(count)s applications have changed meanwhile.",
                len(changed),
            )
            % {"count": len(changed)},
            changed,
        )


# ---- letting somebody in late ----


@dataclass(frozen=True)
class LetIn:
    """Somebody may apply to a call until the end of a day, by the programme's own clock."""

    user_id: int
    until: dt.date


def let_in_late(
    actor: Actor, place: Place, usage_key: UsageKey, identifier: str, until: dt.date, now: dt.datetime
) -> LetIn:
    """Let one person apply, or go on with what they wrote, until the end of a day; they get a mail that says so.

    Args:
        usage_key: the call's block.
        identifier: a whole username or e-mail address, as it was typed.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such call in it.
        Invalid: nobody enrolled is called so, the day is over, or the application has been decided on (`fields`).
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    programme = open_programme(place)
    block = call_block(place, usage_key)
    if until < programme.plan.today(now):
        raise _wrong("until", gettext("Choose today or a later day."))
    typed = identifier.strip()
    user_id = programmes.enrolled_by_identifier(place.course_key, [typed]).get(typed) if typed else None
    if user_id is None:
        raise _wrong(
            "identifier",
            gettext("Nobody who is enrolled in this course has this username or e-mail address."),
        )
    zone = ZoneInfo(programme.plan.time_zone)
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    role = CallRole(block.settings["role"])
    with transaction.atomic():
        Application.objects.get_or_create(
            round_id=programme.round.id,
            usage_key=usage_key,
            applicant_id=user_id,
            defaults={"course_key": place.course_key, "role": role},
        )
        row = Application.objects.select_for_update().get(
            round_id=programme.round.id, usage_key=usage_key, applicant_id=user_id
        )
        if row.status in OUTCOMES:
            raise _wrong("identifier", gettext("Their application has been decided on already."))
        if row.late_until != end:
            row.late_until = end
            row.save(update_fields=["late_until"])
        mails.tell_let_in(programme, [user_id], until, f"{row.public_id}:{until.isoformat()}")
    return LetIn(user_id, until)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: [sentence]})
