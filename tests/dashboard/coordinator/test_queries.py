"""The coordinator's page costs the same for a hundred people and for a thousand."""

from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.models import Enrollment, Profile
from mentoring_xblock.dashboard.coordinator_views import CoordinatorViews
from mentoring_xblock.groups.models import Circle, Group, Kind, Membership, State
from mentoring_xblock.models import Participant
from mentoring_xblock.programme.data import Role
from tests import factories, pages

#: How many queries a page takes is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

READING = {
    "show_desk": [{"desk": "overview"}, {"desk": "groups"}, {"desk": "people"}],
    "list_overview": [{}, {"state": "closed"}],
    "list_groups": [{"state": "draft"}, {"state": "published", "text": "Matti"}],
    "list_people": [{}, {"text": "Matti"}],
    "new_draft": [{}],
    "find_people": [{"kind": "pair", "text": "Matti"}],
    "preview_publishing": [{}],
}
#: Queries of a request for the first page at most, the demo’s own for session, person and unit included.
PAGE = 56


def fill(desk, people):
    """Add people: a fifth of them mentors; most mentees in published pairs, some in drafts, some nowhere."""
    start = Participant.objects.count()
    names = [f"bulk{number}" for number in range(start, start + people)]
    users = get_user_model().objects.bulk_create(
        [get_user_model()(username=name, email=f"{name}@example.org") for name in names]
    )
    Profile.objects.bulk_create([Profile(user=user, name=f"Matti {user.username}") for user in users])
    Enrollment.objects.bulk_create([Enrollment(user=user, course_key=str(factories.COURSE_KEY)) for user in users])
    roles = [Role.MENTOR if number % 5 == 0 else Role.MENTEE for number in range(people)]
    rows = Participant.objects.bulk_create(
        [
            Participant(round=desk.round, user=user, role=role, capacity=9)
            for user, role in zip(users, roles, strict=True)
        ]
    )
    mentors, mentees = rows[::5], [row for row in rows if row.role == Role.MENTEE][20:]
    states = [State.DRAFT if number % 4 == 0 else State.PUBLISHED for number in range(len(mentees))]
    now = timezone.now()
    groups = Group.objects.bulk_create(
        [
            Group(round=desk.round, kind=Kind.PAIR, circle=Circle.MENTORING, state=state, published_at=now)
            for state in states
        ]
    )
    Membership.objects.bulk_create(
        Membership(
            group=group,
            participant=person,
            circle=Circle.MENTORING,
            leads=leads,
            seat=0 if leads else 1,
            slot=None if state == State.DRAFT else (1 + number // len(mentors) if leads else 1),
        )
        for number, (group, state, mentee) in enumerate(zip(groups, states, mentees, strict=True))
        for leads, person in ((True, mentors[number % len(mentors)]), (False, mentee))
    )


def costs(desk):
    """Return the queries of each page and answer, without those of signing in."""
    client = pages.browser(desk.leena)
    handler_url = f"/courses/{desk.block.course_key}/xblock/{desk.block.usage_key}/handler/"
    asked = {"page": lambda: client.get(f"/unit/{desk.block.unit_id}/")}
    for handler, bodies in READING.items():
        for number, body in enumerate(bodies):
            asked[f"{handler} {number}"] = partial(
                client.post, f"{handler_url}{handler}", body, content_type="application/json"
            )
    found = {}
    for name, ask in asked.items():
        assert ask().status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            ask()
        found[name] = len(queries)
    return found


def test_every_page_costs_the_same_for_a_hundred_and_for_a_thousand(desk):
    assert set(READING) <= set(CoordinatorViews.coordinator_handlers)
    fill(desk, 100)
    few = costs(desk)
    fill(desk, 900)
    assert costs(desk) == few
    assert few["page"] <= PAGE
