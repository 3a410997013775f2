"""What somebody's document of their own goals says of the points that they were given for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.assessment.data import ScoreInfo
from mentoring_xblock.assessment.models import Kind
from mentoring_xblock.assessment.queries import given, score_info
from mentoring_xblock.goals.document import Line, Section
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def points_on(actor: Actor, place: Place) -> dict[UUID, tuple[Section, ...]]:
    """Return what the actor was given for what they handed in, by the public id of each thing in it, oldest first.

    Points that wait to be released are not among them. Two queries.
    """
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return {}
    rows = list(
        given()
        .filter(
            hand_in__owner_id=actor.user_id,
            hand_in__course_key=place.course_key,
            hand_in__round__programme__slug=place.slug,
            hand_in__kind=Kind.CHOSEN,
        )
        .select_related("hand_in")
        .order_by("scored_at", "pk")
    )
    people = host.people({row.scorer_id for row in rows if row.scorer_id})
    found: dict[UUID, list[Line]] = defaultdict(list)
    for row in rows:
        lines = tuple(_lines(score_info(row, people)))
        for item in row.hand_in.content:
            found[UUID(item["id"])].extend(lines)
    return {item_id: (Section(gettext("Points"), tuple(lines)),) for item_id, lines in found.items()}


def _lines(score: ScoreInfo) -> Iterator[Line]:
    words = {"points": score.points, "maximum": score.maximum, "day": long_day(timezone.localtime(score.at).date())}
    if score.stands:
        label = ngettext(
            "%(points)s of %(maximum)s point, given on %(day)s",
            "%(points)s of %(maximum)s points, given on %(day)s",
            score.maximum,
        )
    else:
        label = ngettext(
            "%(points)s of %(maximum)s point, given on %(day)s; it does not stand any more",
            "%(points)s of %(maximum)s points, given on %(day)s; they do not stand any more",
            score.maximum,
        )
    yield Line(label % words, score.feedback)
    for mark in score.marks:
        scored = {"name": mark.name, "points": mark.points, "maximum": mark.most}
        yield Line(gettext("%(name)s: %(points)s of %(maximum)s") % scored, mark.words)


__all__ = ["points_on"]
