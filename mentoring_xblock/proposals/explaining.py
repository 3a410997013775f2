"""Why two people fit, in words: for coordinators by criterion, and for the two themselves much less."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.languages import name_of
from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.criteria import free_hours, ratings
from mentoring_xblock.proposals.data import PartInfo
from mentoring_xblock.proposals.ground import KIND_OF, Ground, options
from mentoring_xblock.proposals.later_data import PairReasons

#: Which list of the plan names a criterion's options.
_LISTS = {
    Criterion.WISHES: "topics",
    Criterion.INTERESTS: "interests",
    Criterion.CHALLENGES: "challenges",
    Criterion.PLACES: "places",
    Criterion.FIELD: "fields",
}


def label(code: Criterion) -> str:
    """Return a criterion's name."""
    return {
        Criterion.WISHES: gettext("wishes"),
        Criterion.INTERESTS: gettext("interests"),
        Criterion.CHALLENGES: gettext("challenges"),
        Criterion.VALUES: gettext("values"),
        Criterion.STYLES: gettext("working style"),
        Criterion.HOURS: gettext("common hours"),
        Criterion.LANGUAGES: gettext("languages"),
        Criterion.PLACES: gettext("place"),
        Criterion.FIELD: gettext("field of work"),
        Criterion.EXPERIENCE: gettext("experience"),
        Criterion.PEOPLE: gettext("wishes by name"),
        Criterion.REVIEWS: gettext("matching group"),
    }[code]


def option_name(plan: Plan, code: Criterion, option: str) -> str:
    """Return an option's name in the reader's language; its id once it has left the plan's list."""
    if code is Criterion.LANGUAGES:
        return name_of(option)
    named = {one.id: pick(one.name) for one in plan.lists.get(_LISTS.get(code, ""), ())}
    return named.get(option, option)


def parts(
    ground: Ground,
    brief: Brief,
    stored: Sequence[Sequence],
    left: Candidate | None = None,
    right: Candidate | None = None,
) -> tuple[PartInfo, ...]:
    """Return the parts of a score, with words where both people are still there to be read.

    Args:
        stored: lists of a criterion's code, points and most, as a seat keeps them.
    """
    known = {one.value for one in Criterion}
    found = []
    for code, points, most in stored:
        if code in known:
            criterion = Criterion(code)
            words = _words(ground, brief, criterion, points, left, right) if left and right else ""
            found.append(PartInfo(criterion, label(criterion), points, most, words))
    return tuple(found)


def _words(ground: Ground, brief: Brief, criterion: Criterion, points: int, left: Candidate, right: Candidate) -> str:
    if criterion is Criterion.REVIEWS and points and not ground.suggested:
        # The points were given before the notes were sealed: to say now that nobody suggests the two would be untrue.
        return gettext("What the matching group has noted is put away for good.")
    return _WORDS[criterion](ground, brief, left, right)


def must(plan: Plan, code: Criterion, least: int) -> str:
    """Name a must."""
    if code is Criterion.HOURS:
        return ngettext("%(count)s common hour a week", "%(count)s common hours a week", least) % {"count": least}
    if code is Criterion.LANGUAGES:
        return ngettext("a common language", "%(count)s common languages", least) % {"count": least}
    if code is Criterion.WISHES:
        return ngettext("a wish that is answered", "%(count)s wishes that are answered", least) % {"count": least}
    return label(code)


# ---- for coordinators ----


def _in_common(code: Criterion, left: Candidate, right: Candidate) -> list[str]:
    kind = KIND_OF[code]
    theirs = set(options(kind, right.answers.get(kind)))
    return [option for option in options(kind, left.answers.get(kind)) if option in theirs]


def _names(ground: Ground, code: Criterion, left: Candidate, right: Candidate) -> str:
    return ", ".join(option_name(ground.programme.plan, code, option) for option in _in_common(code, left, right))


