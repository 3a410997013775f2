"""What is booked ahead in groups, for the mails to who comes and who goes. This room knows no meetings, and asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentoring_xblock.groups.models import Group
from mentoring_xblock.groups.signals import booked_ahead
from mentoring_xblock.programme.data import ProgrammeInfo


@dataclass(frozen=True)
class Booked:
    """Meetings that a group has booked and that have not begun, as JSON values for mails; see `meetings.ahead`.

    clock: by which their times are told. times: of each. come, back, gone: what goes into the calendar of somebody who
    comes, of somebody who was in the group before, and of somebody who is not expected any more.
    """

    clock: Mapping[str, Any]
    times: list[Mapping[str, Any]]
    come: list[Mapping[str, Any]]
    back: list[Mapping[str, Any]]
    gone: list[Mapping[str, Any]]


def booked(programme: ProgrammeInfo, group_pks: Iterable[int], now: datetime) -> dict[int, Booked]:
    """Return it by the group's primary key, for those that have any; one query."""
    keys = list(group_pks)
    answers = booked_ahead.send(sender=Group, programme=programme, group_pks=keys, now=now)
    return {key: one for _, found in answers for key, one in found.items()}


def to_newcomer(there: Booked | None, *, back: bool = False) -> dict[str, Any]:
    """Return what the mail to somebody who comes says beside the rest.

    Args:
        back: whether they have been in the group before.
    """
    if there is None:
        return {}
    return {**there.clock, "ahead": there.times, "calendar": there.back if back else there.come}


def to_leaver(here: Booked | None) -> dict[str, Any]:
    """Return what the mail to somebody who is in the group no more says beside the rest."""
    return {**here.clock, "off": here.times, "calendar": here.gone} if here else {}


def to_mover(here: Booked | None, there: Booked | None, *, back: bool) -> dict[str, Any]:
    """Return what the mail to somebody says who goes from one group to another; times are by the other's clock."""
    off, ahead = to_leaver(here), to_newcomer(there, back=back)
    calendar = [*off.get("calendar", ()), *ahead.get("calendar", ())]
    return {**off, **ahead, "calendar": calendar} if calendar else {}


__all__ = ["Booked", "booked", "to_leaver", "to_mover", "to_newcomer"]
