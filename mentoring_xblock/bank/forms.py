"""What a browser may send about the mentor bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications.languages import CODES, COMMON, name_of
from mentoring_xblock.bank.data import (
    ABOUT_LIMIT,
    CAPACITY_LIMITS,
    HEADLINE_LIMIT,
    MESSAGE_LIMIT,
    ProfileInfo,
    ProfileWords,
    Wanted,
)
from mentoring_xblock.blocks.forms import ManyOnAPageForm
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.programme.plan import Plan

#: Numbers of pages and versions stay far below what a database takes.
_MOST = 1_000_000
#: Characters of what is looked for.
SEARCH_LIMIT = 150
_LISTS = ("topics", "languages", "places")


def _languages(also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    named = {code: name_of(code) for code in (*COMMON, *also)}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


class _Ticks(forms.MultipleChoiceField):
    """Several of a list. What is not in it is the api's to refuse, with a sentence."""

    def valid_value(self, value: Any) -> bool:
        return True


class ProfileForm(ManyOnAPageForm):
    """One's own profile as it is typed."""

    headline = forms.CharField(label=_("In one line"), max_length=HEADLINE_LIMIT, required=False)
    about = forms.CharField(
        label=_("What you could talk about"),
        max_length=ABOUT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    topics = _Ticks(label=_("Topics"), required=False)
    languages = _Ticks(label=_("Languages"), required=False)
    places = _Ticks(label=pgettext_lazy("where people meet", "Places"), required=False)
    remote = forms.BooleanField(label=_("I meet remotely too"), required=False)
    capacity = forms.IntegerField(
        label=_("How many people you would take in a round"),
        min_value=CAPACITY_LIMITS[0],
        max_value=CAPACITY_LIMITS[1],
    )
    paused = forms.BooleanField(label=_("I need a pause: nobody finds me until I untick this"), required=False)
    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        for name, limit in (("headline", HEADLINE_LIMIT), ("about", ABOUT_LIMIT)):
            self.fields[name].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(limit)}

    @classmethod
    def of(cls, profile: ProfileInfo | None) -> ProfileForm:
        """Return a form that shows a profile, or an empty one."""
        words = profile.words if profile else ProfileWords()
        initial = {name: getattr(words, name) for name in ("headline", "about", "remote", "capacity", "paused")}
        initial |= {name: list(getattr(words, name)) for name in _LISTS}
        return cls(initial={**initial, "version": profile.version if profile else 0})

    def named(self, plan: Plan) -> ProfileForm:
        """Offer what the plan's lists hold, in the reader's language."""
        ticked = tuple(code for code in self.ticked("languages") if isinstance(code, str))
        known = {code for code, _name in _languages()}
        self.fields["topics"].choices = list(plan.named("topics").items())
        self.fields["places"].choices = list(plan.named("places").items())
        self.fields["languages"].choices = _languages(
            tuple(code for code in ticked if code not in known and code in CODES)
        )
        return self

    def ticked(self, name: str) -> list[str]:
        """Return what is ticked in a list now."""
        return list(self[name].value() or [])

    @property
    def lists(self) -> list[dict[str, Any]]:
        """Return the lists for the template: their label, errors, and each option with whether it is ticked."""
        return [
            {
                "name": name,
                "label": self.fields[name].label,
                "errors": self.errors.get(name, []) if self.is_bound else [],
                "options": [(value, label, value in self.ticked(name)) for value, label in self.fields[name].choices],
            }
            for name in _LISTS
        ]

    @property
    def words(self) -> ProfileWords:
        """What a valid form says."""
        values = self.cleaned_data
        return ProfileWords(
            headline=values["headline"],
            about=values["about"],
            topics=tuple(values["topics"]),
            languages=tuple(values["languages"]),
            places=tuple(values["places"]),
            remote=values["remote"],
            capacity=values["capacity"],
            paused=values["paused"],
        )


class SearchForm(ManyOnAPageForm):
    """How a search of the bank is narrowed, and which page of it is shown."""

    text = forms.CharField(label=_("Name or line"), required=False, max_length=SEARCH_LIMIT)
    topic = forms.CharField(label=_("Topic"), required=False, max_length=40, widget=forms.Select)
    language = forms.CharField(label=_("Language"), required=False, max_length=16, widget=forms.Select)
    place = forms.CharField(label=_("Place"), required=False, max_length=40, widget=forms.Select)
    remote = forms.BooleanField(label=_("Meets remotely"), required=False)
    free = forms.BooleanField(label=_("Has free places"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)

    def named(self, plan: Plan) -> SearchForm:
        """Offer what the plan's lists hold, in the reader's language."""
        for name, options in (
            ("topic", plan.named("topics").items()),
            ("language", _languages()),
            ("place", plan.named("places").items()),
        ):
            self.fields[name].widget.choices = [("", gettext("any")), *options]
        return self

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        values = self.cleaned_data
        names = ("text", "topic", "language", "place", "remote", "free")
        return Wanted(**{name: values[name] for name in names})


class ProfilePickForm(SearchForm):
    """One profile, by public id, and the search that it was found by, which stays."""

    profile = forms.UUIDField(widget=forms.HiddenInput)


class AskForm(ProfilePickForm):
    """What a coordinator writes to somebody of the bank, and until when they wait for an answer."""

    message = forms.CharField(
        label=_("A message to them"),
        max_length=MESSAGE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer_by = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["message"].help_text = gettext(
            "Why them, and what the round is about. Up to %(limit)s characters. It stands on their page, not in the "
            "mail."
        ) % {"limit": grouped(MESSAGE_LIMIT)}

    @property
    def profile_id(self) -> UUID | None:
        """The profile that was chosen, also where something else needs another look."""
        return self.cleaned_data.get("profile") if self.is_bound else None


class AnswerForm(ManyOnAPageForm):
    """One invitation, by public id, and the answer."""

    invitation = forms.UUIDField(widget=forms.HiddenInput)
    accept = forms.BooleanField(required=False)
    capacity = forms.IntegerField(
        label=_("How many people you would take in this round"),
        min_value=CAPACITY_LIMITS[0],
        max_value=CAPACITY_LIMITS[1],
        required=False,
    )
