"""What the coordinator's desk for matching shows: sentences, and views of what the api tells, for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.groups.forms import KIND_NAMES
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.proposals import pictures, sentences
from mentoring_xblock.proposals.brief import Brief, Criterion, Mode, Objective
from mentoring_xblock.proposals.data import (
    FULL,
    ChangeInfo,
    GroupPlan,
    LeaderInfo,
    OpenProposal,
    Option,
    Order,
    Outcome,
    PartInfo,
    ProposalInfo,
    RunReport,
    SeatInfo,
)
from mentoring_xblock.proposals.forms import CRITERION_NAMES
from mentoring_xblock.proposals.later_data import After, Free
from mentoring_xblock.proposals.pictures import Bar, Dot, Measure, Segment

#: How many parts a pair's line names, and when one speaks against it: with less than a third of its points.
_FOREMOST = 2
_WEAK = 3


def orders() -> list[tuple[str, str]]:
    """Return the orders in which people can be shown."""
    return [
        (Order.WORST_LAST.value, gettext("Worst-off last")),
        (Order.WORST_FIRST.value, gettext("Worst-off first")),
        (Order.NAME.value, gettext("By name")),
        (Order.LEADER.value, gettext("By mentor")),
    ]


def fills(info: ProposalInfo) -> list[tuple[str, str]]:
    """Return the ways to give everybody else a place."""
    best = (Mode.BEST.value, gettext("Give the rest the best free places"))
    if info.kind is Kind.PEER_GROUP:
        return [best]
    return [
        *([best] if info.brief.scored else []),
        (Mode.EVEN.value, gettext("Fill the rest evenly")),
        (Mode.RANDOM.value, gettext("Fill the rest at random")),
        (Mode.ALPHABETICAL.value, gettext("Fill the rest by the alphabet")),
    ]


# ---- the board ----


@dataclass(frozen=True)
class Card:
    """A proposal among others."""

    info: ProposalInfo
    stage: str
    kind: str
    way: str
    step: str
    sentence: str
    stale: tuple[str, ...]
    measures: tuple[Measure, ...] = ()

    @property
    def key(self) -> str:
        """What tells its element ids from those of others."""
        return self.info.public_id.hex[:12]


def board(infos: Sequence[ProposalInfo]) -> tuple[Card, ...]:
    """Put proposals beside each other; pictures compare those of one kind."""
    drawn: dict[UUID, tuple[Measure, ...]] = {}
    for kind in Kind:
        alike = [info for info in infos if info.kind == kind and info.numbers is not None]
        if alike:
            drawn |= zip(
                (info.public_id for info in alike), pictures.compare([_measures(one) for one in alike]), strict=True
            )
    return tuple(card(info, drawn.get(info.public_id, ())) for info in infos)


def card(info: ProposalInfo, measures: tuple[Measure, ...] = ()) -> Card:
    """Return one proposal as the board shows it."""
    return Card(
        info=info,
        stage=sentences.stage_words(info),
        kind=str(KIND_NAMES[info.kind]),
        way=sentences.way_words(info.brief),
        step=sentences.step_words(info.step) if info.under_way else "",
        sentence=sentences.first_sentence(info.kind, info.numbers) if info.numbers else "",
        stale=sentences.stale_sentences(info.stale),
        measures=measures,
    )


def _measures(info: ProposalInfo) -> list[tuple[str, str, int | None, int]]:
    numbers = info.numbers
    scored = info.brief.scored and info.kind is not Kind.PEER_GROUP
    worst = numbers.minimum if scored else None
    total = numbers.total if scored and numbers.placed else None
    return [
        (
            gettext("With a place"),
            gettext("%(count)s of %(all)s") % {"count": grouped(numbers.placed), "all": grouped(numbers.people)},
            numbers.placed,
            numbers.people,
        ),
        (gettext("Worst-off"), str(pictures.score(worst or 0)), worst, FULL),
        (
            gettext("On average"),
            str(pictures.score(numbers.total // numbers.placed)) if numbers.placed else "",
            total,
            FULL * numbers.people,
        ),
    ]


# ---- weights ----


def weights_picture(weights: Mapping[Criterion, int]) -> Bar:
    """Draw what counts and how much."""
    return pictures.weights_bar(_coded(weights), _names())


def _coded(weights: Mapping[Criterion, int]) -> dict[str, int]:
    return {one.value: points for one, points in weights.items()}


def _names() -> dict[str, str]:
    return {one.value: str(name) for one, name in CRITERION_NAMES.items()}


# ---- one proposal ----


@dataclass(frozen=True)
class SeatView:
    """Somebody and their place. `places` says how many of the mentor's are used; `focused` after they were moved.

    `reasons` name the parts that count most, `every` all of them as (criterion, points of how many, why).
    """

    seat: SeatInfo
    bar: Bar | None
    reasons: str
    every: tuple[tuple[str, str, str], ...]
    ranks: tuple[str, ...]
    places: str
    thin: bool
    hint: str = ""
    leader_hint: str = ""
    focused: bool = False

    @property
    def key(self) -> str:
        """What tells their element ids from those of others."""
        return self.seat.who.participant.hex[:12]


@dataclass(frozen=True)
class Mixed:
    """How a group is mixed in one thing, as dots and in words."""

    name: str
    dots: tuple[Dot, ...]
    words: str
    width: int


@dataclass(frozen=True)
class GroupView:
    """A group of a proposal."""

    plan: GroupPlan
    title: str
    members: tuple[SeatView, ...]
    mixed: tuple[Mixed, ...]
    places: str
    leader: str


@dataclass(frozen=True)
class OptionView:
    """Somebody's other possibility."""

    option: Option
    bar: Bar
    rank: str
    room: str


