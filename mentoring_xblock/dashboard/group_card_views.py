"""The coordinator's page: one group, opened and changed in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_groups, coordinator_lists
from mentoring_xblock.dashboard.coordinator_forms import OpenForm
from mentoring_xblock.dashboard.coordinator_groups import Ask, Undo, undo
from mentoring_xblock.dashboard.phases_views import PhasesViews
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo, State
from mentoring_xblock.groups.forms import (
    CLOSE_REASONS,
    CapacityForm,
    DaysForm,
    GroupForm,
    LeaderForm,
    MemberForm,
    NameForm,
)
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action


class GroupCardViews(PhasesViews):
    """Mixed into `GroupAskViews`."""

    group_card_handlers: tuple[str, ...] = (
        "open_group",
        "add_to_group",
        "take_out",
        "lead_group",
        "rename_group",
        "resize_group",
        "delete_draft",
        "set_group_days",
    )

    # ---- showing ----

    def way_back(self, back: Undo | None) -> dict[str, Any]:
        """Return what the button “Undo” is given."""
        return {"undo": back, "undo_url": self.urls()[back.handler]} if back else {}

    def _group_card(
        self,
        call: Call,
        group: GroupInfo,
        *,
        status: int = 200,
        folded: bool = False,
        text: str = "",
        ask: Ask | None = None,
        changed: bool = False,
        **context: Any,
    ) -> Response:
        """Answer with one group as it stands; once it has changed, with the sentences on top as well."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        values = {
            "view": coordinator_lists.with_clocks(programme, coordinator_lists.group_views([group]), call.now)[0],
            "programme": programme,
            "unfolded": not folded,
            "ask": ask,
            "fresh": changed,
            "reasons": list(CLOSE_REASONS.items()),
            **(self.lead_context(programme) if changed else {}),
            **context,
        }
        about_phases = values.pop("phases_context", {})
        if not folded:
            values["phases"] = self.phases_markup(call, programme, group, **about_phases)
        if not folded and group.state is not State.CLOSED:
            inside = {person.participant_id for person in group.people}
            values["picks"] = coordinator_groups.picks(programme, call.place, group.kind, text, besides=inside)
        return html(self.markup("dashboard/coordinator/_group.html", call, values), status)

    @learner_handler
    def open_group(self, call: Call) -> Response:
        """Open a group to work on it, look for somebody in it, or fold it."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        asked = OpenForm(call.body).require()
        group = groups.get_group(call.actor, call.place, asked["group_id"])
        context = {"folded": asked["folded"], "text": asked["text"]}
        return self._group_card(call, group, opened=not asked["text"], searched=bool(asked["text"]), **context)

    # ---- changing ----

    def _change(
        self,
        call: Call,
        form: JsonForm,
        change: Callable[[dict[str, Any]], GroupInfo],
        *,
        typed: str = "",
        done: str = "",
        back: Callable[[GroupInfo, GroupInfo, dict[str, Any]], Undo | None] | None = None,
    ) -> Response:
        """Do one thing to a group, and answer with its card: changed, or as it stands and why not.

        Args:
            change: gets the form's values and calls the api.
            typed: the field whose text stays in the card when the change is refused.
            back: makes the way back from the group before, the group now and the values; used for drafts only.
        """
        policy.require(Action.GROUPS_MANAGE, call.actor)
        values: dict[str, Any] = {}
        before = None
        try:
            group_id = UUID(str(call.body.get("group_id")))
        except ValueError as error:
            raise NotFound(gettext("This group is not there any more.")) from error
        try:
            values = form.require()
            before = groups.get_group(call.actor, call.place, group_id)
            now = change(values)
        except (Invalid, Conflict) as error:
            return self._refused(call, form, group_id, error, typed)
        way_back = back(before, now, values) if back and now.state is State.DRAFT and now != before else None
        return self._group_card(call, now, changed=True, done=done, **self.way_back(way_back))

    def _refused(self, call: Call, form: JsonForm, group_id: UUID, error: Invalid | Conflict, typed: str) -> Response:
        stands = getattr(error, "current", None)
        group = stands if isinstance(stands, GroupInfo) else groups.get_group(call.actor, call.place, group_id)
        sentences = getattr(error, "fields", {}).get(typed, [])
        context = {"problem": error.message}
        if typed:
            kept = call.body.get(typed, "")
            context["typed"] = {"field": typed, "text": clean(str(kept)) if isinstance(kept, str | int) else ""}
            context["typed_errors"] = sentences
        return self._group_card(call, group, status=error.status, **context)

    @learner_handler
    def add_to_group(self, call: Call) -> Response:
        """Give somebody a member's place."""
        return self._change(
            call,
            MemberForm(call.body),
            lambda values: groups.add_member(
                call.actor, call.place, values["group_id"], values["participant_id"], version=values["version"]
            ),
            done=gettext("Added."),
            back=lambda before, now, values: undo("take_out", now, participant_id=values["participant_id"]),
        )

    @learner_handler
    def take_out(self, call: Call) -> Response:
        """Take somebody's place away."""
        return self._change(
            call,
            MemberForm(call.body),
            lambda values: groups.remove_member(
                call.actor, call.place, values["group_id"], values["participant_id"], version=values["version"]
            ),
            done=gettext("Taken out."),
            back=lambda before, now, values: undo("add_to_group", now, participant_id=values["participant_id"]),
        )

    @learner_handler
    def lead_group(self, call: Call) -> Response:
        """Let somebody lead a group, or nobody."""
        return self._change(
            call,
            LeaderForm(call.body),
            lambda values: groups.set_leader(
                call.actor, call.place, values["group_id"], values["participant_id"], version=values["version"]
            ),
            done=gettext("Saved."),
            back=lambda before, now, values: undo(
                "lead_group", now, participant_id=before.leader.participant_id if before.leader else ""
            ),
        )

    @learner_handler
    def rename_group(self, call: Call) -> Response:
        """Give a group another name."""
        return self._change(
            call,
            NameForm(call.body),
            lambda values: groups.rename(
                call.actor, call.place, values["group_id"], values["name"], version=values["version"]
            ),
            typed="name",
            done=gettext("Saved."),
            back=lambda before, now, values: undo("rename_group", now, name=before.name),
        )

    @learner_handler
    def resize_group(self, call: Call) -> Response:
        """Change how many members a group has room for."""
        return self._change(
            call,
            CapacityForm(call.body),
            lambda values: groups.resize(
                call.actor, call.place, values["group_id"], values["capacity"], version=values["version"]
            ),
            typed="capacity",
            done=gettext("Saved."),
            back=lambda before, now, values: undo("resize_group", now, capacity=before.capacity),
        )

    @learner_handler
    def set_group_days(self, call: Call) -> Response:
        """Give a group another last day, or where each begins by itself another first one too."""
        return self._change(
            call,
            DaysForm(call.body),
            lambda values: groups.set_days(
                call.actor,
                call.place,
                values["group_id"],
                values["ends_on"],
                call.now,
                starts_on=values["starts_on"],
                version=values["version"],
            ),
            typed="ends_on",
            done=gettext("Saved. Everybody in the group gets a mail."),
        )

    @learner_handler
    def delete_draft(self, call: Call) -> Response:
        """Undo a draft; the answer stands in its place and offers it back."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        values = GroupForm(call.body).require()
        before = groups.get_group(call.actor, call.place, values["group_id"])
        try:
            groups.delete_draft(call.actor, call.place, before.public_id, version=values["version"])
        except (Invalid, Conflict) as error:
            return self._group_card(
                call, getattr(error, "current", None) or before, status=error.status, problem=error.message
            )
        programme = coordinator.programme_of(call.actor, call.place)
        context = {
            "view": coordinator_lists.group_views([before])[0],
            **self.way_back(coordinator_groups.undo_delete(before)),
            "fresh": True,
            **self.lead_context(programme),
        }
        return html(self.markup("dashboard/coordinator/_gone.html", call, context))
