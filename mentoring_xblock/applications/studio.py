"""The editor of a call: when and for whom, its words, and the form that it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications.authored import ORDER_LABELS, ROLE_LABELS, join_time, split_time, times
from mentoring_xblock.applications.calls import LATER
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.questions import (
    CHOICES,
    LETTER_LIMIT,
    LIMIT_CEILING,
    MOST_LIMIT,
    PLACES_LIMIT,
    PROMPTS_LIMIT,
    QUESTIONS_LIMIT,
    TEXT_LIMIT,
    WORDS,
    AskedQuestion,
    QuestionKind,
    asked_questions,
)
from mentoring_xblock.applications.words import KIND_NAMES
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.editor import Editable, Editor, Row, from_text, to_text
from mentoring_xblock.kit.localised import LANGUAGES, pick
from mentoring_xblock.programme.reading import as_choice, mappings

TITLE_LIMIT = 120
LABEL_LIMIT = 200
HELP_LIMIT = 500
TEXT_CEILING = 10_000
SHORT_LIMIT = 1_000

NOW, AT = "now", "at"


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], required=False, **kwargs)


def _time(label: Any, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H:%M:%S"], required=False, **kwargs)


class AskedRow(Row):
    """One question of the form. What a kind has no use for is not looked at."""

    localised = {
        "label": (_("Question"), LABEL_LIMIT, 0, ""),
        "help": (_("Help under the question"), HELP_LIMIT, 2, ""),
        "prompts": (
            _("What the letter should tell"),
            SHORT_LIMIT,
            3,
            _("A prompt on each line, in the same order in both languages. They stand above the letter."),
        ),
    }

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, KIND_NAMES[kind]) for kind in QuestionKind], initial="text"
    )
    required = forms.BooleanField(label=_("Needed before the application can be sent"), required=False)
    limit = forms.IntegerField(
        label=_("Longest answer, in characters"),
        help_text=_("Empty: an A4 page for a letter, 1,000 for a text."),
        min_value=1,
        max_value=LIMIT_CEILING,
        required=False,
    )
    most = forms.IntegerField(
        label=_("How many can be chosen"),
        help_text=_("Empty: any number."),
        min_value=1,
        max_value=MOST_LIMIT,
        required=False,
    )

    @property
    def heading(self) -> str:
        """What the question asks, as it stands in the editor; a new one has no words yet."""
        return pick({code: str(self[f"label__{code}"].value() or "") for code in LANGUAGES})

    @property
    def kind_name(self) -> str:
        """What its kind is called."""
        return str(dict(self.fields["kind"].choices).get(self["kind"].value(), ""))

    @property
    def opened(self) -> bool:
        """Whether it is to be seen whole: it is new, or something is wrong with it."""
        return not self["id"].value() or bool(self.errors)

    def clean(self) -> dict[str, Any]:
        """A letter has only so many prompts."""
        values = super().clean()
        for code in LANGUAGES:
            lines = [line for line in values.get(f"prompts__{code}", "").splitlines() if line.strip()]
            if len(lines) > PROMPTS_LIMIT:
                self.add_error(
                    f"prompts__{code}", gettext("At most %(limit)s can be listed here.") % {"limit": PROMPTS_LIMIT}
                )
        return values


class FaqRow(Row):
    """A question that people ask, and its answer."""

    localised = {
        "question": (_("Question"), LABEL_LIMIT, 0, ""),
        "answer": (_("Answer"), SHORT_LIMIT, 2, ""),
    }
    needed = frozenset({"question", "answer"})
    names_id, fallback_id = "question", "faq"


class CallEditor(Editor):
    """Everything that an author sets of a call."""

    template = "application.html"
    row_forms = {"questions": AskedRow, "faq": FaqRow}
    row_limit = QUESTIONS_LIMIT
    localised = {
        "text": (_("Text of the call"), TEXT_CEILING, 5, ""),
        "eligibility": (_("Who can apply"), SHORT_LIMIT, 2, _("In words. May stay empty.")),
        "commitment": (
            _("Commitment"),
            HELP_LIMIT,
            2,
            _("What applicants tick before they send. Empty: nothing is ticked."),
        ),
    }

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, help_text=_("What the unit calls this block."))
    role = forms.ChoiceField(label=_("People apply"), choices=list(ROLE_LABELS.items()))
    opening = forms.ChoiceField(
        label=_("Opens"),
        choices=[
            (NOW, _("as soon as it is published")),
            (AT, _("on a day")),
            (LATER, _("later; it is only announced")),
        ],
        help_text=_("Until then people see the call, and can ask for a mail when it opens."),
    )
    opens_on = _day(_("Opens on"))
    opens_time = _time(_("Opens at"), help_text=_("On the programme’s clock. Empty: when the day begins."))
    closes_on = _day(_("Closes on"), help_text=_("Empty: it does not close by itself."))
    closes_time = _time(_("Closes at"), help_text=_("On the programme’s clock. Empty: when the day ends."))
    order = forms.ChoiceField(label=_("Who gets a place"), choices=list(ORDER_LABELS.items()))
    places = forms.IntegerField(
        label=_("Places"),
        help_text=_("Counts where the first to apply get them. Empty: everybody gets one."),
        min_value=1,
        max_value=PLACES_LIMIT,
        required=False,
    )
    target = forms.IntegerField(
        label=_("How many you look for"),
        help_text=_("Applicants see it. Empty: nothing is said."),
        min_value=1,
        max_value=PLACES_LIMIT,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Look at the times together."""
        values = super().clean()
        if values.get("opening") == AT and not values.get("opens_on") and "opens_on" not in self._errors:
            self.add_error("opens_on", gettext("Choose the day on which the call opens."))
        if values.get("closes_time") and not values.get("closes_on"):
            self.add_error("closes_time", gettext("Choose the day too."))
        if not self._errors:
            for sentence in times(opens_at(values), closes_at(values), "UTC"):
                self.add_error("closes_on", sentence)
        return values

    def is_valid(self) -> bool:
        """At least one thing is asked, and nothing but a text twice: answers of one kind are compared."""
        valid = super().is_valid()
        if not self.is_bound:
            return valid
        if not self.rows["questions"]:
            self.row_errors["questions"] = [gettext("Ask at least one question.")]
            return False
        asked: set[str] = set()
        for row in self.rows["questions"]:
            kind = row.cleaned_data.get("kind")
            if kind in asked and kind != QuestionKind.TEXT and "kind" not in row.errors:
                row.add_error("kind", gettext("This kind is asked already. Only texts can be asked more than once."))
                valid = False
            asked.add(kind)
        return valid


