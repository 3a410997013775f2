"""Pictures of how far a goal has come: where their marks lie, and the same in words.

Everything lies in percent across and in pixels down, so that nothing is stretched however wide the page is. Times are
read by the clock that is active.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from mentoring_xblock.attainment.data import SHOWN, Attained, Change, RatingInfo, Stage, Standing
from mentoring_xblock.attainment.score import round_half_up
from mentoring_xblock.kit.dates import full_day, short_day
from mentoring_xblock.kit.numbers import in_words, opening, signed

#: How far down each level lies, and the line below them with meetings and changes.
LEVEL_Y = {2: 12, 1: 39, 0: 66, -1: 93, -2: 120}
LINE_Y, ALONE_Y = 148, 32
HEIGHT, ALONE_HEIGHT = 160, 44
#: Where there is nothing on the line below.
LEVELS_HEIGHT = 132
#: From the first moment to today, and where a moment lies that is the only one; in percent.
LEFT, RIGHT, ALONE = 14.0, 98.0, 50.0
#: Marks that are nearer than this become one.
NEAR = 1.5
#: The newest of each that are drawn.
RATINGS_DRAWN, MARKS_DRAWN = 60, 40
#: Ratings that are named one by one in a picture's name.
NAMED = 6
#: Where each level lies in the small picture, in pixels.
MINI_X = {-2: 8, -1: 27, 0: 45, 1: 63, 2: 82}


def _day_of(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


# ---- the ladder ----


@dataclass(frozen=True)
class Rung:
    """One level. `look` are the classes of its part of the way; `marks` say in words what happened on it."""

    sign: str
    text: str
    look: str = ""
    now: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ladder:
    """Five levels from the highest down, and in a sentence where the goal was and is."""

    rungs: tuple[Rung, ...]
    sentence: str


def ladder(standing: Standing) -> Ladder:
    """Return the levels of a goal that has a scale, with its way from the start to now."""
    draft, newest = standing.scale.draft, standing.newest()
    now = newest.answer.level if newest else None
    start, first = _start(standing)
    marks: dict[int, list[str]] = {level: [] for level in SHOWN}
    if newest is not None:
        marks[now].append(_now_words(newest))
    if first is not None:
        marks[start].append(gettext("at the start, %(day)s") % {"day": short_day(_day_of(first.at))})
    elif start is not None:
        marks[start].append(gettext("where it began"))
    rungs = tuple(
        Rung(signed(level), draft.texts.get(level, ""), _look(level, start, now), level == now, tuple(marks[level]))
        for level in SHOWN
    )
    return Ladder(rungs, _where(start, now))


def _start(standing: Standing) -> tuple[int | None, RatingInfo | None]:
    """Return the level at which the way to the newest rating begins, and the rating that says so.

    That is the rating of the start; else the level that the person named, which no rating says; else any first one.
    """
    newest, draft = standing.newest(), standing.scale.draft
    # Of two thoughts at one time the second is what was meant.
    meant = [one for one in standing.ratings if one.counts and standing.newest(one.stage) == one]
    first = next((one for one in meant if one.stage is Stage.START), None)
    if first is not None and first != newest:
        return first.answer.level, first
    if draft.baseline is not None and standing.scale.whole:
        return draft.baseline, None
    return (meant[0].answer.level, meant[0]) if meant and meant[0] != newest else (None, None)


def _now_words(rating: RatingInfo) -> str:
    words = {"day": short_day(_day_of(rating.at)), "name": rating.agreed_by}
    if rating.agreed_by:
        return gettext("now, %(day)s, agreed with %(name)s") % words
    return gettext("now, %(day)s") % words


def _look(level: int, start: int | None, now: int | None) -> str:
    if now is None:
        return "mn-gas-was" if level == start else ""
    if start is None or start == now:
        return "mn-gas-now" if level == now else ""
    # The highest level stands on top, so the way leads up from the lower end and down from the higher one.
    low, high = sorted((start, now))
    if low < level < high:
        return "mn-gas-via"
    way = {low: "mn-gas-up", high: "mn-gas-down"}.get(level, "")
    end = {start: "mn-gas-was", now: "mn-gas-now"}.get(level, "")
    return f"{end} {way}".strip()


def _where(start: int | None, now: int | None) -> str:
    if now is None:
        return gettext("Not rated yet. Never a grade.")
    words = {"start": signed(start if start is not None else now), "now": signed(now)}
    if start is None or start == now:
        return gettext("Now %(now)s. Never a grade.") % words
    return gettext("Start %(start)s, now %(now)s. Never a grade.") % words


# ---- how it moved ----


@dataclass(frozen=True)
class Dot:
    """A rating on the picture. `kind` is "ring" for the first and "dot" for the others; `r` is its radius."""

    x: float
    y: int
    kind: str
    r: int


@dataclass(frozen=True)
class Stroke:
    """The way from one rating to the next."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True)
