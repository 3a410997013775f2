"""What the matching group has written, for those who may read it, and the numbers that everybody else gets.

`readable_ratings` and `readable_suggestions` are the queryset twins of policy's rule for NOTES_READ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Count, Q, QuerySet

from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.reviews.data import (
    APART,
    HIGHEST,
    LOWEST,
    READABLE,
    Disagreement,
    Opinion,
    ReadingInfo,
    Scored,
    SuggestionInfo,
    Summary,
)
from mentoring_xblock.reviews.models import Rating, Suggestion, Verdict
from mentoring_xblock.reviews.settings import reading_of

# ---- facts ----


def facts_for(reading: ReadingInfo, about: Mapping[int, int]) -> dict[int, Facts]:
    """Return what policy needs to know of notes on applications, but who wrote them; one query.

    Args:
        about: whose application it is, by the application's primary key.
    """
    given = defaultdict(set)
    for application_id, matcher_id in Rating.objects.filter(application_id__in=list(about)).values_list(
        "application_id", "matcher_id"
    ):
        given[application_id].add(matcher_id)
    return {
        id_: Facts(
            about_id=applicant_id,
            sealed=reading.sealed,
            blind=reading.blind,
            reader_ids=frozenset(given[id_]),
        )
        for id_, applicant_id in about.items()
    }


# ---- the twins ----


def _reads(actor: Actor, reading: ReadingInfo) -> bool:
    """Whether the actor reads notes at all, whomever they are about."""
    return policy.allowed(Action.NOTES_READ, actor, Facts(sealed=reading.sealed))


def _given(actor: Actor) -> QuerySet:
    return Rating.objects.filter(matcher_id=actor.user_id).values("application_id")


def readable_ratings(actor: Actor, reading: ReadingInfo) -> QuerySet:
    """Return the ratings of a round that the actor may read, as policy says of each."""
    rows = Rating.objects.filter(application__round_id=reading.round_id)
    if not _reads(actor, reading):
        return rows.none()
    rows = rows.exclude(application__applicant_id=actor.user_id)
    return rows.filter(application_id__in=_given(actor)) if reading.blind else rows


def readable_suggestions(actor: Actor, reading: ReadingInfo) -> QuerySet:
    """Return the suggested pairs of a round that the actor may read: policy must allow it of each of the two."""
    rows = Suggestion.objects.filter(mentee__round_id=reading.round_id)
    if not _reads(actor, reading):
        return rows.none()
    rows = rows.exclude(Q(mentee__applicant_id=actor.user_id) | Q(mentor__applicant_id=actor.user_id))
    if reading.blind:
        given = _given(actor)
        rows = rows.filter(Q(matcher_id=actor.user_id) | Q(mentee_id__in=given, mentor_id__in=given))
    return rows


# ---- what matchers read ----


def opinions(rows: Iterable[Rating], reading: ReadingInfo) -> tuple[Opinion, ...]:
    """Return rows as data, with scores on today's criteria only."""
    return tuple(opinion_of(row, reading) for row in rows)


def opinion_of(row: Rating, reading: ReadingInfo) -> Opinion:
    """Return one rating as data."""
    return Opinion(
        matcher_id=row.matcher_id,
        scores=counted(row.scores, reading),
        verdict=Verdict(row.verdict),
        comment=row.comment,
        version=row.version,
        updated_at=row.updated_at,
    )


def counted(scores: Mapping[str, int], reading: ReadingInfo) -> dict[str, int]:
    """Return the scores on today's criteria, in their order."""
    return {one.id: scores[one.id] for one in reading.criteria if LOWEST <= scores.get(one.id, LOWEST - 1) <= HIGHEST}


def suggestion_infos(rows: QuerySet) -> tuple[SuggestionInfo, ...]:
    """Return suggested pairs as data, in the order in which they were made; one query."""
    found = rows.order_by("pk").values_list(
        "public_id", "mentee__applicant_id", "mentor__applicant_id", "matcher_id", "note"
    )
    return tuple(SuggestionInfo(*row) for row in found)


def read_by(matcher_id: int, round_id: int) -> set[int]:
    """Return the applications of a round that a matcher has rated; one query, once a call."""
    rows = Rating.objects.filter(matcher_id=matcher_id, application__round_id=round_id)
    return remembered(("read by", matcher_id, round_id), lambda: set(rows.values_list("application_id", flat=True)))


