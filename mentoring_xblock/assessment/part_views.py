"""Points by taking part, on the page of a block that gives them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.assessment import partaking
from mentoring_xblock.assessment.data import Done, PartPanel
from mentoring_xblock.assessment.graded import Event
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Saved, Written
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.programme import api as programmes


class TakesPart:
    """Mixed into a `GradedBlock`, and before it.

    Whatever a mentee does that may give points ends with `count_part(call)`. The part is the element `<uid>-part`.
    """

    #: What to say instead of that points were counted.
    _not_counted: str = ""

    def reached(self, call: Call) -> Done:
        """Return what the learner has done of this block by now."""
        return attainment.reached(call.actor, call.place)

    def panel_context(self, call: Call, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the panel needs, and beside it what `assessment/_part.html` needs."""
        return {**super().panel_context(call, *args, **kwargs), **self._part_context(call)}

    def count_part(self, call: Call) -> str:
        """Count what the learner has done, after it was stored; what was stored stays, whatever comes of this.

        Returns:
            The part as it is then, to go along with an answer that does not hold the page; empty where points are not
            given by taking part.
        """
        rule = self.rules.part
        if rule is None:
            return ""
        reached = self.reached(call)
        try:
            partaking.take_part(call.actor, call.place, rule, reached, host.deadline(self), call.now)
        except Conflict:
            self._not_counted = gettext("Saved. The points are counted with the next thing that you save.")
        left = sum(not line.done for line in partaking.lines(rule, reached))
        self.complete_if_due(call, Event.TOOK_PART, left)
        context = self._part_context(call)
        return self.markup("assessment/_part.html", call, {**context, "oob": True}) if context["part"] else ""

    def _part_context(self, call: Call) -> dict[str, Any]:
        panel = self._part_panel(call)
        return {
            "part": panel,
            "part_lines": partaking.lines(panel.rule, panel.reached) if panel else (),
            "uncounted": panel is not None and partaking.uncounted(panel),
            "not_counted": self._not_counted,
        }

    def _part_panel(self, call: Call) -> PartPanel | None:
        rule = self.rules.part
        if rule is None:
            return None
        reached = self.reached(call)
        return partaking.part_panel(call.actor, call.place, rule, reached, host.deadline(self), call.now)


class TakesPartByWriting(TakesPart):
    """The same for a journal, whose entries are counted; nobody reads them for it."""

    part_handlers: tuple[str, ...] = ("open_panel",)
    #: Whether a save of this call may have changed the part of the page about points.
    points_moved: bool = False

    def reached(self, call: Call) -> Written:
        """Return how much the learner has written by the author's rule, in the round that they are in."""
        rule = self.rules.part
        programme, _ = programmes.my_round(call.actor.user_id, call.place)
        if programme is None or programme.round is None:
            return Written(0, 0)
        clock = journal.my_clock(call.actor, call.place) if rule.phases else None
        return journal.written(call.actor.user_id, programme.round.id, call.place.usage_key, rule.words, clock)

    def count_written(self, call: Call, saved: Saved) -> None:
        """Count after a save. Once points stand, a save within an entry costs one query here, and before that a few."""
        rule = self.rules.part
        if rule is None or saved.entry.words < rule.words:
            return
        more = saved.created or saved.words_before < rule.words
        if not more and partaking.points_stand(call.actor, call.place):
            return
        done = partaking.earned(rule, self.reached(call)) > 0
        self.points_moved = more or done
        if done:
            self.count_part(call)

    def _part_context(self, call: Call) -> dict[str, Any]:
        found = super()._part_context(call)
        part = found["part"]
        # Phases are counted by a group's calendar where everybody begins by themselves.
        waits = part is not None and part.rule.phases > 0 and journal.my_clock(call.actor, call.place) is None
        return {**found, "phases_wait": waits}

    @learner_handler
    def open_panel(self, call: Call) -> Response:
        """What can be handed in, or counts, after an entry has come to be or gone."""
        return html(self.markup("assessment/_panels.html", call, self.panel_context(call)))
