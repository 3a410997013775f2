"""What people say to a published place: keep it, or decline until a day. Saying nothing is keeping it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.applications.pool import Candidate, pool
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import Circle, GroupInfo, State
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.api import open_programme, programme_of
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals.explaining import for_the_pair
from mentoring_xblock.proposals.ground import ground
from mentoring_xblock.proposals.later_data import OfferInfo, PairReasons
from mentoring_xblock.proposals.models import Answer, Offer

#: Characters of a reason; stated beside its field.
REASON_LIMIT = 1_000


def offers_of(user_id: int, round_id: int) -> QuerySet[Offer]:
    """Return the offers of places that a person holds now: the queryset twin of PLACE_ANSWER, but for the time."""
    return Offer.objects.filter(
        membership__participant__user_id=user_id,
        membership__group__round_id=round_id,
        membership__seat__isnull=False,
        membership__group__state=State.PUBLISHED,
    ).exclude(answer=Answer.DECLINED)


def my_offers(actor: Actor, place: Place, programme: ProgrammeInfo | None = None) -> tuple[OfferInfo, ...]:
    """Return the reader's own places that can still be declined; a constant number of queries, one if there is none.

    Nothing for somebody who is not enrolled, and once the time is over: the place is theirs.

    Args:
        programme: of the place, where the caller has loaded it already.
    """
    if not policy.allowed(Action.PLACE_ANSWER, actor, Facts(owner_id=actor.user_id)):
        return ()
    programme = programme or programmes.get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None or programme.round.closed:
        return ()
    now = timezone.now()
    rows = offers_of(actor.user_id, programme.round.id).filter(answer_by__gt=now).select_related("membership")
    return _infos(rows.order_by("pk"), actor.user_id, programme, now)


def _infos(rows: Iterable[Offer], user_id: int, programme: ProgrammeInfo, now: dt.datetime) -> tuple[OfferInfo, ...]:
    rows = list(rows)
    mine = {group.id: group for group in groups.my_groups(user_id, programme.round.id)} if rows else {}
    names = host.people({one.user_id for group in mine.values() for one in group.people}) if mine else {}
    return tuple(
        OfferInfo(
            public_id=row.public_id,
            group=mine[row.membership.group_id],
            leads=row.membership.leads,
            names=tuple(
                names[one.user_id].full_name
                for one in mine[row.membership.group_id].people
                if one.user_id != user_id and one.user_id in names
            ),
            answer=Answer(row.answer),
            answer_by=row.answer_by,
            open=row.answer_by > now,
        )
        for row in rows
        if row.membership.group_id in mine
    )


@one_transaction
def answer_offer(actor: Actor, place: Place, offer_id: UUID, *, keep: bool, reason: str = "") -> Answer:
    """Keep a place, or decline it. A declined place is free at once, and the coordinators are told.

    Keeping can be changed into declining as long as there is time; declining is for good. The same answer twice
    changes nothing.

    Args:
        reason: for the coordinators only; may be empty, at most `REASON_LIMIT` characters.
    Raises:
        NotFound: there is no such offer, or it is somebody else's.
        NotAllowed: nobody is signed in, or they are viewing the course as somebody else.
        Invalid: the reason is too long.
        Conflict: the time to answer is over, or the place has ended.
    """
    programme = open_programme(place)
    known = (
        Offer.objects.filter(public_id=offer_id, membership__group__round_id=programme.round.id)
        .select_related("membership__participant", "membership__group")
        .first()
    )
    if known is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    policy.require(Action.PLACE_ANSWER, actor, Facts(owner_id=known.membership.participant.user_id))
    reason = _checked(reason)
    # The group first and then the offer, as everybody does who changes both.
    group = groups.hold_group(place.course_key, place.slug, known.membership.group.public_id)
    row = Offer.objects.select_for_update().get(pk=known.pk)
    wanted = Answer.KEPT if keep else Answer.DECLINED
    if row.answer == wanted:
        return wanted
    now = timezone.now()
    if group is None or row.answer == Answer.DECLINED or not _holds(group, known.membership_id):
        raise Conflict(gettext("This place has ended already. Nothing was changed."))
    if row.answer_by <= now:
        raise Conflict(
            gettext("The time to decline is over, and the place is yours. Talk to the coordinators about it.")
        )
    row.answer, row.answered_at, row.reason = wanted, now, "" if keep else reason
    row.save(update_fields=["answer", "answered_at", "reason"])
    if not keep:
        bulk.give_back(programme, known.membership_id, now)
        _tell_coordinators(programme, row, known.membership.participant.user_id)
    return wanted


def _holds(group: GroupInfo, membership_pk: int) -> bool:
    return any(person.membership_pk == membership_pk for person in group.people)


def _checked(reason: str) -> str:
    reason = clean(reason).strip()
    if len(reason) > REASON_LIMIT:
        sentence = gettext("A reason can have %(limit)s characters; this one has %(count)s.") % {
            "limit": REASON_LIMIT,
            "count": len(reason),
        }
        raise Invalid(sentence, {"reason": [sentence]})
    return reason


def _tell_coordinators(programme: ProgrammeInfo, row: Offer, user_id: int) -> None:
    recipients = [person.id for person in programmes.coordinators(programme.id)]
    context = {**programmes.mail_context(programme), "people": [user_id]}
    notifications.queue(programme.course_key, recipients, "place_declined", context, f"place_declined:{row.public_id}")


def why_together(actor: Actor, place: Place, group_id: UUID) -> tuple[tuple[str, PairReasons], ...]:
    """Return, to somebody in a published mentoring group, why they and their mentor were put together.

    The mentor gets a line for each member, a member one about the mentor; of other members nobody learns anything.
    Names come with it; a constant number of queries.

    Raises:
        NotFound: there is no such group, or the actor is not in it.
    """
    policy.require(Action.GROUP_CONTACT, actor, groups.facts_of([group_id])[group_id])
    group = groups.get_group(actor, place, group_id)
    programme = programme_of(place)
    if group.circle != Circle.MENTORING or group.leader is None:
        return ()
    # What the two have in common is said by their own answers, so nobody else's are read.
    people = pool(programme, user_ids={person.user_id for person in group.people})
    known = ground(programme, people)
    mentor = _candidate(people.mentors, group.leader.user_id)
    leads = group.leader.user_id == actor.user_id
    found = []
    for member in group.members:
        mentee = _candidate(people.mentees, member.user_id)
        if mentor is not None and mentee is not None and (leads or member.user_id == actor.user_id):
            other = mentee if leads else mentor
            found.append((known.name(other.participant_id), for_the_pair(known, mentee, mentor)))
    return tuple(found)


def _candidate(people: Iterable[Candidate], user_id: int) -> Candidate | None:
    return next((one for one in people if one.user_id == user_id), None)


__all__ = ["REASON_LIMIT", "answer_offer", "my_offers", "offers_of", "why_together"]
