"""When and where a meeting could be, and what speaks against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.text import clean
from mentoring_xblock.meetings.data import FARTHEST, LINK_LIMIT, LONGEST, WHERE_LIMIT, MeetingInfo, Way
from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.meetings.queries import COUNTED, info_of, numbered

_is_link = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Slot:
    """A time, and how people meet then: a `where` in person, a `link` remotely; the other one is empty."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    way: Way = Way.REMOTE
    where: str = ""
    link: str = ""

    @classmethod
    def of(cls, starts_at: dt.datetime, minutes: int, way: Way, where: str = "", link: str = "") -> Slot:
        """Return a slot with the place or the link that belongs to its way, without what people type around them."""
        return cls(
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=minutes),
            way=way,
            where=clean(where).strip() if way is Way.IN_PERSON else "",
            link=clean(link).strip() if way is Way.REMOTE else "",
        )

    def overlaps(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Return whether two times have a moment in common; one may begin when the other ends."""
        return self.starts_at < ends_at and starts_at < self.ends_at


def is_safe_link(link: str) -> bool:
    """Return whether an address can stand on a page as a link: on the web, with a host, and without a login in it."""
    try:
        _is_link(link)
        parts = urlsplit(link)
    except (ValidationError, ValueError):
        return False
    return "@" not in parts.netloc


def slot_errors(slot: Slot, now: dt.datetime, *, past: bool = False) -> dict[str, list[str]]:
    """Return what speaks against a slot by itself, by field: `day`, `time`, `minutes`, `where` or `link`.

    past: it tells of something that has been, and so has to be over.
    """
    found: dict[str, list[str]] = {}
    if slot.ends_at <= slot.starts_at:
        found["minutes"] = [gettext("A meeting ends after it starts.")]
    elif slot.ends_at - slot.starts_at > LONGEST:
        hours = {"hours": round(LONGEST.total_seconds() / 3600)}
        found["minutes"] = [gettext("A meeting lasts %(hours)s hours at most.") % hours]
    if past:
        if slot.starts_at > now:
            found["day"] = [gettext("This is still to come. Book it instead.")]
    elif slot.starts_at <= now:
        found["day"] = [gettext("This time has passed. If you have met already, say so with “We have met”.")]
    elif slot.starts_at > now + FARTHEST:
        found["day"] = [gettext("This is more than two years away. Choose an earlier day.")]
    if len(slot.where) > WHERE_LIMIT:
        found["where"] = [_too_long(slot.where, WHERE_LIMIT)]
    if len(slot.link) > LINK_LIMIT:
        found["link"] = [_too_long(slot.link, LINK_LIMIT)]
    elif slot.link and not is_safe_link(slot.link):
        found["link"] = [gettext("A link begins with https:// or http:// and names a place on the web.")]
    return found


def _too_long(text: str, limit: int) -> str:
    return gettext("This can have %(limit_value)s characters; it has %(show_value)s.") % {
        "limit_value": limit,
        "show_value": len(text),
    }


def began_on(relation: Relation) -> dt.date:
    """Return the first day on which a group can have met: its own, or the day on which people heard of it."""
    published = relation.group.published_at
    return min(relation.starts_on, relation.plan.today(published)) if published else relation.starts_on


def others_between(
    group_pk: int, starts_at: dt.datetime, ends_at: dt.datetime, but: int | None = None
) -> tuple[MeetingInfo, ...]:
    """Return a group's own meetings in the calendar that lie in a stretch of time, in part or whole; one query.

    but: primary key of one that does not count.
    """
    rows = Meeting.objects.filter(
        group_id=group_pk, state__in=COUNTED, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(pk=but)
    return tuple(info_of(row) for row in numbered(rows).order_by("starts_at", "pk"))


def overlap_sentence(other: MeetingInfo) -> str:
    """Say with which meeting of the same group a time collides."""
    return gettext("This overlaps with meeting %(number)s, %(when)s.") % {
        "number": other.number,
        "when": dates.stretch(other.starts_at, other.ends_at),
    }


def require_slots(
    relation: Relation, slots: Iterable[Slot], now: dt.datetime, *, but: int | None = None, past: bool = False
) -> None:
    """Let slots be booked or proposed, or say what speaks against each.

    One query. Call it with the group held, so that nothing comes between. A field of the slot number `n`, counted from
    0, is `<field>_<n>`; where there is only one slot it is the field itself.

    Raises:
        Invalid: one of them is no time for a meeting, or overlaps with another meeting of the group.
    """
    slots = list(slots)
    errors: dict[str, list[str]] = {}
    taken = others_between(
        relation.group.id, min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots), but
    )
    for at, slot in enumerate(slots):
        wrong = slot_errors(slot, now, past=past)
        if past and not wrong and relation.plan.today(slot.starts_at) < began_on(relation):
            day = {"day": dates.day(began_on(relation))}
            wrong["day"] = [gettext("You began on %(day)s. Choose a day after that.") % day]
        other = next((one for one in taken if slot.overlaps(one.starts_at, one.ends_at)), None)
        if other is not None and not wrong:
            wrong["time"] = [overlap_sentence(other)]
        suffix = f"_{at}" if len(slots) > 1 else ""
        errors |= {f"{name}{suffix}": sentences for name, sentences in wrong.items()}
    if errors:
        raise wrong_fields(errors)


def wrong_fields(errors: dict[str, list[str]]) -> Invalid:
    """Return the error for sentences beside fields."""
    return Invalid(gettext("Something needs another look. What you typed is still here."), errors)
