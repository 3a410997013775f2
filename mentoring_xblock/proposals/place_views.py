"""On the programme's page: a published place that its holder may keep or decline, and why they were put together."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.later_data import OfferInfo


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


class PlaceViews:
    """Mixed into the programme's block, which lists `place_handlers` among its handlers."""

    place_handlers: tuple[str, ...] = ("show_place", "keep_place", "ask_place", "decline_place", "explain_place")

    def places_markup(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return the reader's places that can still be declined; an empty text when there are none."""
        return "".join(self._place(call, offer) for offer in api.my_offers(call.actor, call.place, programme))

    def _place(self, call: Call, offer: OfferInfo, **context: Any) -> str:
        pair = offer.group.circle == Circle.MENTORING and len(offer.names) == 1
        values = {
            "offer": offer,
            "sentence": _sentence(offer, pair=pair),
            "last_day": offer.answer_by - dt.timedelta(seconds=1),
            "mentoring": offer.group.circle == Circle.MENTORING,
        }
        return self.markup("proposals/place.html", call, {**values, **context})

    def _mine(self, call: Call, offer_id: UUID) -> OfferInfo:
        found = next((one for one in api.my_offers(call.actor, call.place) if one.public_id == offer_id), None)
        if found is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        return found

    @learner_handler
    def show_place(self, call: Call) -> Response:
        """Show a place as it is."""
        return html(self._place(call, self._mine(call, PlaceForm(call.body).require()["place"]), arrived=True))

    @learner_handler
    def keep_place(self, call: Call) -> Response:
        """Say that the place is wanted."""
        offer_id = PlaceForm(call.body).require()["place"]
        api.answer_offer(call.actor, call.place, offer_id, keep=True)
        return html(self._place(call, self._mine(call, offer_id), arrived=True))

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
        return html(self.markup("proposals/place_declined.html", call, {"place": values["place"]}))

    @learner_handler
    def explain_place(self, call: Call) -> Response:
        """Say why the reader and their partner were put together."""
        offer = self._mine(call, PlaceForm(call.body).require()["place"])
        reasons = api.why_together(call.actor, call.place, offer.group.public_id)
        return html(self.markup("proposals/place_why.html", call, {"reasons": reasons}))


def _sentence(offer: OfferInfo, *, pair: bool) -> str:
    names = ", ".join(offer.names)
    if pair:
        return gettext("You have been put together with %(names)s.") % {"names": names}
    if offer.leads:
        return gettext("You lead a group with %(names)s.") % {"names": names}
    return gettext("You are in a group with %(names)s.") % {"names": names}