def opens_at(values: Mapping[str, Any]) -> str:
    """Return the opening of a valid editor as it is stored."""
    if values["opening"] == LATER:
        return LATER
    return join_time(values["opens_on"], values["opens_time"]) if values["opening"] == AT else ""


def closes_at(values: Mapping[str, Any]) -> str:
    """Return the closing of a valid editor as it is stored."""
    return join_time(values["closes_on"], values["closes_time"])


# ---- rows ----


def question_values(questions: Iterable[AskedQuestion]) -> list[dict[str, Any]]:
    """Return questions as the values of rows."""
    return [
        {
            "id": question.id,
            "kind": question.kind.value,
            "required": question.required,
            "limit": question.limit or None,
            "most": question.most,
            **from_text("label", question.label),
            **from_text("help", question.help),
            **{
                f"prompts__{code}": "\n".join(prompt.get(code, "") for prompt in question.prompts).rstrip()
                for code in LANGUAGES
            },
        }
        for question in questions
    ]


def question_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cleaned values of a row as a question is stored."""
    kind = QuestionKind(values["kind"])
    default = LETTER_LIMIT if kind is QuestionKind.LETTER else TEXT_LIMIT
    stored: dict[str, Any] = {
        "id": values["id"],
        "kind": kind.value,
        "label": to_text(values, "label"),
        "help": to_text(values, "help"),
        "required": values["required"],
    }
    if kind in WORDS:
        stored["limit"] = values["limit"] or default
    if kind is QuestionKind.LETTER:
        lines = [[line.strip() for line in values[f"prompts__{code}"].splitlines()] for code in LANGUAGES]
        prompts = [
            {code: line for code, line in zip(LANGUAGES, row, strict=True) if line}
            for row in zip_longest(*lines, fillvalue="")
        ]
        stored["prompts"] = [prompt for prompt in prompts if prompt]
    if kind in CHOICES:
        stored["most"] = values["most"]
    return stored


class EditsCall(Editable):
    """Mixed into the block that is a call."""

    editor = CallEditor

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values; times that can't be read come as empty ones."""
        call = self.call_setup
        opens_on, opens_time = split_time(call.opens_at)
        closes_on, closes_time = split_time(call.closes_at)
        return {
            "title": self.display_name,
            "programme": self.programme,
            "role": call.role.value,
            "opening": AT if opens_on else (LATER if call.opens_at else NOW),
            "opens_on": opens_on,
            "opens_time": opens_time,
            "closes_on": closes_on,
            "closes_time": closes_time,
            "order": call.order.value,
            "places": call.places,
            "target": call.target,
            "questions": question_values(call.questions),
            "faq": [
                {
                    "id": one.get("id", ""),
                    **from_text("question", one.get("question")),
                    **from_text("answer", one.get("answer")),
                }
                for one in mappings(self.faq)
            ],
            **from_text("text", self.text),
            **from_text("eligibility", self.eligibility),
            **from_text("commitment", self.commitment),
        }

    def starting_values(self, call: Call) -> dict[str, Any]:
        """Return what stands in the open editor, with the ready-made form of the role that is chosen in it."""
        typed = {name: value for name, value in call.body.items() if name in CallEditor().fields or name == "faq"}
        role = as_choice(CallRole, typed.get("role"), self.call_setup.role)
        questions = question_values(asked_questions(None, role))
        return {**self.editor_values(), **typed, "role": role.value, "questions": questions}

    def take_values(self, editor: CallEditor) -> None:
        """Set the block's fields from a valid editor."""
        values = editor.cleaned_data
        self.display_name = values["title"]
        self.programme = values["programme"]
        self.role = values["role"]
        self.opens_at = opens_at(values)
        self.closes_at = closes_at(values)
        self.order = values["order"]
        self.places = values["places"]
        self.target = values["target"]
        self.text = to_text(values, "text")
        self.eligibility = to_text(values, "eligibility")
        self.commitment = to_text(values, "commitment")
        self.questions = [question_of(row) for row in editor.values_of_rows("questions")]
        self.faq = [
            {"id": row["id"], "question": to_text(row, "question"), "answer": to_text(row, "answer")}
            for row in editor.values_of_rows("faq")
        ]
