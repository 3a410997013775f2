"""The desk costs the same for ten applications and for three hundred, and pages through ten thousand."""

import time
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.models import Enrollment, Profile
from mentoring_xblock.applications import figures, lists
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.models import Rating
from tests import factories as make
from tests import factories_matching as matching

#: How many queries a page takes is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Queries of the whole part at most, the demo’s own for session and person included.
WHOLE = 80


def fill(round_, calls, people):
    """Let people apply, a fifth of them to mentor; some are in reserve, and some have been read."""
    start = Application.objects.count()
    names = [f"bulk{number}" for number in range(start, start + people)]
    users = get_user_model().objects.bulk_create(
        [get_user_model()(username=name, email=f"{name}@example.org") for name in names]
    )
    Profile.objects.bulk_create([Profile(user=user, name=f"Matti {user.username}") for user in users])
    Enrollment.objects.bulk_create([Enrollment(user=user, course_key=str(make.COURSE_KEY)) for user in users])
    mentee_call, mentor_call = calls
    states = (Status.RECEIVED, Status.RESERVE, Status.ACCEPTED)
    rows = Application.objects.bulk_create(
        Application(
            round=round_,
            course_key=make.COURSE_KEY,
            usage_key=(mentor_call if number % 5 == 0 else mentee_call).usage_key,
            role="mentor" if number % 5 == 0 else "mentee",
            applicant=user,
            status=states[number % 3],
            reserve_order=start + number if number % 3 == 1 else None,
            answers=matching.ANSWERS,
            submitted_at=timezone.now(),
        )
        for number, user in enumerate(users)
    )
    Rating.objects.bulk_create(
        Rating(application=row, matcher_id=row.applicant_id, scores={"values": 3}, verdict="take") for row in rows[:50]
    )
    return rows


def costs(desk, rows, calls):
    """Return the queries of each answer."""
    one = {"application_id": str(rows[0].public_id)}
    asked = {
        "whole": ("show_desk", {"desk": "applications"}),
        "list": ("list_applications", {}),
        "narrowed": ("list_applications", {"status": "reserve", "text": "Matti"}),
        "again": ("list_applications", {"role": "mentor", "again": True}),
        "read": ("open_application", one),
        "folded": ("open_application", {**one, "folded": True}),
        "moved": ("order_reserve", {"application_id": str(rows[4].public_id), "up": True}),
        "chosen": ("choose_applications", {"everything": True, "status": "received", "outcome": "accepted"}),
        "taken away": ("export_applications", {"call": str(calls[0].usage_key)}),
    }
    found = {}
    for name, (handler, body) in asked.items():
        ask = partial(desk.raw, handler, **body)
        assert ask().status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            ask()
        found[name] = len(queries)
    return found


def test_every_answer_costs_the_same_for_thirty_and_for_three_hundred(desk, round_, call, mentor_call):
    rows = fill(round_, (call, mentor_call), 30)
    few = costs(desk, rows, (call, mentor_call))
    fill(round_, (call, mentor_call), 270)
    assert costs(desk, rows, (call, mentor_call)) == few
    assert few["whole"] <= WHOLE


def test_ten_thousand_applications_are_paged(desk, round_, call, mentor_call, coordinator, place):
    fill(round_, (call, mentor_call), 10_000)
    began = time.monotonic()
    first = lists.application_list(coordinator, place)
    assert (len(first.items), first.total, first.pages) == (lists.PAGE_SIZE, 10_000, 400)
    last = lists.application_list(coordinator, place, lists.Narrow(status=Status.RESERVE), page=10**6)
    assert last.number == last.pages and last.items[-1].rank > 600
    found = figures.calls(coordinator, place, timezone.now())
    assert sum(sum(one.counts.values()) for one in found) == 10_000
    assert figures.coverage(coordinator, place, found) is not None
    # Generous, for a machine with other things to do: what grew with the square would take minutes.
    assert time.monotonic() - began < 20
    assert "10000 applications" in desk.open().replace(",", "")
