"""Points by taking part: counted upwards, and by the same path to the gradebook as a mentor's points."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.assessment import gradebook, queries, scores, time
from mentoring_xblock.assessment.data import ByPart, Done, EntriesRule, PartPanel, PartRule
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.host import Deadline
from mentoring_xblock.journal.data import Written
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.data import RoundInfo

#: How often to take the next number when another request of the same person took it first.
_ATTEMPTS = 5


@dataclass(frozen=True)
class Line:
    """One thing that gives points, as the page says it. `under`: how far what belongs to it has come."""

    text: str
    points: int
    done: bool
    under: tuple[str, ...] = ()


def lines(rule: ByPart, reached: Done) -> tuple[Line, ...]:
    """Return the things that give points, each with all of its points or none.

    Args:
        reached: `Written` where the rule is about entries, else `Reached`.
    """
    if isinstance(rule, EntriesRule):
        return _entries(rule, reached)
    found = (
        Line(_active(rule, reached), rule.goal_points, reached.active >= rule.goals),
        Line(gettext("A first rating"), rule.rating_points, reached.rated),
        Line(gettext("A review"), rule.review_points, reached.reviewed),
    )
    return tuple(line for line in found if line.points)


def _active(rule: PartRule, reached: Reached) -> str:
    sentence = ngettext(
        "%(active)s of %(goals)s whole goal is active", "%(active)s of %(goals)s whole goals are active", rule.goals
    )
    return sentence % {"active": min(reached.active, rule.goals), "goals": rule.goals}


def _entries(rule: EntriesRule, reached: Written) -> tuple[Line, ...]:
    """Return the one line of a journal, whose points come all at once."""
    begun = ngettext(
        "%(written)s of %(entries)s entry counts so far.",
        "%(written)s of %(entries)s entries count so far.",
        rule.entries,
    ) % {"written": min(reached.entries, rule.entries), "entries": rule.entries}
    spread = ngettext(
        "They were begun in %(phases)s of %(wanted)s phase.",
        "They were begun in %(phases)s of %(wanted)s phases.",
        rule.phases,
    ) % {"phases": min(reached.phases, rule.phases), "wanted": rule.phases}
    done = reached.entries >= rule.entries and reached.phases >= rule.phases
    return (Line(requirements(rule)[0], rule.points, done, (begun, *((spread,) if rule.phases else ()))),)


def requirements(rule: EntriesRule) -> tuple[str, ...]:
    """Say what a journal asks for its points: how many entries, and in how many phases if that counts."""
    # Whatever is an entry has a word, so that one word asks for nothing.
    if rule.words > 1:
        sentence = ngettext(
            "%(entries)s entry of at least %(words)s words",
            "%(entries)s entries of at least %(words)s words",
            rule.entries,
        )
    else:
        sentence = ngettext("%(entries)s entry", "%(entries)s entries", rule.entries)
    found = (sentence % {"entries": rule.entries, "words": rule.words},)
    if not rule.phases:
        return found
    spread = ngettext("Begun in %(phases)s phase of the plan", "Begun in %(phases)s phases of the plan", rule.phases)
    return (*found, spread % {"phases": rule.phases})


def earned(rule: ByPart, reached: Done) -> int:
    """Return the points for what somebody has done."""
    return sum(line.points for line in lines(rule, reached) if line.done)


def uncounted(panel: PartPanel) -> bool:
    """Whether more was done than is counted, as before an author had points given for it."""
    return earned(panel.rule, panel.reached) * panel.maximum > panel.points * panel.rule.maximum


def points_stand(actor: Actor, place: Place) -> bool:
    """Whether the actor has points in a block already; one query."""
    return queries.standing_score(actor.user_id, place.usage_key) is not None


def part_panel(
    actor: Actor,
    place: Place,
    rule: ByPart,
    reached: Done,
    deadline: Deadline,
    now: datetime,
) -> PartPanel | None:
    """Return what the actor sees of taking part; None for who is no mentee and never got points here.

    Constant queries, and nothing is counted by looking.
    """
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return None
    mine = queries.round_of_mentee(actor, place)
    stands = queries.standing_score(actor.user_id, place.usage_key)
    if mine is None and stands is None:
        return None
    return _panel(actor, place, rule, reached, deadline, now, mine, stands)


def take_part(
    actor: Actor,
    place: Place,
    rule: ByPart,
    reached: Done,
    deadline: Deadline,
    now: datetime,
) -> PartPanel:
    """Count what the actor has done, and make the points stand if they are more than what stands.

    Nothing is counted while a mentor's points stand, after the time has passed or grades are closed, and for somebody
    who is not mentored in an open round; `why` of the answer says so. Doing it again changes nothing.

    Args:
        reached: what the actor has done by now, of this block.
        deadline: the actor's own, as the host tells it of the bound block.
    Raises:
        NotAllowed: the actor does not take part in the course.
        Conflict: the host did not take the points; what was done stays done, and is counted the next time.
    """
    policy.require(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id))
    mine = queries.round_of_mentee(actor, place)
    stands = queries.standing_score(actor.user_id, place.usage_key)
    panel = _panel(actor, place, rule, reached, deadline, now, mine, stands)
    points = earned(rule, reached)
    if panel.why or not _more(points, rule.maximum, stands):
        return panel
    for _attempt in range(_ATTEMPTS):
        with transaction.atomic():
            counted = _count(actor, place, mine.id, points, rule.maximum, now)
        if counted:
            stands = queries.standing_score(actor.user_id, place.usage_key)
            return _panel(actor, place, rule, reached, deadline, now, mine, stands)
    raise Conflict(gettext("Something else was counted at the same moment. Load the page again."))


def _panel(
    actor: Actor,
    place: Place,
    rule: ByPart,
    reached: Done,
    deadline: Deadline,
    now: datetime,
    mine: RoundInfo | None,
    stands: Score | None,
) -> PartPanel:
    closes_at = time.closes_at(actor.user_id, place.usage_key, deadline)
    frozen = host.grades_frozen(place.course_key)
    return PartPanel(
        rule=rule,
        reached=reached,
        points=stands.points if stands else 0,
        maximum=stands.hand_in.maximum if stands else rule.maximum,
        closes_at=closes_at,
        frozen=frozen,
        why=_why(mine, stands, late=closes_at is not None and now > closes_at, frozen=frozen),
    )


def _why(mine: RoundInfo | None, stands: Score | None, *, late: bool, frozen: bool) -> str:
    """Say why nothing is counted; empty where it is."""
    if mine is None:
        return gettext("You are not mentored in this round, so nothing more is counted.")
    if mine.closed:
        return gettext("This round has ended, so nothing more is counted.")
    if stands is not None and stands.hand_in.kind == Kind.CHOSEN:
        return gettext("You have points for what you handed in here. They stand, so nothing else is counted.")
    if frozen:
        return gettext("The course’s grades are closed, so nothing more is counted.")
    if late:
        return gettext("The time for this has passed, so nothing more is counted.")
    return ""


def _more(points: int, maximum: int, stands: Score | None) -> bool:
    """Whether these points are a larger share of their maximum than those that stand."""
    if not points:
        return False
    return stands is None or Fraction(points, maximum) > Fraction(stands.points, stands.hand_in.maximum or 1)


def _count(actor: Actor, place: Place, round_id: int, points: int, maximum: int, now: datetime) -> bool:
    """Store points that are more than what stands; False if another request took the number meanwhile."""
    rows = queries.lock_all(actor.user_id, place.usage_key)
    stands = queries.standing_score(actor.user_id, place.usage_key)
    if not _more(points, maximum, stands) or (stands is not None and stands.hand_in.kind == Kind.CHOSEN):
        return True
    live = [row for row in rows if row.kind == Kind.PART and row.withdrawn_at is None]
    # The maximum is frozen with what was made under it, so an author's other one needs another row.
    row = next((one for one in live if one.maximum == maximum), None)
    if row is None:
        try:
            with transaction.atomic():
                row = HandIn.objects.create(
                    round_id=round_id,
                    course_key=place.course_key,
                    usage_key=place.usage_key,
                    block_type=place.block_type,
                    kind=Kind.PART,
                    owner_id=actor.user_id,
                    number=rows[-1].number + 1 if rows else 1,
                    maximum=maximum,
                    once_key=uuid.uuid4(),
                )
        except IntegrityError:
            return False
        row.submission_uuid = gradebook.submit(row, 0)
        row.save(update_fields=["submission_uuid"])
        HandIn.objects.filter(pk__in=[one.pk for one in live]).update(withdrawn_at=now)
    if stands is not None:
        Score.objects.filter(pk=stands.pk).update(withdrawn_at=now)
    Score.objects.create(hand_in=row, scorer=None, points=points, scored_at=now, released_at=now)
    gradebook.give(row, points, None)
    scores.record(row, None, Verb.SCORED, points)
    return True
