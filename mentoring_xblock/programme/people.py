"""The people of a round: who has which role, what their cards say, and who coordinates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import finding
from mentoring_xblock.programme.current import get_programme, in_round, over
from mentoring_xblock.programme.data import (
    AddedLine,
    AddReport,
    CardInfo,
    Outcome,
    ParticipantInfo,
    ParticipantPage,
    ProgrammeInfo,
)
from mentoring_xblock.programme.models import LEADERS, Participant, Role, Round

PAGE_SIZE = 50
#: Groups that one leader can take.
CAPACITY_LIMIT = 50


def info_of(row: Participant) -> ParticipantInfo:
    """Return what other rooms may know of a participant."""
    return ParticipantInfo(
        id=row.pk,
        public_id=row.public_id,
        round_id=row.round_id,
        user_id=row.user_id,
        role=Role(row.role),
        capacity=row.capacity,
        headline=row.headline,
    )


def roles_of(user_id: int | None, round_id: int) -> dict[Role, ParticipantInfo]:
    """Return the roles that a person has in a round now; one query, none for an anonymous visitor."""
    if user_id is None:
        return {}
    rows = Participant.objects.filter(round_id=round_id, user_id=user_id, left_at=None)
    return {Role(row.role): info_of(row) for row in rows}


def my_round(user_id: int | None, place: Place) -> tuple[ProgrammeInfo | None, dict[Role, ParticipantInfo]]:
    """Return a place's programme in the newest round that a person takes part in, with their roles there.

    A round that has ended stays its people's until they are in another one. Whoever is in none gets the newest round
    and no role. One query beside those of the programme.
    """
    programme = get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None or user_id is None:
        return programme, {}
    mine = Participant.objects.filter(round__programme_id=programme.id, user_id=user_id, left_at=None)
    rows = list(mine.select_related("round").order_by("-round__number", "pk"))
    if not rows:
        return programme, {}
    roles = {Role(row.role): info_of(row) for row in rows if row.round_id == rows[0].round_id}
    return in_round(programme, rows[0].round), roles


def participants(
    round_id: int,
    role: Role | Collection[Role] | None = None,
    page: int = 1,
    *,
    user_ids: Collection[int] | None = None,
    among: QuerySet | None = None,
    without: QuerySet | None = None,
    size: int = PAGE_SIZE,
) -> ParticipantPage:
    """Return a page of the people who take part in a round, in the order in which they were added; two queries.

    Ask policy for PEOPLE_MANAGE before. A page number out of range gives the nearest page.

    Args:
        role: one role or several; None for all.
        user_ids: only these accounts.
        among, without: only, or without, the participants whose primary keys another room's queryset gives.
    """
    rows = _active(round_id, role, user_ids)
    if among is not None:
        rows = rows.filter(pk__in=among)
    if without is not None:
        rows = rows.exclude(pk__in=without)
    shown = Paginator(rows, size).get_page(page)
    return ParticipantPage(
        tuple(info_of(row) for row in shown.object_list), shown.number, shown.paginator.num_pages, shown.paginator.count
    )


def everybody(
    round_id: int, role: Role | Collection[Role] | None = None, *, user_ids: Collection[int] | None = None
) -> tuple[ParticipantInfo, ...]:
    """Return all who take part in a round, in the order in which they were added; one query, and no page's length.

    For work on everybody at once, never for a list to show. The arguments are those of `participants`.
    """
    return tuple(info_of(row) for row in _active(round_id, role, user_ids))


def roster(round_id: int, roles: Collection[str]) -> QuerySet:
    """Return (primary key, public id, user id, role, capacity) of all who take part in these roles; one query.

    What `everybody` tells, for pages about thousands of people that show some of them.
    """
    return _active(round_id, set(roles), None).values_list("pk", "public_id", "user_id", "role", "capacity")


def accounts_by_role(round_ids: Iterable[int]) -> dict[int, dict[Role, frozenset[int]]]:
    """Return the user ids of all who take part in these rounds, by round and role; one query. Every round is a key."""
    found: dict[int, dict[Role, set[int]]] = {round_id: {} for round_id in round_ids}
    rows = Participant.objects.filter(round__in=list(found), left_at=None)
    for round_id, role, user_id in rows.values_list("round_id", "role", "user_id"):
        found[round_id].setdefault(Role(role), set()).add(user_id)
    return {
        round_id: {role: frozenset(user_ids) for role, user_ids in by_role.items()}
        for round_id, by_role in found.items()
    }


def _active(round_id: int, role: Role | Collection[Role] | None, user_ids: Collection[int] | None) -> QuerySet:
    """Return who takes part now, in these roles and with these accounts."""
    rows = Participant.objects.filter(round_id=round_id, left_at=None).order_by("pk")
    if role is not None:
        rows = rows.filter(role__in=[role] if isinstance(role, str) else list(role))
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    return rows


def participants_by_id(round_id: int, ids: Iterable[UUID]) -> dict[UUID, ParticipantInfo]:
    """Return these participants of a round by public id, those who left included; one query."""
    rows = Participant.objects.filter(round_id=round_id, public_id__in=set(ids))
    return {row.public_id: info_of(row) for row in rows}


def has_been_in(user_id: int, programme_id: int, roles: Collection[Role]) -> bool:
    """Return whether somebody has, or had, one of these roles in any round of a programme; one query."""
    return Participant.objects.filter(round__programme_id=programme_id, user_id=user_id, role__in=list(roles)).exists()


def role_counts(round_id: int) -> dict[Role, int]:
    """Return how many people have each role now; one query."""
    rows = Participant.objects.filter(round_id=round_id, left_at=None).values("role").annotate(people=Count("pk"))
    counts = {row["role"]: row["people"] for row in rows.order_by("role")}
    return {role: counts.get(role.value, 0) for role in Role}


# ---- a coordinator's work ----


def add_participants(actor: Actor, place: Place, identifiers: Sequence[str], role: Role) -> AddReport:
    """Give people a role in the newest round, by username or e-mail address; a constant number of queries.

    Only people who are enrolled are found, by their whole username or address. Somebody who left comes back, with the
    card that they had. Adding somebody twice changes nothing.

    Args:
        identifiers: lines as they were typed; empty ones are passed over.
    Returns:
        What became of each line, unknown ones included, so that nothing typed is lost.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: the programme has no round.
        Over: its newest round has been closed.
        Invalid: more than `LIST_LIMIT` lines.
    """
    policy.require(Action.PEOPLE_MANAGE, actor)
    lines = finding.lines_of(identifiers)
    found = finding.enrolled_by_identifier(place.course_key, lines)
    with transaction.atomic():
        round_ = _open_round(place)
        rows = list(Participant.objects.filter(round=round_, user_id__in=set(found.values())))
        held = {row.user_id: row for row in rows if row.role == role}
        back = [row for row in held.values() if row.left_at is not None]
        cards = {row.user_id: row for row in rows}
        new = [user_id for user_id in dict.fromkeys(found.values()) if user_id not in held]
        # Two coordinators may add one person at once: the second row of a name is passed over by the database.
        Participant.objects.bulk_create(
            [_with_card(Participant(round=round_, user_id=user_id, role=role), cards.get(user_id)) for user_id in new],
            ignore_conflicts=True,
        )
        bring_back(back)
    news = {*new, *(row.user_id for row in back)}
    return AddReport(tuple(_line(text, found.get(text), news) for text in lines))


def bring_back(rows: Iterable[Participant]) -> None:
    """Let people who left take part again, from now on."""
    now = timezone.now()
    Participant.objects.filter(pk__in=[row.pk for row in rows]).update(left_at=None, created_at=now)


def _line(text: str, user_id: int | None, news: set[int]) -> AddedLine:
    if user_id is None:
        return AddedLine(text, Outcome.UNKNOWN, None)
    return AddedLine(text, Outcome.ADDED if user_id in news else Outcome.ALREADY, user_id)


def _with_card(row: Participant, card: Participant | None) -> Participant:
    """A person has one card in a round: a further role starts with it."""
    if card is not None:
        row.headline, row.contact, row.version = card.headline, card.contact, card.version
    return row


def remove_participant(actor: Actor, place: Place, participant_id: UUID) -> bool:
    """End somebody's part in a round. What they wrote stays theirs; adding them again brings them back.

    Returns:
        Whether they took part until now.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such participant in it.
        Over: their round has been closed.
        Conflict: they are still in a group.
    """
    policy.require(Action.PEOPLE_MANAGE, actor)
    with transaction.atomic():
        row = _participant(place, participant_id)
        # The groups room stands above this one; under the row's lock nobody gets a place meanwhile.
        if row.memberships.filter(seat__isnull=False).exists():
            raise Conflict(gettext("They are still in a group. Take them out of it, or close it, first."))
        if row.left_at is not None:
            return False
        row.left_at = timezone.now()
        row.save(update_fields=["left_at"])
        return True


def set_capacity(actor: Actor, place: Place, participant_id: UUID, capacity: int | None) -> ParticipantInfo:
    """Say how many groups of a circle a leader takes; None stands for the plan's number.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such participant in it.
        Over: their round has been closed.
        Invalid: out of range, or they lead more groups than that already.
    """
    policy.require(Action.PEOPLE_MANAGE, actor)
    if capacity is not None and not 1 <= capacity <= CAPACITY_LIMIT:
        raise _invalid_capacity(
            gettext("Write a whole number from %(low)s to %(high)s.") % {"low": 1, "high": CAPACITY_LIMIT}
        )
    with transaction.atomic():
        row = _participant(place, participant_id)
        if row.role not in LEADERS:
            raise _invalid_capacity(gettext("Only people who lead groups have a number of groups."))
        taken = row.memberships.filter(leads=True, slot__isnull=False).values("circle").annotate(groups=Count("pk"))
        busiest = max((circle["groups"] for circle in taken.order_by("circle")), default=0)
        if capacity is not None and capacity < busiest:
            raise _invalid_capacity(
                ngettext(
                    "They lead %(count)s group already. Close it first, or leave the number as it is.",
                    "They lead %(count)s groups already. Close some first, or choose a larger number.",
                    busiest,
                )
                % {"count": busiest}
            )
        row.capacity = capacity
        row.save(update_fields=["capacity"])
    return info_of(row)


def _invalid_capacity(sentence: str) -> Invalid:
    return Invalid(sentence, {"capacity": [sentence]})


# ---- one's own card ----


def my_card(actor: Actor, place: Place) -> CardInfo | None:
    """Return what the actor tells their partners in the newest round; None if they do not take part in it."""
    row = _own_rows(actor, place).first()
    return _card(row) if row is not None and policy.allowed(Action.CARD_EDIT, actor, _owned(row)) else None


def save_card(actor: Actor, place: Place, headline: str, contact: str, version: int) -> CardInfo:
    """Write the actor's own card, for all of their roles in the newest round. The same text again changes nothing.

    Args:
        version: the version that the text was written over.
    Raises:
        NotFound: the actor does not take part.
        NotAllowed: the actor is not enrolled any more.
        Invalid: a text is too long.
        Conflict: the card was changed meanwhile; `current` is the `CardInfo` that stands.
    """
    with transaction.atomic():
        rows = list(_own_rows(actor, place).select_for_update())
        if not rows:
            raise NotFound(gettext("You don’t take part in this programme, so there is no card of yours."))
        policy.require(Action.CARD_EDIT, actor, _owned(rows[0]))
        _check_lengths(headline=headline, contact=contact)
        current = _card(rows[0])
        if (headline, contact) == (current.headline, current.contact):
            return current
        if version != current.version:
            raise Conflict(gettext("Also changed on another device. Nothing is lost."), current)
        saved = CardInfo(headline, contact, current.version + 1)
        Participant.objects.filter(pk__in=[row.pk for row in rows]).update(
            headline=saved.headline, contact=saved.contact, version=saved.version
        )
    return saved


def contact_of(actor: Actor, place: Place, participant_id: UUID, facts: Facts) -> CardInfo:
    """Return how to reach somebody who is in a group with the actor.

    Args:
        facts: of a group that both are in; the caller has it from the groups room.
    Raises:
        NotFound: the actor or the other person is not in that group.
    """
    policy.require(Action.GROUP_CONTACT, actor, facts)
    row = _in_programme(place).filter(public_id=participant_id, user_id__in=facts.member_ids, left_at=None).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return _card(row)


def _check_lengths(**texts: str) -> None:
    errors = {}
    for name, text in texts.items():
        limit = Participant._meta.get_field(name).max_length
        if len(text) > limit:
            errors[name] = [
                gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
                % {"limit_value": limit, "show_value": len(text)}
            ]
    if errors:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)


def _card(row: Participant) -> CardInfo:
    return CardInfo(row.headline, row.contact, row.version)


def _owned(row: Participant) -> Facts:
    return Facts(owner_id=row.user_id)


# ---- rows ----


def _in_programme(place: Place) -> QuerySet[Participant]:
    return Participant.objects.filter(round__programme__course_key=place.course_key, round__programme__slug=place.slug)


def _own_rows(actor: Actor, place: Place) -> QuerySet[Participant]:
    """The actor's rows in the newest round that they are in, always in one order, so that locks are too."""
    mine = _in_programme(place).filter(user_id=actor.user_id, left_at=None)
    newest = mine.order_by("-round__number").values("round_id")[:1]
    return Participant.objects.filter(round_id=newest, user_id=actor.user_id, left_at=None).order_by("pk")


def _open_round(place: Place) -> Round:
    rounds = Round.objects.filter(programme__course_key=place.course_key, programme__slug=place.slug)
    row = rounds.order_by("-number").first()
    if row is None:
        raise NotFound(gettext("This programme has not been published with a first day yet."))
    if row.closed_at is not None:
        raise over()
    return row


def _participant(place: Place, participant_id: UUID) -> Participant:
    # Found first and locked by its key then, so that no row of the round or the programme is locked with it.
    found = _in_programme(place).filter(public_id=participant_id)
    known, closed_at = found.values_list("pk", "round__closed_at").first() or (None, None)
    row = Participant.objects.select_for_update().filter(pk=known).first()
    if row is None:
        raise NotFound(gettext("There is no such participant in this programme."))
    if closed_at is not None:
        raise over()
    return row
