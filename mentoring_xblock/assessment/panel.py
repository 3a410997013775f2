"""What a mentee sees of handing in a block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.assessment import attempts, queries, time
from mentoring_xblock.assessment.data import PLAIN, HandInInfo, Items, Panel, Rules, ScoreInfo, Step
from mentoring_xblock.assessment.models import Extension, HandIn, Kind, Score
from mentoring_xblock.assessment.rubric import read_rubric
from mentoring_xblock.groups import api as groups
from mentoring_xblock.host import NO_DEADLINE, Deadline
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts


@dataclass(frozen=True)
class _Mine:
    """Everything that somebody has handed in and been given in one block, newest first."""

    rows: tuple[HandIn, ...]
    scores: tuple[Score, ...]

    @property
    def current(self) -> HandIn | None:
        """The newest that is live."""
        return next((row for row in self.rows if row.withdrawn_at is None), None)


def panel(
    actor: Actor,
    place: Place,
    maximum: int,
    items: Items,
    rules: Rules = PLAIN,
    deadline: Deadline = NO_DEADLINE,
    now: datetime | None = None,
) -> Panel | None:
    """Return what the actor sees of handing in this block; None if they neither can nor did. Constant queries.

    Somebody who handed in keeps the panel, and with it the way to take back, also when points are no longer given or
    they are no mentee any more.

    Args:
        deadline: the actor's own, as the host tells of a block that is bound to them.
    """
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return None
    found = _mine(actor.user_id, place.usage_key)
    programme, round_ = queries.as_mentee(actor, place)
    open_to_actor = maximum > 0 and rules.part is None and round_ is not None and not round_.closed
    if not found.rows and not open_to_actor:
        return None
    current = found.current
    reading = current.round_id if current else round_ and round_.id
    mentors = groups.mentors_of([actor.user_id], reading).get(actor.user_id, frozenset()) if reading else frozenset()
    trail = audit.trail_of(ItemKind.HAND_IN, current.public_id) if current else []
    known = {*mentors, *(score.scorer_id for score in found.scores), *(step.actor_id for step in trail)}
    people = host.people((known | {current.asked_again_by_id if current else None}) - {None})
    last: dict[int, ScoreInfo] = {}
    for score in reversed(found.scores):
        last[score.hand_in_id] = queries.score_info(score, people)
    described = {row.pk: _hand_in_info(row, last.get(row.pk)) for row in found.rows}
    asked = current if current is not None and _is_asked(current, found.scores) else None
    more = time.extension_of(actor.user_id, place.usage_key) if rules.attempts or deadline.closes_at else None
    span = time.span(deadline, more, now or timezone.now())
    return Panel(
        maximum=maximum,
        candidates=tuple(items.candidates(actor, place)) if open_to_actor else (),
        current=described[current.pk] if current else None,
        earlier=tuple(described[row.pk] for row in found.rows if row is not current),
        standing=next((info for info in last.values() if info.stands), None),
        mentors=tuple(sorted(people[one].full_name for one in mentors if one in people)),
        steps=tuple(_step(step, people, actor) for step in trail),
        is_open=open_to_actor,
        frozen=host.grades_frozen(place.course_key),
        terms=programme.plan.terms if programme else {},
        rubric=(read_rubric(current.rubric) if current else ()) or rules.rubric,
        due_at=span.due,
        closes_at=span.closes_at,
        late=span.late,
        over=span.over,
        extended=span.extended,
        again=asked.asked_again_words if asked else "",
        again_by=_name(people, asked.asked_again_by_id) if asked else "",
        left=_left(rules, more, found, round_.id) if round_ else None,
    )


def _mine(owner_id: int, usage_key: UsageKey) -> _Mine:
    rows = HandIn.objects.filter(kind=Kind.CHOSEN, owner_id=owner_id, usage_key=usage_key).order_by("-number")
    scores = queries.given().filter(hand_in__owner_id=owner_id, hand_in__usage_key=usage_key)
    return _Mine(tuple(rows), tuple(scores.select_related("hand_in").defer("hand_in__content").order_by("-id")))


def _is_asked(row: HandIn, scores: tuple[Score, ...]) -> bool:
    """Whether its mentor waits for another hand-in; points that were given since are the later word."""
    at = row.asked_again_at
    return at is not None and not any(one.hand_in_id == row.pk and one.scored_at > at for one in scores)


def _left(rules: Rules, extension: Extension | None, found: _Mine, round_id: int) -> int | None:
    answered = {score.hand_in_id for score in found.scores}
    used = attempts.used(found.rows, answered, round_id)
    return attempts.left(rules.attempts, attempts.more(extension, round_id), used)


def _hand_in_info(row: HandIn, score: ScoreInfo | None) -> HandInInfo:
    return HandInInfo(
        hand_in_id=row.public_id,
        number=row.number,
        titles=tuple(item["title"] for item in row.content if item.get("title")),
        at=row.created_at,
        maximum=row.maximum,
        taken_back_at=row.withdrawn_at,
        score=score,
    )


def _step(step: audit.Step, people: Mapping[int, host.Person], actor: Actor) -> Step:
    return Step(step.verb, _name(people, step.actor_id), step.actor_id == actor.user_id, step.points, step.at)


def _name(people: Mapping[int, host.Person], user_id: int | None) -> str:
    person = people.get(user_id)
    return person.full_name if person else ""