def disagreed(actor: Actor, reading: ReadingInfo, among: Collection[int] | None = None) -> set[int]:
    """Return the applications on which the group does not agree, as far as the actor may know; one query."""
    rows = readable_ratings(actor, reading)
    if among is not None:
        rows = rows.filter(application_id__in=list(among))
    return {id_ for id_, summary in _summed(rows, reading).items() if summary.disagrees}


# ---- numbers for everybody else ----


def summaries(round_id: int, among: Collection[int] | None = None) -> dict[int, Summary]:
    """Return what the group thinks of each application that it has rated, in numbers; two queries.

    Nothing once the notes are sealed, and nothing of applications that nobody has rated. Ask policy before.

    Args:
        among: only these applications, by primary key.
    """
    reading = reading_of(round_id)
    if reading.sealed:
        return {}
    rows = Rating.objects.filter(application__round_id=round_id)
    return _summed(rows if among is None else rows.filter(application_id__in=list(among)), reading)


def summaries_for(actor: Actor, round_id: int, among: Collection[int] | None = None) -> dict[int, Summary]:
    """Return the same for somebody to look at; two queries.

    A coordinator who is a matcher too learns from numbers no more than from notes: nothing of their own application,
    and where reading is blind nothing before they have given their own. Who is none learns nothing of their own either.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    reading = reading_of(round_id)
    if reading.sealed:
        return {}
    rows = Rating.objects.filter(application__round_id=round_id).exclude(application__applicant_id=actor.user_id)
    if _reads(actor, reading):
        rows = readable_ratings(actor, reading)
    return _summed(rows if among is None else rows.filter(application_id__in=list(among)), reading)


def _summed(rows: QuerySet, reading: ReadingInfo) -> dict[int, Summary]:
    given: dict[int, list[tuple[dict[str, int], str]]] = defaultdict(list)
    for application_id, scores, verdict in rows.order_by("pk").values_list("application_id", "scores", "verdict"):
        given[application_id].append((counted(scores, reading), verdict))
    return {id_: _summary(found, reading) for id_, found in given.items()}


def disagreement(found: Sequence[Opinion]) -> Disagreement:
    """Return what opinions that are at hand differ on."""
    return _disagreement([(one.scores, one.verdict) for one in found])


def _disagreement(found: Sequence[tuple[Mapping[str, int], str]]) -> Disagreement:
    verdicts = {verdict for _, verdict in found}
    spreads = _spreads(found)
    return Disagreement(
        split={Verdict.TAKE, Verdict.LEAVE} <= verdicts,
        apart=frozenset(id_ for id_, spread in spreads.items() if spread >= APART),
    )


def _spreads(found: Sequence[tuple[Mapping[str, int], str]]) -> dict[str, int]:
    by_criterion = defaultdict(list)
    for scores, _ in found:
        for id_, score in scores.items():
            by_criterion[id_].append(score)
    return {id_: max(scores) - min(scores) for id_, scores in by_criterion.items()}


def _summary(found: Sequence[tuple[Mapping[str, int], str]], reading: ReadingInfo) -> Summary:
    everything = [score for scores, _ in found for score in scores.values()]
    scored = tuple(
        Scored(one, len(scores), sum(scores) / len(scores), min(scores), max(scores))
        for one in reading.criteria
        if (scores := [given[one.id] for given, _ in found if one.id in given])
    )
    return Summary(
        count=len(found),
        mean=sum(everything) / len(everything) if everything else 0.0,
        spread=max((one.spread for one in scored), default=0),
        verdicts={one: sum(verdict == one for _, verdict in found) for one in Verdict},
        disagrees=bool(_disagreement(found)),
        scored=scored,
    )


def suggested(round_id: int) -> dict[tuple[int, int], int]:
    """Return how many matchers suggest each pair, by the primary keys of the mentee's and the mentor's application.

    Two queries; nothing once the notes are sealed. Ask policy before.
    """
    if reading_of(round_id).sealed:
        return {}
    rows = Suggestion.objects.filter(mentee__round_id=round_id, mentor__round_id=round_id)
    pairs = rows.values("mentee_id", "mentor_id").annotate(matchers=Count("pk")).order_by("mentee_id", "mentor_id")
    return {(row["mentee_id"], row["mentor_id"]): row["matchers"] for row in pairs}


def counts_read(round_id: int) -> dict[int, int]:
    """Return how many readable applications each matcher has rated, by user id; one query."""
    rows = Rating.objects.filter(application__round_id=round_id, application__status__in=READABLE)
    counted_rows = rows.values("matcher_id").annotate(read=Count("pk")).order_by("matcher_id")
    return {row["matcher_id"]: row["read"] for row in counted_rows}
