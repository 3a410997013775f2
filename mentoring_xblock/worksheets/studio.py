"""The editor of a worksheet: a ready-made one to start from, questions, who writes, and where the words come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from xblock.fields import Boolean, String
from xblock.validation import Validation, ValidationMessage

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.editor import Editor, from_text, to_text
from mentoring_xblock.blocks.fields import Dict, List, Scope
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.questions import AsksQuestions, QuestionRow, QuestionsEditor, question_values
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.worksheets import api
from mentoring_xblock.worksheets.builtin_basic import SMART
from mentoring_xblock.worksheets.data import OWN, Template, Worksheet, Writers

SOURCE_LIMIT = 500


class StartForm(JsonForm):
    """Which ready-made worksheet was chosen; an editor that names none gets the first."""

    preset = forms.ChoiceField(choices=[(name, name) for name in api.TEMPLATES], required=False)


class WorksheetRow(QuestionRow):
    """One question of a worksheet."""

    required = forms.BooleanField(label=_("Belongs to a whole goal"), required=False)


class WorksheetEditor(QuestionsEditor):
    """What the editor of questions has, and what makes them a worksheet.

    `made_from` is the ready-made sheet that an author started from, which keeps its name while its words stay.
    """

    template = "worksheet.html"
    row_forms = {"questions": WorksheetRow}
    localised = {
        **QuestionsEditor.localised,
        "source": (
            _("Source and permission"),
            SOURCE_LIMIT,
            2,
            _("Who wrote these questions, and who allows their use? If you wrote them yourself, say so."),
        ),
    }

    made_from = forms.ChoiceField(
        choices=[(name, name) for name in (*api.TEMPLATES, OWN)], required=False, widget=forms.HiddenInput
    )
    scaled = forms.BooleanField(label=_("Goals can be put on a scale of five levels, and rated"), required=False)
    writers = forms.ChoiceField(
        label=_("Who writes goals here"),
        choices=[
            (Writers.EVERYBODY.value, _("everybody who takes part")),
            (Writers.MENTEES.value, _("those who are mentored")),
        ],
    )

    @property
    def sheets(self) -> tuple[Template, ...]:
        """The ready-made worksheets, to choose from."""
        return tuple(api.TEMPLATES.values())

    @property
    def sheet(self) -> Template | None:
        """The ready-made worksheet whose words stand in the rows, as far as is known before they are saved."""
        return api.TEMPLATES.get(self["made_from"].value())

    @property
    def lacks_source(self) -> bool:
        """Whether the words are an author's own and nothing says where they come from."""
        return self.sheet is None and not any((field.value() or "").strip() for field in self.source_fields)


def _typed(form: JsonForm) -> dict[str, Any]:
    """Return what has been typed into a bound form so far, right or wrong, as initial values."""
    return {name: form.data[name] for name in form.fields if form.data.get(name) is not None}


class AsksWorksheet(AsksQuestions):
    """A part of a graded block: the fields of a worksheet, their editor, and what is wrong with them."""

    editor = WorksheetEditor

    template = String(
        display_name=gettext_noop("Ready-made worksheet"),
        help=gettext_noop("Whose words the questions are; “own” for an author’s."),
        scope=Scope.content,
        default=api.FIRST,
    )
    questions = List(
        display_name=gettext_noop("Questions"),
        help=gettext_noop("What the worksheet asks. What was answered stays when a question is removed."),
        scope=Scope.content,
        default=SMART,
    )
    source = Dict(
        display_name=gettext_noop("Source and permission"),
        help=gettext_noop("Where questions of one’s own come from, and who allows their use."),
        scope=Scope.content,
        default={},
    )
    scaled = Boolean(
        display_name=gettext_noop("Scale"),
        help=gettext_noop("Whether goals can be put on a scale of five levels, and rated."),
        scope=Scope.settings,
        default=True,
    )
    writers = String(
        display_name=gettext_noop("Who writes goals here"),
        help=gettext_noop("Everybody who takes part, or those who are mentored."),
        scope=Scope.settings,
        default=Writers.EVERYBODY.value,
        values=[
            {"display_name": gettext_noop("everybody who takes part"), "value": Writers.EVERYBODY.value},
            {"display_name": gettext_noop("those who are mentored"), "value": Writers.MENTEES.value},
        ],
    )
    intro = Dict(
        display_name=gettext_noop("Introduction"),
        help=gettext_noop("Shown above the goals."),
        scope=Scope.content,
        default={},
    )

    @property
    def sheet_fields(self) -> dict[str, Any]:
        """The block's fields that make its worksheet, as they are stored."""
        return {name: getattr(self, name) for name in ("questions", "template", "scaled", "source")}

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet that people write on."""
        return api.read_worksheet(self.sheet_fields)

    @property
    def who_writes(self) -> Writers:
        """Who writes goals here."""
        return api.writers_of(self.writers)

    def validate(self) -> Validation:
        """Tell an author in Studio what to look at."""
        found = super().validate()
        for sentence in api.problems(self.sheet_fields):
            found.add(ValidationMessage(ValidationMessage.WARNING, sentence))
        return found

    def index_texts(self) -> Mapping[str, str]:
        """Return the introduction and the questions, which their author wrote."""
        return {"intro": pick(self.intro), "questions": " ".join(pick(one.label) for one in self.worksheet.questions)}

    # ---- the editor ----

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values."""
        return {
            **super().editor_values(),
            "made_from": self.worksheet.template,
            "scaled": self.worksheet.scaled,
            "writers": self.who_writes.value,
            **from_text("source", self.source),
        }

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor; words that were changed make the worksheet its author's own."""
        super().take_values(editor)
        values = editor.cleaned_data
        self.template = api.template_of(api.questions_of(self.questions), values["made_from"])
        self.scaled = values["scaled"]
        self.writers = values["writers"]
        self.source = to_text(values, "source")

    def starting_values(self, call: Call) -> dict[str, Any]:
        """Return what was typed with the questions of the ready-made worksheet that was chosen.

        A sheet that needs the scale turns it on; no other turns it off.

        Raises:
            Invalid: there is no such worksheet.
        """
        chosen = api.TEMPLATES[StartForm(call.body).require()["preset"] or api.FIRST]
        typed = self.editor(call.body)
        rows = {name: [_typed(row) for row in found] for name, found in typed.rows.items() if name in call.body}
        values = {**self.editor_values(), **_typed(typed), **rows}
        return {
            **values,
            "questions": question_values(chosen.questions),
            "made_from": chosen.id,
            "scaled": chosen.scaled or values["scaled"],
        }
