"""The journal block's handlers with which an author shares an entry and takes it back."""

from __future__ import annotations

from typing import Any

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.journal import api, pages, side_pages
from mentoring_xblock.journal.forms import PickForm
from mentoring_xblock.journal.sharing_forms import ShareForm, SideForm, WithdrawForm
from mentoring_xblock.kit.errors import Conflict, Invalid


class SharesEntries:
    """A part of `JournalBlock`. Expects `questions` and what the block's base class gives."""

    sharing_handlers = ("entry_side", "share_entry", "withdraw_entry")

    def _beside(
        self, call: Call, entry_id: Any, *, opened: bool = False, form: ShareForm | None = None, **more: Any
    ) -> Response:
        """Answer with what stands beside the paper, and with the strip that says who reads; the paper stays.

        opened, form: with the form to share it by, blank or with what was sent.
        """
        entry = api.get_entry(call.actor, call.place, entry_id) if entry_id else None
        context = pages.beside(call.actor, call.place, entry)
        if entry and (opened or form is not None):
            context["offer"] = side_pages.offer(self.questions, context["side"], entry, form)
        status = more.pop("status", 200)
        return html(self.markup("journal/_side.html", call, {**context, "strip": True, **more}), status)

    @learner_handler
    def entry_side(self, call: Call) -> Response:
        """What stands beside an entry, once it has come to be; with the form to share it by, if that was asked for."""
        values = SideForm(call.body).require()
        return self._beside(call, values["entry"], opened=values["sharing"], moved=values["sharing"])

    @learner_handler
    def share_entry(self, call: Call) -> Response:
        """Share an entry, or a passage of it, with one's mentor, group, or one person of it."""
        entry = api.get_entry(call.actor, call.place, PickForm(call.body).require()["entry"])
        form = ShareForm(call.body, answers=entry.answers)
        try:
            values = form.require()
            group, audience, seat = values["to"]
            api.share_entry(
                call.actor,
                call.place,
                entry.public_id,
                group,
                audience,
                seat_id=seat,
                later=values["later"],
                passages=form.passages,
                talk=values["talk"],
                with_mood=values["with_mood"],
            )
        except (Invalid, Conflict) as error:
            said = {"message": error.message, "moved": True, "status": error.status}
            return self._beside(call, entry.public_id, form=form, **said)
        return self._beside(call, entry.public_id, moved=True)

    @learner_handler
    def withdraw_entry(self, call: Call) -> Response:
        """Take a share back."""
        values = WithdrawForm(call.body).require()
        api.withdraw_entry(call.actor, call.place, values["entry"], values["share"])
        return self._beside(call, values["entry"], moved=True)


__all__ = ["SharesEntries"]