@dataclass(frozen=True)
class ProposalView:
    """A proposal to work on."""

    found: OpenProposal
    card: Card
    first: str
    second: str
    legend: tuple[Segment, ...]
    seats: tuple[SeatView, ...]
    groups: tuple[GroupView, ...]
    unplaced: tuple[SeatView, ...]
    changes: tuple[tuple[ChangeInfo, str], ...]
    here: str

    @property
    def info(self) -> ProposalInfo:
        """The proposal itself."""
        return self.found.info

    @property
    def page(self) -> int:
        """Which page of people is shown."""
        return self.found.page

    @property
    def pages(self) -> int:
        """How many there are."""
        return self.found.pages

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.page + 1 if self.page < self.pages else None


class _Drawing:
    """Draws one proposal: the colours of its criteria, and the places of its mentors."""

    def __init__(
        self, brief: Brief, leaders: Iterable[LeaderInfo], hints: Mapping[UUID, str], focused: UUID | None = None
    ):
        self.hints = hints
        self.names = _names()
        self.legend = pictures.weights_bar(_coded(brief.weights), self.names) if brief.scored else None
        self.colours = pictures.shades(_coded(brief.weights))
        self.leaders = {leader.who.participant: leader for leader in leaders}
        self.focused = focused

    def bar(self, parts: Iterable[PartInfo]) -> Bar:
        return pictures.parts_bar([(part.criterion.value, part.points) for part in parts], self.colours, self.names)

    def seat(self, seat: SeatInfo) -> SeatView:
        ranks = []
        if seat.rank:
            ranks.append(gettext("no. %(rank)s on their list") % {"rank": seat.rank})
        if seat.leader_rank:
            ranks.append(gettext("no. %(rank)s on the mentor’s list") % {"rank": seat.leader_rank})
        return SeatView(
            seat=seat,
            bar=self.bar(seat.parts) if seat.parts and seat.placed else None,
            reasons=_reasons(seat.parts),
            every=_every(seat.parts),
            ranks=tuple(ranks),
            places=self.places(seat.leader.participant) if seat.leader else "",
            thin=seat.thin and seat.leader is not None,
            hint=self.hints.get(seat.who.participant, ""),
            leader_hint=self.hints.get(seat.leader.participant, "") if seat.leader else "",
            focused=seat.who.participant == self.focused,
        )

    def places(self, leader_id: UUID) -> str:
        leader = self.leaders.get(leader_id)
        return sentences.places_words(leader) if leader else ""

    def group(self, plan: GroupPlan) -> GroupView:
        members = tuple(self.seat(seat) for seat in plan.members)
        if plan.number is not None:
            title = sentences.group_name(plan.number)
        else:
            title = plan.leader.name if plan.leader else gettext("Without a mentor")
        mixed = tuple(_mixed(self.names[criterion.value], levels) for criterion, levels in plan.mixed.items() if levels)
        leader = plan.leader.name if plan.leader and plan.number is not None else ""
        places = self.places(plan.leader.participant) if plan.leader and plan.number is None else ""
        return GroupView(plan, title, members, mixed, places, leader)

    def option(self, option: Option) -> OptionView:
        rank = gettext("no. %(rank)s on their list") % {"rank": option.rank} if option.rank else ""
        if option.free:
            room = ngettext("%(count)s place free", "%(count)s places free", option.free) % {"count": option.free}
        else:
            room = gettext("no place free")
        return OptionView(option, self.bar(option.parts), rank, room)


def _mixed(name: str, levels: Sequence[str]) -> Mixed:
    counts = {level: levels.count(level) for level in levels}
    words = ", ".join(f"{level}: {counts[level]}" for level in sorted(counts, key=lambda one: -counts[one]))
    drawn = pictures.dots(levels)
    return Mixed(name, drawn, words, 14 * len(drawn))


def leaders_listed(leaders: Iterable[LeaderInfo]) -> list[tuple[LeaderInfo, str]]:
    """Return mentors with how many of their places are used, by name."""
    return [(one, sentences.places_words(one)) for one in sorted(leaders, key=lambda one: one.who.name.casefold())]


