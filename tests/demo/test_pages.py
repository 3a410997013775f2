"""The course pages around the units."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.models import Course, CourseAccess, Enrollment, Unit

pytestmark = pytest.mark.django_db


def test_without_a_course_the_page_says_what_to_do(db):
    answer = Client().get(reverse("home"))
    assert answer.status_code == 404
    assert "seed_demo" in answer.content.decode()


def test_the_course_lists_its_units_for_those_who_take_it(unit, person, signed_in):
    page = signed_in(person("aino", enrolled=True)).get(reverse("home")).content.decode()
    assert reverse("learn", args=[unit.id]) in page


@pytest.mark.parametrize("role", ["staff", "instructor"])
def test_the_course_team_need_not_be_enrolled(unit, person, signed_in, role):
    client = signed_in(person("leena", role=role))
    assert reverse("learn", args=[unit.id]) in client.get(reverse("home")).content.decode()
    assert client.get(reverse("learn", args=[unit.id])).status_code == 200


def test_who_is_not_enrolled_reads_a_sentence_and_no_units(unit, person, signed_in):
    client = signed_in(person("vieno"))
    page = client.get(reverse("home")).content.decode()
    assert "You are not enrolled in this course" in page
    assert reverse("learn", args=[unit.id]) not in page
    assert client.get(reverse("learn", args=[unit.id])).status_code == 404


def test_a_unit_is_shown_in_an_iframe_between_its_neighbours(unit, person, signed_in):
    second = Unit.objects.create(course=unit.course, title="Second unit", position=1)
    third = Unit.objects.create(course=unit.course, title="Third unit", position=2)
    page = signed_in(person("aino", enrolled=True)).get(reverse("learn", args=[second.id])).content.decode()
    assert f'src="{reverse("unit", args=[second.id])}?frame=1"' in page
    assert "Previous: First unit" in page
    assert "Next: Third unit" in page
    assert reverse("learn", args=[third.id]) in page


def test_links_leave_the_iframe_only_inside_one(block, person, signed_in):
    client = signed_in(person("aino", enrolled=True))
    url = reverse("unit", args=[block.unit_id])
    assert '<base target="_parent">' in client.get(url, {"frame": "1"}).content.decode()
    assert "<base" not in client.get(url).content.decode()


def test_pages_do_not_write(unit, block, person, signed_in):
    """A second visit, when the anonymous ids are there, only reads."""
    client = signed_in(person("aino", enrolled=True))
    client.get(reverse("unit", args=[unit.id]))
    with CaptureQueriesContext(connection) as queries:
        for url in (reverse("home"), reverse("learn", args=[unit.id]), reverse("unit", args=[unit.id])):
            assert client.get(url).status_code == 200
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_somebody_in_two_courses_finds_both_and_staff_of_one_only_its_gradebook(person, unit, signed_in):
    other = Course.objects.create(course_key="course-v1:KEHA+RYHMAT+2026", name="Small groups")
    Unit.objects.create(course=other, title="Where groups are made")
    aino, leena = person("aino", enrolled=True), person("leena", enrolled=True)
    Enrollment.objects.create(user=aino, course_key=other.course_key)
    CourseAccess.objects.create(user=leena, course_key=other.course_key, role="staff")
    home = signed_in(aino).get(reverse("home")).content.decode()
    assert home.index("Bare course") < home.index("Small groups") < home.index("Where groups are made")
    client = signed_in(leena)
    assert client.get(reverse("gradebook")).context["course"] == other
    assert client.get(reverse("gradebook"), {"course": other.pk}).status_code == 200
    assert client.get(reverse("gradebook"), {"course": unit.course.pk}).status_code == 403
    assert client.get(reverse("gradebook"), {"course": "12345"}).status_code == 404
    assert client.get(reverse("studio"), {"course": "x"}).status_code == 404
