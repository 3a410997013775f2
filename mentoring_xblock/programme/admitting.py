"""Giving roles to people in bulk, for rooms that have decided it by rules of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mentoring_xblock.programme.data import ParticipantInfo
from mentoring_xblock.programme.models import Participant, Role
from mentoring_xblock.programme.people import bring_back, info_of


def admit(
    round_id: int, user_ids: Iterable[int], role: Role, capacities: Mapping[int, int] | None = None
) -> dict[int, ParticipantInfo]:
    """Give people a role in a round; three queries at most, and one more when numbers of places are named.

    Ask policy before, and call it inside the transaction of what was decided. Somebody who left comes back with the
    card that they had; admitting twice is admitting once.

    Args:
        capacities: how many groups of a circle somebody takes, by user id; others keep what they have.
    Returns:
        Their participants by user id.
    """
    wanted = set(user_ids)
    rows = list(Participant.objects.filter(round_id=round_id, user_id__in=wanted).order_by("pk"))
    cards = {row.user_id: row for row in rows}
    held = {row.user_id: row for row in rows if row.role == role}
    new = []
    for user_id in sorted(wanted - held.keys()):
        row = Participant(round_id=round_id, user_id=user_id, role=role)
        if card := cards.get(user_id):
            # A person has one card in a round: a further role starts with it.
            row.headline, row.contact, row.version = card.headline, card.contact, card.version
        new.append(row)
    # Two coordinators may decide at once: the second row of a name is passed over by the database.
    Participant.objects.bulk_create(new, ignore_conflicts=True)
    bring_back([row for row in held.values() if row.left_at is not None])
    found = {row.user_id: row for row in Participant.objects.filter(round_id=round_id, user_id__in=wanted, role=role)}
    resized = []
    for user_id, capacity in (capacities or {}).items():
        row = found.get(user_id)
        if row is not None and row.capacity != capacity:
            row.capacity = capacity
            resized.append(row)
    Participant.objects.bulk_update(resized, ["capacity"])
    return {user_id: info_of(row) for user_id, row in found.items()}
