"""The rows of a journal's editor: its prompts, and the questions that belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.questions import LABEL_LIMIT, QuestionRow
from mentoring_xblock.kit.ids import ID
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.plan import Phase
from mentoring_xblock.programme.studio_relationship import FoldedRow
from mentoring_xblock.worksheets import api
from mentoring_xblock.worksheets.data import OWN, Template

SOURCE_LIMIT = 500
#: What a new row is known by until it is saved and has an id. It is made on the page, and never the same as an id.
ROW_KEY = r"row:[0-9]{1,4}"


class StartForm(JsonForm):
    """Which ready-made prompt was chosen; an editor that names none gets none."""

    preset = forms.ChoiceField(choices=[(name, name) for name in api.FRAMES], required=False)


class PhaseField(forms.RegexField):
    """The id of a phase, chosen by its name. Whether the plan still has it is said beside the block, not refused here:
    an author may set a journal up before its programme is published.
    """

    widget = forms.Select

    def __init__(self, none: Any, **kwargs: Any):
        super().__init__(rf"\A{ID.pattern}\Z", required=False, **kwargs)
        self.none = none

    def offer(self, phases: Iterable[Phase], stored: str) -> None:
        """Let these phases be chosen; what is stored can be too, also where the plan has dropped it."""
        choices = {"": self.none} | {phase.id: pick(phase.name) or phase.id for phase in phases}
        self.widget.choices = list(({stored: stored} | choices if stored not in choices else choices).items())


class FrameRow(FoldedRow):
    """One prompt: its name, when it opens and is asked again, and whether a group answers it together.

    `template` is the ready-made prompt whose words its questions have, as far as is known before they are saved.
    """

    localised = {
        "name": (_("Name"), LABEL_LIMIT, 0, ""),
        "source": (
            _("Source and permission"),
            SOURCE_LIMIT,
            2,
            _("Who wrote these questions, and who allows their use? If you wrote them yourself, say so."),
        ),
    }
    fallback_id = "prompt"

    key = forms.RegexField(rf"\A{ROW_KEY}\Z", required=False, widget=forms.HiddenInput)
    template = forms.ChoiceField(
        choices=[(name, name) for name in (*api.FRAMES, OWN)], required=False, widget=forms.HiddenInput, initial=OWN
    )
    opens = PhaseField(_("at once"), label=_("Opens with the phase"))
    again = PhaseField(
        _("never"),
        label=_("Is asked again in the phase"),
        help_text=_("Whoever answers it again sees beside it what they wrote the first time."),
    )
    together = forms.BooleanField(label=_("A group answers it together"), required=False)
    shown_on = forms.DateField(
        label=_("On the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    shown_phase = PhaseField(_("no phase"), label=_("With the phase"))

    @property
    def reference(self) -> str:
        """What questions call this row by: its id, or until it has one its key."""
        return self["id"].value() or self["key"].value() or ""

    @property
    def ready_made(self) -> Template | None:
        """The ready-made prompt whose words stand in its questions."""
        return api.FRAMES.get(self["template"].value())

    @property
    def lacks_source(self) -> bool:
        """Whether the words are an author's own and nothing says where they come from."""
        return self.ready_made is None and not any((field.value() or "").strip() for field in self.source_fields)

    def offer(self, phases: Iterable[Phase]) -> None:
        """Let these phases be chosen."""
        for name in ("opens", "again", "shown_phase"):
            self.fields[name].offer(phases, self[name].value() or "")


class PromptRow(QuestionRow):
    """One question of a journal, and the prompt that it belongs to."""

    frame = forms.RegexField(
        rf"\A(?:{ID.pattern}|{ROW_KEY})\Z", label=_("Belongs to"), required=False, widget=forms.Select
    )

    def offer(self, frames: Iterable[FrameRow]) -> None:
        """Let the prompts be chosen that stand in the form."""
        self.fields["frame"].widget.choices = [
            (row.reference, row.heading or _("Without a name yet")) for row in frames if row.reference
        ]
