"""What people read of a place that they have been given: with whom, and until when they may decline."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.dates import day
from mentoring_xblock.programme.page import and_
from mentoring_xblock.proposals.later_data import OfferInfo


def place_sentence(offer: OfferInfo) -> str:
    """Say with whom somebody has been put together."""
    names = {"names": and_(offer.names)}
    if offer.group.kind is Kind.PAIR:
        return gettext("You have been put together with %(names)s.") % names
    if offer.leads:
        return gettext("You lead a group with %(names)s.") % names
    return gettext("You are in a group with %(names)s.") % names


def last_day(answer_by: dt.datetime) -> dt.datetime:
    """Return a moment of the last day before the one that begins then."""
    return answer_by - dt.timedelta(seconds=1)


def answer_until(answer_by: dt.datetime) -> str:
    """Say until when a place may be declined."""
    return gettext("If it is not for you, decline until %(day)s. If you say nothing, it is yours.") % {
        "day": day(last_day(answer_by))
    }
