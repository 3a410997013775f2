"""The editor of blocks that ask questions and can be handed in: goal worksheets and journals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.editor import Editable, Editor, Row, from_text, to_text
from mentoring_xblock.kit.questions import Question, read_questions

LABEL_LIMIT = 200
HELP_LIMIT = 500
INTRO_LIMIT = 2_000
TITLE_LIMIT = 120
ANSWER_LIMIT = 20_000
POINTS_LIMIT = 1_000


class QuestionRow(Row):
    """One question: its words, its help, and how long an answer can be."""

    localised = {
        "label": (_("Question"), LABEL_LIMIT, 0, ""),
        "help": (_("Help under the question"), HELP_LIMIT, 2, ""),
    }
    needed = frozenset({"label"})

    limit = forms.IntegerField(
        label=_("Longest answer, in characters"), min_value=50, max_value=ANSWER_LIMIT, initial=2_000
    )


class QuestionsEditor(Editor):
    """Title, introduction, questions, points and completion of a block that asks questions."""

    template = "questions.html"
    row_forms = {"questions": QuestionRow}
    localised = {"intro": (_("Introduction"), INTRO_LIMIT, 3, _("Shown above the page. May stay empty."))}

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, help_text=_("What the unit calls this block."))
    points = forms.IntegerField(
        label=_("Points"),
        min_value=0,
        max_value=POINTS_LIMIT,
        help_text=_("The most points that a mentor can give for what is handed in. 0: nothing is handed in."),
    )
    completion_rule = forms.ChoiceField(
        label=_("Complete when"),
        choices=[
            ("first_save", _("something is saved for the first time")),
            ("entries", _("a number of them is written")),
            ("hand_in", _("it is handed in")),
        ],
    )
    completion_entries = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=100, help_text=_("Counts only where a number completes the block.")
    )

    @property
    def gives_points(self) -> bool:
        """Whether points are given for what is handed in, by what was typed."""
        return self.cleaned_data.get("points") != 0

    def clean(self) -> dict[str, Any]:
        """A block that is not graded can't complete by being handed in."""
        values = super().clean()
        if values.get("completion_rule") == "hand_in" and not self.gives_points:
            self.add_error("completion_rule", _("Nothing is handed in while the points are 0. Choose another rule."))
        return values

    def is_valid(self) -> bool:
        """At least one question is asked."""
        valid = super().is_valid()
        if self.is_bound and not self.rows["questions"]:
            self.row_errors["questions"] = [str(_("Ask at least one question."))]
            return False
        return valid


def question_values(questions: Any) -> list[dict[str, Any]]:
    """Return authored questions as the values of rows, read as the page reads them, so that each keeps its id."""
    return [row_values(question) for question in read_questions(questions, (), ANSWER_LIMIT)]


def row_values(question: Question) -> dict[str, Any]:
    """Return a question as the values of its row."""
    return {
        "id": question.id,
        "limit": question.limit,
        "required": question.required,
        **from_text("label", question.label),
        **from_text("help", question.help),
    }


def questions_from(editor: Editor) -> list[dict[str, Any]]:
    """Return the questions of a valid editor as they are stored in a block."""
    return [stored_question(values) for values in editor.values_of_rows("questions")]


def stored_question(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cleaned values of a row as the question that is stored."""
    return {
        "id": values["id"],
        "label": to_text(values, "label"),
        "help": to_text(values, "help"),
        "limit": values["limit"],
        "required": values.get("required", False),
    }


class AsksQuestions(Editable):
    """Mixed into a graded block whose list of questions is in the field that `question_field` names."""

    editor = QuestionsEditor
    question_field = "questions"

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values."""
        return {
            "title": self.display_name,
            "programme": self.programme,
            "points": self.max_score(),
            "completion_rule": self.rule.value,
            "completion_entries": self.completion_entries,
            "questions": question_values(getattr(self, self.question_field)),
            **from_text("intro", self.intro),
        }

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor."""
        values = editor.cleaned_data
        self.display_name = values["title"]
        self.programme = values["programme"]
        self.points = values["points"]
        self.completion_rule = values["completion_rule"]
        self.completion_entries = values["completion_entries"]
        self.intro = to_text(values, "intro")
        setattr(self, self.question_field, questions_from(editor))