class Told:
    """One thing that happened, in words; `kind` is "rating", "line", "meeting" or "change". `words` are a person's."""

    at: dt.datetime
    kind: str
    sentence: str
    words: str = ""


@dataclass(frozen=True)
class Moved:
    """The picture of a goal over time.

    levels: how far down the five levels lie with their signs, none where nothing is rated. below: how far down meetings
    and changes lie. name: all of it in sentences. first, last: what stands below its ends. told: newest first.
    """

    height: int
    levels: tuple[tuple[str, int], ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    below: int
    meetings: tuple[float, ...]
    changes: tuple[float, ...]
    name: str
    first: str
    last: str
    key: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]


def moved(
    standing: Standing, now: dt.datetime, meetings: Iterable[dt.datetime] = (), changes: Iterable[dt.datetime] = ()
) -> Moved | None:
    """Return how a goal moved; None where nothing has happened yet.

    Args:
        meetings, changes: when the goal's owner met the people of their groups, and when its text was changed. Both are
            their own: whoever reads a shared goal is shown its ratings only.
    """
    rated = [one for one in standing.ratings if one.counts]
    met, written = sorted(meetings), sorted(changes)
    told = _told(standing.ratings, met, written)
    if not told:
        return None
    # What is only told in words has no place between the ends.
    moments = sorted([*(one.at for one in rated), *met, *written]) or [told[-1].at]
    across = _Across(moments[0], now, alone=len(moments) == 1)
    dots = _dots(rated[-RATINGS_DRAWN:], across, whole=len(rated) <= RATINGS_DRAWN)
    return Moved(
        height=(HEIGHT if met or written else LEVELS_HEIGHT) if rated else ALONE_HEIGHT,
        levels=tuple((signed(level), LEVEL_Y[level]) for level in SHOWN) if rated else (),
        strokes=tuple(Stroke(one.x, one.y, two.x, two.y) for one, two in pairwise(dots)),
        dots=dots,
        below=LINE_Y if rated else ALONE_Y,
        meetings=_joined(met[-MARKS_DRAWN:], across),
        changes=_joined(written[-MARKS_DRAWN:], across),
        name=" ".join(filter(None, [_rated_words(rated), *_counted_words(len(met), len(written), moments[0], now)])),
        first=_end_words(moments[0], rated),
        last=gettext("now, %(level)s") % {"level": signed(rated[-1].answer.level)} if rated else gettext("today"),
        key=_key(len(rated), len(met), len(written)),
        told=told,
    )


@dataclass(frozen=True)
class _Across:
    """Where a moment lies across the picture."""

    first: dt.datetime
    now: dt.datetime
    alone: bool

    def __call__(self, moment: dt.datetime) -> float:
        whole = (self.now - self.first).total_seconds()
        if self.alone or whole <= 0:
            return ALONE
        part = min(1.0, (moment - self.first).total_seconds() / whole)
        return round(LEFT + (RIGHT - LEFT) * part, 1)


