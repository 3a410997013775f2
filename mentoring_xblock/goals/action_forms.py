"""What a browser may send about what is to be done for a goal. What can be kept is the api's to say (`actions.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import ManyOnAPageForm, OnceForm
from mentoring_xblock.goals.actions import ACTION_LIMIT, Becomes
from mentoring_xblock.goals.data import ActionDraft, ActionInfo
from mentoring_xblock.goals.forms import PickForm
from mentoring_xblock.kit.numbers import grouped

#: Versions stay far below what a database column takes.
_MOST = 1_000_000_000


class _StepFields(PickForm, ManyOnAPageForm):
    """What is to be done, and by when."""

    body = forms.CharField(
        label=_("What do you do?"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"})
    )
    due_on = forms.DateField(
        label=_("By when?"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is not a day. Write it as year-month-day, for instance 2027-03-07.")},
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["body"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(ACTION_LIMIT)}

    @property
    def draft(self) -> ActionDraft:
        """What was typed; after `require`."""
        return ActionDraft(self.cleaned_data["body"], self.cleaned_data["due_on"])


class AddStepForm(_StepFields, OnceForm):
    """A new step."""


class ChangeStepForm(_StepFields):
    """A step that stands. `version` is what is typed upon."""

    action = forms.UUIDField()
    version = forms.IntegerField(min_value=0, max_value=_MOST)

    @classmethod
    def of(cls, step: ActionInfo) -> ChangeStepForm:
        """Return the form of a step as it stands."""
        return cls(initial={"body": step.body, "due_on": step.due_on, "version": step.version})


class SettleStepForm(PickForm):
    """What becomes of a step."""

    action = forms.UUIDField()
    becomes = forms.ChoiceField(choices=[(one.value, one.value) for one in Becomes])


class StepForm(PickForm):
    """Which step is meant."""

    action = forms.UUIDField()


__all__ = ["AddStepForm", "ChangeStepForm", "SettleStepForm", "StepForm"]
