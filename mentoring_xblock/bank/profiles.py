"""One's own profile: joining, changing, pausing and leaving the bank."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.languages import CODES
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.queries import has_applied
from mentoring_xblock.bank.data import (
    ABOUT_LIMIT,
    CAPACITY_LIMITS,
    HEADLINE_LIMIT,
    InvitationInfo,
    InvitationState,
    ProfileInfo,
    ProfileWords,
    Welcome,
)
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role

_ALUMNI = (Role.MENTEE, Role.MENTOR)


def info_of(row: Profile) -> ProfileInfo:
    """Return a profile as plain values."""
    return ProfileInfo(row.public_id, words_of(row), row.version, row.updated_at)


def words_of(row: Profile) -> ProfileWords:
    """Return what a profile says; lists of unknown quality lose what is no text."""
    return ProfileWords(
        headline=row.headline,
        about=row.about,
        topics=_texts(row.topics),
        languages=_texts(row.languages),
        places=_texts(row.places),
        remote=row.remote,
        capacity=row.capacity,
        paused=row.paused,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def belongs(user_id: int, programme: ProgrammeInfo) -> bool:
    """Return whether somebody may join: who has been in any round of the programme, or applied to mentor in it.

    Two queries at most.
    """
    return programmes.has_been_in(user_id, programme.id, _ALUMNI) or has_applied(user_id, programme.id, CallRole.MENTOR)


def _own(actor: Actor) -> Facts:
    return Facts(owner_id=actor.user_id)


def welcome(actor: Actor, programme: ProgrammeInfo | None, *, inside: bool = False) -> Welcome:
    """Return what the actor has to do with the bank; three queries at most, none for who is not enrolled.

    Args:
        inside: the caller knows that the actor takes part in the round, so that nobody looks for it.
    """
    if programme is None or not policy.allowed(Action.PROFILE_WRITE, actor, _own(actor)):
        return Welcome(may_join=False)
    row = Profile.objects.filter(programme_id=programme.id, user_id=actor.user_id, left_at=None).first()
    if row is None:
        return Welcome(may_join=inside or belongs(actor.user_id, programme))
    return Welcome(may_join=True, profile=info_of(row), invitation=invitation_to(actor, programme))


def invitation_to(actor: Actor, programme: ProgrammeInfo | None) -> InvitationInfo | None:
    """Return what the actor is asked, if an answer is waited for; one query."""
    if programme is None or programme.round is None or not policy.allowed(Action.PROFILE_WRITE, actor, _own(actor)):
        return None
    mine = Invitation.objects.filter(profile__user_id=actor.user_id, profile__left_at=None)
    found = mine.filter(open_round=programme.round.id, expires_at__gt=timezone.now()).first()
    if found is None:
        return None
    return InvitationInfo(
        public_id=found.public_id,
        invited_at=found.created_at,
        answer_by=programme.plan.today(found.expires_at),
        by_id=found.invited_by_id,
        message=found.message,
    )


def save_profile(actor: Actor, place: Place, words: ProfileWords, version: int) -> ProfileInfo:
    """Join the bank, or change one's profile. The same words again change nothing.

    Args:
        version: what the words were written over; 0 for somebody who joins.
    Raises:
        NotFound: nobody is signed in who is enrolled, or the programme has not been published.
        NotAllowed: the actor has never been in the programme, nor applied to mentor in it.
        Invalid: something is too long or unknown; `fields` says what.
        Conflict: the profile was changed meanwhile; `current` is the `ProfileInfo` that stands.
    """
    policy.require(Action.PROFILE_WRITE, actor, Facts(owner_id=actor.user_id))
    programme = programmes.programme_of(place)
    words = _checked(words, programme)
    try:
        with transaction.atomic():
            return _save(actor, programme, words, version)
    except IntegrityError:
        # Two first saves at once: the second one is told what the first one made.
        return _save(actor, programme, words, version)


@transaction.atomic
def _save(actor: Actor, programme: ProgrammeInfo, words: ProfileWords, version: int) -> ProfileInfo:
    row = Profile.objects.select_for_update().filter(programme_id=programme.id, user_id=actor.user_id).first()
    if row is None or row.left_at is not None:
        if not belongs(actor.user_id, programme):
            raise NotAllowed(gettext("The mentor bank is for people who have been in this programme."))
        if version:
            raise Conflict(gettext("You have left the bank meanwhile. Open the page again to come back."))
        row = row or Profile(programme_id=programme.id, user_id=actor.user_id, version=0)
        row.left_at = None
    elif words_of(row) == words:
        return info_of(row)
    elif version != row.version:
        raise Conflict(gettext("Also changed on another device. Nothing is lost."), info_of(row))
    for name, value in asdict(words).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.version += 1
    row.updated_at = timezone.now()
    row.save()
    return info_of(row)


def _checked(words: ProfileWords, programme: ProgrammeInfo) -> ProfileWords:
    """Return the words without surplus white space.

    Raises:
        Invalid: with sentences by field.
    """
    headline, about = " ".join(clean(words.headline).split()), clean(words.about).strip()
    errors: dict[str, list[str]] = {}
    if not headline:
        errors["headline"] = [gettext("Write a line by which people find you.")]
    for name, text, limit in (("headline", headline, HEADLINE_LIMIT), ("about", about, ABOUT_LIMIT)):
        if len(text) > limit:
            errors[name] = [
                gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
                % {"limit_value": limit, "show_value": len(text)}
            ]
    known = {
        "topics": programme.plan.named("topics"),
        "places": programme.plan.named("places"),
        "languages": CODES,
    }
    for name, options in known.items():
        if set(getattr(words, name)) - set(options):
            errors[name] = [gettext("Something that was ticked is not in the list any more. Look at it again.")]
    low, high = CAPACITY_LIMITS
    if not low <= words.capacity <= high:
        errors["capacity"] = [gettext("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}]
    if errors:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)
    return ProfileWords(
        headline,
        about,
        tuple(dict.fromkeys(words.topics)),
        tuple(dict.fromkeys(words.languages)),
        tuple(dict.fromkeys(words.places)),
        words.remote,
        words.capacity,
        words.paused,
    )


@transaction.atomic
def leave(actor: Actor, place: Place) -> None:
    """Leave the bank at once: the words are emptied, and what waited for an answer is withdrawn. Twice is once.

    Raises:
        NotFound: nobody is signed in who is enrolled.
    """
    policy.require(Action.PROFILE_WRITE, actor, Facts(owner_id=actor.user_id))
    row = (
        Profile.objects.select_for_update()
        .filter(programme__course_key=place.course_key, programme__slug=place.slug, user_id=actor.user_id, left_at=None)
        .first()
    )
    if row is None:
        return
    now = timezone.now()
    for name, value in asdict(ProfileWords()).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.left_at = row.updated_at = now
    row.version += 1
    row.save()
    Invitation.objects.filter(profile=row, open_round__isnull=False).update(
        state=InvitationState.WITHDRAWN, open_round=None, answered_at=now
    )
