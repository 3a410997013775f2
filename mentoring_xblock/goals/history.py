"""What a goal said before: its kept texts a page at a time, each as what has changed since, and the days it moved on.

Texts of versions are loaded here and nowhere else, ten at a time: a page that shows goals only counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import STATUS_LABELS, History, Moment, PartChange, Status, VersionInfo
from mentoring_xblock.goals.models import GoalVersion
from mentoring_xblock.goals.queries import draft_of, row_on
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.differences import Change, Kind, changes
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.numbers import signed
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.questions import parts_of
from mentoring_xblock.privacy.policy import Action, Actor

#: Kept texts on one page.
PAGE_SIZE = 10
#: Kept texts that a picture looks at, the newest.
MOMENTS = 200

Content = Mapping[str, Any]
#: A part of a text by what tells it from the others: its words, and what it is called.
Pieces = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Now:
    """What stands, to compare kept texts with: the goal's text, and its levels, None where it has none."""

    text: Content
    levels: Content | None = None


def history(actor: Actor, sheet: Sheet, goal_id: UUID, page: int, *, levels: Content | None = None) -> History:
    """Return a page of the texts kept beside a goal of one's own or of one's group, newest first.

    Who joined a group later reads what was kept after that. A constant number of queries, whatever was kept.

    Args:
        levels: the goal's five levels as they stand, as they are kept; None where it has none.
    Raises:
        NotFound: there is no such goal of the actor's own, or of the group whose sheet it is.
    """
    # What a group writes has names instead of a trail, and whoever reads the goal reads them.
    row = row_on(actor, sheet, goal_id, Action.ITEM_READ if sheet.relation else Action.TRAIL_SEE)
    kept = kept_of([row.pk])
    if sheet.relation is not None and sheet.relation.since is not None:
        kept = kept.filter(created_at__gte=sheet.relation.since)
    total = kept.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    # One more than the page: what the newest on it has changed into.
    found = list(kept[max(0, shown.start - 1) : shown.stop])
    newer, mine = (found[:1], found[1:]) if shown.start else ([], found)
    names = _names(found) if sheet.relation else {}
    stands = Now(rules.content_of(draft_of(row), row.asked), levels)
    told = told_of(mine, stands, sheet, names, newer=_above(kept, newer))
    return History(goal_id, Page(told, number, pages, total))


def kept_of(goal_pks: Iterable[int]) -> QuerySet[GoalVersion]:
    """Return what was kept beside these goals, newest first. Ask policy for each of them before."""
    return GoalVersion.objects.filter(goal__in=list(goal_pks)).order_by("-created_at", "-pk")


def _above(kept: QuerySet[GoalVersion], newer: Sequence[GoalVersion]) -> dict[bool, Content]:
    """Return what stood after the first text of a page, and the levels that did (True), where that is on a page before.

    Mostly the kept text right before it; where that is another kind of thing, the one that is looked for in one query.
    """
    found = {_is_levels(one.content): one.content for one in newer if one.reason != Reason.CONFLICT}
    for levels in (False, True):
        if newer and levels not in found:
            [last] = newer
            later = kept.filter(Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk))
            stood = later.exclude(reason=Reason.CONFLICT)
            stood = stood.filter(reason=Reason.SCALE) if levels else stood.exclude(reason=Reason.SCALE)
            nearest = stood.order_by("created_at", "pk").first()
            found |= {levels: nearest.content} if nearest else {}
    return found


