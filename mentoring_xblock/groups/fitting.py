"""Who fits into which group, said in sentences; the same rules for drafts, late joiners and publishing."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.models import LEADING_ROLES, MEMBER_ROLES, Circle, Membership, Participant
from mentoring_xblock.programme.plan import Plan


def misfit(row: Membership, others: Iterable[Membership], name: str, plan: Plan) -> str:
    """Return why somebody can't be in a group beside these others; an empty string when they can.

    Args:
        row: the place in question, with participant loaded; it may be unsaved, and may be one of `others`.
        others: the memberships that hold a seat, with participants loaded.
        name: the person's name, for the sentence.
    """
    person = row.participant
    words = {"name": name, **plan.words()}
    beside = [other for other in others if other is not row]
    if person.left_at is not None:
        return gettext("%(name)s does not take part in this round any more.") % words
    if any(other.participant.user_id == person.user_id for other in beside):
        return gettext("%(name)s is in this group already.") % words
    return _unfit_role(row, beside) % words


def _unfit_role(row: Membership, beside: list[Membership]) -> str:
    role = row.participant.role
    mentoring = row.circle == Circle.MENTORING
    if row.leads:
        if role in LEADING_ROLES[row.circle]:
            return ""
        if mentoring:
            return gettext("%(name)s can’t lead this group: only %(mentor_plural)s lead pairs and small groups.")
        if row.circle == Circle.SUPERVISION:
            return gettext("%(name)s can’t lead this group: only coaches and supervisors lead supervision groups.")
        return gettext("%(name)s can’t lead this group: %(mentee_plural)s don’t lead peer groups.")
    if role not in MEMBER_ROLES[row.circle]:
        if mentoring:
            return gettext(
                "%(name)s can’t be a member of this group: pairs and small groups are for %(mentee_plural)s."
            )
        if row.circle == Circle.SUPERVISION:
            return gettext("%(name)s can’t be a member of this group: coaches and supervisors lead such groups.")
        return gettext(
            "%(name)s can’t be a member of this group: a peer group is for %(mentee_plural)s or for %(mentor_plural)s."
        )
    if any(not other.leads and other.participant.role != role for other in beside):
        return gettext(
            "%(name)s can’t be a member of this group: its members are all %(mentee_plural)s or all %(mentor_plural)s."
        )
    return ""


def placed_already(row: Membership, name: str, capacity: int) -> str:
    """Return the sentence for somebody who has no slot left."""
    if not row.leads:
        return gettext("%(name)s is in another group of this kind already, and there is one place for each person.") % {
            "name": name
        }
    return gettext("%(name)s is full: they lead as many groups as they take, which is %(count)s.") % {
        "name": name,
        "count": capacity,
    }


def names_of(people: Iterable[Participant]) -> dict[int, str]:
    """Return full names by user id; a constant number of queries. Everybody who was asked for has one."""
    asked = {person.user_id for person in people}
    known = host.people(asked)
    return {
        user_id: known[user_id].full_name if user_id in known else gettext("Somebody without an account")
        for user_id in asked
    }
