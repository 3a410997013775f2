"""A group as a small picture: its way along the phases, its goals and its journals. Numbers for a template.

Positions are percentages written for SVG attributes, the same in every language, so that the picture fits any width.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from mentoring_xblock.goals.data import GoalCounts
from mentoring_xblock.groups.api import clock_of
from mentoring_xblock.groups.data import GroupInfo, State
from mentoring_xblock.journal.data import BANDS, band
from mentoring_xblock.kit.dates import day
from mentoring_xblock.meetings.data import Rhythm
from mentoring_xblock.programme.data import ProgrammeInfo

#: Marks of goals that fit beside each other; the words beside the picture have the whole number.
_MOST_MARKS = 8
_MARK_STEP = 15
#: Height and top of a journal's bar for each band, from the most to none, on a ground line at 14.
_BARS = {name: (height, 14 - height) for (_, name), height in zip(BANDS, (14, 9, 5, 1), strict=True)}
_BAR_STEP = 9


@dataclass(frozen=True)
class Mark:
    """One goal; filled when it has been reached."""

    x: int
    reached: bool


@dataclass(frozen=True)
class Bar:
    """One person's journal, as high as its band."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A group's line. `begun`, `until` and `today` are positions, empty where they do not lie on the line.

    `goals` and `journals` say in words what the marks and bars show; they are empty where the plan does not let
    coordinators see them. `label` is all of it in words.
    """

    ticks: tuple[str, ...]
    begun: str
    until: str
    today: str
    closed: bool
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    goals: str
    journals: str
    label: str


def picture(
    programme: ProgrammeInfo,
    group: GroupInfo,
    goals: Mapping[int, GoalCounts] | None,
    entries: Mapping[int, int] | None,
    now: dt.datetime,
) -> Picture:
    """Draw one group. `goals` and `entries` are counts by user id; None where coordinators do not see them."""
    plan, clock, today = programme.plan, clock_of(programme, group), programme.plan.today(now)
    starts_on, days = clock.starts_on, max(1, (clock.ends_on - clock.starts_on).days + 1)

    def at(when: dt.date) -> str:
        return f"{min(100.0, max(0.0, 100 * (when - starts_on).days / days)):.1f}%"

    begun = plan.today(group.published_at) if group.published_at else None
    ended = plan.today(group.closed_at) if group.closed_at else None
    until = ended or min(max(today, starts_on), clock.ends_on)
    user_ids = [member.user_id for member in group.members]
    total = sum(goals[one].total for one in user_ids if one in goals) if goals is not None else 0
    reached = sum(goals[one].reached for one in user_ids if one in goals) if goals is not None else 0
    bands = [band(entries.get(one, 0)) for one in user_ids] if entries is not None else []
    said_goals = goals_in_words(total, reached) if goals is not None and user_ids else ""
    said_journals = journals_in_words(bands)
    said = [_way(group, begun, ended), said_goals, said_journals]
    return Picture(
        ticks=tuple(at(span.first_day) for span in clock.timeline),
        begun=at(begun) if begun else "",
        until=at(until) if begun else "",
        today=at(today) if clock.holds(today) else "",
        closed=group.state is State.CLOSED,
        marks=tuple(Mark(6 + _MARK_STEP * number, number < reached) for number in range(min(total, _MOST_MARKS))),
        bars=tuple(Bar(_BAR_STEP * number, _BARS[one][1], _BARS[one][0]) for number, one in enumerate(bands)),
        goals=said_goals,
        journals=said_journals,
        label=" ".join(part for part in said if part),
    )


def rhythm_in_words(rhythm: Rhythm, *, live: bool) -> str:
    """Say how often a group has met and, of one that goes on, when it meets next; nothing of what about."""
    if not rhythm.held:
        said = [gettext("Has not met yet.")]
    else:
        said = [
            ngettext("Met once, on %(day)s.", "Met %(count)s times, last on %(day)s.", rhythm.held)
            % {"count": rhythm.held, "day": day(rhythm.last_held_at)}
        ]
    if rhythm.last_at is not None and (rhythm.last_held_at is None or rhythm.last_at > rhythm.last_held_at):
        said.append(gettext("Nobody has said whether they met on %(day)s.") % {"day": day(rhythm.last_at)})
    if live and rhythm.next_at is not None:
        said.append(gettext("Meets next on %(day)s.") % {"day": day(rhythm.next_at)})
    elif live:
        said.append(gettext("Times are proposed.") if rhythm.asking else gettext("Nothing is booked."))
    return " ".join(said)


def goals_in_words(total: int, reached: int) -> str:
    """Say how many goals there are, and how many of them are reached."""
    if not total:
        return gettext("No goals yet.")
    words = {"count": total, "reached": reached}
    if not reached:
        return ngettext("%(count)s goal.", "%(count)s goals.", total) % words
    return ngettext("%(count)s goal, reached.", "%(count)s goals, %(reached)s reached.", total) % words


def journals_in_words(bands: Iterable[str]) -> str:
    """Say how much is written, in bands and never as a number of entries of one person."""
    found = Counter(bands)
    if not found:
        return ""
    if sum(found.values()) == 1:
        return _one_journal(next(iter(found)))
    said = []
    for _, name in reversed(BANDS):
        if count := found.get(name):
            if name == BANDS[-1][1]:
                sentence = ngettext("%(people)s journal is empty", "%(people)s journals are empty", count)
            else:
                sentence = ngettext("%(people)s has %(band)s entries", "%(people)s have %(band)s entries", count)
            said.append(sentence % {"people": count, "band": name})
    return gettext("Journals: %(list)s.") % {"list": ", ".join(said)}


def _one_journal(name: str) -> str:
    if name == BANDS[-1][1]:
        return gettext("Journal: no entries yet.")
    return gettext("Journal: %(band)s entries.") % {"band": name}


def _way(group: GroupInfo, begun: dt.date | None, ended: dt.date | None) -> str:
    if begun and ended:
        return gettext("Began %(begun)s, closed %(ended)s.") % {"begun": day(begun), "ended": day(ended)}
    return gettext("Began %(begun)s.") % {"begun": day(begun)} if begun else ""
