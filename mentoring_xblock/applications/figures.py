"""How a round's calls stand, as numbers and as small pictures; nothing here is what somebody wrote.

Positions are percentages written for SVG attributes, the same in every language, so that a picture fits any width.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext, ngettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.answers import usable
from mentoring_xblock.applications.calls import call_settings, span_of
from mentoring_xblock.applications.data import CallSettings, CallState, Span
from mentoring_xblock.applications.lists import ApplicationLine, lines_of, programme_of, role_name
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.applications.reserve import with_rank
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import BlockInfo, ProgrammeInfo

CALL_TYPE = "mentoring_application"
#: Standing applications, in the order of a picture's parts, with the class of each part.
_PARTS = ((Status.ACCEPTED, "s-p2"), (Status.RECEIVED, "s-p1"), (Status.RESERVE, "s-p4"))


@dataclass(frozen=True)
class Segment:
    """A part of a bar: where it begins and how wide it is, and its class."""

    x: str
    width: str
    kind: str


@dataclass(frozen=True)
class CallFigures:
    """One call.

    key: names it in a browser. counts: sent applications by status. wanted: how many are looked for; None where the
    author named no number. surplus: how many more want to than are wanted. next: who is first in the reserve while a
    place is free. segments, mark: the picture, `mark` where the wanted number lies, which is written below it
    from there or up to there (`mark_anchor`).
    """

    key: str
    usage_key: UsageKey
    title: str
    role: CallRole
    role_name: str
    settings: CallSettings
    span: Span
    state: CallState
    counts: Mapping[Status, int]
    wanted: int | None
    segments: tuple[Segment, ...]
    mark: str
    mark_anchor: str
    label: str
    next: ApplicationLine | None = None

    @property
    def accepted(self) -> int:
        """How many have a place."""
        return self.counts[Status.ACCEPTED]

    @property
    def waiting(self) -> int:
        """How many wait for a decision."""
        return self.counts[Status.RECEIVED]

    @property
    def reserve(self) -> int:
        """How many are in reserve."""
        return self.counts[Status.RESERVE]

    @property
    def sent(self) -> bool:
        """Whether anybody has applied."""
        return any(self.counts.values())

    @property
    def free(self) -> int:
        """How many places are left of those wanted."""
        return max(0, (self.wanted or 0) - self.accepted)

    @property
    def surplus(self) -> int:
        """How many of those without a place are more than wanted; 0 without a number."""
        without = self.waiting + self.reserve
        return min(max(0, self.accepted + without - self.wanted), without) if self.wanted else 0


@dataclass(frozen=True)
class Topic:
    """A topic of the plan: how many wish for it and how many offer it. Widths are for the picture."""

    name: str
    wished: int
    offered: int
    wished_width: str
    offered_width: str
    sentence: str = ""


@dataclass(frozen=True)
class Coverage:
    """Wishes against expertise. `missing` are topics that somebody wishes for and nobody offers."""

    topics: tuple[Topic, ...]
    missing: tuple[Topic, ...]
    label: str


# ---- calls ----


def calls(actor: Actor, place: Place, now: dt.datetime) -> tuple[CallFigures, ...]:
    """Return how each call of the programme stands, those of mentees and mentors first; a constant number of queries.

    A call that was removed from the course is there as long as it has applications.
    """
    programme = programme_of(actor, place)
    counts = _counts(programme.round.id)
    blocks = {block.usage_key: block for block in _blocks(place, counts)}
    first = _first_in_reserve(programme)
    found = [_figures(programme, blocks[key], counts.get(key, Counter()), now, first.get(key)) for key in blocks]
    order = list(CallRole)
    return tuple(sorted(found, key=lambda one: (order.index(one.role), one.title.casefold(), one.key)))


def _counts(round_id: int) -> dict[UsageKey, Counter[str]]:
    rows = Application.objects.filter(round_id=round_id).exclude(status=Status.DRAFT).order_by()
    found: dict[UsageKey, Counter[str]] = defaultdict(Counter)
    for row in rows.values("usage_key", "status").annotate(people=Count("pk")):
        found[row["usage_key"]][row["status"]] = row["people"]
    return found


def _blocks(place: Place, counted: Iterable[UsageKey]) -> list[BlockInfo]:
    published = [one for one in programmes.blocks_of(place.course_key, place.slug) if one.block_type == CALL_TYPE]
    gone = set(counted) - {one.usage_key for one in published}
    return [*published, *programmes.block_infos(list(gone)).values()]


def _first_in_reserve(programme: ProgrammeInfo) -> dict[UsageKey, ApplicationLine]:
    rows = Application.objects.filter(round_id=programme.round.id, status=Status.RESERVE, reserve_order__isnull=False)
    orders = rows.order_by().values("usage_key").annotate(first=Min("reserve_order"))
    # Of two calls one may have the other's number further back: the later of a call in this order is not its first.
    found = rows.filter(reserve_order__in=[row["first"] for row in orders]).order_by("-reserve_order")
    return {one.usage_key: one for one in lines_of(programme, with_rank(found).defer("answers"))}


def _figures(
    programme: ProgrammeInfo,
    block: BlockInfo,
    counted: Mapping[str, int],
    now: dt.datetime,
    first: ApplicationLine | None,
) -> CallFigures:
    settings = call_settings(block.settings, block.questions)
    span = span_of(settings, programme.plan.time_zone)
    counts = {status: counted.get(status.value, 0) for status in Status}
    wanted = settings.target or settings.places
    segments, mark = _bar(counts, wanted)
    free = wanted is not None and counts[Status.ACCEPTED] < wanted
    return CallFigures(
        key=str(block.usage_key),
        usage_key=block.usage_key,
        title=pick(block.title) or role_name(programme, settings.role),
        role=settings.role,
        role_name=role_name(programme, settings.role),
        settings=settings,
        span=span,
        state=CallState.CLOSED if not block.active or programme.round.closed_at else span.state(now),
        counts=counts,
        wanted=wanted,
        segments=segments,
        mark=mark,
        mark_anchor="end" if wanted and wanted >= _standing(counts) / 2 else "start",
        label=_in_words(counts, wanted),
        next=first if free else None,
    )


def _standing(counts: Mapping[Status, int]) -> int:
    return sum(counts[status] for status, _ in _PARTS)


def _bar(counts: Mapping[Status, int], wanted: int | None) -> tuple[tuple[Segment, ...], str]:
    whole = max(_standing(counts), wanted or 0, 1)
    segments, at = [], 0
    for status, kind in _PARTS:
        if counts[status]:
            segments.append(Segment(_percent(at, whole), _percent(counts[status], whole), kind))
            at += counts[status]
    return tuple(segments), _percent(wanted, whole) if wanted else ""


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def _in_words(counts: Mapping[Status, int], wanted: int | None) -> str:
    words = {
        "accepted": counts[Status.ACCEPTED],
        "waiting": counts[Status.RECEIVED],
        "reserve": counts[Status.RESERVE],
        "wanted": wanted,
    }
    if wanted is None:
        return gettext("Accepted: %(accepted)s. Waiting for a decision: %(waiting)s. In reserve: %(reserve)s.") % words
    return (
        gettext("Accepted: %(accepted)s of %(wanted)s. Waiting for a decision: %(waiting)s. In reserve: %(reserve)s.")
        % words
    )


def first_sentence(found: Iterable[CallFigures]) -> str:
    """Say what needs doing; empty while applications wait, which the sentence on top of the page tells."""
    found = list(found)
    if not found:
        return gettext("There is no call yet.")
    if any(one.waiting for one in found):
        return ""
    if not any(one.sent for one in found):
        return gettext("Nobody has applied yet.")
    if free := sum(one.free for one in found if one.next):
        return ngettext(
            "%(count)s place is free, and somebody is in reserve.",
            "%(count)s places are free, and somebody is in reserve.",
            free,
        ) % {"count": opening(free)}
    return gettext("Every application has been decided on.")


# ---- topics ----


def coverage(actor: Actor, place: Place, found: Iterable[CallFigures]) -> Coverage | None:
    """Return which topics are wished for and offered by those who stand; None where nobody has named any. One query
    for wishes and expertise together; the programme's own besides."""
    programme = programme_of(actor, place)
    names = programme.plan.named("topics")
    asked = {
        (one.usage_key, one.role): question.id
        for one in found
        for question in one.settings.questions
        if question.kind is QuestionKind.TOPICS and one.role in (CallRole.MENTEE, CallRole.MENTOR)
    }
    if not names or not asked:
        return None
    said: dict[CallRole, Counter[str]] = {CallRole.MENTEE: Counter(), CallRole.MENTOR: Counter()}
    fields = {f"topics_{number}": id_ for number, id_ in enumerate(sorted(set(asked.values())))}
    by_id = {id_: name for name, id_ in fields.items()}
    rows = Application.objects.filter(
        round_id=programme.round.id,
        role__in=list(said),
        status__in=[status for status, _ in _PARTS],
    ).annotate(**{name: KeyTransform(id_, "answers") for name, id_ in fields.items()})
    for row in rows.values("usage_key", "role", *fields):
        id_ = asked.get((row["usage_key"], CallRole(row["role"])))
        if id_ is not None:
            said[CallRole(row["role"])].update(usable(QuestionKind.TOPICS, row[by_id[id_]]) or ())
    return _coverage(programme, names, said[CallRole.MENTEE], said[CallRole.MENTOR])


