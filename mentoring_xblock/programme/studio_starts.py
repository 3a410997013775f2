"""The ready-made plans that an author starts from, each in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm


@dataclass(frozen=True)
class Start:
    """A ready-made plan: its name among `plan.PRESETS`, what it is called, and what it is like."""

    preset: str
    title: Any
    sentence: Any


STARTS = (
    Start(
        "half_year",
        _("Coaching half-year"),
        _(
            "Twenty-six weeks in pairs: a month for each of five themes, with those who mentor trained first and "
            "supervised on the way."
        ),
    ),
    Start(
        "six_meetings",
        _("Year with six joint meetings"),
        _("Fifty-two weeks in pairs, with a kick-off, a joint meeting by video every second month, and peer groups."),
    ),
    Start(
        "three_trainings",
        _("Year with three trainings"),
        _("Fifty-two weeks in pairs, with a training in the beginning, half-way and at the end, and role groups."),
    ),
    Start(
        "small_groups",
        _("Year in small groups"),
        _("Fifty-two weeks: groups of three to five with one who mentors, put together by a matching group."),
    ),
    Start(
        "non_stop",
        _("Path without a common start"),
        _("Each pair starts when it is ready and goes through half a year at its own pace."),
    ),
)
#: What a new programme begins with.
FIRST = STARTS[0].preset


class StartForm(JsonForm):
    """Which of them was chosen; an editor that names none gets the first."""

    preset = forms.ChoiceField(choices=[(start.preset, start.title) for start in STARTS], required=False)
