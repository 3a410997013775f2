"""Scales, ratings, actions and goals of groups in the scene, and what a browser sends about them."""

from __future__ import annotations

import uuid
from typing import Any

from mentoring_xblock.models import Goal, GoalAction, GoalRating, Scale
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
        level, said, todo = (mark(f"{kind} {name}") for kind in ("level", "rating", "step"))
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
        action = GoalAction.objects.create(goal=goal, body=todo, made_by_id=goal.owner_id, once_key=uuid.uuid4())
        scales[name] = thing(goal.public_id, level, **known)
        ratings[name] = thing(goal.public_id, said, score_id=rating.public_id, **known)
        actions[name] = thing(goal.public_id, todo, score_id=action.public_id, **known)
    return {"scales": scales, "ratings": ratings, "steps": actions}


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
    """Return what the pages about scales, ratings and actions send besides the usual."""
    if about not in ("scales", "ratings", "steps", "goals"):
        return {}
    named = str(thing.score_id or uuid.uuid4())
    made: dict[str, Any] = {"milestone": "", "page": 1, "stance": ""}
    if about == "goals":
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
        "same": "",
        **{f"level_{name}": f"{typed} {name}" for name in ("m2", "m1", "0", "1", "2")},
    }


#: By role, the marks of what a role may read of these.
READS: dict[str, set[str]] = {
    "mentee": {
        *(f"{kind} {name}" for kind in ("level", "rating", "step") for name in (*SCALED[:5], "in another course")),
        *("goals together pair", "goals together circle"),
    },
    "own mentor": {"level shared", "rating shared", "step shared", "goals together pair"},
    "peer": {"level with peers", "rating with peers", "step with peers", "goals together circle"},
    "other mentee": {f"{kind} somebody else’s" for kind in ("level", "rating", "step")},
    "other mentor": {f"{kind} somebody else’s" for kind in ("level", "rating", "step")},
}
