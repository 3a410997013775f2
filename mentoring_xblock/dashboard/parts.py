"""Which parts of the dashboard somebody has, by what they are in the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils import timezone

from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices.standing import chooses
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role


class Part(StrEnum):
    """A part of the page. Values travel to the browser and back."""

    MENTEES = "mentees"
    NEWS = "news"
    READING = "reading"
    CHOOSING = "choosing"
    BANK = "bank"
    OVERVIEW = "overview"


@dataclass(frozen=True)
class Standing:
    """What somebody may see here, the first part first, and their roles; `programme` is None before it is published."""

    programme: ProgrammeInfo | None
    parts: tuple[Part, ...]
    roles: Mapping[Role, ParticipantInfo] = field(default_factory=dict)

    @property
    def round_id(self) -> int | None:
        """The newest round that they are in, or the programme's newest."""
        return self.programme.round.id if self.programme and self.programme.round else None

    @property
    def words(self) -> Mapping[str, str]:
        """The role terms of the plan in the cases that sentences need; empty before there is one."""
        return self.programme.plan.words() if self.programme else {}


def standing_of(actor: Actor, place: Place) -> Standing:
    """Return what the actor is here; a constant number of queries."""
    programme, roles = programmes.my_round(actor.user_id, place)
    # Whoever was in an earlier round only is asked to mentor in the newest one.
    newest = programmes.get_programme(place.course_key, place.slug)
    welcome = bank.welcome(actor, newest, inside=bool({Role.MENTEE, Role.MENTOR} & set(roles)))
    banked = _banked(actor, programme, roles, welcome)
    return standing_in(actor, programme, roles, banked=banked, invited=welcome.invitation is not None)


def standing_in(
    actor: Actor,
    programme: ProgrammeInfo | None,
    roles: Mapping[Role, ParticipantInfo],
    *,
    banked: bool = False,
    invited: bool = False,
) -> Standing:
    """Return the same for who has the programme and the actor's roles in it at hand; no query.

    Args:
        banked: whether the mentor bank has something for them.
        invited: whether they are asked there to mentor; an answer is waited for, so that it comes first.
    """
    # Whether an actor may be anybody's mentor, or have anything of their own, is policy's to say.
    mentors = Role.MENTOR in roles and policy.allowed(
        Action.MENTEES_SEE, actor, Facts(member_ids=frozenset({actor.user_id}))
    )
    owns = bool(roles) and policy.allowed(Action.CARD_EDIT, actor, Facts(owner_id=actor.user_id))
    held = (
        (Part.BANK, banked and invited),
        (Part.MENTEES, mentors),
        # A mentor's page tells their own news too.
        (Part.NEWS, owns and not mentors),
        (Part.CHOOSING, owns and chooses(programme) and bool({Role.MENTEE, Role.MENTOR} & set(roles))),
        (Part.READING, policy.allowed(Action.NOTES_READ, actor)),
        (Part.BANK, banked and not invited),
        (Part.OVERVIEW, policy.allowed(Action.OVERVIEW_SEE, actor)),
    )
    return Standing(programme, tuple(part for part, has in held if has), roles)


def _banked(
    actor: Actor, programme: ProgrammeInfo | None, roles: Mapping[Role, ParticipantInfo], found: bank.Welcome
) -> bool:
    """Return whether the mentor bank has a part on the page: for line managers, and for who is in it or may join now.

    While the programme runs nobody who has a partner is asked whether they would mentor again.
    """
    if policy.allowed(Action.BANK_SEARCH, actor) and not policy.allowed(Action.BANK_MANAGE, actor):
        return True
    if found.profile is not None or not found.may_join:
        return found.anything
    if not roles or _closing(programme):
        return True
    return Role.MENTOR in roles and not groups.mentees_of(actor.user_id, programme.round.id)


def _closing(programme: ProgrammeInfo) -> bool:
    """Return whether the last phase of the round has begun, or the round is over.

    Where everybody begins by themselves no phase is the round's: who has no partner any more is asked by `_banked`.
    """
    if programme.round is None:
        return False
    if programme.round.closed:
        return True
    if programme.non_stop:
        return False
    clock = programme.clock()
    last = clock.timeline[-1].first_day if clock.timeline else clock.ends_on
    return programme.plan.today(timezone.now()) >= last
