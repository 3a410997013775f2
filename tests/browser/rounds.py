"""A round that is being put together: a course of the demo whose calls are open now, its people, and what they do.

What a journey does in the browser is told by steps here, each in terms of people and of what is sent: a button is found
by what it asks the server for, a field by its name, a person by name. Wordings may change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import FrameLocator, Locator

from demo.models import AuthoredBlock
from demo.seed.course import PROGRAMME
from demo.seed.people import PEOPLE, Persona
from demo.seed.recruiting import MENTEE_CALL, MENTOR_CALL, Recruiting
from demo.seed.run import CourseToSeed, make_people, open_course
from demo.seed.season import Applicant, Decided, Season
from demo.seed.story import SLUG
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.programme import api as programme


@dataclass(eq=False)
class Lately(Recruiting):
    """What has happened so far, all of it a moment ago."""

    def moment(self, day: float) -> dt.datetime:
        """Return now, whatever the day."""
        return timezone.now()

    def apply(self, call: str, people: Iterable[Applicant]) -> None:
        """Let people send their applications."""
        for person in people:
            self._apply(call, person)

    def begin(self, call: str, person: Applicant) -> None:
        """Let somebody begin an application that they do not send."""
        self._save_draft(call, person)

    def read(self, matchers: Iterable[str], people: Iterable[Applicant]) -> None:
        """Let matchers rate the applications of people as the season's notes say, those that came by browser too."""
        self.ids |= dict(Application.objects.values_list("applicant__username", "public_id"))
        for person in people:
            for matcher in person.opinions.keys() & set(matchers):
                self._rate(matcher, person)

    def take(self, usernames: Iterable[str]) -> None:
        """Let the coordinator accept those who have applied."""
        self._decide(Decided(0, Status.ACCEPTED, tuple(usernames)), "all")

    def answers(self, person: Applicant) -> dict[str, Any]:
        """Return what somebody answers, by question."""
        return person.answers(self._lists)

    def name_coordinator(self) -> None:
        """Let the administrator name the coordinator."""
        self._name_coordinator(self.coordinator)

    def user(self, username: str) -> Any:
        """Return somebody's account."""
        return self._user(username)


@dataclass(frozen=True)
class Course:
    """A course with open calls, and its season's people, of whom nobody has applied.

    pages: by name, the programme, both calls, everybody's own page (`own`) and the coordinator's (`desk`).
    """

    pages: dict[str, AuthoredBlock]
    season: Season
    lately: Lately
    author: Any
    coordinator: Any

    def applicant(self, username: str) -> Applicant:
        """Return somebody of the season."""
        return next(one for one in self.season.everybody if one.username == username)

    def account(self, username: str) -> Any:
        """Return the account of somebody of the course."""
        return self.lately.user(username)


def make_course(
    one: CourseToSeed, season: Season, coordinator: Persona, criteria: tuple[str, ...], ahead: int
) -> Course:
    """Publish a course of the demo as it is `ahead` days before it would be seeded: its calls are open."""
    make_people(person for person in PEOPLE if one.key in person.courses)
    open_course(one, timezone.now() + dt.timedelta(days=ahead))
    lately = Lately(
        one.course_key,
        one.usage_keys,
        programme.get_programme(one.course_key, SLUG),
        season=season,
        coordinator=coordinator,
        matchers={},
        criteria=criteria,
    )
    lately.name_coordinator()
    blocks = {block.usage_key: block for block in AuthoredBlock.objects.filter(course_key=one.key)}
    own, desk = (block for block in blocks.values() if block.block_type == "mentoring_dashboard")
    pages = {name: blocks[str(one.usage_keys[name])] for name in (PROGRAMME, MENTEE_CALL, MENTOR_CALL)}
    return Course(
        {**pages, "own": own, "desk": desk},
        season,
        lately,
        get_user_model().objects.get(username="kirsi"),
        get_user_model().objects.get(username=coordinator.username),
    )


# ---- finding things ----


def asks(inside: FrameLocator | Locator, handler: str) -> Locator:
    """Return what asks the server for something."""
    return inside.locator(f"[hx-post$='/{handler}']")


def button(inside: FrameLocator | Locator, handler: str, name: str = "") -> Locator:
    """Return the button that asks for something; `name` is a part of what it is called, when there are several."""
    return inside.get_by_role("button", name=name or None).and_(asks(inside, handler))


def sent(inside: FrameLocator | Locator, handler: str) -> Locator:
    """Return the button that sends a form."""
    return asks(inside, handler).locator("[type=submit]").first


def done(unit: FrameLocator) -> Locator:
    """Return the line that says that something has been done."""
    return unit.get_by_role("status").and_(unit.locator(".mn-notice"))


def unfold(inside: FrameLocator, what: Locator) -> Locator:
    """Open everything that something is folded away in, and return it."""
    folded = inside.locator("details:not([open])").filter(has=what)
    while folded.count():
        folded.first.locator("> summary").click()
    return what
