"""Wanting to hear when an announced call opens."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.applications.applying import open_call
from mentoring_xblock.applications.data import CallInfo, CallSettings, CallState
from mentoring_xblock.applications.models import Watcher
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def watch(actor: Actor, place: Place, settings: CallSettings, now: dt.datetime) -> CallInfo:
    """Let the actor know by mail when the call opens; asking twice is asking once. An open call needs no telling.

    Raises:
        NotFound: the actor is not in the course.
    """
    policy.require(Action.APPLICATION_WRITE, actor, Facts(owner_id=actor.user_id))
    call = open_call(actor, place, settings, now)
    if call.state is not CallState.ANNOUNCED or call.programme is None or call.watching:
        return call
    # The unique key decides between clicks at the same moment; who has been told of an earlier opening asks anew.
    wish = Watcher(usage_key=place.usage_key, user_id=actor.user_id, programme_id=call.programme.id)
    Watcher.objects.bulk_create([wish], ignore_conflicts=True)
    told = Watcher.objects.filter(usage_key=place.usage_key, user_id=actor.user_id, told_at__isnull=False)
    told.update(told_at=None, programme_id=call.programme.id)
    return open_call(actor, place, settings, now)


def unwatch(actor: Actor, place: Place, settings: CallSettings, now: dt.datetime) -> CallInfo:
    """Let the actor not hear of it after all; safe to repeat.

    Raises:
        NotFound: the actor is not in the course.
    """
    policy.require(Action.APPLICATION_WRITE, actor, Facts(owner_id=actor.user_id))
    Watcher.objects.filter(usage_key=place.usage_key, user_id=actor.user_id).delete()
    return open_call(actor, place, settings, now)
