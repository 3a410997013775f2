"""What pages say of groups that people sign up to, in words of the reader's language; no query of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from mentoring_xblock.kit import dates
from mentoring_xblock.kit.numbers import places_taken
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.signups.data import Series, Town


@dataclass(frozen=True)
class TownView:
    """One group as a page shows it. names, line: for coordinators, who is in it and who waits.

    can_join, can_wait, can_switch: which of the three its button would do; can_leave: whether the reader is in it.
    """

    town: Town
    key: str
    title: str
    seats: str
    leader: str
    mine: str
    can_join: bool = False
    can_wait: bool = False
    can_switch: bool = False
    can_leave: bool = False
    names: tuple[str, ...] = ()
    line: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesView:
    """Groups that were opened together, as a page shows them; `until` says until when people can sign up, or could."""

    series: Series
    key: str
    title: str
    until: str
    open: bool
    towns: tuple[TownView, ...]


def series_view(plan: Plan, series: Series, now: dt.datetime, names: Mapping[int, str] | None = None) -> SeriesView:
    """Put a series into words.

    Args:
        names: full names by user id, for coordinators; nobody else is told who is in a group.
    """
    open_ = series.open(now)
    several = len(series.towns) > 1
    title = series.towns[0].group.name
    if several and series.towns[0].where:
        title = title.removesuffix(f", {series.towns[0].where}")
    return SeriesView(
        series=series,
        key=series.public_id.hex[:12],
        title=title,
        until=_until(plan, series, now),
        open=open_,
        towns=tuple(_town(series, town, names, open_=open_, several=several) for town in series.towns),
    )


def _town(series: Series, town: Town, names: Mapping[int, str] | None, *, open_: bool, several: bool) -> TownView:
    elsewhere = series.mine is not None and not town.mine
    may = open_ and not town.mine and not town.in_line and not elsewhere
    waits_elsewhere = series.waits is not None and not town.in_line
    return TownView(
        town=town,
        key=town.public_id.hex[:12],
        title=town.where if several and town.where else town.group.name,
        seats=places_taken(len(town.group.members), town.group.capacity, len(town.waiting)),
        leader=gettext("Led by %(name)s.") % {"name": town.leader} if town.leader else "",
        mine=_mine(town),
        can_join=may and not town.full,
        can_wait=may and town.full and not waits_elsewhere,
        can_switch=may and town.full and waits_elsewhere,
        can_leave=town.mine or bool(town.in_line),
        names=tuple(names[member.user_id] for member in town.group.members if member.user_id in names) if names else (),
        line=tuple(names[user_id] for user_id in town.waiting if user_id in names) if names else (),
    )


def _mine(town: Town) -> str:
    if town.mine:
        return gettext("You have a place.")
    if town.in_line:
        return gettext(
            "You are number %(number)s on the waiting list. If a place becomes free for you, you hear at once."
        ) % {"number": town.in_line}
    return ""


def _until(plan: Plan, series: Series, now: dt.datetime) -> str:
    if series.ended_at is not None:
        return gettext("Signing up ended on %(day)s.") % {"day": dates.day(plan.today(series.ended_at))}
    if series.closes_at is None:
        return gettext("Who signs up first has a place.")
    words = {"day": dates.day(plan.last_day(series.closes_at))}
    if not series.open(now):
        return gettext("Signing up ended on %(day)s.") % words
    return gettext("Sign up by %(day)s. Who signs up first has a place.") % words
