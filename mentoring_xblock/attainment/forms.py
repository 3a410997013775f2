"""What a browser may send about scales and ratings. What can be saved and rated is the api's to say (`rules.py`)."""

from __future__ import annotations

import uuid
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.attainment.data import SHOWN, WRITTEN, Answer, ScaleDraft, ScaleInfo
from mentoring_xblock.attainment.rules import field_of
from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.kit.numbers import signed

#: Versions stay far below what a database column takes.
MOST_VERSIONS = 1_000_000_000

LEVEL_LABELS = {
    0: _("0: what you expect"),
    1: _("+1: more than that"),
    2: _("+2: much more"),
    -1: _("−1: less"),
    -2: _("−2: much less"),
}
WEIGHT_LABELS = (
    ("1", _("Usual")),
    ("2", _("More")),
    ("3", _("Most")),
    ("0", _("Leave it out of the sum")),
)
SAME_LABELS = (
    ("same", _("They mean the same; I only say it better")),
    ("another", _("This is another scale: ratings so far stay to be read, and count no more")),
)
_LEVELS = [(str(level), signed(level)) for level in SHOWN]


def _level_field(level: int) -> forms.CharField:
    return forms.CharField(
        label=LEVEL_LABELS[level],
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
    )


class PartForm(JsonForm):
    """Of which goal the part is asked for, and what is to stand open in it; nothing where `what` is empty."""

    goal = forms.UUIDField()
    what = forms.ChoiceField(required=False, choices=[("levels", ""), ("rating", "")])


class ScaleForm(JsonForm):
    """The five levels. `version` is the scale's that was typed upon, 0 where there was none."""

    goal = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)
    level_0 = _level_field(0)
    level_1 = _level_field(1)
    level_2 = _level_field(2)
    level_m1 = _level_field(-1)
    level_m2 = _level_field(-2)
    baseline = forms.ChoiceField(
        label=_("Where do you begin?"),
        required=False,
        choices=_LEVELS,
        error_messages={"invalid_choice": _("Choose one of the five levels, or none.")},
    )
    weight = forms.ChoiceField(
        label=_("How much does this goal count beside the others?"),
        required=False,
        choices=WEIGHT_LABELS,
        error_messages={"invalid_choice": _("Choose how much this goal counts.")},
    )
    same = forms.ChoiceField(
        label=_("You have rated this goal on these levels. Do they still mean the same?"),
        required=False,
        choices=SAME_LABELS,
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, goal_id: UUID, scale: ScaleInfo | None) -> ScaleForm:
        """Return the form with what stands."""
        draft = scale.draft if scale else ScaleDraft()
        texts = {field_of(level): draft.texts.get(level, "") for level in SHOWN}
        baseline = "" if draft.baseline is None else str(draft.baseline)
        version = scale.version if scale else 0
        return cls(
            initial={"goal": goal_id, "version": version, "baseline": baseline, "weight": str(draft.weight), **texts}
        )

    @property
    def level_fields(self) -> list[forms.BoundField]:
        """The levels, in the order in which they are written."""
        return [self[field_of(level)] for level in WRITTEN]

    @property
    def asks_same(self) -> bool:
        """Whether the question about rated levels has been asked."""
        return bool(self["same"].errors or self["same"].value())

    @property
    def weight_open(self) -> bool:
        """Whether the weight is looked at: it is not the usual one, or has an error."""
        return bool(self["weight"].errors) or str(self["weight"].value() or "1") != "1"

    @property
    def draft(self) -> ScaleDraft:
        """What was typed; after `require`."""
        values = self.cleaned_data
        return ScaleDraft(
            texts={level: values[field_of(level)] for level in SHOWN},
            baseline=int(values["baseline"]) if values["baseline"] else None,
            weight=int(values["weight"] or 1),
        )

    @property
    def means_same(self) -> bool | None:
        """What was answered to the question about rated levels; after `require`."""
        return {"same": True, "another": False}.get(self.cleaned_data["same"])

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another version, whose words the writer has seen."""
        self.data = {**self.data, "version": str(version)}


class RateForm(OnceForm):
    """Where one is with a goal now, and a line about it. `version` is the scale's whose words stand beside it."""

    goal = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)
    level = forms.ChoiceField(
        label=_("Where are you now?"),
        choices=_LEVELS,
        error_messages={
            "required": _("Choose one of the five levels."),
            "invalid_choice": _("Choose one of the five levels."),
        },
    )
    words = forms.CharField(
        label=_("One line, if you like"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
    )

    @classmethod
    def of(cls, goal_id: UUID, scale: ScaleInfo | None) -> RateForm:
        """Return an empty form."""
        return cls(initial={"goal": goal_id, "version": scale.version if scale else 0})

    @property
    def answer(self) -> Answer:
        """What was said; after `require`."""
        values = self.cleaned_data
        return Answer(int(values["level"]), values["words"], values["version"] or 0)

    def moved_to(self, version: int) -> None:
        """Let what was chosen be sent upon another version, whose words its giver has seen."""
        self.data = {**self.data, "version": str(version)}

    def renewed(self) -> None:
        """Let what was typed be sent as something new."""
        self.data = {**self.data, "once_key": str(uuid.uuid4())}


class AgreeForm(OnceForm):
    """With which rating of which goal its reader agrees, and in the thread of which share."""

    goal = forms.UUIDField()
    share = forms.UUIDField()
    rating = forms.UUIDField()

    @classmethod
    def of(cls, goal_id: UUID, share_id: UUID, rating_id: UUID) -> AgreeForm:
        """Return what a page sends."""
        return cls(initial={"goal": goal_id, "share": share_id, "rating": rating_id})


__all__ = ["MOST_VERSIONS", "AgreeForm", "PartForm", "RateForm", "ScaleForm"]
