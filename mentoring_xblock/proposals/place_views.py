"""On the programme's page: a published place that its holder may keep or decline, and why they were put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.later_data import OfferInfo
from mentoring_xblock.proposals.place_words import answer_until, last_day, place_sentence


class PlaceForm(JsonForm):
    """Which place, and with declining why."""

    place = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why, if you want to say it"),
        help_text=_("Only the coordinators read this. At most 1000 characters; you may leave it empty."),
        max_length=api.REASON_LIMIT,
        required=False,
        error_messages={"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GroupForm(JsonForm):
    """Which of one's groups."""

    group = forms.UUIDField(widget=forms.HiddenInput)


class PlaceViews:
    """Mixed into the programme's block, which lists `place_handlers` among its handlers.

    What is answered changes more than the place: who is with whom, and what the page opens with. So the whole page,
    the element `<uid>-page`, takes its own place then; `page` is the block's.
    """

    place_handlers: tuple[str, ...] = ("show_place", "keep_place", "ask_place", "decline_place", "explain_place")

    def places_markup(self, call: Call, offers: Sequence[OfferInfo], *, told: bool) -> str:
        """Return places of the reader that can still be declined; an empty text when there are none.

        Args:
            told: the page opens with them, so that a single one says nothing again.
        """
        return "".join(self._place(call, offer, told=told and len(offers) == 1) for offer in offers)

    def _place(self, call: Call, offer: OfferInfo, **context: Any) -> str:
        values = {
            "offer": offer,
            "sentence": place_sentence(offer),
            "until": answer_until(offer.answer_by),
            "last_day": last_day(offer.answer_by),
        }
        return self.markup("proposals/place.html", call, {**values, **context})

    def _mine(self, call: Call, offer_id: UUID) -> OfferInfo:
        found = next((one for one in api.my_offers(call.actor, call.place) if one.public_id == offer_id), None)
        if found is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        return found

    def _page_anew(self, call: Call, done: str) -> Response:
        answer = html(self.page(call, done=done))
        answer.headers["HX-Retarget"] = f"#{self.uid}-page"
        return answer

    @learner_handler
    def show_place(self, call: Call) -> Response:
        """Show a place as it is."""
        return html(self._place(call, self._mine(call, PlaceForm(call.body).require()["place"]), arrived=True))

    @learner_handler
    def keep_place(self, call: Call) -> Response:
        """Say that the place is wanted."""
        api.answer_offer(call.actor, call.place, PlaceForm(call.body).require()["place"], keep=True)
        return self._page_anew(call, gettext("The place is yours."))

    @learner_handler
    def ask_place(self, call: Call) -> Response:
        """Ask once more before declining."""
        offer = self._mine(call, PlaceForm(call.body).require()["place"])
        form = PlaceForm(initial={"place": offer.public_id})
        return html(self.markup("proposals/place_decline.html", call, {"offer": offer, "form": form}))

    @learner_handler
    def decline_place(self, call: Call) -> Response:
        """Give the place back, or show the form again with what is wrong."""
        form = PlaceForm(call.body)
        try:
            values = form.require()
            api.answer_offer(call.actor, call.place, values["place"], keep=False, reason=values["reason"])
        except Invalid as error:
            if "place" in error.fields:
                raise
            offer = self._mine(call, form.cleaned_data["place"])
            context = {"offer": offer, "form": form, "message": error.message}
            return html(self.markup("proposals/place_decline.html", call, context), error.status)
        return self._page_anew(
            call,
            gettext(
                "You have declined the place, and the coordinators know of it. You stay in the programme; if you want "
                "another place, tell them."
            ),
        )

    @learner_handler
    def explain_place(self, call: Call) -> Response:
        """Say why the reader and their partner were put together, for as long as they are."""
        group_id = GroupForm(call.body).require()["group"]
        reasons = api.why_together(call.actor, call.place, group_id)
        return html(self.markup("proposals/place_why.html", call, {"reasons": reasons}))
