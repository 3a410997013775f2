"""What an author must still mend in a plan, said in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.kit.ids import ID
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.programme import terms
from mentoring_xblock.programme.plan_check_goals import review_errors, reviews_misplaced
from mentoring_xblock.programme.plan_check_relationship import gatherings_outside, relationship_errors
from mentoring_xblock.programme.plan_data import (
    CAPACITY_LIMITS,
    KEPT_DAYS_LEAST,
    KEPT_DAYS_LIMITS,
    LISTS,
    MATCHING_LIMITS,
    SHARE_DAYS_LIMITS,
    WEEK_LIMITS,
    Plan,
    Relationship,
    Stance,
    Way,
)
from mentoring_xblock.programme.reading import as_date, as_number, as_text, knows_time_zone

#: Characters, stated beside the fields.
TITLE_LIMIT = 200
AIM_LIMIT = 2_000
NAME_LIMIT = 80
#: How many phases and themes a plan can have.
LIST_LIMIT = 20
#: How many things a list that people choose from can have; a form of so many is long, and a bank may need them.
OPTIONS_LIMIT = 200


def plan_errors(raw: Any) -> dict[str, list[str]]:
    """Return what is wrong with a plan, as sentences by field; empty when it can be used as it stands.

    A field is a key of the plan ("title"), or a path ("phases.2.name", "capacity.mentor", "terms.mentee").
    """
    raw = raw if isinstance(raw, Mapping) else {}
    errors = _Errors()
    errors.languages(raw.get("languages"))
    errors.text("title", raw.get("title"), TITLE_LIMIT, required=True)
    errors.text("aim", raw.get("aim"), AIM_LIMIT, required=False)
    errors.choice("stance", raw.get("stance"), [member.value for member in Stance])
    errors.choice("relationship", raw.get("relationship"), [member.value for member in Relationship])
    for role, choices in terms.TERMS.items():
        errors.choice(f"terms.{role}", _part(raw, "terms").get(role), list(choices))
    if not knows_time_zone(raw.get("time_zone")):
        errors.add("time_zone", gettext("Choose a time zone from the list."))
    if as_date(raw.get("starts_on")) is None:
        errors.add("starts_on", gettext("Choose the day on which the programme begins."))
    errors.number("length_weeks", raw.get("length_weeks"), *WEEK_LIMITS)
    for name, (low, high, _) in CAPACITY_LIMITS.items():
        errors.number(f"capacity.{name}", _part(raw, "capacity").get(name), low, high)
    errors.number("share_days_after_close", raw.get("share_days_after_close"), *SHARE_DAYS_LIMITS)
    _kept_days(errors, raw)
    errors.named("phases", raw.get("phases"), required=True)
    errors.named("themes", raw.get("themes"), required=False)
    # A plan from before there were such lists lacks them; that is no mistake of its author's.
    for name in LISTS:
        errors.named(f"lists.{name}", _part(raw, "lists").get(name), required=False, limit=OPTIONS_LIMIT)
    if "matching" in raw:
        matching = _part(raw, "matching")
        errors.choice("matching.way", matching.get("way"), [member.value for member in Way])
        for name, (low, high, _) in MATCHING_LIMITS.items():
            errors.number(f"matching.{name}", matching.get(name), low, high)
        if raw.get("relationship") == Relationship.PEER and matching.get("way") in {Way.CHOICE, Way.HYBRID}:
            errors.add(
                "matching.way",
                gettext(
                    "Peers have no mentor whom they could ask. Let the coordinators put people together, or change who "
                    "works with whom."
                ),
            )
    relationship_errors(errors, raw)
    review_errors(errors, raw)
    if not errors.found:
        plan = Plan.from_dict(raw)
        errors.beginnings(plan)
        gatherings_outside(errors, plan)
        reviews_misplaced(errors, plan)
    return errors.found


def _kept_days(errors: _Errors, raw: Mapping[str, Any]) -> None:
    """Check for how long journals are kept; a plan from before that could be said keeps them."""
    days = raw.get("journal_kept_days", 0)
    errors.number("journal_kept_days", days, *KEPT_DAYS_LIMITS)
    if as_number(days, 1, KEPT_DAYS_LEAST - 1, None) is not None:
        errors.add(
            "journal_kept_days",
            gettext("Keep journals for at least %(days)s days, so that people can take theirs, or write 0.")
            % {"days": KEPT_DAYS_LEAST},
        )


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, Mapping) else {}


class _Errors:
    """Sentences by field, in the order in which they were found."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, name: str, sentence: str) -> None:
        self.found.setdefault(name, []).append(sentence)

    def languages(self, value: Any) -> None:
        if not isinstance(value, list | tuple) or not value or any(code not in LANGUAGES for code in value):
            self.add("languages", gettext("Choose at least one language."))

    def text(self, name: str, value: Any, limit: int, *, required: bool) -> None:
        text = as_text(value)
        if required and not any(part.strip() for part in text.values()):
            self.add(name, gettext("Write this in at least one language."))
        longest = max((len(part) for part in text.values()), default=0)
        if longest > limit:
            self.add(
                name,
                gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
                % {"limit_value": limit, "show_value": longest},
            )

    def choice(self, name: str, value: Any, choices: list[str]) -> None:
        if not isinstance(value, str) or value not in choices:
            self.add(name, gettext("Choose one of these."))

    def number(self, name: str, value: Any, low: int, high: int) -> None:
        if as_number(value, low, high, None) is None:
            self.add(name, gettext("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high})

    def named(self, name: str, value: Any, *, required: bool, limit: int = LIST_LIMIT) -> None:
        """Check a list of phases, themes or options: each with an id of its own and a name."""
        entries = value if isinstance(value, list | tuple) else []
        if required and not entries:
            self.add(name, gettext("Add at least one."))
        if len(entries) > limit:
            self.add(name, gettext("At most %(limit)s can be listed here.") % {"limit": limit})
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            entry = entry if isinstance(entry, Mapping) else {}
            identifier = entry.get("id")
            if not isinstance(identifier, str) or not ID.fullmatch(identifier) or identifier in seen:
                self.add(f"{name}.{index}.id", gettext("This has lost its id. Remove it and add it again."))
            else:
                seen.add(identifier)
            self.text(f"{name}.{index}.name", entry.get("name"), NAME_LIMIT, required=True)

    def beginnings(self, plan: Plan) -> None:
        """Check that every phase of an otherwise sound plan begins on a day of its own, within the programme."""
        placed = {span.phase.id for span in plan.timeline(plan.starts_on)} if plan.starts_on else set()
        for index, phase in enumerate(plan.phases):
            if phase.start_week is None and phase.starts_on is None:
                self.add(
                    f"phases.{index}.start_week", gettext("Write the week in which this phase begins, or choose a day.")
                )
            elif phase.id not in placed:
                self.add(
                    f"phases.{index}.start_week",
                    gettext("This phase needs a day of its own between the programme’s beginning and its end."),
                )
