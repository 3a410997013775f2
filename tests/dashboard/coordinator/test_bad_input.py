"""What can't be used is said in place, and what was typed stays."""

import html
import itertools
import uuid

import pytest

from mentoring_xblock.dashboard.coordinator_views import CoordinatorViews
from mentoring_xblock.groups.models import Group, Kind, State
from tests import factories, pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KEY = "5c0f6f1e-9d3e-4a55-9d0e-2a2f6a5f7c11"


@pytest.fixture
def draft(anna, aino):
    return factories.make_group(anna, [aino], Kind.SMALL_GROUP, name="Tampere", state=State.DRAFT, capacity=2)


def test_two_coordinators_at_once_see_what_stands_and_keep_what_they_typed(desk, draft):
    sent = {"group_id": draft.public_id, "version": 1}
    desk.post("rename_group", name="Turku", **sent)
    answer = desk.post("rename_group", name="Oulu & ympäristö", **sent)
    assert desk.status == 409
    assert "Somebody else changed this meanwhile." in answer
    assert "Turku" in answer
    assert 'value="Oulu &amp; ympäristö"' in desk.markup
    assert 'name="version" value="2"' in desk.markup
    draft.refresh_from_db()
    assert draft.name == "Turku"


def test_a_preview_that_is_out_of_date_publishes_nothing(desk, draft):
    desk.change("rename_group", draft, name="Turku")
    answer = desk.post("publish_drafts", group_ids=[draft.public_id], versions=["1"])
    assert desk.status == 409
    assert "Somebody else changed this meanwhile." in answer
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert 'name="versions[]" value="2"' in desk.markup


def test_nothing_chosen_publishes_nothing(desk, draft):
    assert "nothing was published" in desk.post("publish_drafts")
    assert desk.status == 422


@pytest.mark.parametrize(
    ("handler", "field", "typed"),
    [
        ("rename_group", "name", "x" * 121),
        ("resize_group", "capacity", "31"),
        ("resize_group", "capacity", "many"),
        ("resize_group", "capacity", ""),
    ],
)
def test_a_field_of_a_group_says_what_is_wrong(desk, draft, handler, field, typed):
    desk.change(handler, draft, **{field: typed})
    assert desk.status == 422
    assert 'aria-invalid="true"' in desk.markup
    assert f'value="{typed}"' in desk.markup
    draft.refresh_from_db()
    assert (draft.name, draft.capacity, draft.version) == ("Tampere", 2, 1)


def test_a_full_group_says_so(desk, draft, eero):
    desk.change("add_to_group", draft, participant_id=eero.public_id)
    third = factories.make_mentee(desk.round)
    assert "This group is full: all its 2 places are taken." in desk.change(
        "add_to_group", draft, participant_id=third.public_id
    )
    assert desk.status == 409


def test_somebody_who_does_not_fit_is_named(desk, draft, anna):
    answer = desk.change("add_to_group", draft, participant_id=anna.public_id)
    assert desk.status == 422
    assert "Anna Laine is in this group already." in answer


def test_a_draft_that_cannot_be_made_keeps_what_was_chosen_and_typed(desk, anna, aino, eero):
    answer = desk.post(
        "create_draft",
        kind="small_group",
        name="<b>" + "x" * 120,
        capacity="1",
        leader=anna.public_id,
        members=[aino.public_id, eero.public_id],
        once_key=KEY,
    )
    assert desk.status == 422
    assert not Group.objects.exists()
    assert "What you typed is still here." in answer
    assert html.escape("<b>" + "x" * 120) in desk.markup
    for person in (anna, aino, eero):
        assert f'value="{person.public_id}" checked' in desk.markup
    assert f'name="once_key" value="{KEY}"' in desk.markup


def test_a_search_keeps_what_was_chosen_and_typed(desk, anna, aino, eero):
    factories.make_group(factories.make_mentor(desk.round, name="Bo Ek"), [eero])
    form = {"kind": "small_group", "members": [aino.public_id], "leader": anna.public_id, "once_key": KEY}
    answer = desk.post("find_people", text="Mäki", name="Tampere", capacity="4", **form)
    assert desk.status == 200
    assert "Eero Mäki in a group" in answer
    for person in (anna, aino):
        assert f'value="{person.public_id}" checked' in desk.markup
    assert 'value="Tampere"' in desk.markup


