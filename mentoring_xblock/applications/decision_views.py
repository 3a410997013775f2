"""The coordinator's desk: choosing applications, and deciding on them with a letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.applications import deciding, lists
from mentoring_xblock.applications.call_letters import letters_of
from mentoring_xblock.applications.data import Order
from mentoring_xblock.applications.desk_forms import ChooseForm, DecisionForm
from mentoring_xblock.applications.letters import ready_letter
from mentoring_xblock.applications.lists import ApplicationLine
from mentoring_xblock.applications.models import Status
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.localised import LANGUAGES, pick
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme.data import ProgrammeInfo

#: What says which list a decision was begun from.
LIST = ("role", "status", "text", "differ", "page")


@dataclass(frozen=True)
class Letter:
    """The letter in one language: its fields, and how many get it."""

    language: str
    letter: BoundField
    told: BoundField | None
    people: int


@dataclass(frozen=True)
class Sheet:
    """A decision before it is made: on whom, with which letters, and who was chosen but is left out.

    rows: the same lines, each with what the matching group thinks of it in numbers, if anything. absent: who has left
    the course and gets no mail. page: the list that the decision was begun from.
    """

    outcome: Status
    lines: tuple[ApplicationLine, ...]
    rows: tuple[tuple[ApplicationLine, Any], ...]
    passed: tuple[ApplicationLine, ...]
    letters: tuple[Letter, ...]
    form: DecisionForm
    programme: str
    page: Mapping[str, Any]
    message: str = ""

    @property
    def absent(self) -> tuple[ApplicationLine, ...]:
        """Who gets no mail."""
        return tuple(line for line in self.lines if not line.enrolled)

    @property
    def heading(self) -> str:
        """What is decided, as a question."""
        count = len(self.lines)
        return {
            Status.ACCEPTED: ngettext("Accept %(count)s application?", "Accept %(count)s applications?", count),
            Status.RESERVE: ngettext(
                "Put %(count)s application in reserve?", "Put %(count)s applications in reserve?", count
            ),
            Status.DECLINED: ngettext("Decline %(count)s application?", "Decline %(count)s applications?", count),
        }[self.outcome] % {"count": count}


class DecisionViews:
    """Mixed into `ApplicationsDesk`, which shows the list and the part around it."""

    decision_handlers: tuple[str, ...] = ("choose_applications", "leave_applications", "decide_applications")

    @learner_handler
    def choose_applications(self, call: Call) -> Response:
        """Show what a decision on the chosen applications would be: who is told what. Nothing is decided yet."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = ChooseForm(call.body)
        asked = form.require()
        narrow = self._applications_narrowed(call, form.narrow) if asked["everything"] else None
        found = lists.chosen_lines(call.actor, call.place, asked["applications"], narrow)
        outcome = asked["outcome"]
        fitting = [line for line in found if line.status in deciding.OPEN_FOR[outcome]]
        if len(fitting) > deciding.BATCH_LIMIT:
            raise Invalid(
                gettext("At most %(limit)s applications can be decided on at once. Narrow the list first.")
                % {"limit": deciding.BATCH_LIMIT}
            )
        if not fitting:
            raise Invalid(
                gettext("None of these can be decided on in this way any more.")
                if found
                else gettext("Choose at least one application.")
            )
        page = {name: value for name, value in asked.items() if name in LIST}
        programme = lists.programme_of(call.actor, call.place)
        ready = {f"letter_{code}": text for code, text in _letters(outcome, fitting, programme).items()}
        sheet = self._decision_sheet(call, outcome, found, DecisionForm(initial={**ready, "outcome": outcome}), page)
        return html(self.markup("applications/desk/_sheet.html", call, {"sheet": sheet}))

    @learner_handler
    def leave_applications(self, call: Call) -> Response:
        """Put the sheet away; nothing was decided."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        return html(self.markup("applications/desk/_no_sheet.html", call))

    @learner_handler
    def decide_applications(self, call: Call) -> Response:
        """Decide, and send the letters: the one step that cannot be taken back."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = DecisionForm(call.body)
        values = form.require()
        page = {name: values[name] for name in LIST}
        chosen: Mapping[UUID, int] = values["chosen"]
        try:
            report = deciding.decide(
                call.actor,
                call.place,
                chosen,
                values["outcome"],
                form.by_language("told"),
                values["reason"],
                form.by_language("letter"),
                values["once_key"],
            )
        except Invalid as error:
            if not error.fields.keys() <= form.fields.keys():
                raise
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
            return self._decision_again(call, form, chosen, page, error.message, error.status)
        except Conflict as error:
            if not error.current:
                raise
            changed = {one.application_id for one in error.current}
            left = {one: version for one, version in chosen.items() if one not in changed}
            return self._decision_again(call, form, left, page, error.message, error.status, changed)
        part = self.applications_part(call, report=_said(report), narrow=form.narrow, page=page["page"] or 1)
        answer = html(part + self.lead_again(call))
        # The sheet was answered; what changed is everything around it.
        answer.headers["HX-Retarget"] = f"#{self.uid}-ap"
        return answer

    def _decision_again(
        self,
        call: Call,
        form: DecisionForm,
        chosen: Mapping[UUID, int],
        page: Mapping[str, Any],
        message: str,
        status: int,
        changed: Iterable[UUID] = (),
    ) -> Response:
        """Show the sheet once more, with everything typed, and without who has changed meanwhile."""
        found = lists.chosen_lines(call.actor, call.place, [*chosen, *changed])
        sheet = self._decision_sheet(call, form.cleaned_data["outcome"], found, form, page, chosen, message)
        return html(self.markup("applications/desk/_sheet.html", call, {"sheet": sheet}), status)

    def _decision_sheet(
        self,
        call: Call,
        outcome: Status,
        found: Iterable[ApplicationLine],
        form: DecisionForm,
        page: Mapping[str, Any],
        chosen: Mapping[UUID, int] | None = None,
        message: str = "",
    ) -> Sheet:
        found = list(found)
        if chosen is None:
            lines = [line for line in found if line.status in deciding.OPEN_FOR[outcome]]
        else:
            lines = [line for line in found if line.application_id in chosen]
        fitting = {line.application_id for line in lines}
        readers = Counter(line.language for line in lines)
        programme = lists.programme_of(call.actor, call.place)
        return Sheet(
            outcome=outcome,
            lines=tuple(lines),
            rows=tuple(self._applications_read(call, lines)),
            passed=tuple(line for line in found if line.application_id not in fitting),
            letters=tuple(
                Letter(
                    code,
                    form[f"letter_{code}"],
                    form[f"told_{code}"] if outcome is not Status.ACCEPTED else None,
                    readers[code],
                )
                for code in LANGUAGES
                if readers[code]
            ),
            form=form,
            programme=pick(programme.plan.title),
            page=page,
            message=message,
        )


