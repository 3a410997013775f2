"""What a browser may send about looking back. Words that are looked for travel in bodies only, and are kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.journal.data import MOODS
from mentoring_xblock.lookback.data import FORMS, WORDS_LIMIT, Filter

#: Pages of a list stay far below what a database takes.
_MOST = 1_000_000
_YEARS = (1970, 9_998)
_SHARED = {"yes": True, "no": False}

Choices = Iterable[tuple[str, str]]


class FilterForm(JsonForm):
    """Which of one's own entries to show. What there is to choose from is offered by `offer`; anything may be sent."""

    frame = forms.CharField(label=_("Prompt"), required=False, max_length=40, widget=forms.Select)
    theme = forms.CharField(label=_("Theme"), required=False, max_length=64, widget=forms.Select)
    goal = forms.UUIDField(label=_("Goal"), required=False, widget=forms.Select)
    phase = forms.CharField(label=_("Phase"), required=False, max_length=64, widget=forms.Select)
    mood = forms.IntegerField(
        label=_("How you were"), required=False, min_value=MOODS[0], max_value=MOODS[-1], widget=forms.Select
    )
    shared = forms.ChoiceField(
        label=_("Who can read it"),
        required=False,
        choices=[("", pgettext_lazy("not narrowed by this", "all")), ("yes", _("shared now")), ("no", _("only me"))],
    )
    insights = forms.BooleanField(label=_("Only with insights"), required=False)
    year = forms.IntegerField(required=False, min_value=_YEARS[0], max_value=_YEARS[1], widget=forms.HiddenInput)
    month = forms.IntegerField(required=False, min_value=1, max_value=12, widget=forms.HiddenInput)

    def offer(self, **choices: Choices) -> FilterForm:
        """Offer these values with their names in each select; one without any is not shown."""
        for name in ("frame", "theme", "goal", "phase", "mood"):
            offered = list(choices.get(name, ()))
            self.fields[name].widget.choices = [("", gettext("all")), *offered] if offered else []
        return self

    @property
    def filter(self) -> Filter:
        """What a valid form asks for."""
        values = self.cleaned_data
        return Filter(
            phase=values["phase"],
            theme=values["theme"],
            frame=values["frame"],
            goal_id=values["goal"],
            mood=values["mood"],
            shared=_SHARED.get(values["shared"]),
            insights=values["insights"],
            year=values["year"],
            month=values["month"],
        )


class ListForm(FilterForm):
    """Which page of them, which entry is open beside it, and whether the reader has turned the page themselves."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
    turned = forms.BooleanField(required=False)
    entry = forms.UUIDField(required=False)


class SearchForm(FilterForm):
    """What is looked for among them, and the entry after which to go on."""

    words = forms.CharField(label=_("Search your entries"), required=False, max_length=WORDS_LIMIT, strip=False)
    after = forms.UUIDField(required=False)
    turned = forms.BooleanField(required=False)


class YearForm(JsonForm):
    """Which year; this one without it."""

    year = forms.IntegerField(required=False, min_value=_YEARS[0], max_value=_YEARS[1])


class InsightsForm(JsonForm):
    """Which page of them, and whether the reader has turned it themselves."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
    turned = forms.BooleanField(required=False)


class DocumentForm(JsonForm):
    """As what to take them away, the first way without it; of which year, or month of it, all of them without it."""

    form = forms.ChoiceField(choices=[(one, one) for one in FORMS], required=False)
    year = forms.IntegerField(required=False, min_value=_YEARS[0], max_value=_YEARS[1])
    month = forms.IntegerField(required=False, min_value=1, max_value=12)
