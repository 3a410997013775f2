"""The matching group's pages: reading one application after the other, and the coordinator's part about the group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import NamedForm, NamingForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import AddReport, ProgrammeInfo
from mentoring_xblock.reviews import api, pages
from mentoring_xblock.reviews.data import Opinion, ReadingInfo
from mentoring_xblock.reviews.forms import (
    ListForm,
    OpenForm,
    PairForm,
    RatingForm,
    ReadingForm,
    UnpairForm,
)


class ReadingViews:
    """Mixed into the dashboard's block, which lists `reading_handlers` among its handlers.

    The whole part is the element `<uid>-rd`; in it the list (`-rd-list`) and the pairs (`-rd-pairs`) replace
    themselves, so that what is typed beside them stays.
    """

    reading_handlers: tuple[str, ...] = (
        "list_reading",
        "open_reading",
        "save_rating",
        "find_partner",
        "suggest_pair",
        "withdraw_pair",
    )

    # ---- pages ----

    def reading_page(self, call: Call, standing: Any) -> str:
        """Return the matching group's part of the dashboard; `standing` is what the reader is in the programme."""
        if standing.round_id is None:
            return self.markup("reviews/none.html", call)
        return self._reading_part(call, standing.programme)

    def _reading_part(
        self,
        call: Call,
        programme: ProgrammeInfo,
        application_id: UUID | None = None,
        asked: Mapping[str, Any] | None = None,
        **context: Any,
    ) -> str:
        """Return the whole part with one application open: the one asked for, or the next unread one."""
        # Whoever reads nothing here learns not even that it is over.
        policy.require(Action.NOTES_READ, call.actor, Facts())
        reading = api.reading_of(programme.round.id)
        if reading.sealed:
            return self.markup("reviews/sealed.html", call, {"reading": reading})
        shown = pages.listed(call.actor, call.place, programme.plan, asked or {})
        application_id = application_id or api.next_unread(call.actor, call.place)
        values = {
            "reading": reading,
            "first": pages.first_sentence(shown.found),
            "list": shown,
            "words": pages.read_in_words(shown.found.read, shown.found.total),
            "narrow": self._reading_narrow(programme, asked),
            "chosen": application_id,
            **context,
        }
        if application_id is not None:
            values |= self._reading_sheet(call, programme, reading, application_id, values.get("form"))
        return self.markup("reviews/page.html", call, values)

    @staticmethod
    def _reading_narrow(programme: ProgrammeInfo, asked: Mapping[str, Any] | None) -> ListForm:
        chosen = {name: asked.get(name) for name in ("which", "role", "text")} if asked else {}
        roles = [(role.value, name) for role, name in pages.role_names(programme.plan).items()]
        return ListForm(initial={name: value for name, value in chosen.items() if value}).named(roles)

    @staticmethod
    def _reading_sheet(
        call: Call, programme: ProgrammeInfo, reading: ReadingInfo, application_id: UUID, form: RatingForm | None
    ) -> dict[str, Any]:
        sheet = pages.sheet(call.actor, call.place, programme.plan, reading, application_id)
        return {
            "sheet": sheet,
            "form": form or RatingForm.of(reading, application_id, sheet.notes.own),
            "pair_form": PairForm(initial={"application": application_id}),
            "pairs": sheet.pairs,
        }

    # ---- reading ----

    @learner_handler
    def list_reading(self, call: Call) -> Response:
        """Show other applications in the list, or another page of them."""
        asked = ListForm(call.body).require()
        programme = programmes.programme_of(call.place)
        shown = pages.listed(call.actor, call.place, programme.plan, asked)
        return html(self.markup("reviews/_list.html", call, {"list": shown, "turned": True}))

    @learner_handler
    def open_reading(self, call: Call) -> Response:
        """Open an application; the list stays as it is."""
        asked = OpenForm(call.body).require()
        return html(
            self._reading_part(call, programmes.programme_of(call.place), asked["application"], asked, opened=True)
        )

    @learner_handler
    def save_rating(self, call: Call) -> Response:
        """Keep what the reader thinks, and open the next unread application unless they want to stay."""
        programme = programmes.programme_of(call.place)
        reading = api.reading_of(programme.round.id)
        form = RatingForm(call.body, reading=reading)
        try:
            values = form.require()
            api.rate(
                call.actor,
                call.place,
                values["application"],
                form.scores,
                values["verdict"],
                values["comment"],
                values["version"],
            )
        except Invalid as error:
            return self._rating_refused(call, programme, form, error)
        except Conflict as error:
            if error.current is None:
                raise
            return self._rating_conflict(call, programme, reading, form, error.current)
        application_id = values["application"]
        following = None if values["stay"] else api.next_unread(call.actor, call.place, application_id)
        saved = pages.outcome(call.actor, call.place, reading, application_id)
        context = {"saved": saved, "elsewhere": following is not None, "opened": True}
        return html(self._reading_part(call, programme, following or application_id, values, **context))

    def _rating_refused(self, call: Call, programme: ProgrammeInfo, form: RatingForm, error: Invalid) -> Response:
        form.refuse(error)
        if "application" in form.errors or "version" in form.errors:
            raise error
        asked = {name: form.cleaned_data.get(name) for name in ("which", "role", "text", "page")}
        application_id = form.cleaned_data["application"]
        return html(self._reading_part(call, programme, application_id, asked, form=form, opened=True), error.status)

    def _rating_conflict(
        self, call: Call, programme: ProgrammeInfo, reading: ReadingInfo, form: RatingForm, stands: Opinion
    ) -> Response:
        differing = pages.compared(form, stands, reading)
        form.moved_to(stands.version)
        context = {"form": form, "compared": differing, "stands": stands, "opened": True}
        values = form.cleaned_data
        return html(self._reading_part(call, programme, values["application"], values, **context), 409)

    # ---- pairs ----

    def _pairs_part(
        self,
        call: Call,
        application_id: UUID,
        form: PairForm,
        status: int = 200,
        done: str = "",
        text: str = "",
    ) -> Response:
        programme = programmes.programme_of(call.place)
        notes = api.notes_on(call.actor, call.place, application_id)
        paper = api.paper_of(call.actor, call.place, application_id)
        among = pages.find(call.place, text)
        found = pages.pairs_of(call.actor, call.place, programme.plan, paper, notes, among)
        if found is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        context = {"pairs": found, "pair_form": form, "done": done, "paper": paper, "reopened": True}
        return html(self.markup("reviews/_pairs.html", call, context), status)

    @learner_handler
    def find_partner(self, call: Call) -> Response:
        """Look for somebody to suggest; a note that has been begun stays."""
        form = PairForm(call.body)
        values = form.require()
        return self._pairs_part(call, values["application"], form, text=values["find"])

    @learner_handler
    def suggest_pair(self, call: Call) -> Response:
        """Suggest the opened application's person and another one as a pair."""
        form = PairForm(call.body)
        try:
            values = form.require()
            if values["partner"] is None:
                raise Invalid(gettext("Choose somebody."), {"partner": [gettext("Choose somebody.")]})
            paper = api.paper_of(call.actor, call.place, values["application"])
            ids = [paper.application_id, values["partner"]]
            mentee_id, mentor_id = ids if paper.role is CallRole.MENTEE else reversed(ids)
            api.suggest(call.actor, call.place, mentee_id, mentor_id, values["note"])
        except Invalid as error:
            form.refuse(error)
            if "application" in form.errors:
                raise
            text = form.cleaned_data.get("find", "")
            return self._pairs_part(call, form.cleaned_data["application"], form, error.status, text=text)
        fresh = PairForm(initial={"application": values["application"]})
        return self._pairs_part(call, values["application"], fresh, done=gettext("Suggested."))

    @learner_handler
    def withdraw_pair(self, call: Call) -> Response:
        """Take back a pair that the reader has suggested."""
        values = UnpairForm(call.body).require()
        # Before anything is written: the answer shows the pairs of this application.
        api.paper_of(call.actor, call.place, values["application"])
        api.unsuggest(call.actor, call.place, values["suggestion"])
        fresh = PairForm(initial={"application": values["application"]})
        return self._pairs_part(call, values["application"], fresh, done=gettext("Taken back."))


