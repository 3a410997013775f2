"""What the desk for matching shows of what is asked: where somebody could go, and what would come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.proposals import pictures, reasons, sentences
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import LeaderInfo, Moved, Option, Outcome, Who
from mentoring_xblock.proposals.later_data import After, Free
from mentoring_xblock.proposals.pages import criterion_names, shades
from mentoring_xblock.proposals.pictures import Bar


@dataclass(frozen=True)
class OptionView:
    """Somebody's other possibility. `others` are who is with that mentor, and could change places with them."""

    option: Option
    bar: Bar | None
    rank: str
    room: str
    others: tuple[Who, ...]

    @property
    def key(self) -> str:
        """What tells its element ids from those of others."""
        return self.option.leader.participant.hex[:12]


def option_views(
    brief: Brief, options: Iterable[Option], others: Mapping[UUID | int, tuple[Who, ...]]
) -> tuple[OptionView, ...]:
    """Return somebody's possibilities as the page shows them; scores only where people were compared.

    Args:
        others: by the mentor's public id, whom somebody could change places with there.
    """
    return tuple(
        OptionView(
            option=option,
            bar=_bar(option, brief) if brief.scored else None,
            rank=sentences.rank_words(option.rank) if brief.scored and option.rank else "",
            room=_room(option.free),
            others=others.get(option.leader.participant, ()),
        )
        for option in options
    )


def _bar(option: Option, brief: Brief) -> Bar:
    points = [(part.criterion.value, part.points) for part in option.parts]
    return pictures.parts_bar(points, shades(brief), criterion_names())


def _room(free: int) -> str:
    if not free:
        return gettext("no place free")
    return ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}


def leaders_listed(leaders: Iterable[LeaderInfo]) -> list[tuple[LeaderInfo, str]]:
    """Return mentors with how many of their places are used, by name."""
    return [(one, sentences.places_words(one)) for one in sorted(leaders, key=lambda one: one.who.name.casefold())]


# ---- what if ----


@dataclass(frozen=True)
class OutcomeView:
    """What would come of a what-if, in words. `moved` are names, what becomes of them, and whether they lose by it."""

    outcome: Outcome
    moved: tuple[tuple[str, str, bool], ...]
    placed: str
    total: str

    @property
    def alone(self) -> bool:
        """Whether nobody else would move."""
        return len(self.moved) == 1


def outcome_view(outcome: Outcome, kind: Kind) -> OutcomeView:
    """Return a what-if as the page shows it: who moves, from what to what, and where to if there are mentors."""
    moved = tuple((one.who.name, _shift(one, kind), one.loses) for one in outcome.moved)
    before, after = outcome.placed
    placed = str(after) if before == after else f"{before} → {after}"
    return OutcomeView(outcome, moved, placed, sentences.delta(*outcome.total))


def _shift(one: Moved, kind: Kind) -> str:
    scores = {"before": pictures.score(one.score_before), "after": pictures.score(one.score_after)}
    if kind is Kind.PEER_GROUP:
        return gettext("%(before)s → %(after)s") % scores
    words = {**scores, "leader": one.after.name if one.after else ""}
    if one.after is None:
        return gettext("%(before)s → without a place") % words
    if one.before is None:
        return gettext("without a place → %(after)s, with %(leader)s") % words
    return gettext("%(before)s → %(after)s, with %(leader)s") % words


# ---- after publishing ----


def free_views(after: After) -> list[tuple[Free, Bar | None, str]]:
    """Return places that can be given, each with its picture and why."""
    return [
        (free, _free_bar(free) if free.score is not None else None, reasons.foremost(free.parts)) for free in after.free
    ]


def _free_bar(free: Free) -> Bar:
    colours = pictures.shades({part.criterion.value: part.most for part in free.parts})
    return pictures.parts_bar([(part.criterion.value, part.points) for part in free.parts], colours, criterion_names())
