"""What every story of the demo stands on: who acts, where, and in which order things happened."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation
from opaque_keys.edx.keys import CourseKey

from demo.seed.clock import Clock
from demo.seed.course import PROGRAMME, TIME_ZONE
from demo.seed.people import ADMINISTRATOR, Persona
from mentoring_xblock.host.data import Viewer
from mentoring_xblock.kit.place import Place
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.models import Message, MessageState
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.actors import load_actor

SLUG = "main"
#: Makes the keys that a browser would make, the same in every demo.
_ONCE = uuid.UUID("8a0f1f5e-64f2-4c1e-8f51-0d6f2f1a7b10")


def once(*parts: str) -> uuid.UUID:
    """Return a key that is the same in every demo."""
    return uuid.uuid5(_ONCE, "/".join(parts))


@dataclass(eq=False)
class Story:
    """What happened in one course's programme so far.

    Days are counted from the programme's first day; 12.5 is the noon of day 12. keys: usage keys by the blocks' names.
    """

    course_key: CourseKey
    keys: dict[str, Any]
    info: programme.ProgrammeInfo
    steps: list[tuple[float, Callable[[], Any]]] = field(default_factory=list)
    #: When the step that is being told is to have happened.
    now: dt.datetime = field(default_factory=timezone.now)
    clock: Clock = field(default_factory=Clock)

    def plan_everything(self) -> None:
        """Collect all steps."""
        raise NotImplementedError

    @property
    def begun(self) -> bool:
        """Whether somebody takes part already, so that the story has been told."""
        return bool(programme.coordinators(self.info.id))

    def moment(self, day: float) -> dt.datetime:
        """Return a day as a moment, by the programme's clock."""
        whole = int(day // 1)
        midnight = dt.datetime.combine(self.info.round.starts_on + dt.timedelta(days=whole), dt.time(), TIME_ZONE)
        return midnight + dt.timedelta(days=day - whole)

    def _step(self, day: float, run: Callable, *args: Any) -> None:
        self.steps.append((day, lambda: run(*args)))

    # ---- who and where ----

    @property
    def round_id(self) -> int:
        """The round that runs."""
        return self.info.round.id

    @cache  # noqa: B019 - a story is told once
    def _user(self, username: str) -> Any:
        return get_user_model().objects.select_related("profile").get(username=username)

    @cache  # noqa: B019
    def _actor(self, username: str) -> Actor:
        viewer = Viewer(self._user(username).pk, masquerading=False, time_zone=str(TIME_ZONE))
        return load_actor(viewer, self.course_key, SLUG)

    @cache  # noqa: B019
    def _participant(self, username: str) -> programme.ParticipantInfo:
        return next(iter(programme.roles_of(self._user(username).pk, self.round_id).values()))

    def _place(self, block: str) -> Place:
        usage_key = self.keys[block]
        return Place(self.course_key, usage_key, usage_key.block_type, SLUG)

    @property
    def _programme(self) -> Place:
        return self._place(PROGRAMME)

    def _in_words_of(self, username: str) -> translation.override:
        return translation.override(self._user(username).profile.language)

    # ---- what every story does ----

    def _name_coordinator(self, persona: Persona) -> None:
        administrator = self._actor(ADMINISTRATOR.username)
        programme.name_coordinator(administrator, self._programme, self._user(persona.username).pk)

    def _send_mail(self) -> None:
        """Send what waits. Days to answer by were counted from today; the clock moves rows later, and no mail."""
        passed = timezone.now().date() - self.now.date()
        waiting = [one for one in Message.objects.filter(state=MessageState.QUEUED) if one.context.get("answer_on")]
        for message in waiting:
            day = dt.date.fromisoformat(message.context["answer_on"]) - passed
            message.context = {**message.context, "answer_on": day.isoformat()}
        Message.objects.bulk_update(waiting, ["context"])
        # Within our transaction, which is safe here alone: the demo's mails are rows of the same database.
        notifications.send_due()


@transaction.atomic
def tell(stories: Iterable[Story]) -> None:
    """Do all steps of stories that have not been told, in the order in which they happened."""
    steps: list[tuple[dt.datetime, Story, Callable[[], Any]]] = []
    for story in stories:
        if not story.begun:
            story.plan_everything()
            steps += [(story.moment(day), story, run) for day, run in story.steps]
    if not steps:
        return
    clock = Clock()
    for moment, story, run in sorted(steps, key=itemgetter(0)):
        story.now, story.clock = moment, clock
        with clock.at(moment):
            run()
    clock.settle()
