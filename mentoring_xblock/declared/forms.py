"""What a browser may send about declared pairs."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import ManyOnAPageForm
from mentoring_xblock.declared.data import NAME_LIMIT
from mentoring_xblock.programme.plan import Plan

#: Page numbers stay far below what a database takes.
_MOST = 1_000_000


def _day() -> forms.DateField:
    return forms.DateField(
        label=_("First day"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DeclareForm(ManyOnAPageForm):
    """Whom somebody has found, who of the two would be the mentor, and from when."""

    named = forms.CharField(
        label=_("Their username"),
        help_text=_(
            "Ask them for it. Nobody is told who is in this course: where nobody here is called so, nobody answers."
        ),
        max_length=NAME_LIMIT,
        error_messages={"required": _("Write the username of the other one.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("What they would be to you"), choices=[("mentor", ""), ("mentee", "")], widget=forms.Select
    )
    starts_on = _day()

    def __init__(self, body: object = None, **kwargs: object):
        super().__init__(body, **kwargs)
        self.fields["starts_on"].help_text = gettext("Your time together is counted from it.")

    @classmethod
    def empty(cls, today: dt.date) -> DeclareForm:
        """Return an empty form that begins today."""
        return cls(initial={"starts_on": today, "role": "mentor"})

    def named_by(self, plan: Plan) -> DeclareForm:
        """Call the roles what the programme calls them."""
        words = plan.words()
        self.fields["role"].choices = [
            ("mentor", gettext("They would be %(mentor_my)s") % words),
            ("mentee", gettext("They would be %(mentee_my)s") % words),
        ]
        return self


class PickForm(ManyOnAPageForm):
    """One declaration, by public id."""

    pair = forms.UUIDField()


class AnswerForm(PickForm):
    """Whether somebody agrees."""

    agree = forms.BooleanField(required=False)


class ConfirmForm(PickForm):
    """The first day of a pair that a coordinator makes."""

    starts_on = _day()


class PageForm(ManyOnAPageForm):
    """Which page of the coordinators' list to show."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)


__all__ = ["AnswerForm", "ConfirmForm", "DeclareForm", "PageForm", "PickForm"]
