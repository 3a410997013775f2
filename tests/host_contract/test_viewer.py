"""Who is asking: the person at the keyboard, whatever they look at the course as."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mentoring_xblock import host
from mentoring_xblock.host import Viewer
from tests.host_contract.conftest import ALL, LEARNERS_SIDE, WITH_PEOPLE

NOBODY = Viewer(user_id=None, masquerading=False, time_zone="")


def masquerade(role="student", user_name=None, group_id=None):
    """Return what the platform keeps of a masquerade."""
    return SimpleNamespace(role=role, user_name=user_name, group_id=group_id, user_partition_id=None)


@pytest.mark.parametrize("where", ALL, indirect=True)
def test_an_anonymous_visitor_is_nobody(where, block, asking):
    asking(None)
    assert host.viewer(block) == NOBODY


@pytest.mark.parametrize("where", ALL, indirect=True)
def test_without_a_request_nobody_is_asking(where, block):
    assert host.viewer(block) == NOBODY


@pytest.mark.parametrize("where", ["none"], indirect=True)
def test_in_a_workbench_everybody_is_nobody(where, block, asking, person):
    asking(person("aino"))
    assert host.viewer(block) == NOBODY


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
def test_a_signed_in_person_with_their_time_zone(where, block, asking, person):
    aino = person("aino", time_zone="Europe/Helsinki")
    asking(aino)
    assert host.viewer(block) == Viewer(user_id=aino.pk, masquerading=False, time_zone="Europe/Helsinki")


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
@pytest.mark.parametrize("stored", ["", "Europe/Nowhere", "../../etc/passwd", "x" * 64])
def test_a_time_zone_that_is_missing_or_unknown_is_empty(where, block, asking, person, stored):
    asking(person("aino", time_zone=stored))
    assert host.viewer(block).time_zone == ""


@pytest.mark.parametrize("where", WITH_PEOPLE, indirect=True)
def test_the_viewer_costs_one_query(where, block, asking, person, django_assert_num_queries):
    asking(person("aino", time_zone="Europe/Helsinki"))
    with django_assert_num_queries(1):
        host.viewer(block)


@pytest.mark.parametrize("where", LEARNERS_SIDE, indirect=True)
class TestMasquerade:
    def test_on_a_page_the_request_carries_the_learner(self, where, block, course, asking, person):
        staff, learner = person("staff", role="staff", time_zone="Europe/Oslo"), person("learner")
        learner.masquerade_settings = staff.masquerade_settings = {course: masquerade(user_name="learner")}
        learner.real_user = staff
        asking(learner)
        assert host.viewer(block) == Viewer(user_id=staff.pk, masquerading=True, time_zone="Europe/Oslo")

    def test_in_a_handler_the_request_keeps_its_own_user(self, where, block, course, asking, person):
        staff = person("staff", role="staff")
        staff.masquerade_settings = {course: masquerade(user_name="learner")}
        asking(staff)
        assert host.viewer(block) == Viewer(user_id=staff.pk, masquerading=True, time_zone="")

    def test_as_a_learner_in_general(self, where, block, course, asking, person):
        staff = person("staff", role="staff")
        staff.masquerade_settings = {course: masquerade()}
        asking(staff)
        assert host.viewer(block).masquerading

    def test_as_a_member_of_a_content_group(self, where, block, course, asking, person):
        staff = person("staff", role="staff")
        staff.masquerade_settings = {course: masquerade(role="staff", group_id=0)}
        asking(staff)
        assert host.viewer(block).masquerading

    def test_viewing_as_staff_is_the_way_back(self, where, block, course, asking, person):
        staff = person("staff", role="staff")
        staff.masquerade_settings = {course: masquerade(role="staff")}
        asking(staff)
        assert not host.viewer(block).masquerading

    def test_in_another_course_it_does_not_count(self, where, block, course, asking, person):
        staff = person("staff", role="staff")
        staff.masquerade_settings = {course.replace(run="2025"): masquerade(user_name="learner")}
        asking(staff)
        assert not host.viewer(block).masquerading

    def test_as_another_member_of_staff_the_real_one_is_still_found(self, where, block, course, asking, person):
        first, second, second_again = person("first", role="staff"), person("second", role="staff"), person("x")
        second.real_user = first
        second_again.real_user = second
        asking(second_again)
        assert host.viewer(block) == Viewer(user_id=first.pk, masquerading=True, time_zone="")

    def test_roles_are_the_real_person_s_own(self, where, block, course, asking, person):
        staff, learner = person("staff", role="instructor"), person("learner")
        learner.real_user = staff
        asking(learner)
        assert host.course_roles(host.viewer(block).user_id, course).admin