def _wishes(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    wished = len(left.answers.get(QuestionKind.TOPICS, ()))
    if not wished:
        return gettext("Wishes for nothing in particular")
    names = _names(ground, Criterion.WISHES, left, right)
    if not names:
        return ngettext("The one wish is not answered", "None of %(count)s wishes is answered", wished) % {
            "count": wished
        }
    answered = len(_in_common(Criterion.WISHES, left, right))
    return ngettext(
        "%(answered)s of %(count)s wish answered: %(names)s",
        "%(answered)s of %(count)s wishes answered: %(names)s",
        wished,
    ) % {"answered": answered, "count": wished, "names": names}


def _shared(code: Criterion) -> Callable[[Ground, Brief, Candidate, Candidate], str]:
    def say(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
        names = _names(ground, code, left, right)
        if code is Criterion.INTERESTS:
            sentence = gettext("Interests in common: %(names)s") if names else gettext("No interest in common")
        elif code is Criterion.CHALLENGES:
            sentence = gettext("Challenges in common: %(names)s") if names else gettext("No challenge in common")
        else:
            sentence = gettext("Languages in common: %(names)s") if names else gettext("No language in common")
        return sentence % {"names": names}

    return say


def _close(code: Criterion) -> Callable[[Ground, Brief, Candidate, Candidate], str]:
    def say(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
        values = code is Criterion.VALUES
        one, other = (ratings(ground, code, [person])[0].astype(int) for person in (left, right))
        both = (one >= 0) & (other >= 0)
        count, near = int(both.sum()), int((abs(one - other)[both] <= 1).sum())
        if not count:
            return (
                gettext("Not both said what they value") if values else gettext("Not both said how they like to work")
            )
        sentence = (
            ngettext(
                "Close in %(near)s of %(count)s statement on values",
                "Close in %(near)s of %(count)s statements on values",
                count,
            )
            if values
            else ngettext(
                "Close in %(near)s of %(count)s statement on working style",
                "Close in %(near)s of %(count)s statements on working style",
                count,
            )
        )
        return sentence % {"near": near, "count": count}

    return say


def common_hours(ground: Ground, left: Candidate, right: Candidate) -> int | None:
    """Return how many hours a week two people are both free; None where one of them did not say."""
    if not (left.answers.get(QuestionKind.HOURS) and right.answers.get(QuestionKind.HOURS)):
        return None
    one, other = free_hours(ground, [left, right])
    return int((one & other).sum())


def _hours(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    hours = common_hours(ground, left, right)
    if hours is None:
        return gettext("Not both said when they have time")
    if not hours:
        return gettext("No common hour a week")
    return ngettext("%(count)s common hour a week", "%(count)s common hours a week", hours) % {"count": hours}


def _places(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    names = _names(ground, Criterion.PLACES, left, right)
    if names:
        return gettext("Places in common: %(names)s") % {"names": names}
    answers = [person.answers.get(QuestionKind.PLACES) for person in (left, right)]
    if all(answer and answer["remote"] for answer in answers):
        return gettext("Both are ready to meet remotely")
    return gettext("No place in common")


def _field(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    if not all(options(QuestionKind.FIELD, one.answers.get(QuestionKind.FIELD)) for one in (left, right)):
        return gettext("Not both named their field of work")
    same = bool(_in_common(Criterion.FIELD, left, right))
    return gettext("The same field of work") if same else gettext("Different fields of work")


def _experience(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    if not all(one.answers.get(QuestionKind.EXPERIENCE) for one in (left, right)):
        return gettext("Not both told how experienced they are")
    if _in_common(Criterion.EXPERIENCE, left, right):
        return gettext("Equally experienced")
    return gettext("One is new to this, the other experienced")


def _people(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    left_wishes = right.user_id in ground.wished.get(left.participant_id, ())
    right_wishes = left.user_id in ground.wished.get(right.participant_id, ())
    if left_wishes and right_wishes:
        return gettext("Each wishes for the other")
    if left_wishes or right_wishes:
        return gettext("%(name)s wishes for the other") % {
            "name": ground.name((left if left_wishes else right).participant_id)
        }
    return gettext("Neither wishes for the other by name")


def _reviews(ground: Ground, brief: Brief, left: Candidate, right: Candidate) -> str:
    count = ground.suggested.get((left.application_id, right.application_id), 0)
    if not count:
        return gettext("Nobody in the matching group suggests the two")
    return ngettext(
        "%(count)s person in the matching group suggests the two",
        "%(count)s people in the matching group suggest the two",
        count,
    ) % {"count": count}


_WORDS: Mapping[Criterion, Callable[[Ground, Brief, Candidate, Candidate], str]] = {
    Criterion.WISHES: _wishes,
    Criterion.INTERESTS: _shared(Criterion.INTERESTS),
    Criterion.CHALLENGES: _shared(Criterion.CHALLENGES),
    Criterion.VALUES: _close(Criterion.VALUES),
    Criterion.STYLES: _close(Criterion.STYLES),
    Criterion.HOURS: _hours,
    Criterion.LANGUAGES: _shared(Criterion.LANGUAGES),
    Criterion.PLACES: _places,
    Criterion.FIELD: _field,
    Criterion.EXPERIENCE: _experience,
    Criterion.PEOPLE: _people,
    Criterion.REVIEWS: _reviews,
}


# ---- for the two themselves ----


def for_the_pair(ground: Ground, left: Candidate, right: Candidate) -> PairReasons:
    """Return all that a mentee and a mentor are told of why they were put together.

    Only what both of them answered alike, of four kinds: what one wishes for and the other offers, interests,
    languages, and how many common hours. So nobody learns from it anything that they did not answer themselves, and
    nothing of values, fields, experience, names or ratings. This list is the whole of it: a new criterion is not told
    unless somebody adds it here.
    """
    plan = ground.programme.plan

    def named(code: Criterion) -> tuple[str, ...]:
        return tuple(option_name(plan, code, option) for option in _in_common(code, left, right))

    return PairReasons(
        topics=named(Criterion.WISHES),
        interests=named(Criterion.INTERESTS),
        languages=named(Criterion.LANGUAGES),
        hours=common_hours(ground, left, right),
    )
