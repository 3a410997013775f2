"""What a browser may send about reflections of groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.kit.errors import Invalid


class HandOverForm(JsonForm):
    """Which entry is handed over, or taken back, and to or from which group."""

    entry = forms.UUIDField(required=False)
    group = forms.UUIDField()

    def require(self) -> dict[str, Any]:
        """Return the valid values.

        Raises:
            Invalid: they are not, or nothing has been written yet.
        """
        values = super().require()
        if values["entry"] is None:
            raise Invalid(gettext("Write a word first; then you can hand it over."))
        return values


__all__ = ["HandOverForm"]
