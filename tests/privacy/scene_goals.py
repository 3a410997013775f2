"""Scales, ratings, actions and goals of groups in the scene, and what a browser sends about them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.assessment import gradebook
from mentoring_xblock.models import Goal, GoalAction, GoalRating, HandIn, Scale, Score
from tests import factories
from tests.privacy.watch import mark

#: What of the mentee's and others' goals has a scale, a rating and an action.
SCALED = (
    "private",
    "shared",
    "with peers",
    "withdrawn",
    "with a former mentor",
    "somebody else’s",
    "in another course",
)

#: What stands beside these: levels, ratings, steps, and what was said of them before they were shared.
KINDS = ("level", "rating", "step", "alone")


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return goals of groups, added to the goals; and for those in `SCALED` their scales, ratings and actions.

    `score_id` names the rating, or the action. The words of a scale stand in each of its levels.
    """
    goals = scene.things["goals"]
    goals |= {
        "of the pair": _together(scene, thing, "pair", scene.pair, scene.mentee),
        "of peers": _together(scene, thing, "circle", scene.circle, scene.peer),
    }
    scales, ratings, actions = {}, {}, {}
    for name in SCALED:
        goal = Goal.objects.get(public_id=goals[name].id)
        known = {"version": 1, "share_id": goals[name].share_id, "group_id": goals[name].group_id}
        level, said, todo, alone = (mark(f"{kind} {name}") for kind in KINDS)
        Scale.objects.create(goal=goal, levels={str(one): f"{level} {one}" for one in range(-2, 3)}, baseline=-1)
        rating = GoalRating.objects.create(
            goal=goal,
            rater_id=goal.owner_id,
            stage="start",
            level=-1,
            words=said,
            scale_version=1,
            once_key=uuid.uuid4(),
        )
        # What its owner said of it before they shared it.
        GoalRating.objects.create(
            goal=goal,
            rater_id=goal.owner_id,
            stage="start",
            level=-2,
            words=alone,
            scale_version=1,
            once_key=uuid.uuid4(),
            created_at=goal.created_at - dt.timedelta(days=9),
        )
        action = GoalAction.objects.create(goal=goal, body=todo, made_by_id=goal.owner_id, once_key=uuid.uuid4())
        scales[name] = thing(goal.public_id, level, **known)
        ratings[name] = thing(goal.public_id, said, score_id=rating.public_id, **known)
        actions[name] = thing(goal.public_id, todo, score_id=action.public_id, **known)
    return {"scales": scales, "ratings": ratings, "steps": actions, "earlier": _earlier(scene, thing)}


def _earlier(scene: Any, thing: Any) -> dict[str, Any]:
    """Return a goal that the mentee wrote in the round before, and what is not of that round."""
    goals, words = scene.things["goals"], mark("goals last round")
    like = Goal.objects.get(public_id=goals["private"].id)
    before = like.round.programme.rounds.create(
        number=0, starts_on=like.round.starts_on - dt.timedelta(days=365), closed_at=like.created_at
    )
    goal = Goal.objects.create(
        round=before,
        owner=like.owner,
        course_key=like.course_key,
        usage_key=like.usage_key,
        answers={"statement": words},
        status="active",
        once_key=uuid.uuid4(),
    )
    others = {name: goals[name] for name in ("private", "somebody else’s", "in another course")}
    return {"of the last round": thing(goal.public_id, words), **others}


def drafts(scene: Any, thing: Any) -> dict[str, Any]:
    """Return points that wait to be released: of the peer, of what was taken back meanwhile, and of another course."""
    words, place = mark("handed drafted"), factories.place_of(scene.round, "mentoring_goals", "goals")
    row = HandIn.objects.create(
        round=scene.round,
        course_key=place.course_key,
        usage_key=place.usage_key,
        block_type=place.block_type,
        owner=scene.peer.user,
        number=1,
        content=[{"kind": "goal", "id": str(uuid.uuid4()), "version": 1, "title": words, "parts": []}],
        maximum=10,
        once_key=uuid.uuid4(),
    )
    row.submission_uuid = gradebook.submit(row, 1)
    row.save()
    hand_ins = {name: scene.things["hand-ins"][name] for name in ("taken back", "in another course")}
    rows = {"a draft": row, **{name: HandIn.objects.get(public_id=one.id) for name, one in hand_ins.items()}}
    return {
        name: thing(
            Score.objects.create(
                hand_in=one,
                scorer=scene.mentor.user,
                points=6,
                feedback=mark(f"feedback {name}"),
                withdrawn_at=one.withdrawn_at,
            ).public_id
        )
        for name, one in rows.items()
    }


def _together(scene: Any, thing: Any, name: str, group: Any, author: Any) -> Any:
    words = mark(f"goals together {name}")
    like = Goal.objects.get(public_id=scene.things["goals"]["shared"].id)
    goal = Goal.objects.create(
        round=like.round,
        owner=None,
        group=group,
        course_key=like.course_key,
        usage_key=like.usage_key,
        answers={"statement": words},
        status="active",
        once_key=uuid.uuid4(),
        updated_by=author.user,
    )
    return thing(goal.public_id, words, goal.version, uuid.uuid4(), group.public_id)


def body(about: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the pages about scales, ratings, actions and drafts of points send besides the usual."""
    if about == "drafts":
        return {"scores": [str(thing.id)]}
    if about == "hand-ins":
        return {"words": typed}
    if about == "people":
        block, day = factories.make_place("mentoring_goals", "goals").usage_key, timezone.localdate() + dt.timedelta(9)
        return {"participant": str(thing.id), "block": str(block), "until": str(day), "attempts": True, "opened": True}
    if about not in ("scales", "ratings", "steps", "goals", "earlier"):
        return {}
    named = str(thing.score_id or uuid.uuid4())
    made: dict[str, Any] = {"milestone": "", "page": 1, "stance": ""}
    if about in ("goals", "earlier"):
        return made
    return made | {
        "goal": str(thing.id),
        "share": str(thing.share_id),
        "rating": named,
        "action": named,
        "level": "0",
        "words": typed,
        "due_on": "",
        "becomes": "done",
        "baseline": "-1",
        "weight": "1",
        "same": "same",
        **{f"level_{name}": f"{typed} {name}" for name in ("m2", "m1", "0", "1", "2")},
    }


#: By role, the marks of what a role may read of these.
READS: dict[str, set[str]] = {
    "mentee": {
        *(f"{kind} {name}" for kind in KINDS for name in (*SCALED[:5], "in another course")),
        *("goals together pair", "goals together circle", "goals last round"),
    },
    "own mentor": {"level shared", "rating shared", "step shared", "goals together pair"},
    "peer": {"handed drafted", "level with peers", "rating with peers", "step with peers", "goals together circle"},
    "other mentee": {f"{kind} somebody else’s" for kind in KINDS},
    "other mentor": {f"{kind} somebody else’s" for kind in ("level", "rating", "step")},
    # A document of one's own carries one's own name, also where there is nothing in it.
    "matcher": {"name matcher"},
    "former matcher": {"name formermatcher"},
    "line manager": {"name manager"},
}
