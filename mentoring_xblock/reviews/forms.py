"""What a browser may send to the matching group's pages, and to the coordinator's part about the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.blocks.forms import ManyOnAPageForm
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.reviews.data import (
    COMMENT_LIMIT,
    CRITERIA_LIMIT,
    HIGHEST,
    LOWEST,
    NAME_LIMIT,
    NOTE_LIMIT,
    READY_MADE,
    Criterion,
    Opinion,
    ReadingInfo,
    Verdict,
    Which,
)

#: Numbers of pages and versions stay far below what a database takes.
_MOST = 1_000_000
#: Characters of what is looked for.
SEARCH_LIMIT = 150
#: What the names of the fields of scores begin with.
SCORE = "score_"

WHICH_NAMES = {
    Which.ALL: _("All"),
    Which.UNREAD: _("Unread"),
    Which.READ: _("Read"),
    Which.DIFFER: _("Opinions differ"),
}
VERDICT_NAMES = {
    Verdict.TAKE: _("Take them"),
    Verdict.UNSURE: _("Not sure"),
    Verdict.LEAVE: _("Leave them out"),
}
LANGUAGE_NAMES = {"en": _("In English"), "fi": _("In Finnish")}


def _room(limit: int) -> str:
    return gettext("Up to %(limit)s characters.") % {"limit": grouped(limit)}


# ---- the list, and one of it ----


class ListForm(ManyOnAPageForm):
    """Which applications a matcher looks for."""

    which = forms.TypedChoiceField(
        label=_("Show"),
        choices=list(WHICH_NAMES.items()),
        coerce=Which,
        empty_value=Which.ALL,
        required=False,
        initial=Which.ALL.value,
    )
    role = forms.TypedChoiceField(
        label=_("Applies to be"), choices=CallRole.choices, coerce=CallRole, empty_value=None, required=False
    )
    text = forms.CharField(
        label=_("Name or username"),
        max_length=SEARCH_LIMIT,
        required=False,
        error_messages={"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST, widget=forms.HiddenInput)

    def named(self, roles: Sequence[tuple[str, str]]) -> ListForm:
        """Call the roles what the programme calls them."""
        self.fields["role"].choices = [("", gettext("Anything")), *roles]
        return self


class OpenForm(ListForm):
    """An application to open."""

    application = forms.UUIDField()


class RatingForm(ListForm):
    """What a matcher thinks of an application; `stay` keeps it open, else the next unread one is."""

    application = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)
    stay = forms.BooleanField(required=False)
    verdict = forms.ChoiceField(
        label=_("What would you do?"),
        choices=list(VERDICT_NAMES.items()),
        error_messages={"required": _("Choose what you would do."), "invalid_choice": _("Choose what you would do.")},
    )
    comment = forms.CharField(
        label=_("Why?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, *, reading: ReadingInfo, **kwargs: Any):
        self._criteria = reading.criteria
        steps = [(str(number), str(number)) for number in range(LOWEST, HIGHEST + 1)]
        scores = {
            SCORE + one.id: forms.ChoiceField(
                label=one.label,
                choices=steps,
                required=False,
                error_messages={"invalid_choice": gettext("Choose a number from 1 to 5, or leave it out.")},
            )
            for one in reading.criteria
        }
        self.base_fields = {**type(self).base_fields, **scores}
        super().__init__(body, **kwargs)
        self.fields["comment"].help_text = _room(COMMENT_LIMIT)

    @classmethod
    def of(cls, reading: ReadingInfo, application_id: Any, own: Opinion | None) -> RatingForm:
        """Return the form as it stands."""
        initial: dict[str, Any] = {"application": application_id, "version": own.version if own else 0}
        if own:
            initial |= {"verdict": own.verdict.value, "comment": own.comment}
            initial |= {SCORE + id_: str(score) for id_, score in own.scores.items()}
        return cls(reading=reading, initial=initial)

    @property
    def score_fields(self) -> list[forms.BoundField]:
        """A field for each criterion, in their order."""
        return [self[SCORE + one.id] for one in self._criteria]

    @property
    def scores(self) -> dict[str, int]:
        """The scores given; after `require`."""
        given = {one.id: self.cleaned_data[SCORE + one.id] for one in self._criteria}
        return {id_: int(score) for id_, score in given.items() if score}

    def clean(self) -> dict[str, Any]:
        """Refuse scores on criteria that are not used any more: the page shows those of today again."""
        if any(name.startswith(SCORE) and name not in self.fields for name in self.data):
            raise ValidationError(gettext("The criteria have changed meanwhile. Look at them, and save again."))
        return self.cleaned_data

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside their fields; the form's own stand there already."""
        for name, sentences in error.fields.items():
            new = [sentence for sentence in sentences if sentence not in self.errors.get(name, [])]
            if new:
                self.add_error(name if name in self.fields else None, new)

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another version, which its writer has seen."""
        self.data = {**self.data, "version": str(version)}


# ---- pairs ----


class PickForm(ManyOnAPageForm):
    """Which application is meant."""

    application = forms.UUIDField(widget=forms.HiddenInput)


class PairForm(PickForm):
    """A partner to look for, or one that was found, and why."""

    find = forms.CharField(
        label=_("Look for somebody by name or username"),
        max_length=SEARCH_LIMIT,
        required=False,
        error_messages={"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    partner = forms.UUIDField(
        required=False, error_messages={"invalid": _("Choose somebody."), "required": _("Choose somebody.")}
    )
    note = forms.CharField(
        label=_("Why these two?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["note"].help_text = _room(NOTE_LIMIT)

    refuse = RatingForm.refuse


class UnpairForm(PickForm):
    """A suggested pair to take back."""

    suggestion = forms.UUIDField()


# ---- the coordinator's part ----


class ReadingForm(ManyOnAPageForm):
    """How the group reads: blind or not, and by which criteria; a row without a name is no criterion."""

    blind = forms.BooleanField(label=_("They read blind"), required=False)
    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        rows: dict[str, forms.Field] = {}
        for number in range(CRITERIA_LIMIT):
            rows[f"id_{number}"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
            for code in LANGUAGES:
                rows[f"name_{number}_{code}"] = forms.CharField(
                    label=LANGUAGE_NAMES[code],
                    required=False,
                    strip=False,
                    widget=forms.TextInput(attrs={"autocomplete": "off", "lang": code}),
                )
        self.base_fields = {**type(self).base_fields, **rows}
        super().__init__(body, **kwargs)

    @classmethod
    def of(cls, reading: ReadingInfo) -> ReadingForm:
        """Return the form as it stands; ready-made criteria are shown by name."""
        initial: dict[str, Any] = {"blind": reading.blind, "version": reading.version}
        for number, one in enumerate(reading.criteria):
            initial[f"id_{number}"] = one.id
            names = one.name or _ready(one.id)
            initial |= {f"name_{number}_{code}": names.get(code, "") for code in LANGUAGES}
        return cls(initial=initial)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each row's hidden id, its fields, and what is wrong with it."""
        return [
            {
                "number": number + 1,
                "id": self[f"id_{number}"],
                "fields": [self[f"name_{number}_{code}"] for code in LANGUAGES],
            }
            for number in range(CRITERIA_LIMIT)
        ]

    @property
    def name_limit(self) -> int:
        """How long a name can be."""
        return NAME_LIMIT

    def criteria(self) -> list[Criterion]:
        """Return the rows that have a name; after `require`. A ready-made name that nobody touched stays ours."""
        return [criterion for _, criterion in self._named()]

    def _named(self) -> list[tuple[int, Criterion]]:
        found = []
        for number in range(CRITERIA_LIMIT):
            id_ = self.cleaned_data[f"id_{number}"]
            name = {code: self.cleaned_data[f"name_{number}_{code}"].strip() for code in LANGUAGES}
            name = {code: text for code, text in name.items() if text}
            if name:
                found.append((number, Criterion(id_, {} if name == _ready(id_) else name)))
        return found

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside the rows that it counted; rows without a name it has not seen."""
        rows = [number for number, _ in self._named()]
        for name, sentences in error.fields.items():
            at = int(name.removeprefix("criterion_"))
            self.add_error(f"name_{rows[at]}_{LANGUAGES[0]}" if at < len(rows) else None, sentences)

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another version, which its writer has seen."""
        self.data = {**self.data, "version": str(version)}


def _ready(id_: str) -> dict[str, str]:
    """Return the name of a ready-made criterion in every language; empty for another one."""
    if id_ not in READY_MADE:
        return {}
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = gettext(READY_MADE[id_])
    return found
