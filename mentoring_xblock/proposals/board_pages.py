"""What the coordinator's desk for matching shows of proposals side by side, and of the form for a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.proposals import pictures, sentences
from mentoring_xblock.proposals.brief import Criterion
from mentoring_xblock.proposals.data import FULL, ProposalInfo
from mentoring_xblock.proposals.forms import CRITERION_NAMES, KINDS
from mentoring_xblock.proposals.pictures import Bar, Measure


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
    """Put proposals beside each other; pictures compare those of one kind between which there is still a choice."""
    drawn: dict[UUID, tuple[Measure, ...]] = {}
    for kind in KINDS:
        alike = [info for info in infos if info.kind == kind and info.numbers and not info.done]
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
        kind=str(KINDS[info.kind]),
        way=sentences.way_words(info.brief),
        step=sentences.step_words(info.step) if info.under_way else "",
        sentence=sentences.opening_sentence(info) if info.numbers else "",
        stale=sentences.stale_sentences(info.stale),
        measures=measures,
    )


def _measures(info: ProposalInfo) -> list[tuple[str, str, int | None, int]]:
    numbers = info.numbers
    scored = info.brief.scored and info.kind is not Kind.PEER_GROUP
    worst = numbers.minimum if scored else None
    average = numbers.total // numbers.placed if scored and numbers.placed else None
    return [
        (
            gettext("With a place"),
            gettext("%(count)s of %(all)s") % {"count": grouped(numbers.placed), "all": grouped(numbers.people)},
            numbers.placed,
            numbers.people,
        ),
        (gettext("Worst-off"), str(pictures.score(worst or 0)), worst, FULL),
        (gettext("On average"), str(pictures.score(average or 0)), average, FULL),
    ]


def weights_picture(weights: Mapping[Criterion, int]) -> Bar:
    """Draw what counts and how much."""
    names = {one.value: str(name) for one, name in CRITERION_NAMES.items()}
    return pictures.weights_bar({one.value: points for one, points in weights.items()}, names)
