"""The matching group of the scene, and what it has written about the applications in it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import BlockMirror, Post, Programme
from mentoring_xblock.reviews import api as reviews
from tests import factories
from tests.factories_matching import answers_for, make_application, make_call, make_matcher
from tests.privacy.watch import mark


def written(role: str, name: str, **more: Any) -> dict[str, Any]:
    """Return whole answers of which each that is typed is a mark: the letter one, and everything else another."""
    words = mark(f"answer {name}")
    field = {"field": "film", "organisation": words, "team": words, "manager": words, "avoid": [words]}
    named = {"wished": [words], "vetoed": [f"{words} too"]}
    return answers_for(role, letter=mark(f"application {name}"), field=field, people=named, **more)


def gather(scene: Any, programme: Programme, things: dict[str, Any]) -> dict[str, Any]:
    """Make two matchers, of whom one has applied as well, and return the applications with theirs among them.

    The other matcher has rated and paired; `share_id` of what was sent names the first one's own suggestion.
    """
    scene.matcher = make_matcher(programme, name=mark("name matcher"))
    scene.other_matcher = make_matcher(programme, name=mark("name reader"))
    # Named once, and dismissed again.
    scene.former_matcher = factories.make_learner(name=mark("name former matcher"))
    coordinator, here = factories.coordinator_actor(scene.coordinator), factories.place_of(scene.round)
    programmes.appoint(coordinator, here, Post.MATCHER, [scene.former_matcher.username])
    programmes.dismiss(coordinator, here, Post.MATCHER, scene.former_matcher.pk)
    call = BlockMirror.objects.get(usage_key=factories.usage_key("mentoring_application", "call"))
    mentors = make_call(programme, "mentor")
    own = make_application(scene.round, call, scene.matcher, answers=written("mentee", "matcher"))
    mentor = make_application(scene.round, mentors, scene.other_mentor.user, answers=written("mentor", "mentor"))
    # Whoever is in the round by an application is shown to others by four kinds of answers, and no text is among them.
    for participant, about, name in ((scene.mentor, mentors, "accepted"), (scene.waiting, call, "waiting")):
        answers = written(about.settings["role"], name)
        make_application(scene.round, about, status="accepted", participant=participant, answers=answers)
    scene.mentor_paper = mentor.public_id
    sent = things["sent"].id
    place = factories.make_place("mentoring_dashboard", "dashboard")
    first, second = (factories.actor(one, matcher=True) for one in (scene.matcher, scene.other_matcher))
    reviews.rate(second, place, sent, {"values": 2}, "leave", mark("note sent"), 0)
    reviews.rate(second, place, own.public_id, {"values": 1}, "leave", mark("note matcher"), 0)
    reviews.suggest(second, place, own.public_id, mentor.public_id, mark("note pair"))
    pair = reviews.suggest(first, place, sent, mentor.public_id, mark("note mine"))
    found = {name: replace(one, share_id=uuid.uuid4()) for name, one in things.items()}
    found["sent"] = replace(found["sent"], share_id=pair.suggestion_id)
    found["the matcher’s own"] = replace(
        found["sent"], id=own.public_id, words=mark("application matcher"), version=own.version, share_id=uuid.uuid4()
    )
    return found
