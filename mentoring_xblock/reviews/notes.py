"""Writing: what a matcher thinks of an application, and the pairs that they would make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import forget
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.reviews import papers
from mentoring_xblock.reviews.data import (
    COMMENT_LIMIT,
    HIGHEST,
    LOWEST,
    NOTE_LIMIT,
    HandedIn,
    Opinion,
    ReadingInfo,
    SuggestionInfo,
)
from mentoring_xblock.reviews.models import Rating, Suggestion, Verdict
from mentoring_xblock.reviews.queries import facts_for, opinion_of
from mentoring_xblock.reviews.settings import locked_info, open_round_of, sealed


def may_write(actor: Actor, reading: ReadingInfo, *about: HandedIn) -> None:
    """Let a matcher write notes on applications.

    Raises:
        NotFound: the actor is no matcher, or one of the applications is their own.
        Conflict: the notes are sealed.
    """
    known = [Facts(sealed=reading.sealed)]
    known += facts_for(reading, {paper.id: paper.applicant_id for paper in about}).values()
    # Whoever could have written until a moment ago is told what has happened since.
    if reading.sealed and all(policy.allowed(Action.NOTES_WRITE, actor, replace(one, sealed=False)) for one in known):
        raise Conflict(sealed())
    for one in known:
        policy.require(Action.NOTES_WRITE, actor, one)


# ---- ratings ----


def rate(
    actor: Actor,
    place: Place,
    application_id: UUID,
    scores: Mapping[str, int],
    verdict: str,
    comment: str,
    version: int,
) -> Opinion:
    """Say what the actor thinks of an application; saying the same twice changes nothing.

    Args:
        scores: 1 to 5 by criterion; a criterion that is left out could not be told.
        version: of the actor's own rating that was typed upon, 0 for the first.
    Raises:
        NotFound: there is no such application to read, it is the actor's own, or they are no matcher.
        Invalid: no verdict, a score that is none, or too long a comment; `fields` are `verdict`, `score_<criterion>`
            and `comment`.
        Conflict: the actor has changed their rating elsewhere, and `current` is what stands; or the notes are sealed,
            and `current` is None.
    """
    paper = papers.paper_of(actor, place, application_id)
    comment = clean(comment).strip()
    with transaction.atomic():
        reading = locked_info(open_round_of(place))
        may_write(actor, reading, paper)
        given = _checked(scores, verdict, comment, reading)
        rows = Rating.objects.select_for_update().filter(application_id=paper.id, matcher_id=actor.user_id)
        row = rows.first()
        stands = opinion_of(row, reading) if row else None
        if stands and stands.says(given, Verdict(verdict), comment):
            return stands
        if (stands.version if stands else 0) != version:
            raise Conflict(
                gettext("You have changed this elsewhere meanwhile. Nothing is lost: choose what stands."),
                current=stands,
            )
        row = row or Rating(application_id=paper.id, matcher_id=actor.user_id, version=0)
        # Scores on criteria that are not used now stay: a coordinator may have removed one by mistake.
        asked = {one.id for one in reading.criteria}
        row.scores = {**{id_: score for id_, score in row.scores.items() if id_ not in asked}, **given}
        row.verdict, row.comment = verdict, comment
        row.version, row.updated_at = row.version + 1, timezone.now()
        row.save()
    forget()
    return opinion_of(row, reading)


def _checked(scores: Mapping[str, int], verdict: str, comment: str, reading: ReadingInfo) -> dict[str, int]:
    wrong: dict[str, list[str]] = {}
    if verdict not in Verdict.values:
        wrong["verdict"] = [gettext("Choose what you would do.")]
    if len(comment) > COMMENT_LIMIT:
        wrong["comment"] = [
            gettext("This can have %(limit)s characters; it has %(count)s.")
            % {"limit": COMMENT_LIMIT, "count": len(comment)}
        ]
    for id_, score in scores.items():
        if not LOWEST <= score <= HIGHEST:
            wrong[f"score_{id_}"] = [gettext("Choose a number from 1 to 5, or leave it out.")]
    if scores.keys() - {one.id for one in reading.criteria}:
        wrong["verdict"] = [gettext("The criteria have changed meanwhile. Look at them, and save again.")]
    if wrong:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), wrong)
    return {one.id: scores[one.id] for one in reading.criteria if one.id in scores}


# ---- pairs ----


def suggest(actor: Actor, place: Place, mentee_id: UUID, mentor_id: UUID, note: str) -> SuggestionInfo:
    """Suggest a pair; suggesting it again changes the note.

    Args:
        mentee_id, mentor_id: public ids of their applications.
    Raises:
        NotFound: there is no such application to read, one of the two is the actor's own, or they are no matcher.
        Invalid: the two are not a mentee and a mentor, or the note is too long; `fields` are `partner` and `note`.
        Conflict: the notes are sealed.
    """
    mentee, mentor = papers.paper_of(actor, place, mentee_id), papers.paper_of(actor, place, mentor_id)
    note = clean(note).strip()
    with transaction.atomic():
        may_write(actor, locked_info(open_round_of(place)), mentee, mentor)
        wrong: dict[str, list[str]] = {}
        if (mentee.role, mentor.role) != (
            CallRole.MENTEE,
            CallRole.MENTOR,
        ) or mentee.applicant_id == mentor.applicant_id:
            wrong["partner"] = [gettext("These two can’t be a pair. Choose somebody else.")]
        if len(note) > NOTE_LIMIT:
            wrong["note"] = [
                gettext("This can have %(limit)s characters; it has %(count)s.")
                % {"limit": NOTE_LIMIT, "count": len(note)}
            ]
        if wrong:
            raise Invalid(gettext("Something needs another look. What you typed is still here."), wrong)
        row, _ = Suggestion.objects.update_or_create(
            mentee_id=mentee.id, mentor_id=mentor.id, matcher_id=actor.user_id, defaults={"note": note}
        )
    return SuggestionInfo(row.public_id, mentee.applicant_id, mentor.applicant_id, actor.user_id, note)


def unsuggest(actor: Actor, place: Place, suggestion_id: UUID) -> None:
    """Take back a pair that the actor has suggested. Taking back twice is taking back once.

    Raises:
        NotFound: the actor is no matcher.
        Conflict: the notes are sealed.
    """
    with transaction.atomic():
        reading = locked_info(open_round_of(place))
        may_write(actor, reading)
        Suggestion.objects.filter(
            public_id=suggestion_id, matcher_id=actor.user_id, mentee__round_id=reading.round_id
        ).delete()
