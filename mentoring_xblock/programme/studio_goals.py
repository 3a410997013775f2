"""The part of a plan's editor about goals: when people look back at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring_xblock.blocks.editor import Editor, Row, from_text, to_text
from mentoring_xblock.programme.plan import NAME_LIMIT, Plan
from mentoring_xblock.programme.plan_goals import LAST_WEEK, MILESTONES_LIMIT, Stage
from mentoring_xblock.programme.studio_relationship import FoldedRow, name_of

#: What a review is, among the others.
STAGE_NAMES: Mapping[Stage, Any] = {
    Stage.START: _("the review at the start"),
    Stage.MIDDLE: _("the half-way review"),
    Stage.END: _("the review at the end"),
    Stage.BETWEEN: _("one in between"),
}


class MilestoneRow(FoldedRow):
    """A review of goals, and when it begins."""

    localised = {"name": (_("Name"), NAME_LIMIT, 0, "")}
    fallback_id = "review"

    stage = forms.ChoiceField(
        label=_("What it is"),
        choices=[(stage.value, name) for stage, name in STAGE_NAMES.items()],
        initial=Stage.BETWEEN.value,
    )
    #: People count from 1; the plan counts from 0.
    week = forms.IntegerField(label=_("Begins in week"), min_value=1, max_value=LAST_WEEK, required=False)
    phase = forms.ChoiceField(label=_("or with the phase"), required=False)

    def offer(self, phases: Iterable[Row]) -> MilestoneRow:
        """Let the phases of the plan be chosen, as they stand in the form; returns the row.

        A review that began with one that was removed from the form has no beginning then, and is asked for one.
        """
        known = {row["id"].value(): name_of(row) for row in phases if row["id"].value()}
        self.fields["phase"].choices = [("", pgettext_lazy("phase of a review", "none")), *known.items()]
        if self.is_bound and self.data.get("phase") not in known:
            self.data["phase"] = ""
        return self


class ReviewsEditor(Editor):
    """What a plan's editor has of it. The whole editor has rows of `phases` too."""

    row_forms = {"milestones": MilestoneRow}
    row_limits = {"milestones": MILESTONES_LIMIT}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for row in self.rows["milestones"]:
            row.offer(self.rows["phases"])

    @property
    def blank_milestones(self) -> MilestoneRow:
        """An empty row, for the button that adds one."""
        return MilestoneRow().offer(self.rows["phases"])


def review_values(plan: Plan) -> dict[str, Any]:
    """Return the reviews of a plan as the editor's values: those at the usual times where it names none."""
    return {
        "milestones": [
            {
                "id": review.id,
                "stage": review.stage.value,
                "week": None if review.week is None else review.week + 1,
                "phase": review.phase,
                **from_text("name", review.name),
            }
            for review in plan.reviews
        ]
    }


def reviews_from(editor: ReviewsEditor) -> dict[str, Any]:
    """Return the key of the plan that a valid editor describes; an empty list is a plan without reviews."""
    return {
        "milestones": [
            {
                "id": row["id"],
                "name": to_text(row, "name"),
                "stage": row["stage"],
                # A phase says more than a week; the plan holds one of the two.
                "week": None if row["phase"] or row["week"] is None else row["week"] - 1,
                "phase": row["phase"],
            }
            for row in editor.values_of_rows("milestones")
        ]
    }


__all__ = ["STAGE_NAMES", "MilestoneRow", "ReviewsEditor", "review_values", "reviews_from"]
