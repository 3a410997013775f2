"""What a browser may send about reflections of groups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm


class HandOverForm(JsonForm):
    """Which entry is handed over, or taken back, and to or from which group."""

    entry = forms.UUIDField(error_messages={"required": _("Write a word first; then you can hand it over.")})
    group = forms.UUIDField()


__all__ = ["HandOverForm"]
