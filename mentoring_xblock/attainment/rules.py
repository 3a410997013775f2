"""When a scale can be saved, when it can be rated, and which rating belongs to which stage; no queries."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from mentoring_xblock.attainment.data import (
    LEVEL_LIMIT,
    LINE_LIMIT,
    SHOWN,
    WEIGHTS,
    WRITTEN,
    Answer,
    RatingInfo,
    ScaleDraft,
    ScaleInfo,
)
from mentoring_xblock.kit.numbers import signed
from mentoring_xblock.kit.text import says_something, too_long
from mentoring_xblock.programme.plan_goals import Opened, Stage

#: For as long a rating takes the place of the one before it instead of following it: its giver thought again.
SECOND_THOUGHT = dt.timedelta(hours=24)


def field_of(level: int) -> str:
    """Return the name of a level's field in a form and in a request."""
    return f"level_m{-level}" if level < 0 else f"level_{level}"


# ---- scales ----


def shortcomings(texts: Mapping[int, str]) -> dict[int, str]:
    """Return what keeps these levels from being rated: a sentence for each level that has to be looked at again.

    Levels are the same to people, and so here, whatever their spaces, capitals and variants of characters.
    """
    found: dict[int, str] = {}
    first: dict[str, int] = {}
    for level in WRITTEN:
        text = texts.get(level, "")
        if not says_something(text):
            found[level] = gettext("Level %(level)s is not written yet.") % {"level": signed(level)}
            continue
        earlier = first.setdefault(_folded(text), level)
        if earlier != level:
            low, high = sorted((earlier, level))
            found[level] = gettext(
                "Levels %(one)s and %(other)s say the same, so nobody can tell which is reached."
            ) % {"one": signed(low), "other": signed(high)}
    return found


def problems(texts: Mapping[int, str]) -> tuple[str, ...]:
    """Return the same sentences alone, in the order in which levels are written."""
    return tuple(shortcomings(texts).values())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def refusals(draft: ScaleDraft, standing: ScaleDraft | None) -> dict[str, list[str]]:
    """Return what keeps a scale from being saved: sentences by field; empty if it can be.

    It need not be whole; only the first save needs something to keep.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for level in SHOWN:
        over = len(draft.texts.get(level, "")) - LEVEL_LIMIT
        if over > 0:
            found[field_of(level)].append(too_long(over))
    if standing is None and draft.baseline is None and not any(map(says_something, draft.texts.values())):
        found[field_of(WRITTEN[0])].append(
            gettext("There is nothing written yet. One of the five levels is enough to save.")
        )
    if draft.baseline is not None and draft.baseline not in SHOWN:
        found["baseline"].append(gettext("Choose one of the five levels, or none."))
    if draft.weight not in WEIGHTS:
        found["weight"].append(gettext("Choose how much this goal counts."))
    return dict(found)


def kept_texts(draft: ScaleDraft) -> dict[str, str]:
    """Return the levels as a row keeps them; empty ones are left out."""
    return {str(level): draft.texts[level].strip() for level in SHOWN if says_something(draft.texts.get(level, ""))}


def content_of(draft: ScaleDraft) -> dict[str, object]:
    """Return a scale as JSON values, as a version beside its goal keeps it."""
    return {"levels": kept_texts(draft), "baseline": draft.baseline, "weight": draft.weight}


def texts_in(levels: Mapping[str, object]) -> dict[int, str]:
    """Return the words that a row keeps, by level."""
    return {level: text for level in SHOWN if isinstance(text := levels.get(str(level)), str)}


# ---- ratings ----


def answer_refusals(answer: Answer, scale: ScaleInfo | None) -> dict[str, list[str]]:
    """Return what keeps an answer about a goal from being kept: sentences by field; empty if it can be."""
    found: dict[str, list[str]] = defaultdict(list)
    if answer.level is not None and answer.level not in SHOWN:
        found["level"].append(gettext("Choose one of the five levels."))
    elif answer.level is not None and (scale is None or not scale.whole):
        found["level"].append(gettext("Only five levels that are all written and all different can be rated."))
        found["level"].extend(scale.problems if scale else ())
    over = len(answer.words) - LINE_LIMIT
    if over > 0:
        found["words"].append(too_long(over))
    return dict(found)


def is_outdated(answer: Answer, scale: ScaleInfo | None) -> bool:
    """Return whether a level was chosen by words that have become others since."""
    if answer.level is None or answer.seen is None or scale is None:
        return False
    return answer.seen < scale.means_from


def stage_of(ratings: Iterable[RatingInfo], opened: Opened | None, now: dt.datetime) -> tuple[Stage, str]:
    """Return the stage of a rating that is given now, and the review that it is given in; empty for none.

    A goal's first rating within the days of a review is that review's, and those after it stand between the reviews, so
    that they leave in place what was said at its time. A second thought within a day takes the place of the first.

    Args:
        ratings: of the goal, those that count, oldest first.
        opened: the review whose days these are; None where there is none.
    """
    counting = [one for one in ratings if one.counts]
    newest = counting[-1] if counting else None
    if newest is not None and now - newest.at < SECOND_THOUGHT:
        return newest.stage, newest.milestone
    if opened is not None and all(one.milestone != opened.milestone.id for one in counting):
        return opened.milestone.stage, opened.milestone.id
    return (Stage.BETWEEN if counting else Stage.START), ""


__all__ = [
    "SECOND_THOUGHT",
    "answer_refusals",
    "content_of",
    "field_of",
    "is_outdated",
    "kept_texts",
    "problems",
    "refusals",
    "shortcomings",
    "signed",
    "stage_of",
    "texts_in",
]
