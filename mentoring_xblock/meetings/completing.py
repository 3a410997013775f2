"""When the meetings block is complete: its author chooses, and what a group does completes it for everybody in it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from xblock.completable import XBlockCompletionMode
from xblock.fields import String

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.editor import Editable, Editor
from mentoring_xblock.blocks.fields import Integer, Scope
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.meetings.queries import have_met

TITLE_LIMIT = 120
MEETINGS_LIMIT = 60


class Rule(StrEnum):
    """When the block is complete for somebody: once they have seen it, or once their group has done something."""

    SEEN = "seen"
    FIRST = "first"
    SEVERAL = "several"
    AGREED = "agreed"


class MeetingsEditor(Editor):
    """Everything that an author sets."""

    template = "meetings.html"

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=TITLE_LIMIT, help_text=gettext_lazy("What the unit calls this block.")
    )
    completion_rule = forms.ChoiceField(
        label=gettext_lazy("Complete when"),
        choices=[
            (Rule.SEEN.value, gettext_lazy("it has been seen")),
            (Rule.FIRST.value, gettext_lazy("the first meeting took place")),
            (Rule.SEVERAL.value, gettext_lazy("a number of meetings took place")),
            (Rule.AGREED.value, gettext_lazy("everybody has signed the agreement")),
        ],
    )
    completion_meetings = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=MEETINGS_LIMIT,
        help_text=gettext_lazy("Counts only where a number of meetings completes the block."),
    )


class Completing(Editable):
    """Mixed into the meetings block: its title, its programme and what completes it.

    The host asks the class whether its blocks can be completed at all, so all of them can: where nothing has to be
    done, having seen the block is enough, and a unit that holds it is not left open for ever.
    """

    editor = MeetingsEditor
    completion_mode = XBlockCompletionMode.COMPLETABLE

    completion_rule = String(
        display_name=_("Complete when"),
        help=_("What completes this block for everybody in a group."),
        scope=Scope.settings,
        default=Rule.SEEN.value,
        values=[
            {"display_name": _("it has been seen"), "value": Rule.SEEN.value},
            {"display_name": _("the first meeting took place"), "value": Rule.FIRST.value},
            {"display_name": _("a number of meetings took place"), "value": Rule.SEVERAL.value},
            {"display_name": _("everybody has signed the agreement"), "value": Rule.AGREED.value},
        ],
    )
    completion_meetings = Integer(
        display_name=_("How many"),
        help=_("How many meetings complete the block, where their number does."),
        scope=Scope.settings,
        default=1,
    )

    @property
    def has_custom_completion(self) -> bool:
        """Whether we say when it is complete; otherwise the host does, once somebody has looked at it."""
        return self.rule is not Rule.SEEN

    @property
    def rule(self) -> Rule:
        """When the block is complete; once it has been seen, where that can't be read."""
        try:
            return Rule(self.completion_rule)
        except ValueError:
            return Rule.SEEN

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values."""
        return {
            "title": self.display_name,
            "programme": self.programme,
            "completion_rule": self.rule.value,
            "completion_meetings": self.completion_meetings,
        }

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor."""
        values = editor.cleaned_data
        self.display_name, self.programme = values["title"], values["programme"]
        self.completion_rule, self.completion_meetings = values["completion_rule"], values["completion_meetings"]

    # ---- what completes it ----

    def meetings_held(self, call: Call, relation: Relation) -> None:
        """Mark the block complete for everybody in a group that has met so often, and take it back from who has not.

        Whoever is or was in another group that has met so often keeps it, whatever this one has done.
        """
        wanted = {Rule.FIRST: 1, Rule.SEVERAL: max(1, self.completion_meetings or 1)}.get(self.rule)
        if wanted is not None:
            self.touched = True
            done = have_met(relation.user_ids, relation.programme.round.id, wanted)
            self._complete(call, done, done=True)
            self._complete(call, relation.user_ids - done, done=False)

    def agreement_signed(self, call: Call, relation: Relation) -> None:
        """Mark the block complete for everybody in a group whose agreement everybody has signed."""
        if self.rule is Rule.AGREED:
            self.touched = True
            self._complete(call, relation.user_ids, done=True)

    @staticmethod
    def _complete(call: Call, user_ids: Iterable[int], *, done: bool) -> None:
        host.complete(call.place.usage_key, user_ids, 1.0 if done else 0.0)
