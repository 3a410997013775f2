"""What a browser may send about the goals that a group has at hand."""

from __future__ import annotations

from django import forms

from mentoring_xblock.goals.action_forms import SettleStepForm


class SettleSharedForm(SettleStepForm):
    """What becomes of a step, and in which group it was seen."""

    group = forms.UUIDField()


__all__ = ["SettleSharedForm"]