class MatchersViews:
    """The coordinator's part about the matching group; mixed into the dashboard's block, which lists
    `matchers_handlers` among its handlers."""

    matchers_handlers: tuple[str, ...] = ("name_matchers", "dismiss_matcher", "save_reading")

    def matchers_part(self, call: Call, **context: Any) -> str:
        """Return the section about the group: who is in it, how far they have read, and how they read.

        Args:
            context: a form with what was typed, and what to say of what was done.
        Raises:
            NotAllowed: the actor does not coordinate the programme.
            NotFound: it has no round yet.
        """
        policy.require(Action.MATCHERS_NAME, call.actor)
        programme = programmes.programme_of(call.place)
        group = pages.group(call.actor, call.place, programme.id, programme.round.id)
        values = {
            "group": group,
            "form": NamingForm(),
            "reading_form": ReadingForm.of(group.reading),
            **context,
        }
        return self.markup("reviews/matchers.html", call, values)

    @learner_handler
    def name_matchers(self, call: Call) -> Response:
        """Name people to the group; lines that fit nobody stay in their field."""
        policy.require(Action.MATCHERS_NAME, call.actor)
        form = NamingForm(call.body)
        try:
            form.require()
            report = programmes.appoint(call.actor, call.place, programmes.Post.MATCHER, form.names)
        except Invalid as error:
            if form.is_valid():
                form.add_error("people", error.message)
            return html(self.matchers_part(call, form=form), error.status)
        done = _named(report)
        if not report.unknown:
            return html(self.matchers_part(call, done=done))
        left = NamingForm.left_with(report.unknown, _unknown(report))
        return html(self.matchers_part(call, form=left, done=done), 422)

    @learner_handler
    def dismiss_matcher(self, call: Call) -> Response:
        """End somebody's part in the group, at once; what they wrote stays the group's."""
        policy.require(Action.MATCHERS_NAME, call.actor)
        username = NamedForm(call.body).require()["person"]
        programme = programmes.programme_of(call.place)
        people = programmes.appointed(programme.id, programmes.Post.MATCHER)
        person = next((one for one in people if one.username == username), None)
        if person is None:
            raise NotFound(gettext("This person is not in the matching group."))
        programmes.dismiss(call.actor, call.place, programmes.Post.MATCHER, person.id)
        done = gettext("%(name)s is not in the matching group any more.") % {"name": person.full_name}
        return html(self.matchers_part(call, done=done))

    @learner_handler
    def save_reading(self, call: Call) -> Response:
        """Say whether the group reads blind, and by which criteria."""
        policy.require(Action.MATCHERS_NAME, call.actor)
        form = ReadingForm(call.body)
        try:
            values = form.require()
            api.set_reading(
                call.actor, call.place, blind=values["blind"], criteria=form.criteria(), version=values["version"]
            )
        except Invalid as error:
            if form.is_valid():
                form.refuse(error)
            return html(self.matchers_part(call, reading_form=form), error.status)
        except Conflict as error:
            form.moved_to(error.current.version)
            context = {"reading_form": form, "stands": error.current, "problem": error.message}
            return html(self.matchers_part(call, **context), error.status)
        return html(self.matchers_part(call, settled=gettext("Saved.")))


def _named(report: AddReport) -> str:
    """Say how many people are new in the group, and how many were in it before; empty when it is nobody."""
    count = report.added
    if count:
        return ngettext(
            "%(count)s person is now in the matching group.", "%(count)s people are now in the matching group.", count
        ) % {"count": count}
    count = report.already
    return (
        ngettext(
            "%(count)s person was in the matching group already.",
            "%(count)s people were in the matching group already.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )


def _unknown(report: AddReport) -> str:
    sentence = ngettext(
        "Nobody in this course is called %(lines)s. Mend the line and name them again.",
        "Nobody in this course is called %(lines)s. Mend the lines and name them again.",
        len(report.unknown),
    )
    # Isolated, so that a right-to-left mark in one of them turns nothing else around.
    return sentence % {"lines": ", ".join(f"\u2068{line}\u2069" for line in report.unknown)}
