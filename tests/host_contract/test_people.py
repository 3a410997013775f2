"""Who is who in the course: roles, enrolment, names and search."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.models import CourseAccess, Enrollment
from mentoring_xblock import host
from mentoring_xblock.host import CourseRoles, Person
from tests.host_contract.conftest import LEARNERS_SIDE, WITH_PEOPLE

UNKNOWN = 987_654
NO_ROLES = CourseRoles(staff=False, admin=False)


def queries_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
class TestRoles:
    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            ("", NO_ROLES),
            ("staff", CourseRoles(staff=True, admin=False)),
            ("instructor", CourseRoles(staff=True, admin=True)),
        ],
    )
    def test_from_the_course_s_own_roles(self, where, course, person, role, expected):
        assert host.course_roles(person("aino", role=role).pk, course) == expected

    def test_staff_of_the_site_are_staff_and_no_administrators(self, where, course, person):
        assert host.course_roles(person("site", is_staff=True).pk, course) == CourseRoles(staff=True, admin=False)

    def test_a_role_counts_in_its_own_course_only(self, where, course, person):
        assert host.course_roles(person("aino", role="instructor").pk, course.replace(run="2025")) == NO_ROLES

    @pytest.mark.parametrize("fields", [{"role": "instructor"}, {"is_staff": True}])
    def test_an_inactive_account_has_none(self, where, course, person, fields):
        gone = person("gone", is_active=False, **fields)
        assert host.course_roles(gone.pk, course) == NO_ROLES
        assert not host.has_author_access(gone.pk, course)

    def test_an_unknown_account_has_none(self, where, course):
        assert host.course_roles(UNKNOWN, course) == NO_ROLES
        assert not host.has_author_access(UNKNOWN, course)

    @pytest.mark.parametrize(("role", "expected"), [("", False), ("staff", True), ("instructor", True)])
    def test_the_course_team_authors(self, where, course, person, role, expected):
        assert host.has_author_access(person("aino", role=role).pk, course) is expected

    def test_the_person_who_is_asking_is_not_loaded_again(self, where, course, person, asking):
        aino = person("aino", role="instructor")
        unasked = queries_of(lambda: host.course_roles(aino.pk, course))
        asking(aino)
        assert queries_of(lambda: host.course_roles(aino.pk, course)) == unasked - 1

    def test_course_staff_are_the_active_team_by_name(self, where, course, person):
        person("s", name="Väinö Virta", role="staff")
        person("i", name="aila Aalto", role="instructor")
        person("gone", name="Bo Berg", role="staff", is_active=False)
        person("site", name="Cecilia Cygnaeus", is_staff=True)
        person("learner", name="Dag Dahl", enrolled=True)
        assert [member.full_name for member in host.course_staff(course)] == ["aila Aalto", "Väinö Virta"]

    def test_course_staff_with_two_roles_are_listed_once(self, where, course, person):
        aino = person("aino", role="staff")
        CourseAccess.objects.create(user=aino, course_key=str(course), role="instructor")
        assert [member.id for member in host.course_staff(course)] == [aino.pk]

    def test_course_staff_cost_the_same_for_two_and_for_ten(self, where, course, person):
        person("a", role="staff")
        person("b", role="instructor")
        two = queries_of(lambda: host.course_staff(course))
        for number in range(8):
            person(f"more{number}", role="staff")
        assert queries_of(lambda: host.course_staff(course)) == two


@pytest.mark.parametrize("where", ["lms", "cms"], indirect=True)
class TestPlatformRoles:
    """Roles that the demo does not have."""

    def test_staff_of_the_organisation_are_staff_and_no_administrators(self, where, course, person):
        staff = person("org")
        CourseAccess.objects.create(user=staff, course_key=f"org:{course.org}", role="staff")
        assert host.course_roles(staff.pk, course) == CourseRoles(staff=True, admin=False)

    def test_limited_staff_are_staff_but_author_nothing(self, where, course, person):
        limited = person("limited", role="limited_staff")
        assert host.course_roles(limited.pk, course) == CourseRoles(staff=True, admin=False)
        assert not host.has_author_access(limited.pk, course)
        assert [member.id for member in host.course_staff(course)] == [limited.pk]


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
class TestEnrolment:
    def test_active_enrolments_count(self, where, course, person):
        enrolled, left, never = person("in", enrolled=True), person("left", enrolled=True), person("never")
        Enrollment.objects.filter(user=left).update(is_active=False)
        asked = [enrolled.pk, left.pk, never.pk, UNKNOWN]
        assert host.enrolled_ids(course, asked) == {enrolled.pk}
        assert [host.is_enrolled(user_id, course) for user_id in asked] == [True, False, False, False]
        assert not host.is_enrolled(enrolled.pk, course.replace(run="2025"))

    def test_the_person_who_is_asking_gets_the_same_answer(self, where, course, person, asking):
        for user, expected in [(person("in", enrolled=True), True), (person("never"), False)]:
            asking(user)
            assert host.is_enrolled(user.pk, course) is expected

    def test_many_are_asked_about_in_one_query(self, where, course, person, django_assert_num_queries):
        ids = [person(f"p{number}", enrolled=True).pk for number in range(5)]
        with django_assert_num_queries(1):
            assert host.enrolled_ids(course, iter(ids)) == set(ids)


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
class TestPeople:
    def test_by_id(self, where, person):
        aino = person("aino", name="Aino Aalto", language="fi")
        bo = person("bo", name="  ")
        assert host.people([aino.pk, bo.pk, aino.pk, UNKNOWN]) == {
            aino.pk: Person(aino.pk, "aino", "Aino Aalto", "aino@example.org", "fi"),
            bo.pk: Person(bo.pk, "bo", "bo", "bo@example.org", ""),
        }

    def test_nobody(self, where, db):
        assert host.people([]) == host.time_zones([]) == {}

    def test_the_clocks_that_people_chose(self, where, person, django_assert_num_queries):
        ids = [person(f"p{n}", time_zone=zone).pk for n, zone in enumerate(("Asia/Tokyo", "", "Mars/Olympus"))]
        with django_assert_num_queries(1):
            assert host.time_zones([*ids, UNKNOWN]) == {ids[0]: "Asia/Tokyo"}

    def test_twelve_cost_as_much_as_two(self, where, person):
        ids = [person(f"p{number}", name="A", language="fi").pk for number in range(12)]
        assert queries_of(lambda: host.people(ids)) == queries_of(lambda: host.people(ids[:2]))


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
class TestSearch:
    @pytest.fixture(autouse=True)
    def crowd(self, where, course, person):
        person("virtanen", name="Aila Aalto", enrolled=True)
        person("aino", name="Aino Virtanen", enrolled=True)
        person("bo", name="Bo Virta-Berg", enrolled=True)
        person("stranger", name="Carita Virtanen")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("virta", ["aino", "bo", "virtanen"]),
            ("VIRTANEN", ["virtanen", "aino"]),
            (" aino ", ["aino"]),
            ("aino@example.org", ["aino"]),
            ("bo@", ["bo"]),
            ("irtanen", []),
            ("berg", []),
            ("%", []),
            ("", []),
            ("  ", []),
        ],
    )
    def test_fits_beginnings_of_words_with_whole_matches_first(self, course, text, expected):
        assert [found.username for found in host.find_people(course, text)] == expected

    def test_finds_who_has_left_the_course(self, course, person):
        diana = person("diana", name="Diana Virtanen")
        Enrollment.objects.create(user=diana, course_key=str(course), is_active=False)
        assert "diana" in [found.username for found in host.find_people(course, "virtanen")]

    def test_stops_at_the_limit(self, course):
        assert [found.username for found in host.find_people(course, "virta", limit=2)] == ["aino", "bo"]

    def test_costs_the_same_for_one_and_for_three(self, course):
        assert queries_of(lambda: host.find_people(course, "virta")) == queries_of(
            lambda: host.find_people(course, "aino")
        )


@pytest.mark.parametrize("where", ["none"], indirect=True)
def test_in_a_workbench_nobody_is_anybody(where, course, person):
    aino = person("aino", name="Aino", role="instructor", enrolled=True, is_staff=True)
    assert host.course_roles(aino.pk, course) == NO_ROLES
    assert not host.has_author_access(aino.pk, course)
    assert not host.is_enrolled(aino.pk, course)
    assert host.enrolled_ids(course, [aino.pk]) == set()
    assert host.course_staff(course) == host.find_people(course, "aino") == []
    assert host.people([aino.pk]) == host.anonymous_ids([aino.pk], course) == host.time_zones([aino.pk]) == {}
    assert host.course_name(course) == str(course)


@pytest.mark.parametrize("where", LEARNERS_SIDE, indirect=True)
class TestAnonymousIds:
    def test_are_stable_and_lead_back(self, where, course, person):
        aino = person("aino")
        made = host.anonymous_id(aino.pk, course)
        assert host.anonymous_id(aino.pk, course) == made
        assert host.user_id_of(made) == aino.pk
        assert host.user_id_of("0" * 32) is None

    def test_differ_between_people_and_courses(self, where, course, person):
        aino, bo = person("aino"), person("bo")
        ids = {host.anonymous_id(user.pk, key) for user in (aino, bo) for key in (course, course.replace(run="2025"))}
        assert len(ids) == 4

    def test_of_many_fill_in_what_is_missing(self, where, course, person):
        aino, bo = person("aino"), person("bo")
        first = host.anonymous_id(aino.pk, course)
        found = host.anonymous_ids([aino.pk, bo.pk, UNKNOWN], course)
        assert found == {aino.pk: first, bo.pk: host.anonymous_id(bo.pk, course)}

    def test_of_many_that_exist_take_one_query(self, where, course, person, django_assert_num_queries):
        ids = [person(f"p{number}").pk for number in range(5)]
        known = host.anonymous_ids(ids, course)
        with django_assert_num_queries(1):
            assert host.anonymous_ids(ids, course) == known

    def test_of_an_unknown_account_there_is_none(self, where, course):
        with pytest.raises(host.PersonNotFound):
            host.anonymous_id(UNKNOWN, course)
