"""Publishing is a job: asked for at once, done as a whole or not at all, and asked for again when it was killed."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from mentoring_xblock import tasks
from mentoring_xblock.bank import models as bank
from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.data import Stage
from mentoring_xblock.proposals.models import Offer, Proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Let a worker come later, as it does on a platform; returns what was sent to it."""
    sent = []
    patient = SimpleNamespace(conf=SimpleNamespace(task_always_eager=False))
    monkeypatch.setattr("mentoring_xblock.handlers.current_app", patient)
    monkeypatch.setattr(tasks.publish_proposal, "delay", sent.append)
    return sent


@pytest.fixture
def two(scene):
    scene.mentee("Elli", ["funding"])
    scene.mentor("Mikael", ["funding"])
    return scene


def ask(scene, info, version=None):
    version = scene.get(info).version if version is None else version
    return api.publish(scene.coordinator, scene.place, info.public_id, version=version)


def counts():
    return Group.objects.count(), Offer.objects.count(), Message.objects.count()


def test_the_click_answers_before_the_work_is_done(two, later, django_capture_on_commit_callbacks):
    info = two.run()
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(two, info)
        # A second click while the first is worked on asks for nothing more.
        assert ask(two, info, info.version).info.publishing
    assert (asked.info.publishing, asked.info.under_way, asked.told) == (True, True, 0)
    assert later == [str(info.public_id)]
    assert counts() == (0, 0, 0)
    tasks.publish_proposal(str(info.public_id))
    done = ask(two, info, info.version)
    assert (done.info.stage, done.groups, done.told) == (Stage.PUBLISHED, 1, 2)
    assert counts() == (1, 2, 2)


def test_a_job_that_is_delivered_twice_publishes_once(two, later):
    info, other = two.run(), two.run()
    ask(two, info)
    for _ in range(2):
        tasks.publish_proposal(str(info.public_id))
    assert counts() == (1, 2, 2)
    # Nor does a job publish what nobody has asked for.
    tasks.publish_proposal(str(other.public_id))
    assert two.get(other).stage == Stage.READY


def test_while_it_is_published_nothing_is_changed_in_it(two, later):
    info = two.run()
    ask(two, info)
    where, version = (two.coordinator, two.place, info.public_id), two.get(info).version
    for change in (
        lambda: api.move(*where, two.id("Elli"), version=version),
        lambda: api.discard(*where, version=version),
        lambda: api.preview(*where),
    ):
        with pytest.raises(Invalid):
            change()
    assert api.cancel(*where).publishing
    assert api.restart(*where).publishing
    assert len(two.open(info).seats) == 1


def test_a_worker_that_is_killed_leaves_nothing_half_done(two, later, monkeypatch):
    info = two.run()
    ask(two, info)

    def killed(*args, **kwargs):
        bulk_made(*args, **kwargs)
        raise SystemExit

    bulk_made = bulk.publish_new
    with monkeypatch.context() as broken:
        broken.setattr("mentoring_xblock.proposals.publishing.bulk.publish_new", killed)
        with pytest.raises(SystemExit):
            tasks.publish_proposal(str(info.public_id))
    assert counts() == (0, 0, 0)
    assert two.get(info).under_way
    Proposal.objects.update(beat_at=timezone.now() - running.PUBLISHING_SILENCE - dt.timedelta(seconds=1))
    lost = two.get(info)
    assert (lost.publishing, lost.lost, lost.under_way, lost.restartable) == (True, True, False, False)
    assert ask(two, info).info.under_way
    tasks.publish_proposal(str(info.public_id))
    assert counts() == (1, 2, 2)


def test_what_comes_in_its_way_brings_it_back_with_a_sentence(two, later):
    info = two.run()
    ask(two, info)
    elli = two.people["Elli"]
    elli.left_at = timezone.now()
    elli.save()
    tasks.publish_proposal(str(info.public_id))
    back = two.get(info)
    assert (back.stage, counts()) == (Stage.READY, (0, 0, 0))
    assert "could not be published" in back.problem
    assert "Elli" in api.preview(two.coordinator, two.place, info.public_id).problems[0]


# ---- those who have nobody ----


@pytest.mark.parametrize(("mentors", "mentees"), [("nothing", "nothing"), ("reserve", "nothing"), ("bank", "reserve")])
def test_who_has_nobody_is_told_what_the_coordinator_chose(two, mentors, mentees):
    two.mentor("Outi", ["events"])
    two.mentee("Ilkka", people={"wished": [], "vetoed": ["Outi", "Mikael"]})
    info = two.run()
    found = api.preview(two.coordinator, two.place, info.public_id)
    assert (found.surplus, found.unplaced) == (1, 1)
    for _ in range(2):
        chosen = {"mentors": api.Surplus(mentors), "mentees": api.Surplus(mentees)}
        api.publish(two.coordinator, two.place, info.public_id, version=info.version, **chosen)
    expected = {
        **({"Outi": {"reserve": "place_reserve", "bank": "bank_welcome"}[mentors]} if mentors != "nothing" else {}),
        **({"Ilkka": "place_reserve"} if mentees == "reserve" else {}),
    }
    told = dict(Message.objects.exclude(template="group_published").values_list("recipient_id", "template"))
    assert told == {two.people[name].user_id: template for name, template in expected.items()}
    assert not bank.Profile.objects.exists()
    notifications.send_due()
    letters = [letter for letter in mail.outbox if "reserve" in letter.subject]
    assert len(letters) == list(expected.values()).count("place_reserve")
    assert all("You stay in reserve" in letter.body for letter in letters)
