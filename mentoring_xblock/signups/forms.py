"""What a browser may send about groups that people sign up to."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm, ManyOnAPageForm
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.groups.forms import KIND_NAMES
from mentoring_xblock.groups.making import NAME_LIMIT
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import CAPACITY_LIMITS, Plan
from mentoring_xblock.signups.data import KINDS, ROLES, TEXT_LIMIT, TOWNS_LIMIT, WHERE_LIMIT, Change, Opening, Series

_LOWEST, _HIGHEST, USUAL = CAPACITY_LIMITS["peer_group"]
_TOO_LONG = {"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")}
_MOST = 1_000_000


class OpenForm(ManyOnAPageForm):
    """One of the groups, by the public id of its opening."""

    open = forms.UUIDField()


class SeriesForm(ManyOnAPageForm):
    """Groups that were opened together, by the public id of the series; empty for new ones."""

    series = forms.UUIDField(required=False)


class _AboutForm(JsonForm):
    """What an opening says, and what of it can change later."""

    places = forms.IntegerField(
        label=_("Places in each group"),
        min_value=_LOWEST,
        max_value=_HIGHEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    answer_on = forms.DateField(
        label=_("Sign up by"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day.")},
        help_text=_("The last day to sign up. Empty for as long as there is room."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=TEXT_LIMIT,
        error_messages=_TOO_LONG,
        help_text=_("Aims, and what people agree on when they join. Everybody who can sign up reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OpenSeriesForm(_AboutForm):
    """A group to open, in one town or several."""

    once_key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT - WHERE_LIMIT, error_messages=_TOO_LONG)
    kind = forms.TypedChoiceField(
        label=_("What is it?"),
        required=False,
        choices=[(kind.value, KIND_NAMES[kind]) for kind in KINDS],
        coerce=Kind,
        empty_value=KINDS[0],
    )
    role = forms.TypedChoiceField(label=_("Who can sign up"), choices=[(role.value, "") for role in ROLES], coerce=Role)
    where = forms.CharField(
        label=_("Towns"),
        required=False,
        max_length=TOWNS_LIMIT * (WHERE_LIMIT + 2),
        error_messages=_TOO_LONG,
        help_text=_("One on each line, or between commas: each of them has a group of its own. Empty for one group."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    leader = forms.UUIDField(label=_("Led by"), required=False, widget=forms.Select)

    def named(self, plan: Plan, roles: Iterable[tuple[str, str]], leaders: Iterable[tuple[str, str]]) -> OpenSeriesForm:
        """Say everything in the reader's language.

        Args:
            roles: (role, what several people in it are called). leaders: (public id, name) of who may lead.
        """
        self.fields["role"].choices = list(roles)
        self.fields["leader"].widget.choices = [("", gettext("Nobody yet")), *leaders]
        return self

    @property
    def opening(self) -> Opening:
        """What a valid form says."""
        values = self.cleaned_data
        return Opening(
            name=values["name"].strip(),
            role=values["role"],
            places=values["places"],
            where=tuple(re.split(r"[\n,;]+", values["where"])) if values["where"].strip() else (),
            answer_on=values["answer_on"],
            text=values["text"].strip(),
            leader=values["leader"],
            kind=values["kind"],
        )

    @classmethod
    def empty(cls) -> OpenSeriesForm:
        """Return a form for new groups."""
        return cls(
            initial={"once_key": uuid.uuid4(), "places": USUAL, "role": Role.MENTOR.value, "kind": KINDS[0].value}
        )


class ChangeSeriesForm(_AboutForm):
    """What changes about groups that are open."""

    series = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=_MOST, widget=forms.HiddenInput)

    @property
    def change(self) -> Change:
        """What a valid form says."""
        values = self.cleaned_data
        return Change(places=values["places"], answer_on=values["answer_on"], text=values["text"].strip())

    @classmethod
    def of(cls, plan: Plan, series: Series) -> ChangeSeriesForm:
        """Return a form with what stands."""
        initial = {
            "series": series.public_id,
            "version": series.version,
            "places": series.towns[0].group.capacity,
            "answer_on": plan.last_day(series.closes_at) if series.closes_at else None,
            "text": series.text,
        }
        return cls(initial=initial)
