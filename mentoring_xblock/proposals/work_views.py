"""The coordinator's desk for matching: one proposal, and changing it by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.proposals import api, asking_pages, choosing, pages, sentences
from mentoring_xblock.proposals.data import Meanwhile, Order
from mentoring_xblock.proposals.forms import (
    CoachForm,
    FillForm,
    LockForm,
    MoveForm,
    SeatsForm,
    SeekForm,
    VersionForm,
)

#: What is sent again when somebody does theirs on top of what others did.
_SENT_AGAIN = ("proposal", "member", "to", "other", "locked", "mode", "number", "coach")


class WorkViews:
    """Mixed into `MatchingDesk`."""

    work_handlers: tuple[str, ...] = (
        "open_proposal",
        "watch_proposal",
        "open_seat",
        "move_seat",
        "lock_seat",
        "coach_group",
        "fill_proposal",
        "undo_change",
        "redo_change",
    )

    # ---- the page ----

    def proposal_markup(self, call: Call, focus: tuple[UUID, str] | None = None, **context: Any) -> str:
        """Return a proposal's page, as far down and in the order that the page asks for.

        Args:
            focus: whose line the reader is brought to, and to what in it. Where the line is not on the page, they are
                brought to what is said.
        """
        asked = SeatsForm(call.body).require()
        order = asked["order"] or Order.WORST_FIRST
        found = api.open_proposal(
            call.actor,
            call.place,
            asked["proposal"],
            order=order,
            search=asked["text"],
            page=asked["page"] or 1,
        )
        published = found.info.done is not None
        shown = [seat.who.participant for seat in found.people] if published else ()
        view = pages.proposal_view(
            found,
            choosing.hints(call.actor, call.place, found.user_ids),
            call.now,
            focus,
            api.fates(call.actor, call.place, asked["proposal"], shown) if published else None,
        )
        values = {
            "view": view,
            "order": order.value,
            "orders": pages.orders(found.info),
            "text": asked["text"],
            "lines": pages.report_lines(found.info, found.report),
            "leaders": asking_pages.leaders_listed(found.leaders),
            "fills": pages.fills(found),
            **(self.after_context(call) if published else {}),
            **context,
        }
        return self.markup("proposals/desk/proposal.html", call, values)

    @staticmethod
    def check_what_is_shown(call: Call) -> None:
        """Refuse a call whose answer could not be shown, before it has changed anything."""
        SeatsForm(call.body).require()

    @learner_handler
    def open_proposal(self, call: Call) -> Response:
        """Show a proposal, or other people of it."""
        back = call.body.get("back")
        seat = SeekForm({**call.body, "member": back}).require()["member"] if back else None
        focus = (seat, "move") if seat else None
        return html(self.proposal_markup(call, focus, arrived=not seat and "text" not in call.body))

    @learner_handler
    def watch_proposal(self, call: Call) -> Response:
        """Say who else is at it, and whether they have changed it."""
        values = VersionForm(call.body).require()
        found = choosing.watch(call.actor, call.place, values["proposal"], call.now)
        context = {"here": sentences.here_words(found.names), "changed": found.version != values["version"]}
        return html(self.markup("proposals/desk/_here.html", call, context))

    # ---- where somebody could go ----

    @learner_handler
    def open_seat(self, call: Call) -> Response:
        """Show where somebody could go, with whom they could change places, and how each would be."""
        asked = SeekForm(call.body).require()
        proposal_id, member, find = asked["proposal"], asked["member"], asked["find"].strip()
        found = choosing.choice(call.actor, call.place, proposal_id, member, find)
        context = {
            "info": found.info,
            "found": found,
            "person": found.who,
            "row": f"{self.uid}-ma-s-{member.hex[:12]}",
            "find": find,
            "options": asking_pages.option_views(found.info.brief, found.options, found.held),
            "rooms": [(room, sentences.group_name(room.number)) for room in found.rooms],
        }
        return html(self.markup("proposals/desk/_chooser.html", call, context))

    # ---- changes by hand ----

    def _changed_by_hand(
        self,
        call: Call,
        handler: str,
        change: Callable[[], Any],
        mine: Callable[[Mapping[UUID, str]], str],
        *,
        said: str = "",
        focus: tuple[UUID, str] | None = None,
    ) -> Response:
        """Do one thing to a proposal and show it; when somebody else was first, show both versions.

        Args:
            handler: which was called, so that it can be called again on top of what others did.
            mine: says what was wanted, given names by participant.
            said: a sentence for when it is done. focus: as for `proposal_markup`.
        """
        self.check_what_is_shown(call)
        try:
            change()
        except Conflict as error:
            if isinstance(error.current, Meanwhile):
                return self.both_versions(call, handler, error, mine)
            return self._not_changed(call, error)
        except Invalid as error:
            return self._not_changed(call, error)
        return html(self.proposal_markup(call, focus, said=said))

    def _not_changed(self, call: Call, error: Conflict | Invalid) -> Response:
        return html(self.proposal_markup(call, problem=error.message), error.status)

    def both_versions(
        self, call: Call, handler: str, error: Conflict, mine: Callable[[Mapping[UUID, str]], str]
    ) -> Response:
        """Answer with what somebody wanted and what others did meanwhile; without a handler it can only be left."""
        meanwhile: Meanwhile = error.current
        sent = {name: call.body[name] for name in _SENT_AGAIN if name in call.body}
        context = {
            "message": error.message,
            "mine": mine(choosing.names(call.actor, call.place)),
            "theirs": [(change, sentences.change_words(change)) for change in meanwhile.changes],
            "again": self.urls().get(handler, ""),
            "values": json.dumps({**sent, "version": str(meanwhile.info.version)}),
            "info": meanwhile.info,
        }
        answer = html(self.markup("proposals/desk/_conflict.html", call, context), error.status)
        # Beside the page as it was, so that what one was about to do is still in sight.
        answer.headers["HX-Retarget"] = f"#{self.uid}-ma-said"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer

    @learner_handler
    def move_seat(self, call: Call) -> Response:
        """Move somebody to a mentor or a group or out of their place, or let two people change places."""
        values = MoveForm(call.body).require()
        proposal_id, version, member = values["proposal"], values["version"], values["member"]
        other, to = values["other"], values["to"]
        if other:
            return self._changed_by_hand(
                call,
                "move_seat",
                lambda: api.swap(call.actor, call.place, proposal_id, member, other, version=version),
                lambda names: sentences.swap_wanted(names, member, other),
                said=gettext("They have changed places."),
                focus=(member, "name"),
            )
        leader, number = (None, to) if isinstance(to, int) else (to, None)
        return self._changed_by_hand(
            call,
            "move_seat",
            lambda: api.move(call.actor, call.place, proposal_id, member, leader, number, version=version),
            lambda names: sentences.move_wanted(names, member, to),
            said=gettext("Moved.") if to else gettext("Left without a place."),
            focus=(member, "name"),
        )

    @learner_handler
    def lock_seat(self, call: Call) -> Response:
        """Keep somebody where they are when it is run again, or let them go."""
        values = LockForm(call.body).require()
        member, locked = values["member"], values["locked"]
        return self._changed_by_hand(
            call,
            "lock_seat",
            lambda: api.lock(call.actor, call.place, values["proposal"], [member], locked, version=values["version"]),
            lambda names: sentences.lock_wanted(names, member, locked),
            said=gettext("Locked.") if locked else gettext("Unlocked."),
            focus=(member, "lock"),
        )

    @learner_handler
    def coach_group(self, call: Call) -> Response:
        """Let somebody lead a peer group, or nobody."""
        values = CoachForm(call.body).require()
        number, coach = values["number"], values["coach"]
        return self._changed_by_hand(
            call,
            "coach_group",
            lambda: api.coach(call.actor, call.place, values["proposal"], number, coach, version=values["version"]),
            lambda names: sentences.coach_wanted(names, number, coach),
            said=gettext("Saved."),
        )

    @learner_handler
    def fill_proposal(self, call: Call) -> Response:
        """Give everybody a place who has none."""
        values = FillForm(call.body).require()
        return self._changed_by_hand(
            call,
            "fill_proposal",
            lambda: api.fill(call.actor, call.place, values["proposal"], values["mode"], version=values["version"]),
            lambda names: gettext("Give the rest their places."),
            said=gettext("The free places are given."),
        )

    @learner_handler
    def undo_change(self, call: Call) -> Response:
        """Take the latest change by hand back."""
        values = VersionForm(call.body).require()
        return self._changed_by_hand(
            call,
            "undo_change",
            lambda: api.undo(call.actor, call.place, values["proposal"], version=values["version"]),
            lambda names: gettext("Undo the latest change."),
            said=gettext("Undone."),
        )

    @learner_handler
    def redo_change(self, call: Call) -> Response:
        """Do a change again that was taken back."""
        values = VersionForm(call.body).require()
        return self._changed_by_hand(
            call,
            "redo_change",
            lambda: api.redo(call.actor, call.place, values["proposal"], version=values["version"]),
            lambda names: gettext("Do again what was undone."),
            said=gettext("Done again."),
        )
