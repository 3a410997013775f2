"""The part of the meetings block about a group's own meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.pages import line_about
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.meetings import api, pages
from mentoring_xblock.meetings.forms import (
    AnswerForm,
    BookForm,
    ConfirmForm,
    HeldForm,
    MeetingForm,
    MetForm,
    MoveForm,
    OpenForm,
    OwnForm,
    PageForm,
    ProposeForm,
    SeriesForm,
    SeriesListForm,
    TimesForm,
    VersionForm,
)
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action

_FORMS = {
    "book": "meetings/form_book.html",
    "propose": "meetings/form_propose.html",
    "series": "meetings/form_series.html",
    "series_list": "meetings/form_series_list.html",
    "met": "meetings/form_met.html",
    "held": "meetings/form_held.html",
    "move": "meetings/form_move.html",
}


class BookingViews:
    """Mixed into the meetings block, which lists `booking_handlers` among its handlers.

    The part is the element `<uid>-booking`; what has been stands elsewhere on the page, in `<uid>-met`, and follows it,
    as do the open questions of the block's `agenda_following`. `after_meeting` tells where one writes about a meeting.
    Forms open in `<uid>-booking-form`; what a form refuses stays in it as it was typed.
    """

    booking_handlers: tuple[str, ...] = (
        "open_booking",
        "book_meeting",
        "propose_times",
        "preview_series",
        "book_series",
        "answer_times",
        "confirm_time",
        "take_back_times",
        "move_meeting",
        "cancel_meeting",
        "hold_meeting",
        "log_meeting",
        "list_met",
    )

    # ---- pages ----

    def booking_panel(self, call: Call, relation: Relation, made: Any = None, **context: Any) -> str:
        """Return the group's next meeting, what is proposed, and the buttons that book; `made` as below."""
        if not self._reads(call, relation):
            return self.markup("meetings/panel.html", call, {"relation": relation, "hidden": True})
        own = api.own_meetings(relation, call.now)
        shown = pages.shown(relation, own, call.now, made if isinstance(made, tuple) else (made,) if made else ())
        links = self.calendar_links(call, own.next) if own.next else ""
        values = {
            "relation": relation,
            "group": relation.group.public_id,
            "name": pages.group_name(relation),
            "own": own,
            "joint": self._joint_line(call, relation, own.next),
            "calendar": links,
            **shown,
            **context,
        }
        return self.markup("meetings/panel.html", call, values)

    def met_panel(
        self, call: Call, relation: Relation, page: int = 1, *, follows: bool = False, turned: bool = False
    ) -> str:
        """Return what has been, newest first; `follows` takes the place of what stands on the page."""
        if not self._reads(call, relation):
            return ""
        past = api.past_meetings(relation, call.now, page)
        met = pages.past_views(relation, past, call.now)
        newest = met[0] if relation.open and met and met[0].correctable and not met[0].unsaid else None
        values = {
            "relation": relation,
            "group": relation.group.public_id,
            "past": past,
            "meetings": met,
            "after": self.after_meeting(call) if newest else None,
            "follows": follows,
            "turned": turned,
        }
        return self.markup("meetings/met.html", call, values)

    @staticmethod
    def _reads(call: Call, relation: Relation) -> bool:
        """Return whether the reader may still read what the group shared, once it is over."""
        return policy.allowed(Action.RELATION_READ, call.actor, relation.facts(call.now))

    @staticmethod
    def _joint_line(call: Call, relation: Relation, own: api.MeetingInfo | None) -> str:
        """Say which meeting of the programme comes before the group's own next one; empty where none does."""
        if not relation.open:
            return ""
        found = gatherings.next_for(call.actor.user_id, relation.programme, call.now)
        sooner = found is not None and (own is None or found.meeting.starts_at < own.starts_at)
        return line_about(found) if sooner else ""

    def _booking(self, call: Call, group_id: UUID, status: int = 200, made: Any = None, **context: Any) -> Response:
        """Answer with the whole part as it is now, and with what has been.

        Args:
            made: the meetings that this call has made or changed.
        """
        relation = groups.relation(call.actor, call.place, group_id)
        if isinstance(made, api.MeetingInfo) and made.state is api.State.HELD:
            # Who has just said that they met has something to write down.
            context["noted"] = made.public_id
        parts = self.booking_panel(call, relation, made, **context) + self.met_panel(call, relation, follows=True)
        if made and api.counted(relation.group.id) == (len(made) if isinstance(made, tuple) else 1):
            # Notes belong to a meeting: with the first one there is something to write into. Later ones leave what is
            # being written as it is.
            values = {"notes": self._notes_part(call, relation)}
            parts += self.markup("meetings/_follows.html", call, values)
        if made:
            parts += self.agenda_following(call, relation)
        answer = html(parts, status)
        answer.headers["HX-Retarget"] = f"#{self.uid}-booking"
        answer.headers["HX-Reswap"] = "outerHTML"
        return answer

    def _booking_form(
        self, call: Call, name: str, form: Any, group_id: UUID, status: int = 200, **context: Any
    ) -> Response:
        """Answer with a form, open in its place."""
        values = {"form": form, "group": group_id, "zones": zones.places(), "refused": status >= 400, **context}
        if isinstance(form, TimesForm):
            form.fields["time_zone"].widget.attrs["list"] = f"{self.uid}-zones"
            values["clock"] = zones.city(form["time_zone"].value() or "")
        return html(self.markup(_FORMS[name], call, values), status)

    # ---- opening forms ----

    @learner_handler
    def open_booking(self, call: Call) -> Response:
        """Open one of the forms."""
        values = OpenForm(call.body).require()
        relation = groups.working_relation(call.actor, call.place, values["group"], call.now)
        what, numbers = values["what"], relation.plan.relations
        if what in {"move", "held"}:
            meeting = api.own_meeting(relation, values["meeting"]) if values["meeting"] else None
            if meeting is None or meeting.starts_at is None or meeting.cancelled:
                raise NotFound(gettext("There is nothing here for you to see."))
            return self._open_meeting(call, relation, what, meeting)
        group_id = relation.group.public_id
        if what == "series":
            left = max(1, numbers.meetings - api.own_meetings(relation, call.now).counted)
            form = SeriesForm.fresh(group_id, numbers.minutes, numbers.every_weeks, left)
            return self._booking_form(call, "series", form, group_id)
        kind = {"book": BookForm, "propose": ProposeForm, "met": MetForm}[what]
        form = kind.fresh(group_id, numbers.minutes)
        return self._booking_form(call, what, form, group_id, people=pages.may_have_been(relation))

    def _open_meeting(self, call: Call, relation: Relation, what: str, meeting: api.MeetingInfo) -> Response:
        context = {"meeting": pages.meeting_view(relation, meeting, call.now), "over": meeting.over(call.now)}
        if what == "held":
            context |= {"people": pages.may_have_been(relation, meeting), "question": pages.did_you_meet(meeting)}
            return self._booking_form(call, "held", None, relation.group.public_id, **context)
        return self._booking_form(call, "move", MoveForm.of(meeting), relation.group.public_id, **context)

    # ---- booking ----

    def _save_times(
        self, call: Call, name: str, form: TimesForm, act: Callable[[UUID], Any], done: str, **context: Any
    ) -> Response:
        """Do what a form asks; what is refused stays in the form, as it was typed."""
        group_id = OwnForm({"group": call.body.get("group")}).require()["group"]
        try:
            form.require()
            made = act(group_id)
        except Invalid as error:
            if form.is_valid():
                form.take(error)
            problem = error.message if form.is_valid() or not error.fields else ""
            return self._booking_form(call, name, form, group_id, error.status, problem=problem, **context)
        said = pages.first_time_twice(form.twice)
        return self._booking(call, group_id, made=made, done=f"{done} {said}".strip())

    @learner_handler
    def book_meeting(self, call: Call) -> Response:
        """Book a meeting for everybody in the group."""
        form = BookForm(call.body)
        return self._save_times(
            call,
            "book",
            form,
            lambda group_id: api.book(
                call.actor,
                call.place,
                group_id,
                form.slots[0],
                form.cleaned_data["time_zone"],
                form.cleaned_data["once_key"],
                call.now,
            ),
            gettext("Booked. Everybody in the group gets a mail."),
        )

    @learner_handler
    def propose_times(self, call: Call) -> Response:
        """Propose times for a meeting."""
        form = ProposeForm(call.body)
        return self._save_times(
            call,
            "propose",
            form,
            lambda group_id: api.propose(
                call.actor,
                call.place,
                group_id,
                form.slots,
                form.cleaned_data["time_zone"],
                form.cleaned_data["once_key"],
                call.now,
            ),
            gettext("Proposed. The others get a mail, and you hear when everybody has answered."),
        )

    @learner_handler
    def preview_series(self, call: Call) -> Response:
        """List the meetings of a series, before any of them is booked."""
        form = SeriesForm(call.body)
        group_id = OwnForm({"group": call.body.get("group")}).require()["group"]
        relation = groups.working_relation(call.actor, call.place, group_id, call.now)
        try:
            values = form.require()
            steps = api.series(
                values["day"], values["time"], values["time_zone"], values["every_weeks"], values["count"]
            )
        except Invalid as error:
            if form.is_valid():
                form.take(error)
            return self._booking_form(call, "series", form, group_id, error.status)
        listed = SeriesListForm.of(values, [(step.day, step.clock) for step in steps])
        try:
            listed.require()
            api.check_series(relation, listed.slots, call.now)
        except Invalid as error:
            if listed.is_valid():
                listed.take(error)
        return self._booking_form(call, "series_list", listed, group_id)

    @learner_handler
    def book_series(self, call: Call) -> Response:
        """Book the meetings of a series that were kept."""
        form = SeriesListForm(call.body)
        return self._save_times(
            call,
            "series_list",
            form,
            lambda group_id: api.book_series(
                call.actor,
                call.place,
                group_id,
                form.slots,
                form.cleaned_data["time_zone"],
                form.cleaned_data["once_key"],
                call.now,
            ),
            gettext("Booked. Everybody in the group gets one mail with all the days."),
        )

    # ---- proposed times ----

    def _settle_meeting(self, call: Call, group_id: UUID, act: Callable[[], Any], done: str) -> Response:
        """Do something with what stands on the page; who was too late sees what stands now."""
        try:
            made = act()
        except (Conflict, Invalid) as error:
            return self._booking(call, group_id, error.status, problem=error.message)
        return self._booking(call, group_id, made=made, done=done)

    @learner_handler
    def answer_times(self, call: Call) -> Response:
        """Say which of the proposed times suit."""
        form = AnswerForm(call.body)
        values = form.require()
        return self._settle_meeting(
            call,
            values["group"],
            lambda: api.answer(call.actor, call.place, values["group"], values["meeting"], form.chosen, call.now),
            gettext("Answered. You can change it until a time is booked."),
        )

    @learner_handler
    def confirm_time(self, call: Call) -> Response:
        """Book one of the proposed times."""
        values = ConfirmForm(call.body).require()
        return self._settle_meeting(
            call,
            values["group"],
            lambda: api.confirm(
                call.actor,
                call.place,
                values["group"],
                values["meeting"],
                values["option"],
                call.now,
                values["said"] or None,
            ),
            gettext("Booked. Everybody in the group gets a mail."),
        )

    @learner_handler
    def take_back_times(self, call: Call) -> Response:
        """Ask about the proposed times no more."""
        values = MeetingForm(call.body).require()
        return self._settle_meeting(
            call,
            values["group"],
            lambda: api.take_back(call.actor, call.place, values["group"], values["meeting"], call.now),
            gettext("Taken back. The others get a mail."),
        )

    # ---- changes ----

    @learner_handler
    def move_meeting(self, call: Call) -> Response:
        """Give a meeting another time or place. Who was too late sees both what stands now and what they typed."""
        form = MoveForm(call.body)
        target = VersionForm({name: call.body.get(name) for name in ("group", "meeting", "version")}).require()
        relation = groups.working_relation(call.actor, call.place, target["group"], call.now)
        meeting = api.own_meeting(relation, target["meeting"])
        context: dict[str, Any] = {}
        if meeting is not None and meeting.starts_at is not None:
            context = {"meeting": pages.meeting_view(relation, meeting, call.now), "over": meeting.over(call.now)}
        try:
            return self._save_times(
                call,
                "move",
                form,
                lambda group_id: api.move(
                    call.actor,
                    call.place,
                    group_id,
                    target["meeting"],
                    form.slots[0],
                    form.cleaned_data["time_zone"],
                    target["version"],
                    call.now,
                ),
                gettext("Changed. Everybody in the group gets a mail, and calendars follow."),
                **context,
            )
        except Conflict as error:
            if error.current is None or error.current.state is not api.State.BOOKED:
                return self._booking(call, target["group"], error.status, problem=error.message)
            form.data = {**form.data, "version": error.current.version}
            stands = pages.meeting_view(relation, error.current, call.now)
            context |= {"meeting": stands, "conflict": True, "problem": error.message}
            return self._booking_form(call, "move", form, target["group"], error.status, **context)

    @learner_handler
    def cancel_meeting(self, call: Call) -> Response:
        """Call a meeting off, or say that it did not take place."""
        values = VersionForm(call.body).require()
        args = (values["group"], values["meeting"], values["version"])
        return self._settle_meeting(
            call,
            values["group"],
            lambda: self._count_held(call, values["group"], api.cancel(call.actor, call.place, *args, call.now)),
            gettext("Called off."),
        )

    # ---- what has been ----

    @learner_handler
    def hold_meeting(self, call: Call) -> Response:
        """Say that a booked meeting took place, and who was there."""
        form = HeldForm(call.body)
        values = form.require()
        args = (values["group"], values["meeting"], form.came, values["version"])
        return self._settle_meeting(
            call,
            values["group"],
            lambda: self._count_held(call, values["group"], api.held(call.actor, call.place, *args, call.now)),
            gettext("Noted: you met."),
        )

    @learner_handler
    def log_meeting(self, call: Call) -> Response:
        """Note a meeting that was not booked here."""
        form = MetForm(call.body)
        group_id = OwnForm({"group": call.body.get("group")}).require()["group"]
        relation = groups.working_relation(call.actor, call.place, group_id, call.now)
        people = pages.may_have_been(relation)

        def log(group_id: UUID) -> api.MeetingInfo:
            made = api.met(
                call.actor,
                call.place,
                group_id,
                form.slot(call.now),
                form.cleaned_data["time_zone"],
                form.came,
                form.cleaned_data["once_key"],
                call.now,
                timed=bool(form.slots),
            )
            return self._count_held(call, group_id, made)

        return self._save_times(call, "met", form, log, gettext("Noted: you met."), people=people)

    @learner_handler
    def list_met(self, call: Call) -> Response:
        """Show another page of what has been."""
        values = PageForm(call.body).require()
        relation = groups.relation(call.actor, call.place, values["group"])
        policy.require(Action.RELATION_READ, call.actor, relation.facts(call.now))
        return html(self.met_panel(call, relation, values["page"] or 1, turned=True))

    def _count_held(self, call: Call, group_id: UUID, meeting: api.MeetingInfo) -> api.MeetingInfo:
        """Complete the block for everybody in the group, where its author's rule counts meetings."""
        relation = groups.relation(call.actor, call.place, group_id)
        self.meetings_held(call, relation)
        return meeting
