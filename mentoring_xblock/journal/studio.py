"""The editor of a journal: its prompts with ready-made ones to add, their questions, and its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from xblock.fields import Boolean
from xblock.validation import Validation, ValidationMessage

from mentoring_xblock.assessment.studio import EntriesEditor
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.editor import Editor, from_text, to_text
from mentoring_xblock.blocks.fields import Dict, List, Scope
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.questions import (
    AsksQuestions,
    QuestionsEditor,
    question_values,
    row_values,
    stored_question,
)
from mentoring_xblock.journal.prompts import DEFAULT_PROMPTS
from mentoring_xblock.journal.studio_rows import FrameRow, PromptRow, StartForm
from mentoring_xblock.kit.ids import new_id
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan import Phase
from mentoring_xblock.worksheets import api
from mentoring_xblock.worksheets.data import MAIN, OWN, Frame, Template


class JournalEditor(EntriesEditor, QuestionsEditor):
    """Prompts and their questions, with points by a mentor or for writing."""

    template = "journal.html"
    row_forms = {"frames": FrameRow, "questions": PromptRow, **EntriesEditor.rubric_rows}
    row_limits = {
        **EntriesEditor.row_limits,
        "frames": api.FRAMES_LIMIT,
        "questions": api.QUESTIONS_LIMIT,
    }

    moods = forms.BooleanField(
        label=_("People can say how they are. Only they see it, unless they share it."), required=False
    )

    phases: tuple[Phase, ...] = ()

    @property
    def ready_made(self) -> tuple[Template, ...]:
        """The ready-made prompts, to add."""
        return tuple(api.FRAMES.values())

    @property
    def blank_frames(self) -> FrameRow:
        """An empty row for the button that adds a prompt."""
        row = FrameRow()
        row.offer(self.phases)
        return row

    @property
    def blank_questions(self) -> PromptRow:
        """An empty row for the button that adds a question."""
        row = PromptRow()
        row.offer(self.rows["frames"])
        return row

    def offer(self, phases: Iterable[Phase]) -> None:
        """Let these phases be chosen, and the prompts that stand in the form."""
        self.phases = tuple(phases)
        for row in self.rows["frames"]:
            row.offer(self.phases)
        for row in self.rows["questions"]:
            row.offer(self.rows["frames"])


class AsksFrames(AsksQuestions):
    """A part of the journal block: the fields of its prompts, their editor, and what is wrong with them."""

    editor = JournalEditor
    question_field = "prompts"

    prompts = List(
        display_name=gettext_noop("Questions"),
        help=gettext_noop("What the journal asks. What was answered stays when a question is removed."),
        scope=Scope.content,
        default=DEFAULT_PROMPTS,
    )
    frames = List(
        display_name=gettext_noop("Prompts"),
        help=gettext_noop("What the questions are gathered under: an entry is written on one prompt."),
        scope=Scope.content,
        default=[],
    )
    moods = Boolean(
        display_name=gettext_noop("Mood"),
        help=gettext_noop("Whether people can say how they are. Only they see it, unless they share it."),
        scope=Scope.settings,
        default=False,
    )
    intro = Dict(
        display_name=gettext_noop("Introduction"),
        help=gettext_noop("Shown above the journal."),
        scope=Scope.content,
        default={},
    )

    @property
    def frame_fields(self) -> dict[str, Any]:
        """The block's fields that make its prompts, as they are stored."""
        return {"frames": self.frames, "prompts": self.prompts}

    @property
    def question_sets(self) -> tuple[Frame, ...]:
        """The prompts that people write on."""
        return api.read_frames(self.frame_fields)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that the journal asks, on whichever prompt."""
        return api.questions_of_frames(self.question_sets)

    @property
    def phases(self) -> tuple[Phase, ...] | None:
        """The phases of the plan as last published; None where there is none yet. One query."""
        place = self.place
        programme = programmes.get_programme(place.course_key, place.slug) if place else None
        return programme.plan.phases if programme else None

    def validate(self) -> Validation:
        """Tell an author in Studio what to look at."""
        found = super().validate()
        phases = self.phases
        known = None if phases is None else {phase.id for phase in phases}
        for sentence in api.frame_problems(self.frame_fields, known):
            found.add(ValidationMessage(ValidationMessage.WARNING, sentence))
        return found

    def index_texts(self) -> Mapping[str, str]:
        """Return the introduction, and the prompts with their questions, which their author wrote."""
        sets = self.question_sets
        return {
            "intro": pick(self.intro),
            "prompts": " ".join(pick(frame.name) for frame in sets if len(sets) > 1),
            "questions": " ".join(pick(one.label) for one in self.questions),
        }

    # ---- the editor ----

    def render_editor(self, editor: Editor) -> str:
        """Return the form's HTML, with the phases of the plan to choose from."""
        editor.offer(self.phases or ())
        return super().render_editor(editor)

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values: what the page asks, and prompts that ask nothing yet."""
        written = api.authored_frames(self.frame_fields)
        sets = written if any(frame.questions for frame in written) else self.question_sets
        return {
            **super().editor_values(),
            "moods": self.moods is True,
            "frames": [_frame_values(frame) for frame in sets],
            "questions": [{**row_values(one), "frame": frame.id} for frame in sets for one in frame.questions],
        }

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor; words that were changed make a prompt its author's own.

        A question whose prompt is not among the rows belongs to the first. Without any row all of them make one prompt.
        """
        super().take_values(editor)
        rows = editor.values_of_rows("frames")
        known = {
            name: values["id"]
            for row, values in reversed(list(zip(editor.rows["frames"], rows, strict=True)))
            for name in (row.cleaned_data["id"], row.cleaned_data["key"])
        }
        first = rows[0]["id"] if rows else MAIN
        self.prompts = [
            {**stored_question(values), "frame": known.get(values["frame"] or None, first)}
            for values in editor.values_of_rows("questions")
        ]
        self.frames = [_stored_frame(values) for values in rows]
        asked = {frame.id: frame.questions for frame in api.authored_frames(self.frame_fields)}
        self.frames = [
            {**stored, "template": api.template_of_frame(asked[stored["id"]], stored["template"] or OWN)}
            for stored in self.frames
        ]
        self.moods = editor.cleaned_data["moods"]

    def starting_values(self, call: Call) -> dict[str, Any]:
        """Return what was typed with the ready-made prompt that was chosen, and its questions, after what is there.

        Raises:
            Invalid: there is no such prompt.
        """
        chosen = api.FRAMES.get(StartForm(call.body).require()["preset"])
        typed = self.editor(call.body)
        rows = {name: [_typed(row) for row in found] for name, found in typed.rows.items() if name in call.body}
        values = {**self.editor_values(), **_typed(typed), **rows}
        return {**values, **_added(chosen, values["frames"], values["questions"])} if chosen else values


