"""The part of the meetings block that prepares meetings and remembers them: points, actions and notes.

Each of its parts is an element of its own (`<uid>-points`, `-agenda`, `-actions`, `-notes` and a paper for each note),
so that an answer to one never takes away what is being typed in another.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notes import api, forms, pages
from mentoring_xblock.notes.joint_views import RaisedViews
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts


class NotesViews(RaisedViews):
    """Mixed into the meetings block, which lists `notes_handlers` among its handlers."""

    notes_handlers: tuple[str, ...] = (
        "add_point",
        "tick_point",
        "remove_point",
        "vote_point",
        "choose_agenda",
        "edit_action",
        "add_action",
        "change_action",
        "settle_action",
        "open_notes",
        "list_notes",
        "save_note",
        "join_note",
        *RaisedViews.raised_handlers,
    )

    def notes_panel(self, call: Call, relation: Relation, goals: str = "") -> str:
        """Return what one group prepares and remembers; of one that is over, what the reader may still read.

        Args:
            goals: markup that stands between what was agreed on and the notes.
        """
        parts = {"goals": goals, "notes": self._notes_part(call, relation)}
        if pages.may(call.actor, relation, call.now).read:
            parts |= {"points": self._points_part(call, relation), "actions": self._actions_part(call, relation)}
        return self.markup("notes/panel.html", call, {"parts": parts})

    # ---- points ----

    def _points_part(self, call: Call, relation: Relation, **more: Any) -> str:
        context = pages.points(call.actor, call.place, relation, call.now, **more)
        if not (context["may"].work or context["points"] or context["talked"]):
            return ""
        if context["may"].work:
            context["agenda"] = self.markup("notes/_agenda.html", call, pages.agendas(relation, call.now))
        return self.markup("notes/_points.html", call, context)

    def _points(self, call: Call, group_id: UUID, status: int = 200, **more: Any) -> Response:
        return html(self._points_part(call, groups.relation(call.actor, call.place, group_id), **more), status)

    @learner_handler
    def add_point(self, call: Call) -> Response:
        """Put something before the group for the next time."""
        form = forms.PointForm(call.body)
        group_id = forms.GroupForm(call.body).require()["group"]
        try:
            values = form.require()
            api.add_point(
                call.actor, call.place, group_id, values["body"], values["goal"], values["once_key"], call.now
            )
        except Invalid as error:
            # Who is in no such group is told so, whatever they have typed.
            groups.working_relation(call.actor, call.place, group_id, call.now)
            form.take(error)
            return self._points(call, group_id, error.status, form=form, problem="" if error.fields else error.message)
        return self._points(call, group_id, done=gettext("It is on the list."))

    @learner_handler
    def tick_point(self, call: Call) -> Response:
        """Say that the group has talked about a point, or put it back on the list."""
        values = forms.TickForm(call.body).require()
        api.tick_point(call.actor, call.place, values["group"], values["point"], call.now, done=values["done"])
        done = gettext("You have talked about it.") if values["done"] else gettext("It is on the list.")
        return self._points(call, values["group"], done=done)

    @learner_handler
    def remove_point(self, call: Call) -> Response:
        """Take away a point of one's own."""
        values = forms.TickForm(call.body).require()
        api.remove_point(call.actor, call.place, values["group"], values["point"], call.now)
        return self._points(call, values["group"], done=gettext("It is not on the list any more."))

    @learner_handler
    def vote_point(self, call: Call) -> Response:
        """Say that one would like to talk about a point of a group of peers, or take that back."""
        values = forms.VoteForm(call.body).require()
        api.vote_point(call.actor, call.place, values["group"], values["point"], call.now, wanted=values["wanted"])
        done = gettext("You have voted for it.") if values["wanted"] else gettext("You have taken your vote back.")
        return self._points(call, values["group"], done=done)

    @learner_handler
    def choose_agenda(self, call: Call) -> Response:
        """Show other open questions, and keep them for the next meeting."""
        values = forms.AgendaForm(call.body).require()
        meetings.choose_agenda(call.actor, call.place, values["group"], values["agenda"], call.now)
        relation = groups.working_relation(call.actor, call.place, values["group"], call.now)
        context = pages.agendas(relation, call.now, values["agenda"], opened=True)
        return html(self.markup("notes/_agenda.html", call, context))

    def agenda_following(self, call: Call, relation: Relation) -> str:
        """Return the open questions that fit the next meeting, to take the place of those on the page."""
        context = pages.agendas(relation, call.now)
        return self.markup("notes/_agenda.html", call, {**context, "follows": True})

    # ---- actions ----

    def _actions_part(self, call: Call, relation: Relation, **more: Any) -> str:
        context = pages.actions(call.actor, call.place, relation, call.now, **more)
        return self.markup("notes/_actions.html", call, context)

    def _actions(self, call: Call, group_id: UUID, status: int = 200, **more: Any) -> Response:
        return html(self._actions_part(call, groups.relation(call.actor, call.place, group_id), **more), status)

    @learner_handler
    def edit_action(self, call: Call) -> Response:
        """Open the form of a new action, or of one that stands."""
        values = forms.EditActionForm(call.body).require()
        relation = groups.working_relation(call.actor, call.place, values["group"], call.now)
        action = api.get_action(call.actor, relation, values["action"], call.now) if values["action"] else None
        owner_id = action.owner_id if action else call.actor.user_id
        whose = next((one.participant_id for one in relation.group.people if one.user_id == owner_id), "")
        form = forms.action_form(values["group"], whose, action)
        context = pages.actions(call.actor, call.place, relation, call.now, form=form)
        return html(self.markup("notes/_action_form.html", call, context))

    @learner_handler
    def add_action(self, call: Call) -> Response:
        """Write down what somebody promises."""
        return self._write_action(call)

    @learner_handler
    def change_action(self, call: Call) -> Response:
        """Say an action in other words, or give it to somebody else or another day."""
        return self._write_action(call, changes=True)

    def _write_action(self, call: Call, *, changes: bool = False) -> Response:
        form = forms.ActionForm(call.body)
        picked = forms.EditActionForm(call.body).require()
        group_id, action_id = picked["group"], picked["action"]
        relation = groups.working_relation(call.actor, call.place, group_id, call.now)
        if changes:
            api.get_action(call.actor, relation, action_id, call.now)
        try:
            values = form.require()
            who = (call.actor, call.place, group_id)
            if changes:
                api.change_action(*who, action_id, form.draft, values["version"] or 0, call.now)
            else:
                api.add_action(*who, form.draft, values["once_key"], call.now)
        except Invalid as error:
            form.take(error)
            said = "" if error.fields else error.message
            return self._actions(call, group_id, error.status, form=form, refused=True, problem=said)
        except Conflict as error:
            if error.current is not None:
                form.data = {**form.data, "version": str(error.current.version)}
            return self._actions(call, group_id, error.status, form=form, refused=True, problem=error.message)
        return self._actions(call, group_id, done=gettext("It is written down."))

    @learner_handler
    def settle_action(self, call: Call) -> Response:
        """Tick an action off, let it go, or take it up again."""
        values = forms.SettleForm(call.body).require()
        becomes = api.Becomes(values["becomes"])
        api.settle_action(call.actor, call.place, values["group"], values["action"], becomes, call.now)
        done = {
            api.Becomes.DONE: gettext("It is done."),
            api.Becomes.DROPPED: gettext("You have let it go."),
            api.Becomes.OPEN: gettext("It is open again."),
        }[becomes]
        return self._actions(call, values["group"], done=done)

    # ---- notes ----

    def _notes_part(self, call: Call, relation: Relation, **more: Any) -> str:
        return self.markup("notes/_notes.html", call, pages.notes(call.actor, relation, call.now, **more))

    def _reading(self, call: Call, group_id: UUID) -> Relation:
        """Return a group whose notes somebody may read, and be it only their own."""
        relation = groups.relation(call.actor, call.place, group_id)
        if not policy.allowed(Action.RELATION_READ, call.actor, relation.facts(call.now)):
            policy.require(Action.NOTE_OWN, call.actor, Facts(owner_id=relation.me.user_id))
        return relation

    @learner_handler
    def open_notes(self, call: Call) -> Response:
        """Show a meeting's notes."""
        values = forms.MeetingForm(call.body).require()
        relation = self._reading(call, values["group"])
        meeting = api.require_meeting(relation, values["meeting"])
        return html(self._notes_part(call, relation, meeting=meeting, opened=True))

    @learner_handler
    def list_notes(self, call: Call) -> Response:
        """Show another page of the meetings with notes."""
        values = forms.PageForm(call.body).require()
        relation = self._reading(call, values["group"])
        return html(self._notes_part(call, relation, page=values["page"] or 1, turned=True))

    def _writing(self, call: Call, form: forms.NoteForm) -> tuple[Relation, MeetingInfo]:
        """Return the meeting of a note that somebody is about to write, or to join with another text."""
        values = forms.MeetingForm(call.body).require()
        relation = groups.relation(call.actor, call.place, values["group"])
        own = form.is_valid() and form.cleaned_data["own"]
        return relation, api.require_note(call.actor, relation, values["meeting"], call.now, own=own)

    def _paper(
        self, call: Call, relation: Relation, meeting: MeetingInfo, own: bool, status: int = 200, **more: Any
    ) -> Response:
        context = pages.paper(call.actor, relation, meeting, call.now, own=own, **more)
        return html(self.markup("notes/_paper.html", call, context), status)

    @learner_handler
    def save_note(self, call: Call) -> Response:
        """Save a note, the shared one or one's own; what can't be saved stays as it was typed."""
        form = forms.NoteForm(call.body)
        relation, meeting = self._writing(call, form)
        own = bool(form.data.get("own")) and form.is_valid() and form.cleaned_data["own"]
        try:
            values = form.require()
            group_id, meeting_id = values["group"], values["meeting"]
            api.save_note(
                call.actor,
                call.place,
                group_id,
                meeting_id,
                values["body"],
                values["version"],
                call.now,
                own=own,
                joined=values["joined"],
            )
        except Invalid as error:
            form.take(error)
            said = pages.sentences(form, "body") or [error.message]
            return self._paper(call, relation, meeting, own, error.status, form=form, errors=said)
        except Conflict as error:
            context = pages.conflict(call.actor, relation, meeting, form, error.current)
            return html(self.markup("notes/_conflict.html", call, context), error.status)
        return self._paper(call, relation, meeting, own, saved=True)

    @learner_handler
    def join_note(self, call: Call) -> Response:
        """After a conflict: go on with both texts in one; nothing is saved until the writer saves."""
        form = forms.NoteForm(call.body)
        relation, meeting = self._writing(call, form)
        own = form.require()["own"]
        return self._paper(call, relation, meeting, own, form=form, joining=True)
