"""The agreement on the meetings page: a panel for each group, and pages of its own to read, write and sign it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.agreements import api, pages
from mentoring_xblock.agreements.forms import DraftForm, GroupForm, PutForm, ReadForm, VersionForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api as goals
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.sharing import api as sharing


class AgreementViews:
    """Mixed into the meetings block, which lists `agreement_handlers` among its handlers.

    Reading and writing take the place of the whole page, because there is much to read; the page's own handler
    `open_relation` leads back. Expects `agreement_signed` of the block, which is told when everybody has signed.
    """

    agreement_handlers: tuple[str, ...] = (
        "read_agreement",
        "write_agreement",
        "save_agreement",
        "join_agreement",
        "put_agreement",
        "sign_agreement",
        "take_back_agreement",
    )

    def agreement_panels(self, call: Call, relation: Relation) -> dict[str, str]:
        """Return where one group stands with its agreement; nothing where there is none to read or to write.

        `agreement` is the panel. `to_sign` is a line for where that stands far down, on a narrow page; empty unless the
        reader's signature is wanted.
        """
        if not policy.allowed(Action.RELATION_READ, call.actor, relation.facts(call.now)):
            return {}
        info = api.standing(relation)
        if info.newest is None and not (relation.open and relation.plan.agreement):
            return {}
        context = pages.panel(relation, info)
        found = {"agreement": self.markup("agreements/panel.html", call, context)}
        if context["to_sign"]:
            found["to_sign"] = self.markup("agreements/to_sign.html", call, context)
        return found

    # ---- reading ----

    @learner_handler
    def read_agreement(self, call: Call) -> Response:
        """Show a version whole, or the draft as it would be signed."""
        values = ReadForm(call.body).require()
        relation, info = api.read(call.actor, call.place, values["group"], call.now)
        which = values["which"]
        version = api.version_of(relation, which) if which else info.newest
        return self._agreement_read(call, relation, info, version, draft=values["draft"])

    def _agreement_read(
        self,
        call: Call,
        relation: Relation,
        info: api.AgreementInfo,
        version: api.VersionInfo | None,
        status: int = 200,
        *,
        draft: bool = False,
        since: api.VersionInfo | None = None,
        **more: Any,
    ) -> Response:
        context = pages.reading(call.actor, relation, info, version, draft=draft, since=since)
        return self._agreement_whole(call, relation, {**context, **more}, status)

    def _agreement_whole(
        self, call: Call, relation: Relation, context: Mapping[str, Any], status: int = 200
    ) -> Response:
        shared = sharing.shared_in(ItemKind.GOAL, relation.group.id, call.actor.user_id, call.now)
        titles = goals.titles(call.actor, call.place, shared)
        found = [titles[one] for one in shared if one in titles]
        return html(self.markup("agreements/page.html", call, {**context, "goals": found}), status)

    # ---- writing ----

    @learner_handler
    def write_agreement(self, call: Call) -> Response:
        """Open the draft's form; after a conflict this leaves the text that stands, and the other one is kept."""
        relation, info = self._agreement_to_write(call)
        return self._agreement_whole(call, relation, {**pages.writing(call.actor, relation, info), "opened": True})

    def _agreement_to_write(self, call: Call) -> tuple[Relation, api.AgreementInfo]:
        relation, info = api.read(call.actor, call.place, GroupForm(call.body).require()["group"], call.now)
        policy.require(Action.RELATION_WORK, call.actor, relation.facts(call.now))
        return relation, info

    @learner_handler
    def save_agreement(self, call: Call) -> Response:
        """Save the draft, finished or not; what can't be saved stays as it was typed."""
        relation, info = self._agreement_to_write(call)
        form = DraftForm(call.body, items=api.items(relation, info))
        try:
            values = form.require()
            group_id, version, joined = values["group"], values["version"], values["joined"]
            saved = api.save_draft(call.actor, call.place, group_id, form.texts, version, call.now, joined=joined)
        except (Invalid, Conflict) as error:
            context = pages.refused(call.actor, relation, info, form, error)
            return self._agreement_whole(call, relation, context, error.status)
        return self._agreement_whole(call, relation, {**pages.writing(call.actor, relation, saved), "saved": True})

    @learner_handler
    def join_agreement(self, call: Call) -> Response:
        """After a conflict: go on with both texts in one; nothing is saved until the writer saves."""
        relation, info = self._agreement_to_write(call)
        form = DraftForm(call.body, items=api.items(relation, info))
        try:
            form.require()
        except Invalid as error:
            context = pages.refused(call.actor, relation, info, form, error)
            return self._agreement_whole(call, relation, context, error.status)
        return self._agreement_whole(call, relation, pages.joining(call.actor, relation, info, form))

    # ---- signing ----

    @learner_handler
    def put_agreement(self, call: Call) -> Response:
        """Put the draft to be signed, as it was read."""
        values = PutForm(call.body).require()
        group_id = values["group"]
        try:
            info = api.put_to_sign(call.actor, call.place, group_id, values["version"], call.now)
        except (Invalid, Conflict) as error:
            relation, info = api.read(call.actor, call.place, group_id, call.now)
            draft = info.drafted or info.newest is None
            return self._agreement_read(
                call, relation, info, info.newest, error.status, draft=draft, problem=error.message
            )
        return self._agreement_answered(
            call, group_id, info, gettext("You have put it to be signed, and have signed it by that.")
        )

    @learner_handler
    def sign_agreement(self, call: Call) -> Response:
        """Sign a version; if another one has taken its place, show that one with what has changed."""
        values = VersionForm(call.body).require()
        group_id, which = values["group"], values["which"]
        try:
            info = api.sign(call.actor, call.place, group_id, which, call.now)
        except Conflict as error:
            relation, info = api.read(call.actor, call.place, group_id, call.now)
            more = {"since": api.version_of(relation, which), "draft": info.newest is None}
            return self._agreement_read(call, relation, info, info.newest, error.status, **more, problem=error.message)
        return self._agreement_answered(call, group_id, info, gettext("You have signed it."))

    @learner_handler
    def take_back_agreement(self, call: Call) -> Response:
        """Take back what one has put to be signed."""
        values = VersionForm(call.body).require()
        group_id = values["group"]
        try:
            info = api.take_back(call.actor, call.place, group_id, values["which"], call.now)
        except Conflict as error:
            relation, info = api.read(call.actor, call.place, group_id, call.now)
            return self._agreement_read(call, relation, info, info.newest, error.status, problem=error.message)
        return self._agreement_answered(
            call, group_id, info, gettext("You have taken it back. Its words are in the draft.")
        )

    def _agreement_answered(self, call: Call, group_id: UUID, info: api.AgreementInfo, done: str) -> Response:
        relation, _ = api.read(call.actor, call.place, group_id, call.now)
        if info.holding is not None and not info.unsigned:
            self.agreement_signed(call, relation)
        return self._agreement_read(call, relation, info, info.newest, draft=info.newest is None, done=done)
