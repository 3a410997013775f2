"""The coordinator's page: meetings of the whole programme, put into the calendar, announced, held and counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.dashboard import coordinator
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.forms import JointForm, JointMeetingForm, JointPickForm, PutForm, TableForm
from mentoring_xblock.gatherings.pages import audience_name, joint_view, kind_name
from mentoring_xblock.gatherings.sheet_views import SheetViews
from mentoring_xblock.kit.dates import moment
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound, Over
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.meetings.data import State
from mentoring_xblock.meetings.models import Kind
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, Role
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.signups.desk_views import SignUpDesk

#: Who holds meetings of the programme; the coordinators do when nobody is named.
_HOLDERS = (Role.COACH, Role.SUPERVISOR)


class MeetingsDeskViews(SheetViews, SignUpDesk):
    """Mixed into `CoordinatorViews`. The part about meetings is the element `<uid>-mt`, and replaces itself."""

    meetings_handlers: tuple[str, ...] = (
        "list_joint",
        "put_joint",
        "edit_joint",
        "save_joint",
        "announce_joint",
        "ask_cancel_joint",
        "cancel_joint",
        "discard_joint",
        "export_attendance",
        *SheetViews.sheet_handlers,
        *SignUpDesk.sign_up_desk_handlers,
    )

    sheet_listed = True

    def meetings_part(self, call: Call, programme: coordinator.Programme) -> str:
        """Return the part of the page about meetings, and about groups that people sign up to."""
        body = {"joint": self._joint_list(call), "sign_ups": self.sign_up_desk(call), "programme": programme}
        return self.markup("dashboard/coordinator/meetings.html", call, body)

    def _joint_list(
        self,
        call: Call,
        *,
        page: int = 1,
        form: JointForm | None = None,
        asking: UUID | None = None,
        **context: Any,
    ) -> str:
        """Return the list of meetings.

        Args:
            form: of the meeting that is being written, in its place; of a new one on top.
            asking: the public id of a meeting about to be called off.
        """
        programme = programmes.programme_of(call.place)
        plan, found = programme.plan, gatherings.desk(call.actor, call.place, call.now, page)
        if form is not None:
            form.named(plan, self._holders(call, programme.round.id)[0])
        values = {
            "programme": programme,
            "moved": bool(programme.round.phase_days),
            "planned": [_planned(plan, one) for one in found.planned],
            "drafts": [joint_view(plan, one, call.now) for one in found.drafts],
            "coming": [joint_view(plan, one, call.now) for one in found.coming],
            "past": found.past,
            "been": [joint_view(plan, one, call.now) for one in found.past.items],
            "held": any(one.meeting.state is State.HELD for one in found.past.items),
            "form": form,
            "editing": _edited(form),
            "asking": asking,
            "addable": sum(1 for one in found.planned if one.starts_at is not None),
            **context,
        }
        return self.markup("dashboard/coordinator/_meetings_list.html", call, values)

    def _joint_answer(self, call: Call, status: int = 200, **context: Any) -> Response:
        return html(self._joint_list(call, **context), status)

    @staticmethod
    def _holders(call: Call, round_id: int) -> tuple[list[tuple[str, str]], dict[int, str]]:
        """Return who may hold a meeting: (public id, name) by name, and the public id by user id."""
        people: dict[int, ParticipantInfo] = {}
        for person in programmes.everybody(round_id, _HOLDERS):
            people.setdefault(person.user_id, person)
        names = host.people(set(people))
        named = [(str(one.public_id), names[key].full_name) for key, one in people.items() if key in names]
        ids = {user_id: str(person.public_id) for user_id, person in people.items()}
        return sorted(named, key=lambda pair: pair[1].casefold()), ids

    # ---- the list ----

    @learner_handler
    def list_joint(self, call: Call) -> Response:
        """Show the list as it is, or another page of what has been."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        return self._joint_answer(call, page=JointPickForm(call.body).require()["page"] or 1, turned=True)

    @learner_handler
    def put_joint(self, call: Call) -> Response:
        """Put a meeting of the plan into the calendar, or all of them."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        planned = PutForm(call.body).require()["planned"]
        try:
            count = gatherings.put(call.actor, call.place, [planned] if planned else None, call.now)
        except Invalid as error:
            return self._joint_answer(call, error.status, problem=error.message)
        done = ngettext(
            "%(count)s draft was made. Nobody hears of it before you announce it.",
            "%(count)s drafts were made. Nobody hears of them before you announce them.",
            count,
        )
        return self._joint_answer(call, done=done % {"count": count} if count else gettext("They are all there."))

    # ---- one meeting ----

    @learner_handler
    def edit_joint(self, call: Call) -> Response:
        """Open the form of a meeting in its place, or of a new one."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        asked = JointPickForm(call.body).require()["meeting"]
        programme = programmes.programme_of(call.place)
        if asked is None:
            return self._joint_answer(call, form=JointForm.empty(programme.plan))
        info = gatherings.joint_meeting(call.actor, call.place, asked)
        _, ids = self._holders(call, programme.round.id)
        return self._joint_answer(call, form=JointForm.of(programme.plan, info, ids))

    @learner_handler
    def save_joint(self, call: Call) -> Response:
        """Save a meeting; what can't be saved stays as it was typed."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        form = JointForm(call.body)
        try:
            values = form.require()
            if values["meeting"] is None:
                gatherings.make(call.actor, call.place, form.draft, values["once_key"], call.now)
            else:
                version = values["version"] or 0
                gatherings.change(call.actor, call.place, values["meeting"], form.draft, version, call.now)
        except Invalid as error:
            form.take(error)
            return self._joint_answer(call, error.status, form=form, refused=error.message)
        except Conflict as error:
            if error.current is None:
                raise
            form.data["version"] = error.current.version
            stands = gatherings.joint_meeting(call.actor, call.place, error.current.public_id)
            plan = programmes.programme_of(call.place).plan
            context = {"refused": error.message, "stands": joint_view(plan, stands, call.now)}
            return self._joint_answer(call, error.status, form=form, **context)
        except Over as error:
            return self._joint_answer(call, error.status, problem=error.message)
        return self._joint_answer(call, done=gettext("Saved."))

    @learner_handler
    def announce_joint(self, call: Call) -> Response:
        """Let those know of a draft, or of all drafts, whom they are for."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        asked = JointPickForm(call.body).require()["meeting"]
        try:
            _, told = gatherings.announce(call.actor, call.place, [asked] if asked else None, call.now)
        except Invalid as error:
            return self._joint_answer(call, error.status, problem=error.message)
        done = ngettext("Announced. %(count)s person gets a mail.", "Announced. %(count)s people get a mail.", told)
        return self._joint_answer(call, done=done % {"count": told})

    @learner_handler
    def ask_cancel_joint(self, call: Call) -> Response:
        """Say what happens when a meeting is called off, before it is."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        asked = gatherings.joint_meeting(call.actor, call.place, JointMeetingForm(call.body).require()["meeting"])
        return self._joint_answer(call, asking=asked.meeting.public_id)

    @learner_handler
    def cancel_joint(self, call: Call) -> Response:
        """Call an announced meeting off."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        asked = JointPickForm(call.body).require()
        if asked["meeting"] is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        try:
            gatherings.call_off(call.actor, call.place, asked["meeting"], asked["version"] or 0, call.now)
        except (Invalid, Conflict, Over) as error:
            return self._joint_answer(call, error.status, problem=error.message)
        return self._joint_answer(call, done=gettext("Called off. Those who would have come get a mail."))

    @learner_handler
    def discard_joint(self, call: Call) -> Response:
        """Throw a draft away."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        try:
            gatherings.discard(call.actor, call.place, JointMeetingForm(call.body).require()["meeting"])
        except Invalid as error:
            return self._joint_answer(call, error.status, problem=error.message)
        return self._joint_answer(call, done=gettext("Thrown away. Nobody had heard of it."))

    # ---- who was there ----

    @learner_handler
    def export_attendance(self, call: Call) -> Response:
        """Give a part of the table of who was there to the page, which puts the parts together into a file."""
        policy.require(Action.MEETINGS_MANAGE, call.actor)
        number = TableForm(call.body).require()["number"] or 1
        plan = programmes.programme_of(call.place).plan
        names = {role: coordinator.role_name(plan, role) for role in Role}
        part = gatherings.export_part(call.actor, call.place, names, number)
        return data({"text": part.text, "next": part.next, "name": gettext("attendance.csv")})


def _edited(form: JointForm | None) -> str:
    """Return which meeting a form is about: its public id, or "new"; empty without a form."""
    if form is None:
        return ""
    return str(form["meeting"].value() or "new")


def _planned(plan: Plan, one: gatherings.ToPlan) -> dict[str, Any]:
    """Put a meeting that is only planned into words."""
    kind = Kind(one.planned.kind.value)
    name = pick(one.planned.name)
    return {
        "id": one.planned.id,
        "title": name or kind_name(kind),
        "kind": kind_name(kind) if name and name != kind_name(kind) else "",
        "when": moment(one.starts_at) if one.starts_at else "",
        "timed": one.timed,
        "problem": one.problem,
        "audience": audience_name(plan, one.planned.audience),
        "places": one.planned.places,
    }
