"""What became of the places of a published proposal, for those who are on a page."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.later_data import Fate
from mentoring_xblock.proposals.models import Answer, Offer


def fates(actor: Actor, place: Place, proposal_id: UUID, people: Collection[UUID]) -> dict[UUID, Fate]:
    """Return what became of the places of these people, by public id; a constant number of queries.

    Nothing for proposals that are not published, and where nobody was asked whether they keep their place.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
    """
    row = queries.find(queries.programme_for(actor, place), proposal_id)
    offers = Offer.objects.filter(proposal=row).select_related("membership__participant")
    theirs = list(offers.filter(membership__participant__public_id__in=people, membership__leads=False))
    leading = offers.filter(
        membership__group__in={one.membership.group_id for one in theirs},
        membership__leads=True,
        answer=Answer.DECLINED,
    )
    without = set(leading.values_list("membership__group_id", flat=True))
    now = timezone.now()
    return {
        one.membership.participant.public_id: Fate(
            answer=Answer(one.answer),
            mentor_declined=one.membership.group_id in without,
            open=one.answer_by > now,
            held=one.membership.seat is not None,
        )
        for one in theirs
    }


__all__ = ["fates"]