def _coverage(
    programme: ProgrammeInfo, names: Mapping[str, str], wished: Counter[str], offered: Counter[str]
) -> Coverage | None:
    named = [id_ for id_ in names if names[id_] and (wished[id_] or offered[id_])]
    if not named:
        return None
    most = max(max(wished[id_], offered[id_]) for id_ in named)
    topics = [
        Topic(
            name=names[id_],
            wished=wished[id_],
            offered=offered[id_],
            wished_width=_percent(wished[id_], most),
            offered_width=_percent(offered[id_], most),
            sentence=_missing(programme, names[id_], wished[id_]) if not offered[id_] else "",
        )
        for id_ in named
    ]
    topics.sort(key=lambda one: (one.offered - one.wished, one.name.casefold()))
    missing = tuple(one for one in topics if one.wished and not one.offered)
    label = ngettext(
        "%(count)s topic; %(missing)s of them is wished for and offered by nobody.",
        "%(count)s topics; wished for and offered by nobody: %(missing)s.",
        len(topics),
    ) % {"count": len(topics), "missing": len(missing)}
    return Coverage(tuple(topics), missing, label)


def _missing(programme: ProgrammeInfo, topic: str, wished: int) -> str:
    return ngettext(
        "%(count)s wishes for the topic “%(topic)s”, and no %(mentor)s offers it.",
        "%(count)s wish for the topic “%(topic)s”, and no %(mentor)s offers it.",
        wished,
    ) % {**programme.plan.words(), "count": opening(wished), "topic": topic}
