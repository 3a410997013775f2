"""The coordinator's desk: letting somebody in late, and taking people in from a table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey
from webob import Response

from mentoring_xblock.applications import deciding, figures, importing, lists
from mentoring_xblock.applications.desk_forms import LateForm, TableForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.dates import day
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action


def call_key(text: str) -> UsageKey:
    """Return the key of a block that a page names.

    Raises:
        NotFound: it is no such key.
    """
    try:
        return UsageKey.from_string(text)
    except InvalidKeyError as error:
        raise NotFound(gettext("There is no such call in this programme.")) from error


class IntakeViews:
    """Mixed into `ApplicationsDesk`."""

    intake_handlers: tuple[str, ...] = ("let_in_late", "check_people_table", "import_people_table")

    # ---- late ----

    def late_context(self, call: Call, found: tuple[figures.CallFigures, ...], **context: Any) -> dict[str, Any]:
        """Return what the form for latecomers is made of."""
        form = context.pop("late_form", None) or LateForm(calls=[(one.key, one.title) for one in found])
        return {"late_form": form, "let_in": lists.let_in(call.actor, call.place, call.now), **context}

    @learner_handler
    def let_in_late(self, call: Call) -> Response:
        """Let one person apply, or go on, after the call has closed."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        found = figures.calls(call.actor, call.place, call.now)
        choices = [(one.key, one.title) for one in found]
        form, done, status = LateForm(call.body, calls=choices), "", 200
        try:
            values = form.require()
            key = call_key(values["call"])
            late = deciding.let_in_late(call.actor, call.place, key, values["identifier"], values["until"], call.now)
        except Invalid as error:
            status = error.status
            if form.is_valid():
                for name, sentences in error.fields.items():
                    form.add_error(name, sentences)
        else:
            done = gettext("They can apply until the end of %(day)s, and get a mail that says so.") % {
                "day": day(late.until)
            }
            form = LateForm(calls=choices)
        context = self.late_context(call, found, late_form=form, late_done=done)
        return html(self.markup("applications/desk/_late.html", call, context), status)

    # ---- tables of people ----

    def _people_table(self, call: Call, form: TableForm, *, status: int = 200, **context: Any) -> Response:
        return html(self.markup("applications/desk/_table.html", call, {"table_form": form, **context}), status)

    @learner_handler
    def check_people_table(self, call: Call) -> Response:
        """Say of each line of a table what would come of it; nobody is added yet."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = TableForm(call.body)
        try:
            checked = importing.check(call.actor, call.place, form.require()["table"])
        except Invalid as error:
            return self._people_table_refused(call, form, error)
        return self._people_table(call, form, checked=checked, looked=True)

    @learner_handler
    def import_people_table(self, call: Call) -> Response:
        """Add the people of the lines that were found good; the others stay in the field."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = TableForm(call.body)
        try:
            values = form.require()
            if values["seal"] != importing.seal_of(values["table"]):
                # It was typed on after the last look: what is added is what was looked at.
                checked = importing.check(call.actor, call.place, values["table"])
                message = gettext("The table has changed since you looked at it. Look again, then add them.")
                return self._people_table(call, form, status=409, checked=checked, message=message)
            done = importing.take_in(call.actor, call.place, values["table"])
        except Invalid as error:
            return self._people_table_refused(call, form, error)
        left = TableForm(initial={"table": done.left})
        said = importing.added_sentence(done)
        context: dict[str, Any] = {"done": said, "left": done.left}
        if done.left:
            context["checked"] = importing.check(call.actor, call.place, done.left)
        answer = self.markup("applications/desk/_table.html", call, {"table_form": left, **context})
        return html(answer + self.lead_again(call))

    def _people_table_refused(self, call: Call, form: TableForm, error: Invalid) -> Response:
        if form.is_valid():
            form.add_error("table", error.fields.get("table") or [error.message])
        return self._people_table(call, form, status=error.status)
