"""The base class of blocks that can be handed in: points, completion, and the hand-in's own handlers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from opaque_keys.edx.keys import CourseKey, UsageKey
from webob import Response
from xblock.completable import XBlockCompletionMode

from mentoring_xblock import host
from mentoring_xblock.assessment import api, partaking
from mentoring_xblock.assessment.data import EntriesRule, Items, Rules
from mentoring_xblock.assessment.forms import HandInForm, HandInIdForm
from mentoring_xblock.assessment.settings import RULE_FIELDS, GradingFields, Rule, read_rules
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid, MentoringError, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.points import FIELDS, maximum
from mentoring_xblock.programme import terms


class Event(StrEnum):
    """What a learner did that may complete the block."""

    MADE = "made"
    HANDED_IN = "handed_in"
    TOOK_BACK = "took_back"
    TOOK_PART = "took_part"


class GradedBlock(GradingFields):
    """A block that can be handed in for points.

    A subclass sets `items` (what its room lends), lists its handlers as `(*GradedBlock.handlers, ...)`, puts
    `panel_context(call)` into the context of its page, which includes `mentoring_xblock/assessment/panel.html`, and
    calls `complete_if_due` when a learner has made something.

    There is no `weight`: points from edx-submissions pass it by. `max_score` reads settings only, because the host asks
    an unbound block when the course is published.
    """

    items: Items
    handlers = ("hand_in", "take_back")

    icon_class = "problem"
    completion_mode = XBlockCompletionMode.COMPLETABLE
    #: Without it the host would mark the block complete whenever points change.
    has_custom_completion = True

    # ---- what the host asks ----

    @property
    def has_score(self) -> bool:
        """Whether points can be given.

        Of a block the host asks this before it counts the block as an assignment, lists it as 0 of 0, or keeps it from
        people who have not paid. Of the class, where it only passes over what can never have a score, this is true.
        """
        return self.max_score() > 0

    def max_score(self) -> int:
        """Return the most points that can be given, 0 if the block is not graded."""
        return maximum({name: getattr(self, name, None) for name in FIELDS})

    @property
    def rules(self) -> Rules:
        """How its author has the block graded."""
        return read_rules({name: getattr(self, name, None) for name in RULE_FIELDS})

    def index_dictionary(self) -> dict[str, Any]:
        """Return what course search may index: what authors wrote, and nothing of any person's."""
        return {
            "content": {"display_name": self.display_name, **self.index_texts()},
            "content_type": "Mentoring",
        }

    def index_texts(self) -> Mapping[str, str]:
        """Return more authored texts to index, by name."""
        return {}

    def clear_student_state(self, user_id: str, course_id: str, item_id: str, requesting_user_id: str) -> None:
        """Take a learner back to the start: the host calls this when staff delete a learner's state.

        Points and completion are reset, hand-ins and shares end, and what was written goes to its author's bin, where
        it can be brought back for 30 days. Both ids of people are anonymous ids. The host has decided that the person
        asking may; it calls this on a block that is bound to nobody, and again whenever it likes.
        """
        owner_id = host.user_id_of(user_id)
        if owner_id is None:
            return
        place = Place(
            CourseKey.from_string(course_id),
            UsageKey.from_string(item_id),
            self.scope_ids.block_type,
            self.programme,
        )
        api.reset_learner(place, owner_id, host.user_id_of(requesting_user_id), self.items)

    # ---- completion ----

    @property
    def rule(self) -> Rule:
        """When the block is complete.

        On the first save instead, where the rule can't be met: nothing can be handed in, or taking part gives nothing.
        """
        try:
            chosen = Rule(self.completion_rule)
        except ValueError:
            return Rule.FIRST_SAVE
        by_part = self.rules.part is not None
        possible = {Rule.HAND_IN: self.max_score() > 0 and not by_part, Rule.PART: by_part}
        return chosen if possible.get(chosen, True) else Rule.FIRST_SAVE

    def complete_if_due(self, call: Call, event: Event, count: int = 1) -> None:
        """Mark the block complete, or incomplete again, if what just happened does that by the author's rule.

        Args:
            event: MADE when a goal or an entry came to be (not on every save of it).
            count: how many things of their own the learner has now; after a hand-in was taken back, how many are left;
                after taking part, how many of the things that give points are still to be done.
        """
        completion = None
        if event is Event.MADE and self.rule is Rule.FIRST_SAVE:
            completion = 1.0
        elif event is Event.MADE and self.rule is Rule.ENTRIES:
            completion = 1.0 if count >= (self.completion_entries or 1) else None
        elif event is Event.HANDED_IN and self.rule is Rule.HAND_IN:
            completion = 1.0
        elif event is Event.TOOK_BACK and self.rule is Rule.HAND_IN and count == 0:
            completion = 0.0
        elif event is Event.TOOK_PART and self.rule is Rule.PART and count == 0:
            completion = 1.0
        if completion is not None:
            host.complete(call.place.usage_key, [call.actor.user_id], completion)

    # ---- handing in ----

    def setup_context(self) -> dict[str, Any]:
        """Return what `assessment/_setup.html` needs, which shows an author how the block is graded."""
        rules = self.rules
        of_entries = isinstance(rules.part, EntriesRule)
        return {
            "rules": rules,
            "maximum": self.max_score(),
            "asked": partaking.requirements(rules.part) if of_entries else (),
        }

    def panel_context(
        self, call: Call, form: HandInForm | None = None, problem: str = "", done: str = ""
    ) -> dict[str, Any]:
        """Return what `assessment/panel.html` needs; `panel` is None for somebody who has nothing to hand in here."""
        deadline = host.deadline(self)
        panel = api.panel(call.actor, call.place, self.max_score(), self.items, self.rules, deadline, call.now)
        if panel is not None and form is None:
            form = HandInForm(kind=self.items.kind, candidates=panel.candidates)
        return {
            "panel": panel,
            "words": terms.words(panel.terms if panel else {}),
            "hand_in_form": form,
            "hand_in_problem": problem,
            "hand_in_done": done,
        }

    def _panel(
        self, call: Call, form: HandInForm | None = None, error: MentoringError | None = None, done: str = ""
    ) -> Response:
        context = self.panel_context(call, form, error.message if error else "", done)
        return html(self.markup("assessment/panel.html", call, context), error.status if error else 200)

    @learner_handler
    def hand_in(self, call: Call) -> Response:
        """Hand in what was chosen, and answer with the panel as it is then; on an error, the choice stays."""
        form = HandInForm(
            call.body, kind=self.items.kind, candidates=tuple(self.items.candidates(call.actor, call.place))
        )
        try:
            values = form.require()
        except Invalid as error:
            return self._panel(call, form, error)
        try:
            api.hand_in(
                call.actor,
                call.place,
                self.max_score(),
                self.items,
                values["items"],
                values["once_key"],
                self.rules,
                host.deadline(self),
            )
        except (Invalid, Conflict, NotFound) as error:
            for name, sentences in getattr(error, "fields", {}).items():
                form.add_error(name, sentences)
            return self._panel(call, form, error)
        self.touched = True
        self.complete_if_due(call, Event.HANDED_IN)
        return self._panel(call, done=gettext("Handed in. You can take it back at any time."))

    @learner_handler
    def take_back(self, call: Call) -> Response:
        """Take a hand-in back, and answer with the panel as it is then."""
        values = HandInIdForm(call.body).require()
        try:
            left = api.take_back(call.actor, call.place, values["hand_in"])
        except Conflict as error:
            return self._panel(call, error=error)
        self.complete_if_due(call, Event.TOOK_BACK, left)
        return self._panel(call, done=gettext("Taken back. Nobody else can read it any more."))