def _letters(outcome: Status, lines: Iterable[ApplicationLine], programme: ProgrammeInfo) -> Mapping[str, str]:
    """Return the letters that stand ready: the call's own, where all are of one call."""
    calls = {line.usage_key for line in lines}
    if len(calls) == 1:
        return letters_of(calls.pop(), Order.SELECTION, programme).letters[outcome]
    return {code: ready_letter(outcome, programme, code) for code in LANGUAGES}


def _said(report: deciding.DecisionReport) -> str:
    """Say what was decided, and that people have been told."""
    count = len(report.application_ids)
    decided = {
        Status.ACCEPTED: ngettext(
            "%(count)s application was accepted.", "%(count)s applications were accepted.", count
        ),
        Status.RESERVE: ngettext(
            "%(count)s application is in reserve now.", "%(count)s applications are in reserve now.", count
        ),
        Status.DECLINED: ngettext(
            "%(count)s application was declined.", "%(count)s applications were declined.", count
        ),
    }[report.status] % {"count": count}
    if report.again:
        return f"{decided} {gettext('This was sent before; nobody is told twice.')}"
    mailed = ngettext(
        "The letter to %(count)s person is on its way.",
        "The letters to %(count)s people are on their way.",
        report.mailed,
    ) % {"count": report.mailed}
    return f"{decided} {mailed}"
