"""The coordinator's page: opening groups that people sign up to, and who is in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.signups import api
from mentoring_xblock.signups.forms import ChangeSeriesForm, OpenSeriesForm, SeriesForm
from mentoring_xblock.signups.pages import series_view

#: Who leads such groups; somebody else can be chosen where groups are worked on.
_LEADERS = (Role.SUPERVISOR, Role.COACH)


class SignUpDesk:
    """Mixed into the coordinator's part about meetings. The element is `<uid>-su`, and replaces itself."""

    sign_up_desk_handlers: tuple[str, ...] = ("edit_sign_up", "open_sign_up", "change_sign_up", "end_sign_up")

    def sign_up_desk(
        self, call: Call, *, form: OpenSeriesForm | None = None, change: ChangeSeriesForm | None = None, **context: Any
    ) -> str:
        """Return what is open, with who is in it and who waits.

        Args:
            form: of groups to open. change: of groups that are open.
        """
        policy.require(Action.GROUPS_MANAGE, call.actor)
        programme = programmes.programme_of(call.place)
        found = api.series_of_round(programme.round.id)
        user_ids = {member.user_id for one in found for town in one.towns for member in town.group.members}
        user_ids |= {user_id for one in found for town in one.towns for user_id in town.waiting}
        names = {person.id: person.full_name for person in host.people(user_ids).values()}
        if form is not None:
            form.named(programme.plan, _role_names(programme.plan), _leaders(programme))
        values = {
            "shown": [series_view(programme.plan, one, call.now, names) for one in found],
            "form": form,
            "change": change,
            "changing": str(change["series"].value()) if change else "",
            **context,
        }
        return self.markup("signups/desk.html", call, values)

    @learner_handler
    def edit_sign_up(self, call: Call) -> Response:
        """Open the form for new groups, or for some that are open."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        asked = SeriesForm(call.body).require()["series"]
        if asked is None:
            return html(self.sign_up_desk(call, form=OpenSeriesForm.empty()))
        programme = programmes.programme_of(call.place)
        return html(self.sign_up_desk(call, change=ChangeSeriesForm.of(programme.plan, _series(programme, asked))))

    @learner_handler
    def open_sign_up(self, call: Call) -> Response:
        """Open groups; what can't be opened stays as it was typed."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        form = OpenSeriesForm(call.body)
        try:
            values = form.require()
            api.open_series(call.actor, call.place, form.opening, values["once_key"], call.now)
        except (Invalid, Conflict) as error:
            if isinstance(error, Invalid):
                form.take(error)
            return html(self.sign_up_desk(call, form=form, refused=error.message), error.status)
        return html(self.sign_up_desk(call, done=gettext("Open. Everybody who can sign up gets a mail.")))

    @learner_handler
    def change_sign_up(self, call: Call) -> Response:
        """Change what was opened; what can't be saved stays as it was typed."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        form = ChangeSeriesForm(call.body)
        try:
            values = form.require()
            api.change_series(call.actor, call.place, values["series"], form.change, values["version"], call.now)
        except Invalid as error:
            form.take(error)
            return html(self.sign_up_desk(call, change=form, refused=error.message), error.status)
        except Conflict as error:
            stands = _series(programmes.programme_of(call.place), values["series"])
            form.data["version"] = stands.version
            context = {"refused": error.message, "stands": stands}
            return html(self.sign_up_desk(call, change=form, **context), error.status)
        return html(self.sign_up_desk(call, done=gettext("Saved.")))

    @learner_handler
    def end_sign_up(self, call: Call) -> Response:
        """Let nobody sign up any more."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        asked = SeriesForm(call.body).require()["series"]
        if asked is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        api.end_series(call.actor, call.place, asked, call.now)
        done = gettext("Ended. The groups go on, and who waits moves up when a place becomes free.")
        return html(self.sign_up_desk(call, done=done))


def _series(programme: ProgrammeInfo, series: UUID) -> api.Series:
    found = next((one for one in api.series_of_round(programme.round.id) if one.public_id == series), None)
    if found is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found


def _role_names(plan: Plan) -> list[tuple[str, str]]:
    words = plan.words()
    names = {
        Role.MENTEE: words["mentee_plural_first"],
        Role.MENTOR: words["mentor_plural_first"],
        Role.PEER: gettext("Group members"),
    }
    return [(role.value, names[role]) for role in api.ROLES]


def _leaders(programme: ProgrammeInfo) -> list[tuple[str, str]]:
    """Return (public id, name) of who leads such groups, by name; a constant number of queries."""
    people: dict[int, ParticipantInfo] = {}
    for person in programmes.everybody(programme.round.id, _LEADERS):
        people.setdefault(person.user_id, person)
    names = host.people(set(people))
    named = [(str(one.public_id), names[key].full_name) for key, one in people.items() if key in names]
    return sorted(named, key=lambda pair: pair[1].casefold())
