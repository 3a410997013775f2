"""The editor that an author meets in Studio: a form, with lists of rows inside, over a block's fields.

A block names its `Editor` and says how its fields become the form's values and back. Nothing is saved while anything
is wrong: the form comes back with sentences beside the fields and everything that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from web_fragments.fragment import Fragment
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.request import author_handler, data, html
from mentoring_xblock.kit.ids import ID, new_id
from mentoring_xblock.kit.localised import LANGUAGES

#: What the languages are called in the editor.
LANGUAGE_NAMES = {"en": _("in English"), "fi": _("in Finnish")}

SLUG_LIMIT = 64


def texts(name: str, label: Any, limit: int, *, rows: int = 0, help_text: Any = "") -> dict[str, forms.CharField]:
    """Return one field a language for a localised text: `title__en`, `title__fi`."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return {
        f"{name}__{code}": forms.CharField(
            label=_("%(field)s, %(language)s") % {"field": label, "language": language},
            help_text=help_text,
            max_length=limit,
            required=False,
            widget=widget,
        )
        for code, language in LANGUAGE_NAMES.items()
    }


def to_text(values: Mapping[str, Any], name: str) -> dict[str, str]:
    """Gather a localised text from a form's values; languages that were left empty are left out."""
    return {code: values[f"{name}__{code}"] for code in LANGUAGES if values.get(f"{name}__{code}", "").strip()}


def from_text(name: str, text: Any) -> dict[str, str]:
    """Spread a localised text over the values of a form; a plain string is in the first language."""
    if isinstance(text, str):
        text = {LANGUAGES[0]: text}
    text = text if isinstance(text, Mapping) else {}
    return {f"{name}__{code}": text[code] for code in LANGUAGES if isinstance(text.get(code), str)}


