"""Points that a coordinator releases: which wait, and letting them stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import gradebook, mails, queries, scores
from mentoring_xblock.assessment.data import Draft, Release, Released
from mentoring_xblock.assessment.gradebook import NotStored
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

#: How many points a coordinator sees on a page, and releases at once.
PAGE_SIZE = 25


def held(actor: Actor, programme: ProgrammeInfo) -> int:
    """Return how many points wait for the actor to release them; one query.

    Of their own, which wait for another coordinator, they learn nothing before these stand.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.POINTS_RELEASE, actor)
    return _waiting(programme).exclude(hand_in__owner_id=actor.user_id).count()


def releases(programme: ProgrammeInfo) -> bool:
    """Return whether points of a published block of the programme wait for a coordinator; one query."""
    blocks = programmes.blocks_of(programme.course_key, programme.slug)
    return any(block.settings.get("release") == Release.BY_COORDINATOR for block in blocks)


def drafts(actor: Actor, programme: ProgrammeInfo, page: int = 1) -> Page[Draft]:
    """Return a page of the points that the actor can release, by block and then by name; the same number of queries
    for one and for many. Nothing of what was handed in is read, and no word that was said of it.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.POINTS_RELEASE, actor)
    rows = [
        row
        for row in _waiting(programme).values(
            "public_id",
            "points",
            "scored_at",
            "scorer_id",
            "hand_in__owner_id",
            "hand_in__usage_key",
            "hand_in__maximum",
        )
        if policy.allowed(Action.POINTS_RELEASE, actor, Facts(owner_id=row["hand_in__owner_id"]))
    ]
    people = host.people({row[who] for row in rows for who in ("hand_in__owner_id", "scorer_id")} - {None})
    blocks = programmes.block_infos(list({row["hand_in__usage_key"] for row in rows}))
    names = {user_id: person.full_name for user_id, person in people.items()}
    found = [
        Draft(
            score_id=row["public_id"],
            block_title=pick(blocks[row["hand_in__usage_key"]].title) if row["hand_in__usage_key"] in blocks else "",
            owner_name=names.get(row["hand_in__owner_id"], ""),
            scorer_name=names.get(row["scorer_id"], ""),
            points=row["points"],
            maximum=row["hand_in__maximum"],
            at=row["scored_at"],
        )
        for row in rows
    ]
    found.sort(key=lambda one: (one.block_title.casefold(), one.owner_name.casefold(), one.at))
    return page_of(found, page, PAGE_SIZE)


def release(actor: Actor, place: Place, score_ids: Iterable[UUID], now: datetime) -> Released:
    """Let drafts stand, here and in the gradebook, in place of what stood; what can't be released is skipped.

    Each has a transaction of its own, in the order of block and person, so that one that the gradebook does not take
    keeps no other back. This is the one place whose queries grow with what it is asked for, up to `PAGE_SIZE`: the
    host takes points one by one.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        Invalid: nothing was chosen, or more than `PAGE_SIZE`.
        NotFound: none of it belongs to this programme.
        Conflict: the course's grades are closed; nothing was changed.
    """
    policy.require(Action.POINTS_RELEASE, actor)
    chosen = list(dict.fromkeys(score_ids))
    if not 1 <= len(chosen) <= PAGE_SIZE:
        sentence = gettext("Choose at least one, and up to %(limit)s.") % {"limit": PAGE_SIZE}
        raise Invalid(sentence, {"scores": [sentence]})
    programme = programmes.programme_of(place)
    rows = Score.objects.filter(public_id__in=chosen, hand_in__round__programme_id=programme.id)
    found = list(rows.select_related("hand_in").defer("hand_in__content"))
    if not found:
        raise NotFound(gettext("There is nothing here for you to see."))
    scores.refuse_when_frozen(place)
    people = host.people({score.hand_in.owner_id for score in found})
    given, skipped = 0, []
    for score in sorted(found, key=lambda one: (str(one.hand_in.usage_key), one.hand_in.owner_id)):
        try:
            with transaction.atomic():
                why = _release(actor, score, now)
        except NotStored:
            why = gettext("The gradebook did not take the points. Try again in a moment.")
        if not why:
            given += 1
            continue
        person = people.get(score.hand_in.owner_id)
        skipped.append((person.full_name if person else "", why))
    return Released(given, tuple(skipped))


def _release(actor: Actor, seen: Score, now: datetime) -> str:
    """Let a draft stand; returns why it can't be, empty where it stands now.

    Raises:
        NotStored: the host did not take the points.
    """
    rows = {row.pk: row for row in queries.lock_all(seen.hand_in.owner_id, seen.hand_in.usage_key)}
    score, row = Score.objects.filter(pk=seen.pk).first(), rows.get(seen.hand_in_id)
    if score is None or row is None:
        return gettext("These points are not here any more.")
    if not policy.allowed(Action.POINTS_RELEASE, actor, Facts(owner_id=row.owner_id)):
        return gettext("These are your own points. Another coordinator releases them.")
    if score.released_at is not None:
        return gettext("These points have been released already.")
    if row.withdrawn_at is not None:
        return gettext("What was handed in was taken back.")
    if score.withdrawn_at is not None:
        return gettext("These points were changed or withdrawn meanwhile.")
    if scores.newer(row, list(rows.values())):
        return gettext("Something newer was handed in, and the newest is what gets points.")
    standing = queries.standing_score(row.owner_id, row.usage_key)
    if standing is not None:
        Score.objects.filter(pk=standing.pk).update(withdrawn_at=now)
    Score.objects.filter(pk=score.pk).update(released_at=now, released_by_id=actor.user_id)
    gradebook.give(row, score.points, score.scorer_id)
    scores.record(row, score.scorer_id, Verb.SCORED, score.points)
    scores.record(row, actor.user_id, Verb.RELEASED, score.points)
    mails.tell_points(row, score)
    return ""


def _waiting(programme: ProgrammeInfo) -> QuerySet[Score]:
    """Return the drafts of a programme's rounds that can be released: those for the newest hand-in of their author."""
    newer = HandIn.objects.filter(
        usage_key=OuterRef("hand_in__usage_key"),
        owner_id=OuterRef("hand_in__owner_id"),
        kind=Kind.CHOSEN,
        withdrawn_at=None,
        number__gt=OuterRef("hand_in__number"),
    )
    of_programme = queries.drafts().filter(hand_in__round__programme_id=programme.id, hand_in__withdrawn_at=None)
    return of_programme.filter(~Exists(newer))
