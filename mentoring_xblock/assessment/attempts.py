"""How often somebody has handed a block in in a round, and how often they still can. Every round begins anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from mentoring_xblock.assessment import queries
from mentoring_xblock.assessment.models import Extension, HandIn, Kind
from mentoring_xblock.programme.data import BlockInfo
from mentoring_xblock.programme.reading import as_number

#: How many hand-ins an author can allow; 0 is as often as somebody likes.
LIMIT = 20


def allowed(block: BlockInfo | None) -> int:
    """Return how often a block can be handed in, as its author last published it; 0 is as often as somebody likes."""
    return as_number(block.settings.get("attempts"), 0, LIMIT, 0) if block else 0


def used(rows: Iterable[HandIn], answered: Collection[int], round_id: int) -> int:
    """Return how many of a person's hand-ins of a block count in a round.

    Those that are live, and those that were answered: with points that their author knows of, or by being asked to
    revise it. One that was taken back before anybody said anything costs nothing.

    Args:
        rows: all of the person's hand-ins of the block, those of other rounds too.
        answered: primary keys of those for which points stand or once stood. Drafts are not among them: their mentee
            knows nothing of them, and a number that they are told may not tell.
    """
    chosen = (row for row in rows if row.kind == Kind.CHOSEN and row.round_id == round_id)
    return sum(row.withdrawn_at is None or row.asked_again_at is not None or row.pk in answered for row in chosen)


def used_by(rows: Sequence[HandIn], round_id: int) -> int:
    """Return the same of rows alone; one query."""
    return used(rows, set(queries.given().filter(hand_in__in=rows).values_list("hand_in_id", flat=True)), round_id)


def more(extension: Extension | None, round_id: int) -> int:
    """Return how many hand-ins a person was given on top in a round; what they were given in an earlier one is over."""
    return extension.attempts if extension is not None and extension.round_id == round_id else 0


def give_back(rows: Sequence[HandIn]) -> None:
    """Let somebody whose hand-ins have all ended begin to count anew; `rows` are all of theirs in a block, locked."""
    count = used_by(rows, rows[-1].round_id) if rows else 0
    if count:
        Extension.objects.update_or_create(
            usage_key=rows[-1].usage_key,
            owner_id=rows[-1].owner_id,
            defaults={"round_id": rows[-1].round_id, "course_key": rows[-1].course_key, "attempts": count},
        )


def left(allowed: int, more: int, used_up: int) -> int | None:
    """Return how often a block can still be handed in; None for as often as somebody likes.

    Args:
        allowed: what its author allows.
        more: what the person was given on top.
    """
    return max(0, allowed + more - used_up) if allowed else None