def _typed(form: JsonForm) -> dict[str, Any]:
    """Return what has been typed into a bound form so far, right or wrong, as initial values."""
    return {name: form.data[name] for name in form.fields if form.data.get(name) is not None}


def _added(template: Template, frames: list[dict[str, Any]], questions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return rows with those of a ready-made prompt after them, under ids that none of the others has."""
    id_ = new_id(template.id, {row.get("id") or "" for row in frames}, "prompt")
    taken = {row.get("id") or "" for row in questions}
    added = []
    for values in question_values(template.questions):
        own = values["id"] if values["id"] not in taken else new_id(values["id"], taken, "question")
        taken.add(own)
        added.append({**values, "id": own, "frame": id_})
    frame = {"id": id_, "template": template.id, **from_text("name", template.name)}
    return {"frames": [*frames, frame], "questions": [*questions, *added]}


def _frame_values(frame: Frame) -> dict[str, Any]:
    return {
        "id": frame.id,
        "template": frame.template,
        "opens": frame.opens,
        "again": frame.again,
        "together": frame.together,
        "shown_on": frame.shown_on,
        "shown_phase": frame.shown_phase,
        **from_text("name", frame.name),
        **from_text("source", frame.source),
    }


def _stored_frame(values: Mapping[str, Any]) -> dict[str, Any]:
    shown_on = values["shown_on"]
    return {
        "id": values["id"],
        "name": to_text(values, "name"),
        "template": values["template"],
        "source": to_text(values, "source"),
        "opens": values["opens"],
        "again": values["again"],
        "together": values["together"],
        "shown_on": shown_on.isoformat() if shown_on else "",
        "shown_phase": values["shown_phase"],
    }