class TextsForm(JsonForm):
    """A form whose localised texts are declared in one line each, as `localised = {name: (label, limit, rows, help)}`.

    A name in `needed` has to be written in at least one language.
    """

    localised: Mapping[str, tuple[Any, int, int, Any]] = {}
    needed: frozenset[str] = frozenset()

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        self.base_fields = self.base_fields.copy()
        for name, (label, limit, rows, help_text) in self.localised.items():
            self.base_fields.update(texts(name, label, limit, rows=rows, help_text=help_text))
        super().__init__(body, **kwargs)

    def __getattr__(self, name: str) -> list[forms.BoundField]:
        """Give templates the fields of a localised text by one name: `title_fields`."""
        stem = name.removesuffix("_fields")
        if stem == name or stem not in type(self).localised:
            raise AttributeError(name)
        return [self[f"{stem}__{code}"] for code in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """Say beside the first language what has to be written in one of them."""
        values = super().clean()
        for name in self.needed:
            broken = any(f"{name}__{code}" in self._errors for code in LANGUAGES)
            if not broken and not to_text(values, name):
                self.add_error(f"{name}__{LANGUAGES[0]}", gettext("Write this in at least one language."))
        return values


class Row(TextsForm):
    """One row of a list. `id` is stable: it is kept when the row's words change, and made here for a new row."""

    id = forms.RegexField(rf"\A(?:{ID.pattern})?\Z", required=False, widget=forms.HiddenInput)
    #: The field whose words a new id is made from, and what it is made from when there are none in plain letters.
    names_id = "label"
    fallback_id = "question"

    def new_id(self, taken: set[str]) -> str:
        """Return an id for a new row that none of the others has."""
        text = to_text(self.cleaned_data, self.names_id)
        return new_id(next(iter(text.values()), ""), taken, self.fallback_id)


class Editor(TextsForm):
    """The form over a block's fields. `row_forms` maps a field that is a list to the form of its rows.

    `row_limit` says how many rows a list can have, `row_limits` for which lists it is another number.
    """

    row_forms: Mapping[str, type[Row]] = {}
    row_limit = 20
    row_limits: Mapping[str, int] = {}
    template = ""

    programme = forms.RegexField(
        r"\A[a-z0-9][a-z0-9_-]*\Z",
        label=_("Programme"),
        max_length=SLUG_LIMIT,
        help_text=_("Leave “main” unless this course has several mentoring programmes. Small letters, digits and -."),
        error_messages={"invalid": _("Use small letters, digits and hyphens only.")},
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        rows = {name: (body or kwargs.get("initial") or {}).get(name) for name in self.row_forms}
        super().__init__(
            None if body is None else {name: value for name, value in body.items() if name not in rows}, **kwargs
        )
        self.rows = {name: list(self._read_rows(name, given, body is not None)) for name, given in rows.items()}
        self.row_errors: dict[str, list[str]] = {}

    def _read_rows(self, name: str, given: Any, bound: bool) -> Iterator[Row]:
        form = self.row_forms[name]
        # One more than may be kept is enough to say that there are too many.
        for entry in (given if isinstance(given, list) else [])[: self.limit_of(name) + 1]:
            entry = entry if isinstance(entry, Mapping) else {}
            yield form(entry) if bound else form(initial=dict(entry))

    def limit_of(self, name: str) -> int:
        """Return how many rows a list can have."""
        return self.row_limits.get(name, self.row_limit)

    def __getattr__(self, name: str) -> Any:
        """Give templates an empty row of a list, for the button that adds one: `blank_phases`."""
        stem = name.removeprefix("blank_")
        if stem != name and stem in type(self).row_forms:
            return type(self).row_forms[stem]()
        return super().__getattr__(name)

    def is_valid(self) -> bool:
        """Check the form and every row, so that all that is wrong is said at once."""
        valid = super().is_valid()
        for name, rows in self.rows.items():
            limit = self.limit_of(name)
            if len(rows) > limit:
                self.row_errors[name] = [gettext("At most %(limit)s can be listed here.") % {"limit": limit}]
            checked = [row.is_valid() for row in rows]
            valid = valid and all(checked) and name not in self.row_errors
        return valid

    def values_of_rows(self, name: str) -> list[dict[str, Any]]:
        """Return the cleaned values of a list, each with its stable id; of two with one id the later gets a new one."""
        taken: set[str] = set()
        kept = {row.cleaned_data["id"] for row in self.rows[name]} - {""}
        found = []
        for row in self.rows[name]:
            identifier = row.cleaned_data["id"]
            if not identifier or identifier in taken:
                identifier = row.new_id(taken | kept)
            taken.add(identifier)
            found.append({**row.cleaned_data, "id": identifier})
        return found


class Editable:
    """What a block needs to be edited in Studio. Mixed into our base class; a subclass sets `editor`."""

    editor: type[Editor]

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's initial values."""
        raise NotImplementedError

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor."""
        raise NotImplementedError

    def check_editor(self, editor: Editor) -> None:
        """Add errors that need more than one field; called for a valid editor only."""

    def render_editor(self, editor: Editor) -> str:
        """Return the form's HTML."""
        context = {"editor": editor, "uid": f"{self.uid}s", "block": self}
        return render_to_string(f"mentoring_xblock/studio/{editor.template}", context)

    def studio_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """Show an author the form. Studio itself has checked that they may edit; saving checks it again."""
        body = self.render_editor(self.editor(initial=self.editor_values()))
        fragment = Fragment(
            render_to_string("mentoring_xblock/studio/frame.html", {"body": body, "uid": f"{self.uid}s"})
        )
        for style in ("tokens.css", "mentoring.css", "studio.css"):
            fragment.add_css_url(static(f"mentoring_xblock/{style}"))
        for script in ("studio.js",):
            fragment.add_javascript_url(static(f"mentoring_xblock/{script}"))
        fragment.initialize_js(
            "MentoringStudio", {"save": self._url("studio_save"), "start": self._url("studio_start")}
        )
        return fragment

    def _url(self, name: str) -> str:
        return self.runtime.handler_url(self, name)

    @author_handler
    def studio_save(self, call: Call) -> Response:
        """Save the form, or give it back with what is wrong."""
        editor = self.editor(call.body)
        if editor.is_valid():
            self.check_editor(editor)
        if not editor.is_valid():
            return html(self.render_editor(editor), 422)
        self.take_values(editor)
        return data({"result": "success"})

    @author_handler
    def studio_start(self, call: Call) -> Response:
        """Give an author something ready-made to start from; nothing is saved by it."""
        return html(self.render_editor(self.editor(initial=self.starting_values(call))))

    def starting_values(self, call: Call) -> dict[str, Any]:
        """Return the values that a new block of this kind starts with."""
        return self.editor_values()
