"""What the parts of pages about scales and ratings show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from mentoring_xblock.attainment import pictures
from mentoring_xblock.attainment.data import SHOWN, Change, ScaleInfo, Standing
from mentoring_xblock.attainment.forms import AgreeForm, RateForm, ScaleForm
from mentoring_xblock.goals.data import GoalInfo, SharedGoal
from mentoring_xblock.kit.numbers import signed
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.worksheets.data import Worksheet

#: The sheet that is about the five levels, so that they stand open from the beginning.
SCALED = "scaled"


@dataclass(frozen=True)
class Choice:
    """A level to choose, with the words that its goal's owner gave it."""

    value: str
    sign: str
    text: str


def draft_key(actor: Actor, goal: GoalInfo) -> str:
    """Return the name under which a browser keeps unsaved levels: one a person and goal, telling neither."""
    what = f"{actor.user_id} {goal.goal_id}"
    return salted_hmac("mentoring_xblock.attainment.draft", what, algorithm="sha256").hexdigest()[:32]


def part(
    actor: Actor,
    goal: GoalInfo,
    standing: Standing,
    worksheet: Worksheet,
    *,
    writes: bool,
    form: ScaleForm | None = None,
    rate: RateForm | None = None,
    elsewhere: ScaleInfo | None = None,
    done: str = "",
    problem: str = "",
    opened: bool = False,
    closed: bool = False,
) -> dict[str, Any]:
    """Return the context of `attainment/_scale.html`, the part about one goal's levels.

    Args:
        writes: whether the reader writes this goal, so that it can be edited and rated.
        form, rate: what stands open; by itself only the form of a goal that has no levels yet on a sheet about them.
        elsewhere: what was saved on another device, to be read beside what was typed here.
        opened: bring the focus to what stands open. closed: open nothing by itself.
    """
    if writes and not closed and form is None and standing.scale is None and worksheet.template == SCALED:
        form = ScaleForm.of(goal.goal_id, None)
    scale = standing.scale
    return {
        "goal": goal,
        "draft_key": draft_key(actor, goal),
        "standing": standing,
        "ladder": pictures.ladder(standing) if scale and scale.written else None,
        "writes": writes,
        "form": form if writes else None,
        "rate": rate if writes and scale and scale.whole else None,
        "choices": choices(scale) if scale else (),
        "elsewhere": choices(elsewhere) if elsewhere else (),
        "done": done,
        "problem": problem,
        "opened": opened,
    }


def choices(scale: ScaleInfo) -> tuple[Choice, ...]:
    """Return the levels with their words, the highest first."""
    return tuple(Choice(str(level), signed(level), scale.draft.texts.get(level, "")) for level in SHOWN)


def moved(
    standing: Standing,
    now: dt.datetime,
    meetings: Iterable[dt.datetime] = (),
    changes: Iterable[dt.datetime] = (),
) -> dict[str, Any]:
    """Return the context of `attainment/_moved.html`; see `pictures.moved`."""
    return {"moved": pictures.moved(standing, now, meetings, changes)}


def together(change: Change) -> dict[str, Any]:
    """Return the context of `attainment/_together.html`, for nobody but the owner of these goals."""
    return {"together": pictures.together(change), "middle": pictures.MIDDLE}


def reading(
    shared: SharedGoal, standing: Standing, now: dt.datetime, *, agrees: bool, done: str = "", problem: str = ""
) -> dict[str, Any]:
    """Return the context of `attainment/_read.html`: how far a goal has come that somebody shares with the reader.

    Args:
        standing: all of it; what its owner rated before they shared it is left out here.
        agrees: whether the reader mentors its owner, so that they can agree with the newest rating.
    """
    standing = standing.shared_since(shared.read_since)
    newest = standing.newest()
    waits = agrees and newest is not None and newest.agreed_at is None
    scale = standing.scale
    return {
        "shared": shared,
        "key": shared.goal.goal_id.hex[:12],
        "standing": standing,
        "ladder": pictures.ladder(standing) if scale and scale.written else None,
        # A single rating is told by the ladder.
        "moved": pictures.moved(standing, now) if len(standing.ratings) > 1 or newest is None else None,
        "agree": AgreeForm.of(shared.goal.goal_id, shared.share_id, newest.rating_id) if waits else None,
        "newest": newest,
        "newest_sign": signed(newest.answer.level) if newest else "",
        "done": done,
        "problem": problem,
    }


def minis(standings: dict[UUID, Standing]) -> dict[UUID, pictures.Mini]:
    """Return the small pictures of goals by public id; goals that have no five levels have none."""
    found = {goal_id: pictures.mini(standing) for goal_id, standing in standings.items()}
    return {goal_id: mini for goal_id, mini in found.items() if mini is not None}


__all__ = ["choices", "draft_key", "minis", "moved", "part", "reading", "together"]
