"""What the programme's templates are given, loaded in a constant number of queries, so that no template runs one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api, page, road
from mentoring_xblock.programme.plan import Plan, plan_errors


def calendar(
    programme: api.ProgrammeInfo | None, now: dt.datetime, clocks: Sequence[api.Clock | None] = ()
) -> dict[str, Any]:
    """Return the roadmap, where today lies on it, and what is next; only the programme where it has no round.

    Args:
        clocks: the calendars of the reader's groups, None for a group that has none. Where they differ there is no one
            road: each group shows its own.
    """
    if programme is None or programme.round is None:
        return {"programme": programme}
    if programme.round.closed:
        return {"programme": programme, "where": _since_the_end(programme)}
    today = programme.plan.today(now)
    clock = next((one for one in clocks if one is not None), None)
    differ = page.differ(clocks)
    if differ or (programme.non_stop and clock is None):
        return {"programme": programme, "where": _each_by_itself(programme, grouped=differ)}
    clock = clock or programme.clock()
    return {
        "programme": programme,
        "road": road.road(clock, today) if clock.timeline else None,
        "where": road.where_we_are(clock, today),
        "next": road.what_is_next(clock, today),
    }


def _each_by_itself(programme: api.ProgrammeInfo, *, grouped: bool) -> str:
    """Say that there is no one calendar for everybody."""
    if grouped:
        return gettext("Each of your groups has its own calendar.")
    weeks = programme.plan.length_weeks
    sentence = ngettext(
        "Everybody begins when they are ready, and has %(count)s week from then on.",
        "Everybody begins when they are ready, and has %(count)s weeks from then on.",
        weeks,
    )
    return sentence % {"count": weeks}


def _since_the_end(programme: api.ProgrammeInfo) -> str:
    """Say when a closed round ended, and whether another one has begun since."""
    words = {"number": programme.round.number, "day": long_day(programme.plan.today(programme.round.closed_at))}
    newest = api.get_programme(programme.course_key, programme.slug)
    if newest is None or newest.round.closed:
        return gettext("Round %(number)s ended on %(day)s. What you wrote is still yours to read.") % words
    return (
        gettext(
            "Round %(number)s ended on %(day)s, and what you wrote in it is still yours to read. The next one has "
            "begun: to be in it, apply in this course or ask the coordinators."
        )
        % words
    )


def people(
    actor: Actor,
    place: Place,
    programme: api.ProgrammeInfo | None,
    roles: Mapping[api.Role, api.ParticipantInfo],
    groups: Sequence[page.GroupLike],
    now: dt.datetime,
    clocks: Sequence[api.Clock | None] = (),
) -> dict[str, Any]:
    """Return the reader's part in the programme: first sentence, roles, groups, card, and what waits.

    Args:
        roles: the reader's; empty for somebody who only coordinates or is only in the course.
        groups: the published groups that the reader is in. clocks: their calendars, in the same order.
    """
    members = [member for group in groups for member in page.everybody(group)]
    known = host.people({member.user_id for member in members}) if members else {}
    standing = page.Standing(
        user_id=actor.user_id,
        roles=roles,
        groups=groups,
        names={person.id: person.full_name for person in known.values()},
        coordinates=policy.allowed(Action.PEOPLE_MANAGE, actor),
        matches=actor.matcher,
        searches=actor.line_manager,
        clocks=tuple(clocks),
    )
    context: dict[str, Any] = {
        "standing": standing,
        "first": page.first_sentence(programme, standing, programme.plan.today(now) if programme else None),
    }
    if programme is None or not roles:
        return context
    partners = api.participants_by_id(programme.round.id, [member.participant_id for member in members])
    card = api.my_card(actor, place)
    headlines = {public_id: info.headline for public_id, info in partners.items()}
    closed = programme.round.closed
    return context | {
        "role_sentences": [_took_part(programme)]
        if closed
        else [page.role_sentence(programme.plan, role) for role in roles],
        "groups": page.group_cards(standing, programme.plan, headlines, programme.plan.today(now)),
        "waiting": () if closed else page.waiting(standing, card),
        "card": card,
        "helpers": page.and_([person.full_name for person in api.coordinators(programme.id)]),
    }


def _took_part(programme: api.ProgrammeInfo) -> str:
    return gettext("You took part in round %(number)s.") % {"number": programme.round.number}


def setup(raw_plan: Any) -> dict[str, Any]:
    """Return a plan as its author has it in front of them, with what is still to be mended in it."""
    plan = Plan.from_dict(raw_plan)
    return {
        "plan": plan,
        "empty": not raw_plan,
        "problems": sentences(raw_plan),
        "timeline": plan.timeline(plan.starts_on) if plan.starts_on else (),
        "begins": long_day(plan.starts_on) if plan.starts_on else "",
        "ends": long_day(plan.ends_on(plan.starts_on)) if plan.starts_on else "",
        "words": plan.words(),
    }


def sentences(raw_plan: Any) -> list[str]:
    """Return what is wrong with a plan, each sentence once."""
    return list(dict.fromkeys(sentence for found in plan_errors(raw_plan).values() for sentence in found))


def coordination(actor: Actor, place: Place) -> dict[str, Any]:
    """Return who coordinates, for an administrator of the course; nothing before the programme is published.

    Raises:
        NotAllowed: the actor is no administrator.
    """
    try:
        return {"coordination": api.coordination(actor, place)}
    except NotFound:
        return {}
