"""What the coordinator's desk for matching shows of one proposal: views of what the api tells, for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.proposals import pictures, reasons, sentences
from mentoring_xblock.proposals.board_pages import Card, card
from mentoring_xblock.proposals.brief import Brief, Mode, Objective
from mentoring_xblock.proposals.data import (
    ChangeInfo,
    GroupPlan,
    LeaderInfo,
    OpenProposal,
    Order,
    PartInfo,
    ProposalInfo,
    RunReport,
    SeatInfo,
)
from mentoring_xblock.proposals.forms import CRITERION_NAMES
from mentoring_xblock.proposals.later_data import Fate
from mentoring_xblock.proposals.pictures import Bar, Dot, Segment

#: People without a place who are in sight; more are folded away.
_WAITING = 5


def orders(info: ProposalInfo) -> list[tuple[str, str]]:
    """Return the orders in which people can be shown, the usual one first."""
    by_name = [(Order.NAME.value, gettext("By name")), (Order.LEADER.value, gettext("By mentor"))]
    if not info.brief.scored:
        return by_name
    return [
        (Order.WORST_FIRST.value, gettext("Worst-off first")),
        (Order.WORST_LAST.value, gettext("Worst-off last")),
        *by_name,
    ]


def fills(found: OpenProposal) -> list[tuple[str, str]]:
    """Return the ways to give everybody else a place; none where no place is free."""
    best = (Mode.BEST.value, gettext("Give the rest the best free places"))
    info = found.info
    if info.kind is Kind.PEER_GROUP:
        return [best]
    if not any(leader.free for leader in found.leaders):
        return []
    return [
        *([best] if info.brief.scored else []),
        (Mode.EVEN.value, gettext("Fill the rest evenly")),
        (Mode.RANDOM.value, gettext("Fill the rest at random")),
        (Mode.ALPHABETICAL.value, gettext("Fill the rest by the alphabet")),
    ]


def criterion_names() -> dict[str, str]:
    """Return what criteria are called, by code."""
    return {one.value: str(name) for one, name in CRITERION_NAMES.items()}


def shades(brief: Brief) -> dict[str, int]:
    """Return the colours of a proposal's criteria, by code."""
    return pictures.shades({one.value: points for one, points in brief.weights.items()})


@dataclass(frozen=True)
class SeatView:
    """Somebody and their place. `places` says how many of the mentor's are used.

    reason: what counts most. every: all parts as (criterion, points of how many, why). thin: why to look at it, in
    words. fate: what became of the place once it was published, and whether it needs a look. focused: the part of the
    line that the reader is brought to, "name", "lock" or "move".
    """

    seat: SeatInfo
    bar: Bar | None
    reason: str
    every: tuple[tuple[str, str, str], ...]
    ranks: tuple[str, ...]
    places: str
    thin: str
    hint: str = ""
    leader_hint: str = ""
    fate: tuple[str, bool] | None = None
    focused: str = ""

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
    def waiting(self) -> tuple[SeatView, ...]:
        """The first of those without a place."""
        return self.unplaced[:_WAITING]

    @property
    def waiting_too(self) -> tuple[SeatView, ...]:
        """The others without a place, who are folded away."""
        return self.unplaced[_WAITING:]

    @property
    def waiting_too_open(self) -> bool:
        """Whether the reader is brought to one of those."""
        return any(one.focused for one in self.waiting_too)

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.page + 1 if self.page < self.pages else None

    @property
    def focused(self) -> SeatView | None:
        """The line that the reader is brought to, if it is on this page."""
        lines = (*self.seats, *self.unplaced, *(one for group in self.groups for one in group.members))
        return next((one for one in lines if one.focused), None)


class _Drawing:
    """Draws one proposal: the colours of its criteria, and the places of its mentors."""

    def __init__(
        self,
        brief: Brief,
        leaders: Iterable[LeaderInfo],
        hints: Mapping[UUID, str],
        focus: tuple[UUID, str] | None,
        fates: Mapping[UUID, Fate],
    ):
        self.brief = brief
        self.hints = hints
        self.names = criterion_names()
        weights = {one.value: points for one, points in brief.weights.items()}
        self.legend = pictures.weights_bar(weights, self.names) if brief.scored else None
        self.colours = shades(brief)
        self.leaders = {leader.who.participant: leader for leader in leaders}
        self.focus = focus
        self.fates = fates

    def bar(self, parts: Iterable[PartInfo]) -> Bar:
        return pictures.parts_bar([(part.criterion.value, part.points) for part in parts], self.colours, self.names)

    def seat(self, seat: SeatInfo) -> SeatView:
        fate = self.fates.get(seat.who.participant)
        thin = seat.thin and seat.leader is not None
        ranks = []
        if seat.rank:
            ranks.append(sentences.rank_words(seat.rank))
        if seat.leader_rank:
            ranks.append(sentences.leader_rank_words(seat.leader_rank))
        return SeatView(
            seat=seat,
            bar=self.bar(seat.parts) if seat.parts and seat.placed else None,
            reason=reasons.foremost(seat.parts, thin=thin),
            every=reasons.every(seat.parts),
            ranks=tuple(ranks),
            places=self.places(seat.leader.participant) if seat.leader else "",
            thin=sentences.thin_words(self.brief.kind) if thin else "",
            hint=self.hints.get(seat.who.participant, ""),
            leader_hint=self.hints.get(seat.leader.participant, "") if seat.leader else "",
            fate=sentences.fate_words(fate) if fate else None,
            focused=self.focus[1] if self.focus and seat.who.participant == self.focus[0] else "",
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


def _mixed(name: str, levels: Sequence[str]) -> Mixed:
    counts = {level: levels.count(level) for level in levels}
    words = ", ".join(f"{level}: {counts[level]}" for level in sorted(counts, key=lambda one: -counts[one]))
    drawn = pictures.dots(levels)
    return Mixed(name, drawn, words, 14 * len(drawn))


def proposal_view(
    found: OpenProposal,
    hints: Mapping[UUID, str],
    now: datetime,
    focus: tuple[UUID, str] | None = None,
    fates: Mapping[UUID, Fate] | None = None,
) -> ProposalView:
    """Return a proposal as the page shows it.

    Args:
        hints: what helps to recognise people. focus: whose line the reader is brought to, and to what in it.
        fates: what became of published places.
    """
    # Once they have been published, places are counted by the groups that there are, and not by the proposal.
    drawing = _Drawing(found.info.brief, found.leaders if found.info.ready else (), hints, focus, fates or {})
    return ProposalView(
        found=found,
        card=card(found.info),
        first=sentences.opening_sentence(found.info),
        second=sentences.published_second(found.info, now)
        if found.info.done
        else sentences.second_sentence(found.info),
        legend=drawing.legend.segments if drawing.legend else (),
        seats=tuple(drawing.seat(seat) for seat in found.seats),
        groups=tuple(drawing.group(plan) for plan in found.groups),
        unplaced=tuple(drawing.seat(seat) for seat in found.unplaced),
        changes=tuple((change, sentences.change_words(change)) for change in found.changes),
        here=sentences.here_words(found.here),
    )


# ---- the report ----


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
    if not report.placed:
        return tuple(lines)
    if report.fairness_price is not None:
        lines.append((gettext("Price of that fairness"), sentences.fairness_words(report.fairness_price)))
    if report.blocking is not None:
        lines.append((gettext("Two who would rather be together"), grouped(report.blocking)))
    return tuple(lines)
