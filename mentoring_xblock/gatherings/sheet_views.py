"""Who was there, on the page of whoever holds a meeting and on the coordinator's: the same list, the same handlers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.forms import SaveSheetForm, SheetForm
from mentoring_xblock.gatherings.pages import joint_view
from mentoring_xblock.kit.errors import Over
from mentoring_xblock.programme import api as programmes


class SheetViews:
    """Mixed into blocks that list `sheet_handlers` among their handlers. The list is the element `<uid>-sheet`."""

    sheet_handlers: tuple[str, ...] = ("open_attendance", "save_attendance")
    #: Whether the page says of each meeting how many were there, in `<uid>-seats-<key>`, which follows what is saved.
    sheet_listed = False

    def _joint_sheet(self, call: Call, asked: dict[str, Any], status: int = 200, **context: Any) -> Response:
        found = gatherings.sheet(call.actor, call.place, asked["meeting"], asked["page"] or 1)
        plan = programmes.programme_of(call.place).plan
        view = joint_view(plan, found.info, call.now)
        context = {"sheet": found, "view": view, "sure": view.begun, "listed": self.sheet_listed, **context}
        return html(self.markup("gatherings/_sheet.html", call, context), status)

    @learner_handler
    def open_attendance(self, call: Call) -> Response:
        """Show who comes, and who was there."""
        return self._joint_sheet(call, SheetForm(call.body).require(), opened=True)

    @learner_handler
    def save_attendance(self, call: Call) -> Response:
        """Keep who of those on the page was there."""
        asked = SaveSheetForm(call.body).require()
        try:
            count = gatherings.save_sheet(
                call.actor, call.place, asked["meeting"], asked["listed"], asked["there"], call.now
            )
        except Over as error:
            return self._joint_sheet(call, asked, error.status, problem=error.message)
        done = gettext("Saved: nobody was there.")
        if count:
            done = ngettext("Saved: %(count)s person was there.", "Saved: %(count)s people were there.", count)
            done %= {"count": count}
        return self._joint_sheet(call, asked, done=done)
