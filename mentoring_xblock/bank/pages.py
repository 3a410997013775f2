"""What the pages of the bank show, in words of the reader's language; no query of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.languages import CODES, name_of
from mentoring_xblock.bank.data import Asked, Found, InvitationInfo, InvitationState, Welcome
from mentoring_xblock.bank.forms import AskForm
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Plan


@dataclass(frozen=True)
class Card:
    """Somebody of the bank in words. `key` tells their element ids from those of others; `ask` writes to them."""

    one: Found
    key: str
    topics: str
    languages: str
    places: str
    room: str
    ask: AskForm | None = None


def card(plan: Plan, one: Found, ask: AskForm | None = None) -> Card:
    """Put somebody of the bank into words."""
    words, topics, places = one.words, plan.named("topics"), plan.named("places")
    where = [places[id_] for id_ in words.places if id_ in places]
    if words.remote:
        where.append(gettext("remotely"))
    return Card(
        one=one,
        key=one.public_id.hex[:12],
        topics=", ".join(topics[id_] for id_ in words.topics if id_ in topics),
        languages=", ".join(name_of(code) for code in words.languages if code in CODES),
        places=", ".join(where),
        room=ngettext("%(free)s of %(count)s place is free", "%(free)s of %(count)s places are free", one.places)
        % {"free": one.free, "count": one.places},
        ask=ask,
    )


def ask_form(one: Found, asking: AskForm | None, until: dt.date) -> AskForm | None:
    """Return the form that writes to somebody: the one that needs another look where it is theirs; None if asked."""
    if one.invited or one.mentors_now:
        return None
    if asking is not None and asking.profile_id == one.public_id:
        return asking
    return AskForm(initial={"profile": one.public_id, "answer_by": until})


@dataclass(frozen=True)
class Invited:
    """An invitation in words. `name` is empty once the coordinator's account is gone."""

    info: InvitationInfo
    name: str
    what: str
    when: str


def invited(programme: ProgrammeInfo, info: InvitationInfo, people: Mapping[int, Person]) -> Invited:
    """Put an invitation into words: who asks, for what, and when that is."""
    asks = people.get(info.by_id) if info.by_id is not None else None
    return Invited(
        info=info,
        name=asks.full_name if asks else "",
        what=pick(programme.plan.title),
        when=_when(programme),
    )


def _when(programme: ProgrammeInfo) -> str:
    """Say when somebody would mentor: the round's days, or how long it lasts where everybody begins by themselves."""
    weeks = programme.plan.length_weeks
    if programme.non_stop:
        sentence = ngettext("%(count)s week, from when you begin", "%(count)s weeks, from when you begin", weeks)
        return sentence % {"count": weeks}
    first, last = programme.round.starts_on, programme.plan.ends_on(programme.round.starts_on)
    return gettext("%(first)s to %(last)s") % {"first": dates.long_day(first), "last": dates.long_day(last)}


def first(welcome: Welcome, found: Found | None, asks: Invited | None) -> str:
    """Return the sentence on top of one's own part."""
    if asks is not None and asks.name:
        return gettext("%(name)s asks whether you would mentor.") % {"name": asks.name}
    if asks is not None:
        return gettext("You are asked whether you would mentor.")
    if welcome.profile is None or found is None:
        return gettext("Would you mentor?")
    if welcome.profile.words.paused:
        return gettext("You are in the mentor bank, and pause.")
    return gettext("You can be found in the mentor bank.")


def readers(coordinators: Iterable[Person], managers: Iterable[Person]) -> list[str]:
    """Say by name who searches the bank."""
    named = (
        (gettext("Coordinators: %(names)s"), coordinators),
        (gettext("Line managers: %(names)s"), managers),
    )
    lists = ((sentence, ", ".join(person.full_name for person in people)) for sentence, people in named)
    return [sentence % {"names": names} for sentence, names in lists if names]


@dataclass(frozen=True)
class AskedView:
    """Somebody who was asked for this round, and where that stands."""

    one: Asked
    state: str

    @property
    def open(self) -> bool:
        """Whether it can be taken back."""
        return self.one.state is InvitationState.OPEN


def asked(rows: Iterable[Asked]) -> list[AskedView]:
    """Put what became of each invitation into words."""
    return [AskedView(one, _state(one)) for one in rows]


def _state(one: Asked) -> str:
    return {
        InvitationState.OPEN: gettext("Waits for an answer until %(day)s.") % {"day": dates.day(one.answer_by)},
        InvitationState.ACCEPTED: gettext("Said yes."),
        InvitationState.DECLINED: gettext("Can’t this time."),
        InvitationState.EXPIRED: gettext("No answer in time."),
        InvitationState.WITHDRAWN: gettext("You took it back."),
    }[one.state]
