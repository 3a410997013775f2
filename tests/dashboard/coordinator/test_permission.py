"""Only coordinators get anything out of the coordinator's handlers; nobody else is even told what there is."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.applications import importing
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.views import ApplicationsDesk
from mentoring_xblock.dashboard.block import DashboardBlock
from mentoring_xblock.dashboard.groups_views import GroupsViews
from mentoring_xblock.dashboard.people_views import PeopleViews
from mentoring_xblock.groups.models import Group, Kind, State
from mentoring_xblock.models import Application, Coordinator, Message, Participant, Round
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme import phases
from tests import factories, pages
from tests import factories_matching as matching
from tests.dashboard.scenes import words

#: Whom policy lets through is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: The desks of matching and of the bank, and beginning the next round, have stories of their own.
HANDLERS = (
    *("show_desk", "list_overview"),
    *GroupsViews.groups_handlers,
    *PeopleViews.people_handlers,
    *("show_round", "ask_close_round", "close_round"),
    *("show_phases", "ask_phase", "begin_phase"),
    *ApplicationsDesk.applications_handlers,
)


def _applications(desk):
    """The same for the desk of applications and the matching group."""
    call = matching.make_call(desk.round.programme)
    received = matching.make_application(desk.round, call, name="Aada Aalto")
    waiting = matching.make_application(desk.round, call, status="reserve", name="Ville Virta")
    mentor_call = matching.make_call(desk.round.programme, CallRole.MENTOR)
    mentor = matching.make_application(desk.round, mentor_call, name="Minna Mattila")
    latecomer, matcher = factories.make_learner(), matching.make_matcher(desk.round.programme)
    one = {"application_id": str(received.public_id)}
    table = f"address,role\n{latecomer.username},mentee"
    return {
        "list_applications": {},
        "open_application": one,
        "order_reserve": {"application_id": str(waiting.public_id), "up": True},
        "export_applications": {"call": str(call.usage_key)},
        "choose_applications": {"applications": [str(received.public_id)], "outcome": "accepted"},
        "leave_applications": {},
        "bank_applicants": {"applications": [str(mentor.public_id)]},
        "decide_applications": {
            "chosen": [f"{received.public_id} {received.version}"],
            "outcome": "accepted",
            "letter_en": "Welcome.",
            "once_key": "5c0f6f1e-9d3e-4a55-9d0e-2a2f6a5f7c11",
        },
        "open_call_letters": {"call": str(call.usage_key)},
        "leave_call_letters": {},
        "save_call_letters": {"call": str(call.usage_key), "version": 0, "received_en": "It is here."},
        "let_in_late": {"call": str(call.usage_key), "identifier": latecomer.username, "until": "2099-01-01"},
        "check_people_table": {"table": table},
        "import_people_table": {"table": table, "seal": importing.seal_of(table)},
        "name_matchers": {"people": latecomer.username},
        "dismiss_matcher": {"person": matcher.username},
        "save_reading": {"version": 0, "blind": "on", "id_0": "values", "name_0_en": "Honesty"},
    }


@pytest.fixture
def bank(monkeypatch):
    """A mentor bank that counts whom it is given."""
    monkeypatch.setattr(DashboardBlock, "invite_to_bank", lambda desk, call, people: len(people))


@pytest.fixture
def bodies(desk, anna, aino, eero, bank):
    """For each handler something that a coordinator may send."""
    draft = factories.make_group(anna, [aino], Kind.SMALL_GROUP, name="Tampere", state=State.DRAFT, capacity=3)
    other = factories.make_group(None, [], Kind.SMALL_GROUP, state=State.DRAFT, capacity=3, round_=desk.round)
    pair = factories.make_group(factories.make_mentor(desk.round), [factories.make_mentee(desk.round)])
    sent = {"group_id": str(draft.public_id), "version": 1}
    person = {"participant_id": str(eero.public_id)}
    place = str(draft.memberships.get(participant=aino).public_id)
    clock = programmes.programme_of(desk.place).clock()
    soon, later = timezone.now().date() + dt.timedelta(days=2), clock.ends_on + dt.timedelta(weeks=4)
    known = {
        "show_desk": {"desk": "people"},
        "list_overview": {},
        "list_groups": {"state": "draft"},
        "new_draft": {},
        "find_people": {"kind": "pair", "text": "Eero"},
        "create_draft": {"kind": "pair", "name": "", "once_key": "5c0f6f1e-9d3e-4a55-9d0e-2a2f6a5f7c11"},
        "preview_publishing": {},
        "publish_drafts": {"group_ids": [str(draft.public_id)], "versions": [1]},
        "open_group": sent,
        "add_to_group": sent | person,
        "take_out": sent | {"participant_id": str(aino.public_id)},
        "lead_group": sent | {"participant_id": ""},
        "rename_group": sent | {"name": "Turku"},
        "resize_group": sent | {"capacity": 4},
        "set_group_days": {"group_id": str(pair.public_id), "version": 1, "ends_on": later.isoformat()},
        "show_phases": {},
        "ask_phase": {"phase": "muiden-johtaminen", "day": soon.isoformat()},
        "begin_phase": {"phase": "muiden-johtaminen", "day": soon.isoformat(), "seen": phases.print_of(clock)},
        "delete_draft": sent,
        "ask_group": sent | {"what": "close"},
        "move_member": sent | {"membership_id": place, "to_group_id": str(other.public_id)},
        "close_group": {"group_id": str(pair.public_id), "version": 1, "reason": "early"},
        "show_round": {},
        "ask_close_round": {},
        "close_round": {"round_id": str(desk.round.public_id)},
        "list_people": {},
        "add_people": {"role": "mentee", "people": anna.user.username},
        "open_person": person,
        "set_places": {"participant_id": str(anna.public_id), "capacity": 5},
        "ask_leave": person,
        "leave_programme": person,
        **_applications(desk),
    }
    assert set(known) == set(HANDLERS)
    return known


def rows():
    return (
        list(Group.objects.order_by("pk").values_list("pk", "name", "capacity", "state", "version")),
        list(Participant.objects.order_by("pk").values_list("pk", "capacity", "left_at")),
        list(Application.objects.order_by("pk").values_list("pk", "status", "reserve_order", "late_until")),
        Message.objects.count(),
        list(Round.objects.order_by("pk").values_list("pk", "phase_days")),
    )


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_coordinator_is_let_in(desk, bodies, handler):
    desk.post(handler, **bodies[handler])
    assert desk.status == 200


@pytest.mark.parametrize("handler", HANDLERS)
def test_everybody_else_is_refused(desk, bodies, handler, anna, aino):
    lapsed = factories.make_coordinator(desk.round.programme, factories.make_learner(name="Entinen"))
    elsewhere = factories.make_programme(slug="second", block_id="b2")
    others = {
        "mentor": anna,
        "mentee": aino,
        "learner": factories.make_learner(),
        "stranger": factories.make_user(),
        "staff": factories.make_staff(),
        "administrator": factories.make_administrator(),
        "superuser": factories.make_user(is_superuser=True, is_staff=True),
        "no longer on the staff": lapsed,
        "coordinator of another programme": factories.make_coordinator(elsewhere),
        "nobody": None,
    }
    before = rows()
    for name, person in others.items():
        answer = pages.send(person, desk.block, handler, bodies[handler])
        assert answer.status_code in (403, 404), name
        told = words(answer.content.decode())
        for private in ("Tampere", "Anna Laine", "Aino Korpela", "Eero", "Aada Aalto", "Ville Virta"):
            assert private not in told, name
    assert rows() == before


def test_a_coordinator_who_looks_as_somebody_else_gets_nothing(desk, bodies, aino):
    client = pages.browser(desk.leena)
    client.post("/people/look-as/", {"learner": aino.user.username, "next": "/"})
    before = rows()
    for handler, body in bodies.items():
        url = f"/courses/{desk.block.course_key}/xblock/{desk.block.usage_key}/handler/{handler}"
        assert client.post(url, body, content_type="application/json").status_code == 403, handler
    assert rows() == before


def test_a_mentor_who_coordinates_too_has_both_parts(desk, anna, aino):
    factories.make_group(anna, [aino])
    factories.give_role(anna.user, "staff")
    factories.make_coordinator(desk.round.programme, anna.user)
    assert Coordinator.objects.count() == 2
    assert "The whole programme" in words(pages.see(anna, desk.block))
    answer = pages.send(anna, desk.block, "show_part", {"part": "overview"})
    assert "Everybody has a group." in words(answer.content.decode())
