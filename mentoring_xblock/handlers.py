"""What the platform's signals start here; `apps.py` says which signal calls what."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import tasks
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups.ahead import Booked
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.meetings.ahead import booked_ahead
from mentoring_xblock.meetings.overtaken import overtaken
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.reflections import api as reflections
from mentoring_xblock.signups import api as signups


def mirror_published_course(sender: Any, course_key: CourseKey, **kwargs: Any) -> None:
    """Queue the mirroring of a course that has just been published; in Studio's process.

    After the commit, so that the job reads what was published. A library has no programme.
    """
    if course_key.is_course:
        transaction.on_commit(partial(tasks.mirror_course.delay, str(course_key)))


def send_queued_mail(sender: Any, **kwargs: Any) -> None:
    """Queue the sending of mails that a transaction has just left in the outbox."""
    tasks.send_due_mail.delay()


def mails_overtaken(sender: Any, letters: list[Letter], **kwargs: Any) -> set[str]:
    """Answer which reminders are not true any more that are about to be sent."""
    return overtaken(letters, timezone.now())


def take_back_answers(sender: Any, entry_ids: list[int], **kwargs: Any) -> None:
    """Take back what was handed over of entries that go to the bin; bringing one back hands nothing over."""
    reflections.forget_unopened(entry_ids)


def run_wanted_proposal(sender: Any, proposal_id: str, **kwargs: Any) -> None:
    """Queue the run of a proposal that a coordinator has just asked for."""
    tasks.run_proposal.delay(proposal_id)


def publish_wanted_proposal(sender: Any, proposal_id: str, **kwargs: Any) -> None:
    """Queue the publishing of a proposal that a coordinator has just asked for; after the commit.

    Where jobs are done at once it is done at once, for the answer to tell of it. A broker that can't be reached must
    not turn what has been saved into an error: the proposal is found waiting, and publishing asked for again.
    """
    if current_app.conf.task_always_eager:
        tasks.publish_proposal(proposal_id)
    else:
        transaction.on_commit(partial(tasks.publish_proposal.delay, proposal_id), robust=True)


def meetings_ahead(
    sender: Any, programme: ProgrammeInfo, group_pks: list[int], now: datetime, **kwargs: Any
) -> dict[int, Booked]:
    """Answer what is booked in groups, for the mails to who comes into them and who goes out of them."""
    return booked_ahead(programme, group_pks, now)


def free_joint_places(
    sender: Any, programme: ProgrammeInfo, user_id: int, role: Role, now: datetime, **kwargs: Any
) -> None:
    """Give back somebody's places in meetings of a programme that they have just left, and tell them; in that
    transaction."""
    gatherings.tell_leaver(programme, user_id, role, now)
    gatherings.free_places(programme, user_id, now)


def follow_phases(sender: Any, before: ProgrammeInfo, after: ProgrammeInfo, now: datetime, **kwargs: Any) -> None:
    """Let drafts of meetings go along with phases that have just been moved; in that transaction."""
    gatherings.follow_phases(before, after, now)


def let_in_who_waits(sender: Any, group_pks: list[int], **kwargs: Any) -> None:
    """Give places that have just become free in groups to those who wait for one; after that commit."""
    signups.move_up(group_pks, timezone.now())


def retire_person(sender: Any, user: Any = None, **kwargs: Any) -> None:
    """Erase what a person wrote and who they were; while the host still knows the account by its name.

    An exception halts the host's retirement of the account, as it should; calling again is safe.
    """
    lifecycle.erase_person(user.pk)


def retire_mailings(sender: Any, user: Any = None, **kwargs: Any) -> None:
    """Drop the mails to a person, sent or not. The host may send this signal for an address without an account."""
    if user is not None:
        lifecycle.drop_mail(user.pk)