def proposal_view(found: OpenProposal, hints: Mapping[UUID, str], focused: UUID | None = None) -> ProposalView:
    """Return a proposal as the page shows it; `hints` help to recognise people."""
    # Once they have been published, places are counted by the groups that there are, and not by the proposal.
    drawing = _Drawing(found.info.brief, found.leaders if found.info.ready else (), hints, focused)
    return ProposalView(
        found=found,
        card=card(found.info),
        first=sentences.first_sentence(found.info.kind, found.info.numbers),
        second=sentences.second_sentence(found.info),
        legend=drawing.legend.segments if drawing.legend else (),
        seats=tuple(drawing.seat(seat) for seat in found.seats),
        groups=tuple(drawing.group(plan) for plan in found.groups),
        unplaced=tuple(drawing.seat(seat) for seat in found.unplaced),
        changes=tuple((change, sentences.change_words(change)) for change in found.changes),
        here=sentences.here_words(found.here),
    )


def option_views(brief: Brief, options: Iterable[Option]) -> tuple[OptionView, ...]:
    """Return somebody's possibilities as the page shows them."""
    drawing = _Drawing(brief, (), {})
    return tuple(drawing.option(option) for option in options)


# ---- the report, and what if ----


def report_lines(info: ProposalInfo, report: RunReport) -> tuple[tuple[str, str], ...]:
    """Return the report of a run as names and values."""
    lines = [
        (
            gettext("With a place"),
            gettext("%(count)s of %(all)s") % {"count": grouped(report.placed), "all": grouped(report.people)},
        )
    ]
    if info.kind is not Kind.PEER_GROUP:
        used = {"count": grouped(report.mentors_used), "all": grouped(report.mentors)}
        lines.append((gettext("Mentors with somebody"), gettext("%(count)s of %(all)s") % used))
    if report.minimum is not None and info.kind is not Kind.PEER_GROUP:
        worst = {"score": pictures.score(report.minimum)}
        best = report.proved and info.brief.mode is Mode.BEST and info.brief.objective is Objective.FAIR
        words = gettext("%(score)s, as high as can be") if best else "%(score)s"
        lines.append((gettext("Worst-off"), words % worst))
    if report.fairness_price is not None:
        lines.append((gettext("Price of that fairness"), sentences.fairness_words(report.fairness_price)))
    if report.blocking is not None:
        pairs = ngettext("%(count)s pair", "%(count)s pairs", report.blocking) % {"count": grouped(report.blocking)}
        lines.append((gettext("Two who would rather be together"), pairs))
    return tuple(lines)


@dataclass(frozen=True)
class OutcomeView:
    """What would come of a what-if, in words."""

    outcome: Outcome
    moved: tuple[tuple[str, str, str, bool], ...]
    placed: str
    total: str
    others: str


def outcome_view(outcome: Outcome, *, peers: bool = False) -> OutcomeView:
    """Return a what-if as its card shows it: who moves, from what to what, and where to if there are mentors."""
    nowhere = "" if peers else gettext("without a place")
    moved = tuple(
        (
            one.who.name,
            f"{pictures.score(one.score_before)} → {pictures.score(one.score_after)}",
            one.after.name if one.after else nowhere,
            one.loses,
        )
        for one in outcome.moved
    )
    count = ngettext("%(count)s person", "%(count)s people", len(moved)) % {"count": len(moved)}
    before, after = outcome.placed
    placed = str(after) if before == after else f"{before} → {after}"
    return OutcomeView(outcome, moved, placed, sentences.delta(*outcome.total), count if moved else gettext("nobody"))


# ---- after publishing ----


def free_views(after: After) -> list[tuple[Free, Bar | None, str]]:
    """Return places that can be given, each with its picture and why."""
    return [(free, _free_bar(free) if free.score is not None else None, _reasons(free.parts)) for free in after.free]


def _free_bar(free: Free) -> Bar:
    colours = pictures.shades({part.criterion.value: part.most for part in free.parts})
    return pictures.parts_bar([(part.criterion.value, part.points) for part in free.parts], colours, _names())


def _every(parts: Iterable[PartInfo]) -> tuple[tuple[str, str, str], ...]:
    """Return every part as (criterion, points of how many, why), the largest first."""
    return tuple(
        (
            _title(part),
            gettext("%(points)s of %(most)s")
            % {"points": pictures.score(part.points), "most": pictures.score(part.most)},
            part.words,
        )
        for part in sorted(parts, key=lambda part: -part.points)
        if part.most
    )


def _reasons(parts: Iterable[PartInfo]) -> str:
    """Say what counts most for two people, and what counts least where it speaks against them."""
    said = sorted((part for part in parts if part.words and part.most), key=lambda part: -part.points)
    told = [part for part in said if part.points][:_FOREMOST]
    rest = [part for part in said if part not in told]
    weakest = min(rest, key=lambda part: part.points / part.most, default=None)
    if weakest is not None and weakest.points * _WEAK < weakest.most:
        told.append(weakest)
    return "; ".join(_named(part) for part in told)


def _named(part: PartInfo) -> str:
    return gettext("%(criterion)s: %(reason)s") % {"criterion": _title(part), "reason": part.words}


def _title(part: PartInfo) -> str:
    return part.label[:1].upper() + part.label[1:]
