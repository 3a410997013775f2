"""Points by taking part, on the page of a block that gives them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import partaking
from mentoring_xblock.assessment.data import PartPanel
from mentoring_xblock.assessment.graded import Event
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.kit.errors import Conflict


class TakesPart:
    """Mixed into a `GradedBlock`, and before it.

    Whatever a mentee does that may give points ends with `count_part(call)`. The part is the element `<uid>-part`.
    """

    #: What to say instead of that points were counted.
    _not_counted: str = ""

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
        reached = attainment.reached(call.actor, call.place)
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
        reached = attainment.reached(call.actor, call.place)
        return partaking.part_panel(call.actor, call.place, rule, reached, host.deadline(self), call.now)