def told_of(
    kept: Iterable[GoalVersion],
    now: Now,
    sheet: Sheet,
    names: Mapping[int | None, str],
    *,
    newer: Mapping[bool, Content] | None = None,
) -> tuple[VersionInfo, ...]:
    """Return kept texts of one goal, newest first, as what each has changed into.

    A text that lost to another never stood: it is told whole, and nothing is compared with it.

    Args:
        names: of who wrote them, by user id; empty where they are one person's.
        newer: what stood after the first of them, where that is not what stands now.
    """
    after: dict[bool, Content | None] = {False: now.text, True: now.levels, **(newer or {})}
    told = []
    for one in kept:
        levels, reason = _is_levels(one.content), Reason(one.reason)
        here = _pieces(one.content, sheet)
        if reason is Reason.CONFLICT:
            changed = tuple(PartChange(label, (Change(text, Kind.SAME),)) for label, text in here.values())
        else:
            changed = _changed(here, _pieces(after[levels] or {}, sheet))
            after[levels] = one.content
        told.append(VersionInfo(one.number, reason, one.created_at, names.get(one.author_id, ""), changed))
    return tuple(told)


def _is_levels(content: Content) -> bool:
    return "levels" in content


def _changed(before: Pieces, after: Pieces) -> tuple[PartChange, ...]:
    """Return what differs, in the order of the newer text; what is only in the older comes last."""
    found = []
    for key in dict.fromkeys([*after, *before]):
        label = (after.get(key) or before[key])[0]
        old, new = (side[key][1] if key in side else "" for side in (before, after))
        if old != new:
            found.append(PartChange(label, changes(old, new)))
    return tuple(found)


def _pieces(content: Content, sheet: Sheet) -> Pieces:
    """Return the parts of a kept text, or of kept levels, that say something, in the reader's language."""
    return _levels_in(content) if _is_levels(content) else _parts_in(content, sheet)


def _parts_in(content: Content, sheet: Sheet) -> Pieces:
    answers, asked = rules.answers_in(content), content.get("asked")
    found: Pieces = {}
    for id_ in [*(question.id for question in sheet.questions), *sorted(answers)]:
        # One answer at a time, so that each keeps the id by which it is compared.
        for part in parts_of(sheet.questions, {id_: answers.get(id_, "")}, asked):
            found[f"answer {id_}"] = (part.heading, part.text)
    theme, day, status = content.get("theme"), content.get("target_on"), content.get("status")
    if theme:
        found["theme"] = (gettext("Theme"), sheet.theme_name(theme) or gettext("An earlier theme"))
    if day:
        found["day"] = (gettext("By when?"), long_day(dt.date.fromisoformat(day)))
    if status in Status.values:
        found["status"] = (gettext("Where does it stand?"), str(STATUS_LABELS[Status(status)]))
    return found


def _levels_in(content: Content) -> Pieces:
    found: Pieces = {}
    for level in (2, 1, 0, -1, -2):
        text = content["levels"].get(str(level), "")
        if text.strip():
            found[f"level {level}"] = (gettext("Level %(level)s") % {"level": signed(level)}, text)
    if content.get("baseline") is not None:
        found["baseline"] = (gettext("Where it began"), signed(content["baseline"]))
    if content.get("weight") is not None:
        found["weight"] = (gettext("Weight"), str(content["weight"]))
    return found


def _names(kept: Iterable[GoalVersion]) -> dict[int | None, str]:
    people = host.people({one.author_id for one in kept if one.author_id is not None})
    return {user_id: person.full_name for user_id, person in people.items()}


def moments(goal_pk: int) -> tuple[Moment, ...]:
    """Return when a goal's text changed, and when where it stands did, oldest first: moments only, one query.

    For the eyes of whoever may read its history; texts are not looked at.
    """
    rows = GoalVersion.objects.filter(goal=goal_pk).exclude(reason__in=[Reason.CONFLICT, Reason.SCALE])
    newest = rows.annotate(status=KT("content__status")).order_by("-created_at", "-pk")[:MOMENTS]
    found, later = [], None
    for at, reason, status, stands in newest.values_list("created_at", "reason", "status", "goal__status"):
        became = later or stands
        if status and status != became:
            found.append(Moment(at, "status", Status(became)))
        elif reason == Reason.SAVED:
            found.append(Moment(at, "changed"))
        later = status or became
    return tuple(reversed(found))


__all__ = ["PAGE_SIZE", "Now", "history", "kept_of", "moments", "told_of"]
