"""People in from a table, and applications out as one."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.applications import exporting, importing
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.kit.errors import Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Message, Participant
from mentoring_xblock.programme.models import Role
from tests import factories as make
from tests import factories_matching as matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: make.make_learner(name, name.capitalize()) for name in ("elli", "anna", "bo")}


@pytest.fixture
def check(coordinator, place):
    return lambda text: importing.check(coordinator, place, text)


@pytest.fixture
def take_in(coordinator, place):
    return lambda text: importing.take_in(coordinator, place, text)


def problems(checked):
    return {line.number: line.problem for line in checked.bad}


# ---- in ----


@pytest.mark.parametrize(
    "text",
    [
        "address,role,places\nelli@example.org,mentee,\nanna@example.org,mentor,2\nbo,coach,",
        "username;role;places\nelli;mentee\nanna;mentor;2\nbo;coach",
        "\ufeffsähköposti;rooli;paikat\r\nelli@example.org;aktori;\r\nanna@example.org;Mentori;2\r\nbo;valmentaja;\r\n",
        "Rooli\tKäyttäjätunnus\tNimi\tPaikkoja\naktori\telli\tElli\t\nmentori\tanna\tAnna\t2\nvalmentaja\tbo\tBo\t",
    ],
)
def test_people_come_in_by_english_and_finnish_headings(people, check, take_in, text):
    assert problems(check(text)) == {} and not Participant.objects.exists()
    done = take_in(text)
    assert (done.added, done.already, done.left) == (3, 0, "")
    rows = {row.user.username: (row.role, row.capacity) for row in Participant.objects.select_related("user")}
    assert rows == {"elli": (Role.MENTEE, None), "anna": (Role.MENTOR, 2), "bo": (Role.COACH, None)}


def test_each_line_says_what_is_wrong_with_it(people, check):
    make.make_user("stranger")
    checked = check(
        "address;role;places\n"
        "elli;mentee;\n"
        "ELLI@example.org;mentee;\n"
        "nobody@example.org;mentee;\n"
        "stranger;mentee;\n"
        "=HYPERLINK(A1);mentee;\n"
        "+elli;mentee;\n"
        "-elli;mentee;\n"
        "@elli;mentee;\n"
        ";mentee;\n"
        "anna;;\n"
        "anna;boss;\n"
        "anna;mentor;many\n"
        "anna;mentor;0\n"
        "anna;mentor;51\n"
        "anna;mentor;²\n"
        "bo;mentee;2\n"
        "anna;mentor;2;more\n"
        "anna;mentor;=1\n"
        "anna;mentor;3\n"
    )
    found = problems(checked)
    assert [line.number for line in checked.good] == [2, 20]
    assert found[3] == "The same person is on line 2 in this role."
    assert found[4] == found[5]
    assert found[4].startswith("Nobody who is enrolled")
    assert {found[number] for number in (6, 7, 8, 9, 19)} == {
        f"The cell in the column “\u2068{column}\u2069” begins like a formula: with =, +, - or @."
        for column in ("address", "places")
    }
    assert found[10] == "The address or username is missing."
    assert (found[11], found[12]) == ("The role is missing.", "There is no role “\u2068boss\u2069”.")
    assert {found[number] for number in (13, 14, 15, 16)} == {"Places are a whole number from 1 to 50."}
    assert found[17] == "Only people who lead groups have a number of places."
    assert found[18] == "This line has more cells than the first one has columns."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write a line with the names of the columns"),
        ("address,role", "Write a line with the names of the columns"),
        ("elli,mentee\nanna,mentor", "“address” is missing"),
        ("name,role\nElli,mentee", "“address” is missing"),
        ("address\nelli", "“role” is missing"),
        ("address,username,role\na,b,mentee", "Two columns have a name that means the same"),
        ("address,role\n" + "elli,mentee\n" * 10_001, "At most 10,000 people"),
        ("x" * 400_001, "it has 400,001"),
        ("PK\x03\x04\x14\x00[Content_Types].xml", "This is a whole spreadsheet."),
        ('address,role\n"elli,mentee\n' + "x\n" * 70_000, "quotation mark"),
    ],
)
def test_what_is_no_table_of_people_is_told(people, check, take_in, text, sentence):
    for ask in (check, take_in):
        with pytest.raises(Invalid) as caught:
            ask(text)
        assert sentence in caught.value.fields["table"][0]
    assert not Participant.objects.exists()


def test_what_cannot_be_used_comes_back_as_a_table(people, take_in, check):
    done = take_in('address;role;name\nelli;mentee;"Saari; Elli"\nnobody;mentee;"Quote "" and; more"\nbo;boss;')
    assert done.added == 1
    assert done.left == 'address;role;name\nnobody;mentee;"Quote "" and; more"\nbo;boss;'
    assert len(check(done.left).bad) == 2
    with pytest.raises(Invalid):
        take_in(done.left)


def test_somebody_who_is_there_keeps_their_role_and_gets_places(round_, people, check, take_in):
    make.make_mentor(round_, people["anna"], capacity=1)
    text = "address,role,places\nanna,mentor,4\nelli,mentee,"
    assert [line.already for line in check(text).good] == [True, False]
    done = take_in(text)
    assert (done.added, done.already) == (1, 1)
    assert Participant.objects.get(user=people["anna"]).capacity == 4
    assert take_in(text).added == 0


def test_a_table_costs_the_same_for_two_and_for_four_hundred(people, check, take_in):
    def cost(names):
        text = "address,role,places\n" + "\n".join(
            f"{name},{('mentee', 'mentor')[number % 2]}," for number, name in enumerate(names)
        )
        with CaptureQueriesContext(connection) as queries:
            check(text)
            take_in(text)
        return len(queries)

    few = cost(["elli", "anna"])
    assert cost([make.make_learner().username for _ in range(100)]) == few <= 30


def test_only_a_coordinator_takes_people_in(round_, place, people, call, applied):
    applied()
    for actor in (make.actor(people["anna"]), make.staff_actor(make.make_staff()), make.actor()):
        for ask in (importing.check, importing.take_in):
            with pytest.raises(NotAllowed):
                ask(actor, place, "address,role\nelli,mentee")
        with pytest.raises(NotAllowed):
            exporting.export_part(actor, place, call.usage_key)


def test_the_page_shows_the_table_before_anybody_is_added(desk, people):
    page = desk.post("check_people_table", table="address;role\n" + "nobody;mentee\n" * 103)
    assert "103 lines can’t be used." in page and "Line 101: nobody" in page and "And 3 more lines." in page
    assert "Line 102" not in page
    text = "address;role\nelli;mentee\nnobody;mentee"
    page = desk.post("check_people_table", table=text)
    assert "1 line can’t be used." in page and "Line 3: nobody" in page and "Add 1 person" in page
    assert not Participant.objects.exists()
    seal = importing.seal_of(text)
    page = desk.post("import_people_table", table=text + "\nanna;mentor", seal=seal)
    assert desk.status == 409 and "has changed since you looked at it" in page and "Add 2 people" in page
    assert not Participant.objects.exists()
    page = desk.post("import_people_table", table=text, seal=seal)
    assert "1 person was added." in page and "nobody;mentee" in page and "still in the field" in page
    assert "One person has no group yet." in page
    assert Participant.objects.get().user == people["elli"]
    for handler in ("check_people_table", "import_people_table"):
        page = desk.post(handler, table="Elli, Anna", seal=importing.seal_of("Elli, Anna"))
        assert desk.status == 422 and "Elli, Anna" in page
        assert "Write or choose a table first." in desk.post(handler, table="")


# ---- out ----


@pytest.fixture
def export(coordinator, place, call):
    def run(number=1, usage_key=call.usage_key):
        part = exporting.export_part(coordinator, place, usage_key, number)
        return list(csv.reader(io.StringIO(part.text.removeprefix("\ufeff"), newline=""))), part

    return run


def test_a_table_of_applications_is_safe_to_open(applied, export):
    applied("=Elli", answers=matching.answers_for("mentee", letter="=1+1\nsecond line, with a comma"))
    applied("Joonas", Status.RESERVE, reserve_order=3)
    applied("Wilma", Status.WITHDRAWN)
    applied("Dora", Status.DRAFT)
    rows, part = export()
    assert part.text.startswith("\ufeffName,Username,E-mail address,State,Place in the reserve,Sent,Motivation letter,")
    assert [row[0] for row in rows[1:]] == ["'=Elli", "Joonas", "Wilma"]
    assert rows[1][6] == "'=1+1\nsecond line, with a comma"
    assert (rows[2][3], rows[2][4]) == ("In reserve", "1")
    assert set(rows[3][6:]) == {""} and rows[3][3] == "Withdrawn"
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)
    assert part.next is None


def test_a_long_table_comes_in_parts_with_one_heading(applied, export, monkeypatch):
    monkeypatch.setattr(exporting, "PART", 3)
    for number in range(7):
        applied(f"Person {number}")
    names, number = [], 1
    while number:
        rows, part = export(number)
        names += [row[0] for row in rows]
        number = part.next
    assert names == ["Name", *(f"Person {number}" for number in range(7))]


def test_only_calls_of_the_programme_are_given_away(applied, export, round_, mentor_call):
    applied()
    elsewhere = make.make_round(make.make_programme(slug="second", block_id="b2"))
    far = matching.make_call(elsewhere.programme, block_id="far")
    matching.make_application(elsewhere, far)
    for key in (far.usage_key, mentor_call.usage_key, make.usage_key()):
        with pytest.raises(NotFound):
            export(usage_key=key)
    with pytest.raises(NotFound):
        export(2)


def test_the_page_gets_the_file_part_by_part(desk, call, applied):
    applied("Elli Saari")
    answer = desk.raw("export_applications", call=str(call.usage_key), number=1).json()
    assert "Elli Saari" in answer["text"] and answer["next"] is None and answer["name"] == "applications.csv"
    finnish = desk.raw("export_applications", "fi", call=str(call.usage_key)).json()
    assert "Motivaatiokirje;" in finnish["text"]
    for body in ({"call": "no key"}, {"call": str(make.usage_key())}):
        desk.raw("export_applications", **body)
        assert desk.status == 404


def test_no_mail_goes_out_by_any_of_this(desk, call, applied, people):
    applied("Elli Saari")
    desk.post("import_people_table", table="address,role\nelli,mentee", seal="")
    desk.post("export_applications", call=str(call.usage_key))
    assert not Message.objects.exists()


def test_group_calls_are_exported_too(round_, applied, coordinator, place):
    call = matching.make_call(round_.programme, CallRole.SUPERVISION_GROUP)
    applied("Elli Saari", to=call)
    assert "Elli Saari" in exporting.export_part(coordinator, place, call.usage_key).text
