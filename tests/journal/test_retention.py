"""Journals end on the day that their programme says, and nobody's without thirty days to take it along."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.journal import api, retention
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.models import Message
from mentoring_xblock.notifications.models import MessageState, Reason
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing.models import Comment, Share
from tests import factories
from tests.journal.conftest import queries
from tests.mails import mails

FROZEN = {"kind": "entry", "id": str(uuid.uuid4()), "version": 1, "title": "Oma", "parts": [{"label": "", "text": "x"}]}


@pytest.fixture
def kept(world):
    """Return a way to say for how many days journals are kept, and how long ago the round was closed."""

    def say(days, ago=None):
        world.round.programme.plan = {**world.round.programme.plan, "journal_kept_days": days, "time_zone": "UTC"}
        world.round.programme.save()
        world.round.closed_at = None if ago is None else timezone.now() - dt.timedelta(days=ago)
        world.round.save()
        return programmes.get_programme(world.place.course_key, world.place.slug)

    return say


def told(days, programme, state=MessageState.SENT, reason=""):
    """Let everybody's mail have gone out so many days ago, or not, about the day on which the journals now end."""
    last = retention.ends_on(programme).isoformat()
    for one in Message.objects.all():
        event, _day, person = one.event_key.rsplit(":", 2)
        one.event_key, one.created_at = f"{event}:{last}:{person}", timezone.now() - dt.timedelta(days=days)
        one.state, one.sent_at = state, one.created_at if state == MessageState.SENT else None
        one.reason = reason
        one.save()


def shared_and_commented(world, text="oma"):
    entry = world.write(text=text).entry
    share = world.share(entry.public_id)
    api.comment(factories.actor(world.mentee), world.place, entry.public_id, share.share_id, "sana", uuid.uuid4())
    return entry


def handed_in(world, person):
    row = HandIn.objects.create(
        round=world.round,
        course_key=world.place.course_key,
        usage_key=world.place.usage_key,
        block_type="mentoring_journal",
        owner=person.user,
        number=1,
        content=[FROZEN],
        title="Oma",
        maximum=10,
        once_key=uuid.uuid4(),
    )
    Score.objects.create(hand_in=row, scorer=world.other_mentor.user, points=7, released_at=timezone.now())
    return row


def test_a_round_that_runs_and_a_plan_that_keeps_erase_nothing(world, kept):
    world.write()
    for days, ago in ((0, 4_000), (60, None), (60, 29)):
        kept(days, ago)
        call_command("mentoring_purge")
    assert (mails(), Entry.objects.count()) == ([], 1)


def test_people_hear_of_the_end_and_then_everything_of_theirs_goes_and_their_points_stay(world, kept, capsys):
    shared_and_commented(world)
    api.delete_entry(factories.actor(world.mentee), world.place, world.write(text="roskiin").entry.public_id)
    row = handed_in(world, world.peer)
    kept(60, 31)
    for _ in range(2):
        call_command("mentoring_purge")
    assert [mails(one) for one in (world.mentee, world.peer, world.mentor)] == [["journal_ends"], ["journal_ends"], []]
    until = timezone.now().date() + dt.timedelta(days=30)
    assert {one.context["until_on"] for one in Message.objects.all()} == {until.isoformat()}

    # The plan's day is over, but they have had twenty days only.
    told(20, kept(60, 61))
    call_command("mentoring_purge")
    assert (Entry.objects.count(), HandIn.objects.get().title) == (2, "Oma")

    told(31, kept(60, 61))
    capsys.readouterr()
    call_command("mentoring_purge")
    assert "2 entries and the texts of 1 hand-ins erased" in capsys.readouterr().out
    for table in (Entry, EntryVersion, Share, Comment, TrailEntry):
        assert not table.objects.exists()
    read = assessment.open_hand_in(factories.actor(world.other_mentor), world.place, row.public_id)
    assert [(one.gone, one.title, one.parts) for one in read.items] == [(True, "", ())]
    assert Score.objects.get().points == 7
    call_command("mentoring_purge")
    assert len(mails()) == 2


def test_another_day_is_told_anew_and_a_shorter_one_leaves_everybody_their_thirty_days(world, kept):
    world.write()
    programme = kept(365, 340)
    call_command("mentoring_purge")
    told(40, programme)

    # Shortened to a day that is over: nobody has heard of that one.
    programme = kept(90, 340)
    call_command("mentoring_purge")
    assert (mails(), Entry.objects.count()) == (["journal_ends"] * 2, 1)
    now = timezone.now()
    assert retention.ends_on(programme) < now.date()
    assert retention.kept_for(programme, world.mentee.user_id, now).until == now.date() + dt.timedelta(days=30)
    # Lengthened before it came: it is not erased on the day of which they heard.
    programme = kept(3650, 340)
    call_command("mentoring_purge")
    assert retention.kept_for(programme, world.mentee.user_id, now).until == retention.ends_on(programme)
    assert Entry.objects.count() == 1


def test_nobodys_journal_ends_on_a_mail_that_never_went_out(world, kept, capsys):
    world.write()
    kept(30, 5)
    call_command("mentoring_purge")
    programme, now = kept(30, 300), timezone.now()
    for state, reason, days, until in (
        (MessageState.QUEUED, "", 250, 30),
        (MessageState.FAILED, Reason.UNREACHABLE, 250, 30),
        (MessageState.UNKNOWN, Reason.INTERRUPTED, 250, 30),
        (MessageState.FAILED, Reason.NO_ADDRESS, 170, 10),
        (MessageState.FAILED, Reason.REFUSED, 170, 10),
        (MessageState.SENT, "", 20, 10),
    ):
        told(days, programme, state, reason)
        capsys.readouterr()
        call_command("mentoring_purge")
        assert ("1 people keep theirs past its day" in capsys.readouterr().out) == (days == 250), state
        assert Entry.objects.count() == 1, state
        kept_until = retention.kept_for(programme, world.mentee.user_id, now).until
        assert kept_until == now.date() + dt.timedelta(days=until), state
    told(181, programme, MessageState.FAILED, Reason.NOT_ENROLLED)
    call_command("mentoring_purge")
    assert not Entry.objects.exists()


def test_a_text_of_signs_that_was_handed_in_ends_as_well(world):
    entry = world.write(text="***").entry.public_id
    [frozen] = api.freeze(factories.actor(world.mentee), world.place, [entry])
    assert frozen["title"] == "***"


def test_a_run_costs_the_same_for_one_and_for_many(world, kept):
    def run():
        return call_command("mentoring_purge")

    def people(count):
        for _ in range(count):
            world.write(factories.make_mentee(world.round), "oma")

    people(1)
    kept(60, 40)
    one = queries(run)
    people(9)
    assert queries(run) == one == 18
    programme = kept(60, 99)
    told(40, programme)
    many = queries(run)
    people(1)
    call_command("mentoring_purge")
    told(40, programme)
    assert (queries(run), Entry.objects.count()) == (many, 0)
