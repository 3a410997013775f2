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
    words = {name: mark(f"application {name}") for name in ("matcher", "mentor")}
    own, mentor = (
        make_application(scene.round, about, person, answers=answers_for("mentee", letter=letter))
        for about, person, letter in (
            (call, scene.matcher, words["matcher"]),
            (make_call(programme, "mentor"), scene.other_mentor.user, words["mentor"]),
        )
    )
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
        found["sent"], id=own.public_id, words=words["matcher"], version=own.version, share_id=uuid.uuid4()
    )
    return found
