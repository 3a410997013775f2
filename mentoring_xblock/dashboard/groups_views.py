"""The coordinator's page: making groups as drafts, and publishing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_groups, coordinator_lists
from mentoring_xblock.dashboard.coordinator import Desk
from mentoring_xblock.dashboard.coordinator_forms import KIND_NAMES, FindForm, GroupListForm
from mentoring_xblock.dashboard.group_ask_views import GroupAskViews
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Kind, PublishReport, State
from mentoring_xblock.groups.forms import DraftForm, PublishForm
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound
from mentoring_xblock.privacy.policy import Action


class GroupsViews(GroupAskViews):
    """Mixed into `CoordinatorViews`."""

    groups_handlers: tuple[str, ...] = (
        "list_groups",
        "new_draft",
        "find_people",
        "create_draft",
        "preview_publishing",
        "publish_drafts",
        *GroupAskViews.group_card_handlers,
        *GroupAskViews.group_ask_handlers,
    )

    # ---- the part and its list ----

    def groups_part(
        self, call: Call, programme: coordinator.Programme, state: State | None = None, **context: Any
    ) -> str:
        """Return the part about groups: drafts first while there are any."""
        found = coordinator.numbers(programme)
        if state is None:
            state = State.DRAFT if found.drafts or not found.groups[State.PUBLISHED] else State.PUBLISHED
        values = {
            "shown": coordinator_lists.group_list(call.place, programme, state, now=call.now),
            "programme": programme,
            "drafts": found.drafts,
            **self.filter_context(),
            **context,
        }
        return self.markup("dashboard/coordinator/groups.html", call, values)

    @staticmethod
    def filter_context() -> dict[str, Any]:
        """Return what lists of groups can be narrowed to."""
        states = {
            State.DRAFT: gettext("Drafts"),
            State.PUBLISHED: gettext("Published"),
            State.CLOSED: gettext("Closed"),
        }
        return {"states": list(states.items()), "kinds": list(KIND_NAMES.items())}

    @learner_handler
    def list_groups(self, call: Call) -> Response:
        """Show other groups, or another page of them."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        asked = GroupListForm(call.body).require()
        shown = coordinator_lists.group_list(
            call.place,
            programme,
            asked["state"] or State.DRAFT,
            asked["kind"],
            asked["text"],
            asked["page"] or 1,
            now=call.now,
        )
        context = {"shown": shown, "programme": programme}
        return html(self.markup("dashboard/coordinator/_group_list.html", call, context))

    # ---- a new draft ----

    @learner_handler
    def new_draft(self, call: Call) -> Response:
        """Open the form that makes a draft, with somebody in it if the page named them."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        return html(self.desk_markup(call, Desk.GROUPS, make=self._make(call, programme, FindForm(call.body))))

    @learner_handler
    def find_people(self, call: Call) -> Response:
        """Show who else could be in the new group; what has been chosen and typed stays."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        context = {
            "make": self._make(call, programme, FindForm(call.body), DraftForm(call.body)),
            "programme": programme,
        }
        return html(self.markup("dashboard/coordinator/_make.html", call, context))

    def _make(
        self,
        call: Call,
        programme: coordinator.Programme,
        asked: FindForm,
        form: DraftForm | None = None,
        problem: str = "",
    ) -> dict[str, Any]:
        """Return what the form that makes a draft is given."""
        wanted = asked.require()
        kind = wanted["kind"] or programme.kinds[0]
        chosen = [*([wanted["leader"]] if wanted["leader"] else []), *wanted["members"]]
        if form is None:
            form = DraftForm(initial={"kind": kind, "capacity": groups.usual_places(kind, programme.plan)})
        return {
            "form": form,
            "kind": kind,
            "pair": kind is Kind.PAIR,
            "kinds": [(one, KIND_NAMES[one]) for one in programme.kinds],
            "picks": coordinator_groups.picks(programme, call.place, kind, wanted["text"], chosen),
            "leader": wanted["leader"],
            "members": set(wanted["members"]),
            "problem": problem,
        }

    @learner_handler
    def create_draft(self, call: Call) -> Response:
        """Make a draft; what can't be made stays as it was chosen and typed."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        form = DraftForm(call.body)
        try:
            values = form.require()
            made = groups.create_group(
                call.actor,
                call.place,
                Kind(values["kind"]),
                values["name"],
                values["capacity"],
                values["leader"],
                values["members"],
                once_key=values["once_key"],
            )
        except (Invalid, Conflict, NotFound) as error:
            return self._not_made(call, programme, form, error)
        made_title = coordinator_lists.group_views([made])[0].title
        done = gettext("Draft made: %(title)s. Nobody is told before you publish.") % {"title": made_title}
        context = {
            "state": State.DRAFT,
            "made": made.public_id,
            "done": done,
            **self.way_back(coordinator_groups.undo("delete_draft", made)),
        }
        return html(self.desk_markup(call, Desk.GROUPS, **context))

    def _not_made(
        self, call: Call, programme: coordinator.Programme, form: DraftForm, error: Invalid | Conflict | NotFound
    ) -> Response:
        for name, sentences in getattr(error, "fields", {}).items():
            if name in form.fields and form.is_valid():
                form.add_error(name, sentences)
        readable = FindForm({name: call.body.get(name) for name in ("kind", "leader", "members")})
        asked = readable if readable.is_valid() else FindForm({})
        make = self._make(call, programme, asked, form, error.message)
        return html(self.desk_markup(call, Desk.GROUPS, make=make), error.status)

    # ---- publishing ----

    @learner_handler
    def preview_publishing(self, call: Call) -> Response:
        """Say what publishing would do: who gets a mail, and which drafts can't be published yet."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        chosen = PublishForm(call.body).require()["group_ids"] or None
        # The form of chosen drafts says so; without a choice it must not come to mean all of them.
        if chosen is None and call.body.get("chosen"):
            raise Invalid(gettext("Nothing was chosen, so nothing was published."))
        return html(self.markup("dashboard/coordinator/_publish.html", call, self._preview(call, programme, chosen)))

    def _preview(
        self, call: Call, programme: coordinator.Programme, chosen: tuple[UUID, ...] | None, problem: str = ""
    ) -> Mapping[str, Any]:
        found = groups.preview_publishing(call.actor, call.place, chosen, limit=coordinator_groups.AT_ONCE)
        drafts = coordinator.numbers(programme).drafts if chosen is None else len(found.groups)
        return {"preview": coordinator_groups.preview(programme, found, drafts), "problem": problem, "drafts": drafts}

    @learner_handler
    def publish_drafts(self, call: Call) -> Response:
        """Publish the drafts of the preview, all or none; when something changed meanwhile, show the preview anew."""
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        values = PublishForm(call.body).require()
        if not values["group_ids"]:
            raise Invalid(gettext("Nothing was chosen, so nothing was published."))
        try:
            report = groups.publish(call.actor, call.place, values["group_ids"], versions=values["versions"])
        except (Invalid, Full, Conflict) as error:
            context = self._preview(call, programme, values["group_ids"], error.message)
            return html(self.markup("dashboard/coordinator/_publish.html", call, context), error.status)
        context = {"state": State.PUBLISHED, "published": _published_sentence(report)}
        answer = html(self.desk_markup(call, Desk.GROUPS, **context))
        # A refusal takes the place of the preview; what has been published changes the whole page.
        answer.headers["HX-Retarget"] = f"#{self.uid}-co"
        return answer


def _published_sentence(report: PublishReport) -> str:
    """Say what publishing did; nothing to publish is what a second press meets."""
    if not report.groups:
        return gettext("These groups are published already.")
    made = ngettext("%(count)s group is published.", "%(count)s groups are published.", len(report.groups)) % {
        "count": len(report.groups)
    }
    told = ngettext("%(count)s person gets a mail.", "%(count)s people get one mail each.", report.told) % {
        "count": report.told
    }
    return f"{made} {told}"
