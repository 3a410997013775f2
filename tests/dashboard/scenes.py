"""Ways to act as the people around a dashboard, each through the door of the room that it is about."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalDraft, GoalInfo, Status
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft, EntryInfo
from mentoring_xblock.models import Goal, GoalAction, GoalRating, Scale
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Audience, ShareInfo
from mentoring_xblock.sharing.models import Stance
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories

#: A tag; what stands in quotes in it may hold a ">".
_TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


def group_of(person: Any) -> Group:
    """Return the group of a mentoring relation that somebody is in now."""
    return Membership.objects.get(participant=person, circle="mentoring", seat__isnull=False, leads=False).group


def goal(person: Any, text: str, *, step: str = "", target_on: dt.date | None = None, **fields: Any) -> GoalInfo:
    """Let a mentee save an active goal; nobody else reads it yet."""
    place = factories.place_of(person.round, "mentoring_goals", "goals")
    actor = factories.actor(person)
    sheet = goals.open_sheet(actor, place, Worksheet(questions_of(SMART)))
    answers = {"statement": text, "first_step": step}
    draft = GoalDraft(**{"answers": answers, "target_on": target_on, "status": Status.ACTIVE, **fields})
    return goals.save_goal(actor, sheet, None, draft, 0, uuid.uuid4()).goal


def entry(person: Any, text: str, title: str = "") -> EntryInfo:
    """Let somebody write in the journal; nobody else reads it yet."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    draft = Draft(title=title, answers={"what": text})
    return journal.save_entry(factories.actor(person), place, None, draft, 0, journal.Writer(uuid.uuid4(), 1)).entry


def share_goal(
    person: Any, written: GoalInfo, group: Group | None = None, audience: Audience = Audience.LEADER
) -> ShareInfo:
    """Let a mentee share a goal with their mentor, or with their group."""
    place = factories.place_of(person.round, "mentoring_goals", "goals")
    group = group or group_of(person)
    return goals.share_goal(factories.actor(person), place, written.goal_id, group.public_id, audience)


def to_do(written: GoalInfo, text: str, **fields: Any) -> GoalAction:
    """Write down what is to be done for a goal."""
    goal_ = Goal.objects.get(public_id=written.goal_id)
    return GoalAction.objects.create(goal=goal_, body=text, made_by_id=goal_.owner_id, once_key=uuid.uuid4(), **fields)


def rate(written: GoalInfo, *levels: int) -> None:
    """Give a goal five levels, begun at −1, and rate it on them."""
    goal_ = Goal.objects.get(public_id=written.goal_id)
    Scale.objects.create(goal=goal_, levels={str(level): f"level {level}" for level in range(-2, 3)}, baseline=-1)
    for level in levels:
        said = {"stage": "between", "level": level, "scale_version": 1, "once_key": uuid.uuid4()}
        GoalRating.objects.create(goal=goal_, rater_id=goal_.owner_id, **said)


def share_entry(
    person: Any, written: EntryInfo, group: Group | None = None, audience: Audience = Audience.LEADER, **how: Any
) -> ShareInfo:
    """Let somebody share an entry with their mentor, or with their group."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    group = group or group_of(person)
    return journal.share_entry(factories.actor(person), place, written.public_id, group.public_id, audience, **how)


def shared_goal(person: Any, text: str, **fields: Any) -> GoalInfo:
    """Let a mentee write a goal and share it with their mentor."""
    written = goal(person, text, **fields)
    share_goal(person, written)
    return written


def shared_entry(person: Any, text: str, title: str = "") -> EntryInfo:
    """Let a mentee write an entry and share it with their mentor."""
    written = entry(person, text, title)
    share_entry(person, written)
    return written


def write_on(person: Any, written: EntryInfo, text: str) -> EntryInfo:
    """Let an author go on writing an entry."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    draft = Draft(title=written.title, answers={"what": text})
    writer = journal.Writer(uuid.uuid4(), 1)
    actor = factories.actor(person)
    return journal.save_entry(actor, place, written.public_id, draft, written.version, writer).entry


def withdraw_entry(person: Any, written: EntryInfo) -> None:
    """Let an author take the newest share of an entry back."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    share_id = share_of(ItemKind.ENTRY, written.public_id)
    journal.withdraw_entry(factories.actor(person), place, written.public_id, share_id)


def delete_entry(person: Any, written: EntryInfo) -> None:
    """Let an author put an entry into the bin."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    journal.delete_entry(factories.actor(person), place, written.public_id)


def share_of(kind: ItemKind, item_id: uuid.UUID) -> uuid.UUID:
    """Return the newest share of a thing that lives."""
    return sharing.shares_of(kind, [item_id], timezone.now())[item_id][-1].share_id


def comment(person: Any, written: EntryInfo, text: str) -> None:
    """Let an author or a reader say something below a shared entry."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    share_id = share_of(ItemKind.ENTRY, written.public_id)
    journal.comment(factories.actor(person), place, written.public_id, share_id, text, uuid.uuid4())


def comment_goal(person: Any, written: GoalInfo, text: str, stance: Stance | None = None) -> None:
    """Let an owner or a reader say something below a shared goal, and a reader with a stance."""
    place = factories.place_of(person.round, "mentoring_goals", "goals")
    share_id = share_of(ItemKind.GOAL, written.goal_id)
    goals.comment(factories.actor(person), place, written.goal_id, share_id, text, uuid.uuid4(), stance)


def _candidates(actor: Any, place: Any) -> list[Candidate]:
    return [Candidate(one.public_id, one.heading, one.updated_at) for one in journal.candidates(actor, place)]


ENTRIES = Items(ItemKind.ENTRY, _candidates, journal.freeze, journal.reset)


def hand_in(person: Any, written: EntryInfo, maximum: int = 10) -> uuid.UUID:
    """Let a mentee hand in an entry; returns the hand-in's id."""
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    ids = [written.public_id]
    return assessment.hand_in(factories.actor(person), place, maximum, ENTRIES, ids, uuid.uuid4())


def leave(person: Any) -> None:
    """End somebody's mentoring relation, at once."""
    now = timezone.now()
    Membership.objects.filter(participant=person, circle="mentoring", leads=False).update(
        seat=None, slot=None, left_at=now, readable_until=now
    )


def words(markup: str) -> str:
    """What remains of HTML for somebody who reads: its texts, one space between words."""
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", markup))).strip()


def said(answer: Any) -> str:
    """The words of an answer."""
    return words(answer.content.decode())
