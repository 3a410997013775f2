"""What a browser may send about meetings."""

from __future__ import annotations

from django import forms

from mentoring_xblock.blocks.forms import JsonForm


class GroupForm(JsonForm):
    """One of the reader's groups; empty for what concerns everybody."""

    group = forms.UUIDField(required=False)
