"""What a browser may ask of the dashboard."""

from __future__ import annotations

from django import forms

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.dashboard.parts import Part

#: Page numbers stay far below what a database takes.
_MOST = 1_000_000


def _page() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=_MOST)


class Names(forms.MultipleChoiceField):
    """Any number of names, to be looked for among what the reader has; a name of anything else finds nothing."""

    def valid_value(self, value: str) -> bool:
        """Take every name."""
        return True


class PartForm(JsonForm):
    """Which part of the page to show."""

    part = forms.ChoiceField(choices=[(part.value, part.value) for part in Part])


class MenteeForm(JsonForm):
    """Whose card to show, by participant, and which page of their entries."""

    mentee = forms.UUIDField()
    entries = _page()


class TabsForm(JsonForm):
    """Which page of the list of mentees to show, and whose card stands below it."""

    page = _page()
    mentee = forms.UUIDField(required=False)


class QueueForm(JsonForm):
    """Which page of what waits to show, and what is beside it: the mentees who are listed, and the open card.

    `turned` tells that the reader has turned the page themselves.
    """

    page = _page()
    turned = forms.BooleanField(required=False)
    shown = Names(required=False)
    mentee = forms.UUIDField(required=False)
    entries = _page()
