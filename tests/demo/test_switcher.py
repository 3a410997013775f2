"""The bar on top: becoming somebody with one click, languages, colours, signing out."""

import pytest
from django.test import Client
from django.urls import reverse

from demo.models import Course, CourseAccess, Profile
from demo.people import demo_people

pytestmark = pytest.mark.django_db


def test_one_click_signs_in_and_comes_back(unit, person):
    aino = person("aino", enrolled=True)
    client = Client()
    answer = client.post(reverse("become"), {"user": aino.id, "next": reverse("learn", args=[unit.id])})
    assert answer.url == reverse("learn", args=[unit.id])
    assert client.session["_auth_user_id"] == str(aino.id)


def test_a_page_that_needs_a_login_is_come_back_to(unit, person):
    person("leena", role="staff")
    client = Client()
    asked = client.get(reverse("studio"), follow=True)
    assert asked.redirect_chain == [("/?next=/studio/", 302)]
    assert '<input type="hidden" name="next" value="/studio/">' in asked.content.decode()


def test_every_page_lists_everybody_by_course_and_part(unit, person):
    """People of a course come before those of none; those with a note come before the others, who are folded."""
    person("berit", part="mentee")
    person("anna", part="mentor", enrolled=True)
    person("bo", part="mentee", enrolled=True)
    person("aino", part="mentee", enrolled=True)
    person("nobody", part="")
    page = Client().get(reverse("home")).content.decode()
    wanted = ["Bare course", "Aino", "2 others", "Mentors", "Anna", "Mentees", "Bo", "In no course", "Berit"]
    places = [page.index(f">{text}") for text in wanted if text != "Mentees"]
    assert places == sorted(places)
    assert page.index(">Anna") < page.index("<h3>Mentees") < page.index(">Bo")
    assert "<details open>" in page[page.index("In no course") :]
    assert "Nobody" not in page.replace("Nobody is signed in", "")


def test_somebody_stands_under_the_first_of_their_courses(unit, person):
    later = Course.objects.create(course_key="course-v1:KEHA+RYHMAT+2026", name="Small groups")
    leena = person("leena", enrolled=True)
    CourseAccess.objects.create(user=leena, course_key=later.course_key, role="staff")
    outi = person("outi", part="coordinator")
    CourseAccess.objects.create(user=outi, course_key=later.course_key, role="staff")
    assert {one.name: group.title for group in demo_people() for one in group.people} == {
        "Leena": "Bare course",
        "Outi": "Small groups",
    }


def test_the_switcher_costs_the_same_for_any_number_of_people(unit, person, django_assert_num_queries):
    for number in range(7):
        person(f"learner{number}", enrolled=True)
        with django_assert_num_queries(4):
            demo_people()


def test_the_switcher_needs_a_csrf_token_and_a_post(unit, person):
    aino = person("aino")
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("become"), {"user": aino.id}).status_code == 403
    assert client.get(reverse("become"), {"user": aino.id}).status_code == 405


@pytest.mark.parametrize("user", ["", "0", "x", "٣", "999999"])
def test_nobody_else_can_be_become(unit, person, user):
    assert Client().post(reverse("become"), {"user": user}).status_code == 404


def test_accounts_outside_the_demo_cannot_be_become(unit, person):
    hidden = person("root", part="")
    assert Client().post(reverse("become"), {"user": hidden.id}).status_code == 404


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)", "learn"])
def test_no_open_redirect(unit, person, target):
    answer = Client().post(reverse("become"), {"user": person("aino").id, "next": target})
    assert answer.url == reverse("home")


def test_signing_out(unit, person, signed_in):
    client = signed_in(person("aino", enrolled=True))
    client.post(reverse("leave"))
    assert "_auth_user_id" not in client.session
    assert "Choose a person" in client.get(reverse("home")).content.decode()


def test_the_profiles_language_wins_over_the_browsers(unit, person, signed_in):
    client = signed_in(person("aino", enrolled=True, language="fi"))
    answer = client.get(reverse("home"), HTTP_ACCEPT_LANGUAGE="en")
    assert answer.headers["Content-Language"] == "fi"
    assert '<html lang="fi"' in answer.content.decode()


def test_choosing_a_language_is_kept_in_the_profile(unit, person, signed_in):
    aino = person("aino", enrolled=True)
    client = signed_in(aino)
    assert client.get(reverse("home"), HTTP_ACCEPT_LANGUAGE="fi").headers["Content-Language"] == "fi"
    client.post(reverse("language"), {"language": "en"})
    assert Profile.objects.get(user=aino).language == "en"
    assert client.get(reverse("home"), HTTP_ACCEPT_LANGUAGE="fi").headers["Content-Language"] == "en"


def test_a_visitors_language_is_kept_in_the_session(unit):
    client = Client()
    client.post(reverse("language"), {"language": "fi"})
    assert client.get(reverse("home")).headers["Content-Language"] == "fi"
    assert client.post(reverse("language"), {"language": "xx"}).status_code == 400


def test_colours(unit, block, person, signed_in):
    client = signed_in(person("aino", enrolled=True))
    for page in (reverse("home"), reverse("unit", args=[unit.id])):
        assert "indigo-dark-theme" not in client.get(page).content.decode()
    client.post(reverse("theme"), {"theme": "indigo-dark"})
    assert client.cookies["selected-paragon-theme-variant"].value == "dark"
    for page in (reverse("home"), reverse("unit", args=[unit.id])):
        assert "indigo-dark-theme" in client.get(page).content.decode()
    assert client.post(reverse("theme"), {"theme": "pink"}).status_code == 400


@pytest.mark.parametrize("name", ["home", "gradebook", "outbox", "studio"])
def test_pages_send_a_strict_policy_and_keep_to_it(unit, block, person, signed_in, name):
    answer = signed_in(person("leena", role="staff")).get(reverse(name))
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