def _dots(rated: Sequence[RatingInfo], across: _Across, *, whole: bool) -> tuple[Dot, ...]:
    """Return the ratings from left to right; of those that lie on one another the newest. The first is a ring."""
    places: list[tuple[float, int]] = []
    for one in rated:
        x = across(one.at)
        if places and x - places[-1][0] < NEAR and len(places) > 1:
            places.pop()
        places.append((x, LEVEL_Y[one.answer.level]))
    last = len(places) - 1
    return tuple(
        Dot(x, y, "ring" if whole and number == 0 and last else "dot", 7 if number == last else 6)
        for number, (x, y) in enumerate(places)
    )


def _joined(moments: Sequence[dt.datetime], across: _Across) -> tuple[float, ...]:
    found: list[float] = []
    for x in map(across, moments):
        if not found or x - found[-1] >= NEAR:
            found.append(x)
    return tuple(found)


def _rated_words(rated: Sequence[RatingInfo]) -> str:
    """Say every rating, or of many the first and the newest and how many there were between them."""
    if not rated:
        return ""
    each = [
        gettext("%(level)s on %(day)s") % {"level": signed(one.answer.level), "day": full_day(_day_of(one.at))}
        for one in rated
    ]
    if len(each) == 1:
        return gettext("Rated %(rating)s.") % {"rating": each[0]}
    if len(each) <= NAMED:
        separator = pgettext("between the parts of a list", ", ")
        return gettext("Rated %(ratings)s and %(last)s.") % {"ratings": separator.join(each[:-1]), "last": each[-1]}
    between = len(each) - 2
    return ngettext(
        "Rated %(first)s and %(last)s, and %(count)s time between.",
        "Rated %(first)s and %(last)s, and %(count)s times between.",
        between,
    ) % {"first": each[0], "last": each[-1], "count": between}


def _counted_words(met: int, written: int, first: dt.datetime, now: dt.datetime) -> Iterable[str]:
    days = {"first": full_day(_day_of(first)), "last": full_day(_day_of(now))}
    if met:
        yield ngettext(
            "%(count)s meeting between %(first)s and %(last)s.",
            "%(count)s meetings between %(first)s and %(last)s.",
            met,
        ) % {**days, "count": opening(met)}
    if written:
        yield ngettext(
            "%(count)s change of the text between %(first)s and %(last)s.",
            "%(count)s changes of the text between %(first)s and %(last)s.",
            written,
        ) % {**days, "count": opening(written)}


def _end_words(first: dt.datetime, rated: Sequence[RatingInfo]) -> str:
    day = short_day(_day_of(first))
    if rated and rated[0].at == first:
        return gettext("%(day)s, %(level)s") % {"day": day, "level": signed(rated[0].answer.level)}
    return day


def _key(rated: int, met: int, written: int) -> tuple[tuple[str, str], ...]:
    """Return what the marks mean, by kind, with how many there are of each."""
    found = (
        ("rating", rated, ngettext("%(count)s rating", "%(count)s ratings", rated)),
        ("meeting", met, ngettext("%(count)s meeting", "%(count)s meetings", met)),
        ("change", written, ngettext("%(count)s change", "%(count)s changes", written)),
    )
    return tuple((kind, words % {"count": count}) for kind, count, words in found if count)


def _told(
    ratings: Sequence[RatingInfo], met: Sequence[dt.datetime], written: Sequence[dt.datetime]
) -> tuple[Told, ...]:
    found = [Told(one.at, "rating" if one.counts else "line", rating_words(one), one.answer.words) for one in ratings]
    found += [Told(at, "meeting", gettext("You met.")) for at in met]
    found += [Told(at, "change", gettext("The text was changed.")) for at in written]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def rating_words(rating: RatingInfo) -> str:
    """Say what a rating is, with who agreed; a person's own words stand beside it."""
    if rating.answer.level is None:
        return gettext("A line about it.")
    words = {"level": signed(rating.answer.level), "name": rating.agreed_by}
    if not rating.counts:
        return gettext("Rated %(level)s, on levels that have changed since.") % words
    if rating.agreed_by:
        return gettext("Rated %(level)s, agreed with %(name)s.") % words
    return gettext("Rated %(level)s.") % words