def test_what_is_looked_for_stands_in_no_address(desk, aino):
    for handler in ("find_people", "list_people", "list_groups"):
        desk.post(handler, text="Korpela")
        assert desk.status == 200
        assert "?" not in desk.last.wsgi_request.get_full_path()
        assert desk.last.wsgi_request.method == "POST"


def test_lines_that_fit_nobody_stay_beside_their_field(desk):
    factories.make_learner("aino", "Aino Korpela")
    factories.make_user("ulla", "Ulla Ulkopuolinen")
    answer = desk.post("add_people", role="mentee", people="aino\nulla\n<script>alert(1)</script>")
    assert desk.status == 422
    assert "1 person was added." in answer
    assert "is called \u2068ulla\u2069, \u2068<script>alert(1)</script>\u2069." in answer
    assert "ulla\n&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in desk.markup
    assert "<script>" not in desk.markup
    assert 'aria-invalid="true"' in desk.markup


@pytest.mark.parametrize("people", ["", "   ", "x\n" * 501, 7, None, ["aino"]])
def test_a_list_that_cannot_be_read_is_refused_in_place(desk, people):
    desk.post("add_people", role="mentee", people=people)
    assert desk.status == 422
    assert 'aria-invalid="true"' in desk.markup


def test_an_unknown_role_is_refused_in_place_and_the_list_stays(desk):
    desk.post("add_people", role="king", people="aino")
    assert desk.status == 422
    assert "aino</textarea>" in desk.markup


@pytest.mark.parametrize("typed", ["0", "51", "three", "-1"])
def test_a_number_of_groups_says_what_is_wrong(desk, anna, typed):
    desk.post("set_places", participant_id=anna.public_id, capacity=typed)
    assert desk.status == 422
    assert f'value="{typed}"' in desk.markup
    anna.refresh_from_db()
    assert anna.capacity is None


def test_a_number_of_groups_is_kept_and_can_be_taken_back(desk, anna):
    desk.post("set_places", participant_id=anna.public_id, capacity="5")
    anna.refresh_from_db()
    assert anna.capacity == 5
    desk.post("set_places", participant_id=anna.public_id, capacity="")
    anna.refresh_from_db()
    assert anna.capacity is None


def test_ids_of_nothing_and_of_another_programme_are_not_found(desk, aino):
    elsewhere = factories.make_round(factories.make_programme(slug="second", block_id="b2"))
    stranger = factories.make_mentee(elsewhere)
    group = factories.make_group(factories.make_mentor(elsewhere), [stranger], state=State.DRAFT)
    for group_id in (group.public_id, uuid.uuid4()):
        sent = {"group_id": group_id, "version": 1, "participant_id": aino.public_id}
        for handler in ("open_group", "add_to_group", "take_out", "lead_group", "delete_draft"):
            desk.post(handler, **sent)
            assert desk.status == 404, handler
        for handler, more in (
            ("rename_group", {"name": "x"}),
            ("resize_group", {"capacity": 3}),
            ("ask_group", {"what": "close"}),
            ("close_group", {"reason": "early"}),
            ("move_member", {"membership_id": uuid.uuid4(), "to_group_id": uuid.uuid4()}),
            ("preview_publishing", {"group_ids": [group_id]}),
            ("publish_drafts", {"group_ids": [group_id]}),
        ):
            desk.post(handler, **sent, **more)
            assert desk.status == 404, handler
    for handler in ("open_person", "set_places", "ask_leave", "leave_programme"):
        desk.post(handler, participant_id=stranger.public_id)
        assert desk.status == 404, handler


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "\x00"])
def test_a_broken_body_changes_nothing(desk, body):
    for handler in ("show_desk", "create_draft", "add_people", "publish_drafts", "rename_group", "list_groups"):
        answer = pages.send(desk.leena, desk.block, handler, body)
        assert answer.status_code == 422, handler


def test_values_of_the_wrong_type_never_crash(desk, draft, aino):
    """All at once, three kinds of them for each handler in turn; field by field they are sent in the walk of bodies."""
    values = itertools.cycle((None, 7, True, [], {}, ["x", 7], "not an id", "\u202e😀" * 50))
    names = ("group_id", "participant_id", "version", "desk", "state", "kind", "page", "text", "what")
    for handler in CoordinatorViews.coordinator_handlers:
        for value in itertools.islice(values, 3):
            answer = pages.send(desk.leena, desk.block, handler, dict.fromkeys(names, value))
            assert answer.status_code in (200, 404, 409, 422), (handler, value)
    draft.refresh_from_db()
    assert draft.version == 1
