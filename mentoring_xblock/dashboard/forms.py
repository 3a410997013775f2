"""What a browser may ask of the dashboard."""

from __future__ import annotations

from django import forms

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.dashboard.parts import Part


class PartForm(JsonForm):
    """Which part of the page to show."""

    part = forms.ChoiceField(choices=[(part.value, part.value) for part in Part])
