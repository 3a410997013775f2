"""The coordinator's desk for matching: proposals side by side, asking for a new one, and runs that are under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.proposals import api, board_pages, choosing, naming, sentences
from mentoring_xblock.proposals.brief import COMMON, DEFAULT_WEIGHTS, MUSTS, SIZE_LIMITS, Brief, Criterion
from mentoring_xblock.proposals.data import ProposalInfo, Standing
from mentoring_xblock.proposals.forms import USUAL_SIZES, BriefForm, PageForm, ProposalForm, VersionForm

#: Fields of the form that stay folded unless something has been chosen in them.
_RULE_FIELDS = ("rule_field", "rule_experience", "rule_places", "together", "apart")


class BoardViews:
    """Mixed into `MatchingDesk`."""

    board_handlers: tuple[str, ...] = (
        "list_proposals",
        "new_proposal",
        "weigh_proposal",
        "start_proposal",
        "restart_proposal",
        "follow_proposal",
        "cancel_proposal",
        "discard_proposal",
    )

    # ---- proposals side by side ----

    def board_markup(self, call: Call, page: int = 1, **context: Any) -> str:
        """Return all proposals of the round, and what is open if one of them has been published."""
        standing = api.standing(call.actor, call.place)
        shown = api.proposals(call.actor, call.place, page=page)
        cards = board_pages.board(shown.items)
        values = {
            "cards": cards,
            "shown": shown,
            "standing": standing,
            "sentence": sentences.board_sentence(standing),
            "second": sentences.standing_sentence(standing),
            "startable": sentences.startable(standing),
            **(self.after_context(call) if standing.published else {}),
            **context,
        }
        return self.markup("proposals/desk/board.html", call, values)

    @learner_handler
    def list_proposals(self, call: Call) -> Response:
        """Show all proposals."""
        page = PageForm(call.body).require()["page"] or 1
        return html(self.board_markup(call, page, opened=True))

    # ---- asking for a new one ----

    @learner_handler
    def new_proposal(self, call: Call) -> Response:
        """Open the form, or draw it anew for what has been chosen in it; what was typed stays.

        What a choice brings in begins with what is usual, or as the proposal was asked for that is run again.
        """
        standing = api.standing(call.actor, call.place)
        parent = self._parent_proposal(call, call.body.get("parent"))
        form = self._form_again(call, parent) if parent else _first_form(standing)
        if "once_key" in call.body:
            typed = BriefForm(call.body)
            values = {name: value for name, value in typed.data.items() if isinstance(value, str | int | bool)}
            low, high = standing.sizes if typed.chosen_kind is standing.kind else USUAL_SIZES[typed.chosen_kind]
            form = BriefForm(initial={**form.initial, "low": low, "high": high, **values})
            context = self._brief_context(call, form, standing, parent)
            return html(self.markup("proposals/desk/_form.html", call, context))
        return html(self.board_markup(call, opened_form=True, **self._brief_context(call, form, standing, parent)))

    @staticmethod
    def _form_again(call: Call, parent: ProposalInfo) -> BriefForm:
        """Return the form as a proposal was asked for, whose locks are to be kept."""
        brief = parent.brief
        lines = {"together": brief.together, "apart": brief.apart}
        names = choosing.names(call.actor, call.place) if any(lines.values()) else {}
        texts = {field: naming.written(people, names) for field, people in lines.items()}
        return BriefForm.of(brief, parent=str(parent.public_id), **texts)

    def _brief_context(
        self, call: Call, form: BriefForm, standing: Standing, parent: ProposalInfo | None = None
    ) -> dict[str, Any]:
        kind = form.chosen_kind
        words = programmes.get_programme(call.place.course_key, call.place.slug).plan.words()
        form.fields["members"].choices = [
            (Role.MENTEE.value, words["mentee_plural_first"]),
            (Role.MENTOR.value, words["mentor_plural_first"]),
            (Role.PEER.value, gettext("Group members")),
        ]
        asked = [one for one in Criterion if one in standing.asked]
        folded = [form.weight(one) for one in Criterion if one not in standing.asked]
        musts = COMMON if kind is Kind.PEER_GROUP else MUSTS
        if parent is None:
            parent = self._parent_proposal(call, form["parent"].value())
        return {
            "form": form,
            "way_help": sentences.way_help(kind, form.chosen_mode),
            "rows": [form.weight(one) for one in asked],
            "folded": folded,
            "musts": [form.must(one) for one in asked if one in musts],
            "rules": list(form.rules()),
            "size_fields": [form["low"], form["high"]],
            "sizes": SIZE_LIMITS.get(kind, (1, 1)),
            "weights": board_pages.weights_picture(form.weights()),
            "fields_shown": Criterion.FIELD in standing.asked,
            "musts_open": _filled(form, [form.must(one) for one in musts]),
            "parent": parent,
            "locks": parent.numbers.locked if parent and parent.numbers else 0,
            "rules_open": _filled(form, [form[field] for field in _RULE_FIELDS]),
            "more_open": _filled(form, [form["seed"]]) or _wrong(form, folded),
        }

    def _parent_proposal(self, call: Call, raw: Any) -> ProposalInfo | None:
        """Return the proposal that a new one keeps the locks of, if the page named one."""
        if not raw:
            return None
        asked = ProposalForm({"proposal": str(raw)}).require()
        return api.get_proposal(call.actor, call.place, asked["proposal"])

    @learner_handler
    def weigh_proposal(self, call: Call) -> Response:
        """Show how the numbers in the form weigh against each other."""
        policy.require(Action.PROPOSALS_MANAGE, call.actor)
        values = {name: value for name, value in call.body.items() if isinstance(value, str | int)}
        weights = board_pages.weights_picture(BriefForm(initial=values).weights())
        return html(self.markup("proposals/desk/_weights.html", call, {"weights": weights}))

    @learner_handler
    def start_proposal(self, call: Call) -> Response:
        """Start a run; what can't be asked stays in the form, with a sentence beside it."""
        form = BriefForm(call.body)
        try:
            values = form.require()
            parent = self._parent_proposal(call, values["parent"])
            people = naming.named(call.actor, call.place, values["members"], values["together"], values["apart"])
            brief = form.brief(values, places=dict(parent.brief.places) if parent else {}, **people)
            started = api.start(call.actor, call.place, brief, once_key=values["once_key"], parent=values["parent"])
        except (Invalid, Conflict) as error:
            _tell(form, error)
            context = self._brief_context(call, form, api.standing(call.actor, call.place))
            return html(self.board_markup(call, problem=error.message, **context), error.status)
        return html(self.board_markup(call, started=started.public_id))

    # ---- runs that are under way ----

    def _proposal_card(self, call: Call, info: ProposalInfo, **context: Any) -> Response:
        values = {"card": board_pages.board([info])[0], **context}
        return html(self.markup("proposals/desk/_card.html", call, values))

    @learner_handler
    def follow_proposal(self, call: Call) -> Response:
        """Say how far a run is; once it has ended, show what became of it."""
        info = api.get_proposal(call.actor, call.place, ProposalForm(call.body).require()["proposal"])
        card = board_pages.card(info)
        if info.under_way:
            return html(self.markup("proposals/desk/_progress.html", call, {"card": card}))
        answer = self._proposal_card(call, info, arrived=True)
        answer.headers["HX-Retarget"] = f"#{self.uid}-ma-p-{card.key}"
        return answer

    @learner_handler
    def restart_proposal(self, call: Call) -> Response:
        """Start a run again that was interrupted, failed or was cancelled."""
        proposal_id = ProposalForm(call.body).require()["proposal"]
        info = api.restart(call.actor, call.place, proposal_id)
        return self._proposal_card(call, info, started=info.public_id)

    @learner_handler
    def cancel_proposal(self, call: Call) -> Response:
        """Stop a run."""
        info = api.cancel(call.actor, call.place, ProposalForm(call.body).require()["proposal"])
        return self._proposal_card(call, info, started=info.public_id)

    @learner_handler
    def discard_proposal(self, call: Call) -> Response:
        """Put a proposal aside."""
        values = VersionForm(call.body).require()
        info = api.get_proposal(call.actor, call.place, values["proposal"])
        try:
            api.discard(call.actor, call.place, values["proposal"], version=values["version"])
        except (Conflict, Invalid) as error:
            return html(self.board_markup(call, problem=error.message), error.status)
        said = gettext("Proposal %(letter)s is put aside.") % {"letter": info.letter}
        return html(self.board_markup(call, said=said))


def _first_form(standing: Standing) -> BriefForm:
    """Return the form with what a programme of this kind starts from."""
    weights = {one: points for one, points in DEFAULT_WEIGHTS.items() if one in standing.asked}
    return BriefForm.of(Brief(kind=standing.kind, weights=weights, sizes=standing.sizes))


def _filled(form: BriefForm, fields: Sequence[BoundField]) -> bool:
    """Return whether any of these says something, or can't be used."""
    return any(field.value() for field in fields) or _wrong(form, fields)


def _wrong(form: BriefForm, fields: Sequence[BoundField]) -> bool:
    """Return whether any of these can't be used as it is."""
    return form.is_bound and any(field.errors for field in fields)


def _tell(form: BriefForm, error: Invalid | Conflict) -> None:
    """Put the api's sentences beside the fields they are about."""
    if not form.is_valid():
        return
    fields = {"sizes": "low", "rules": "rule_field", "places": None, "weights": "weights", "musts": "musts"}
    for name, said in getattr(error, "fields", {}).items():
        field = fields.get(name, name)
        if field in ("weights", "musts"):
            form.errors[field] = form.error_class(said)
        else:
            form.add_error(field if field in form.fields else None, said)
