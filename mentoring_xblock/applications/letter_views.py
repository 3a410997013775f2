"""The coordinator's desk: the letters of a call, written once and sent from then on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.applications import call_letters, lists
from mentoring_xblock.applications.desk_forms import CallForm, LettersForm
from mentoring_xblock.applications.intake_views import call_key
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action


class LetterViews:
    """Mixed into `ApplicationsDesk`."""

    letter_handlers: tuple[str, ...] = ("open_call_letters", "leave_call_letters", "save_call_letters")

    @learner_handler
    def open_call_letters(self, call: Call) -> Response:
        """Show what applicants to a call are sent."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        named = CallForm(call.body).require()["call"]
        info = call_letters.see_letters(call.actor, call.place, call_key(named))
        return self._letters(call, LettersForm.of(named, info))

    @learner_handler
    def leave_call_letters(self, call: Call) -> Response:
        """Put the letters away; nothing was changed."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        return html(self.markup("applications/desk/_no_letters.html", call))

    @learner_handler
    def save_call_letters(self, call: Call) -> Response:
        """Keep the letters of a call; what applicants were sent before stays as it was."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        key = call_key(CallForm(call.body).require()["call"])
        form = LettersForm(call.body, order=call_letters.see_letters(call.actor, call.place, key).order)
        try:
            values = form.require()
            call_letters.save_letters(call.actor, call.place, key, form.letters, values["version"])
        except Invalid as error:
            form.take(error)
            return self._letters(call, form, error.status, problem=error.message)
        except Conflict as error:
            form.moved_to(error.current.version)
            return self._letters(call, form, error.status, problem=error.message, stands=error.current)
        context = {"letters_done": gettext("Saved. These are the words from now on.")}
        return html(self.markup("applications/desk/_no_letters.html", call, context))

    def _letters(self, call: Call, form: LettersForm, status: int = 200, **context: Any) -> Response:
        stands = context.pop("stands", None)
        programme = lists.programme_of(call.actor, call.place)
        rows = [{**row, "stands": tuple(stands.letters[row["status"]].values()) if stands else ()} for row in form.rows]
        block = call_letters.call_block(call.place, call_key(form["call"].value()))
        title = pick(block.title) or lists.role_name(programme, CallRole(block.settings["role"]))
        values = {"letters_form": form, "letters": rows, "call_title": title, **context}
        return html(self.markup("applications/desk/_letters.html", call, values), status)
