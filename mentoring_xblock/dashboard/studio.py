"""The editor of the dashboard: a title, and the programme it belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.editor import Editable, Editor

TITLE_LIMIT = 120


class DashboardEditor(Editor):
    """Everything that an author sets."""

    template = "dashboard.html"

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, help_text=_("What the unit calls this block."))


class EditsTitle(Editable):
    """Mixed into the block that has a title and a programme and nothing else."""

    editor = DashboardEditor

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values."""
        return {"title": self.display_name, "programme": self.programme}

    def take_values(self, editor: DashboardEditor) -> None:
        """Set the block's fields from a valid editor."""
        self.display_name = editor.cleaned_data["title"]
        self.programme = editor.cleaned_data["programme"]
