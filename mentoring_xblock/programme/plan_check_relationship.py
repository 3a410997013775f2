"""What an author must still mend in a plan's part about the relationship, said in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext

from mentoring_xblock.programme.plan_data import WEEK_LIMITS, Plan
from mentoring_xblock.programme.plan_relationship import (
    CLOCK,
    LENGTH_LIMITS,
    PLACES_LIMITS,
    RELATIONSHIP_LIMITS,
    Audience,
    Gathering,
    Mode,
)
from mentoring_xblock.programme.reading import as_date, as_number

#: Characters, stated beside the fields.
ITEM_HELP_LIMIT = 500
SUGGESTION_LIMIT = 2_000
AGENDA_LIMIT = 2_000
GATHERING_TEXT_LIMIT = 2_000
SUPPORT_LIMIT = 2_000
#: How many of each a plan can have.
ITEMS_LIMIT = 30
AGENDAS_LIMIT = 40
PLANNED_LIMIT = 60


class Sentences(Protocol):
    """What gathers sentences by field; see `plan_check`."""

    def add(self, name: str, sentence: str) -> None:
        """Add a sentence to a field."""

    def text(self, name: str, value: Any, limit: int, *, required: bool) -> None:
        """Check a localised text."""

    def choice(self, name: str, value: Any, choices: list[str]) -> None:
        """Check one of several values."""

    def number(self, name: str, value: Any, low: int, high: int) -> None:
        """Check a whole number."""

    def named(self, name: str, value: Any, *, required: bool, limit: int = 0) -> None:
        """Check a list of things, each with an id of its own and a name."""


def relationship_errors(errors: Sentences, raw: Mapping[str, Any]) -> None:
    """Add what is wrong; a plan from before there was such a part lacks it, which is no mistake of its author's."""
    if "relations" in raw:
        relations = raw["relations"] if isinstance(raw["relations"], Mapping) else {}
        errors.choice("relations.mode", relations.get("mode"), [mode.value for mode in Mode])
        for name, (low, high, _) in RELATIONSHIP_LIMITS.items():
            errors.number(f"relations.{name}", relations.get(name), low, high)
    errors.named("agreement", raw.get("agreement"), required=False, limit=ITEMS_LIMIT)
    for at, item in entries_of(raw, "agreement"):
        errors.text(f"{at}.help", item.get("help"), ITEM_HELP_LIMIT, required=False)
        errors.text(f"{at}.suggestion", item.get("suggestion"), SUGGESTION_LIMIT, required=False)
    errors.named("agendas", raw.get("agendas"), required=False, limit=AGENDAS_LIMIT)
    phases, themes = (ids_of(raw, name) for name in ("phases", "themes"))
    for at, agenda in entries_of(raw, "agendas"):
        errors.text(f"{at}.text", agenda.get("text"), AGENDA_LIMIT, required=True)
        if agenda.get("phase") and agenda["phase"] not in phases:
            errors.add(f"{at}.phase", gettext("This phase is not in the plan. Choose another one, or any."))
        if agenda.get("theme") and agenda["theme"] not in themes:
            errors.add(f"{at}.theme", gettext("This theme is not in the plan. Choose another one, or any."))
    errors.named("planned", raw.get("planned"), required=False, limit=PLANNED_LIMIT)
    for at, meeting in entries_of(raw, "planned"):
        _gathering_errors(errors, at, meeting)
    errors.text("support", raw.get("support"), SUPPORT_LIMIT, required=False)


def _gathering_errors(errors: Sentences, at: str, meeting: Mapping[str, Any]) -> None:
    errors.choice(f"{at}.kind", meeting.get("kind"), [kind.value for kind in Gathering])
    errors.choice(f"{at}.audience", meeting.get("audience"), [audience.value for audience in Audience])
    errors.number(f"{at}.minutes", meeting.get("minutes"), *LENGTH_LIMITS[:2])
    errors.text(f"{at}.text", meeting.get("text"), GATHERING_TEXT_LIMIT, required=False)
    week, day, starts = (meeting.get(name) for name in ("week", "day", "starts"))
    if week is None and as_date(day) is None:
        errors.add(f"{at}.week", gettext("Write the week of the programme, or choose a day."))
    elif week is not None and as_number(week, 0, WEEK_LIMITS[1], None) is None:
        errors.add(f"{at}.week", _outside())
    if starts and not (isinstance(starts, str) and CLOCK.fullmatch(starts)):
        errors.add(f"{at}.starts", gettext("Write a time such as 16:30, or leave it open."))
    if meeting.get("places") is not None:
        errors.number(f"{at}.places", meeting["places"], *PLACES_LIMITS)


def gatherings_outside(errors: Sentences, plan: Plan) -> None:
    """Say of an otherwise sound plan which planned meetings are not within the programme."""
    if plan.starts_on is None:
        return
    # Where everybody begins by themselves, the weeks are those of a group, and the programme itself goes on.
    rolling = plan.relations.mode is Mode.NON_STOP
    last_day = dt.date.max if rolling else plan.ends_on(plan.starts_on)
    for index, meeting in enumerate(plan.planned):
        if meeting.day is not None:
            outside = not plan.starts_on <= meeting.day <= last_day
        else:
            outside = not rolling and meeting.week is not None and meeting.week >= plan.length_weeks
        if outside:
            errors.add(f"planned.{index}.week", _outside())


def _outside() -> str:
    return gettext("This meeting needs a week or a day between the programme’s beginning and its end.")


def entries_of(raw: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the objects of a list with their paths."""
    entries = raw.get(name)
    entries = entries if isinstance(entries, list | tuple) else []
    return [(f"{name}.{index}", entry if isinstance(entry, Mapping) else {}) for index, entry in enumerate(entries)]


def ids_of(raw: Mapping[str, Any], name: str) -> list[Any]:
    """Return what stands as ids in a list."""
    return [entry.get("id") for _at, entry in entries_of(raw, name)]