# ---- in a list ----


@dataclass(frozen=True)
class Mini:
    """A goal's way on a short line. `start` and `now` are in pixels, None where there is none."""

    start: int | None
    now: int | None
    name: str


def mini(standing: Standing) -> Mini | None:
    """Return the small picture of a goal; None where it has no five levels that can be rated."""
    if standing.scale is None or not standing.scale.whole:
        return None
    newest = standing.newest()
    if newest is None:
        return Mini(None, None, gettext("Not rated yet"))
    start, _rating = _start(standing)
    now = newest.answer.level
    if start is None or start == now:
        return Mini(None, MINI_X[now], gettext("At %(level)s") % {"level": signed(now)})
    name = gettext("From %(start)s to %(now)s") % {"start": signed(start), "now": signed(now)}
    return Mini(MINI_X[start], MINI_X[now], name)


# ---- all together ----


@dataclass(frozen=True)
class Together:
    """What all goals come to, for their owner's eyes. `start` and `now` lie in percent, None where there is none."""

    sentence: str
    start: float | None = None
    now: float | None = None
    name: str = ""


#: From 10 to 90 on the line; no score lies beyond.
_LOW, _HIGH, _FROM, _TO = 10, 90, 6.0, 94.0
MIDDLE = 50.0


def _place(score: float) -> float:
    return round(_FROM + (_TO - _FROM) * (score - _LOW) / (_HIGH - _LOW), 1)


def together(change: Change) -> Together:
    """Return the picture of a score and how it changed, with a sentence that says all of it."""
    rated = _how_many(change.now)
    if change.now.score is None:
        why = gettext("All your weights are 0, so there is nothing to add up.") if change.now.rated else ""
        return Together(" ".join(filter(None, [rated, why])) if why else gettext("Nothing is rated yet."))
    score = round_half_up(change.now.score)
    if change.before is None or change.after is None:
        name = gettext("%(score)s now, on a scale on which 50 is what was expected.") % {"score": score}
        return Together(f"{rated} {_score_words(change.now, score)}", None, _place(change.now.score), name)
    words = {
        "before": round_half_up(change.before),
        "after": round_half_up(change.after),
        "count": in_words(change.same),
    }
    name = (
        gettext("From %(before)s at the start to %(after)s now, on a scale on which 50 is what was expected.") % words
    )
    if change.same == change.now.rated:
        said = gettext("From %(before)s at the start to %(after)s now; 50 is where you expected to be.") % words
        return Together(f"{rated} {said}", _place(change.before), _place(change.after), name)
    said = _score_words(change.now, score)
    same = ngettext(
        "The %(count)s goal that you rated at the start as well has come from %(before)s to %(after)s.",
        "The %(count)s goals that you rated at the start as well have come from %(before)s to %(after)s.",
        change.same,
    )
    return Together(f"{rated} {said} {same % words}", _place(change.before), _place(change.after), name)


def _score_words(now: Attained, score: int) -> str:
    return ngettext(
        "It comes to %(score)s; 50 is where you expected to be.",
        "Together they come to %(score)s; 50 is where you expected to be.",
        now.rated,
    ) % {"score": score}


def _how_many(now: Attained) -> str:
    """Say how many of the goals are rated."""
    words = {"rated": opening(now.rated), "goals": in_words(now.goals)}
    if now.goals == now.rated:
        return ngettext("Your goal is rated.", "All your goals are rated.", now.goals)
    return (
        ngettext(
            "%(rated)s of your %(goals)s goals is rated.", "%(rated)s of your %(goals)s goals are rated.", now.rated
        )
        % words
    )


__all__ = [
    "MIDDLE",
    "Ladder",
    "Mini",
    "Moved",
    "Together",
    "ladder",
    "mini",
    "moved",
    "rating_words",
    "together",
]
