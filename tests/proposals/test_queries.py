"""However many people there are, a proposal costs the same number of queries, but for batches of rows."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.models import Enrollment, Profile
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.programme.models import Participant, Role
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.brief import Brief, Mode
from tests import factories as make
from tests.proposals.scenes import WISHES

#: How many queries a page takes is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOPICS = ("funding", "animation", "events", "leading", "networks")


def crowd(scene, mentees, mentors):
    """Make many people at once, each with an accepted application."""
    users = get_user_model().objects.bulk_create(
        [get_user_model()(username=f"crowd{n}", email=f"crowd{n}@example.org") for n in range(mentees + mentors)]
    )
    Profile.objects.bulk_create([Profile(user=user, name=f"Person {user.username}") for user in users])
    Enrollment.objects.bulk_create([Enrollment(user=user, course_key=str(make.COURSE_KEY)) for user in users])
    roles = [CallRole.MENTEE] * mentees + [CallRole.MENTOR] * mentors
    people = Participant.objects.bulk_create(
        [
            Participant(round=scene.round_, user=user, role=Role(role.value), capacity=4 if role == "mentor" else None)
            for user, role in zip(users, roles, strict=True)
        ]
    )
    Application.objects.bulk_create(
        [
            Application(
                round=scene.round_,
                course_key=make.COURSE_KEY,
                usage_key=scene.calls[role].usage_key,
                role=role,
                applicant=person.user,
                participant=person,
                status=Status.ACCEPTED,
                answers={"topics": [TOPICS[number % 5], TOPICS[number * 3 % 5]], "languages": ["fi"]},
                once_key=uuid.uuid4(),
                submitted_at=timezone.now(),
            )
            for number, (person, role) in enumerate(zip(people, roles, strict=True))
        ]
    )


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        result = work()
    statements = [one["sql"] for one in captured]
    return result, sum(sql.startswith("SELECT") for sql in statements), _tables(statements)


def _tables(statements):
    """Return how many kinds of writing there were; into how many batches rows go is the database's to say."""
    written = [sql.split("(")[0] if sql.startswith("INSERT") else sql for sql in statements if not _reads(sql)]
    return len(dict.fromkeys(sql.split(" WHERE ")[0].split(" CASE ")[0] for sql in written))


def _reads(sql):
    return sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))


def story(scene):
    """Return how many queries each step of a proposal's life takes."""
    found = {}
    info, *found["start"] = queries(scene.start)
    # Signs of life come by the clock, not by how many people there are.
    _, *found["run"] = queries(lambda: running.run(info.public_id))
    opened, *found["open"] = queries(lambda: scene.open(info))
    _, *found["list"] = queries(lambda: api.proposals(scene.coordinator, scene.place))
    _, *found["poll"] = queries(lambda: scene.get(info))
    one = opened.seats[0].who.participant
    version = scene.get(info).version
    where = (scene.coordinator, scene.place, info.public_id)
    _, *found["options"] = queries(lambda: api.options(*where, one))
    _, *found["move"] = queries(lambda: api.move(*where, one, version=version))
    _, *found["fill"] = queries(lambda: api.fill(*where, Mode.BEST, version=version + 1))
    _, *found["undo"] = queries(lambda: api.undo(*where, version=version + 2))
    _, *found["preview"] = queries(lambda: api.preview(*where))
    _, *found["publish"] = queries(lambda: api.publish(*where, version=version + 3))
    _, *found["after"] = queries(lambda: api.after(scene.coordinator, scene.place))
    return found


@pytest.fixture
def calm(monkeypatch):
    """Let a run give one sign of life for each step and no more, whatever the clock says."""
    monkeypatch.setattr(running, "_BEAT", 1e9)


FEW, MANY = (10, 4), (1_000, 250)


def test_ten_people_cost_what_a_thousand_cost(scene, calm):
    few = _costs(scene, *FEW)
    many = _costs(scene, *MANY)
    assert few == many


def _costs(scene, mentees, mentors):
    with transaction.atomic():
        crowd(scene, mentees, mentors)
        found = story(scene)
        transaction.set_rollback(True)
    return found


def test_a_thousand_people_are_all_seated(scene):
    crowd(scene, 1_000, 250)
    info = scene.run(Brief(weights=WISHES))
    assert (info.numbers.people, info.numbers.placed) == (1_000, 1_000)
    opened = scene.open(info)
    assert (len(opened.seats), opened.pages, len(opened.leaders)) == (50, 20, 250)
