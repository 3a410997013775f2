"""The hosts of the contract: the demo, the demo's Studio, the LMS, Studio and none, all on the same rows."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import crum
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock
from xblock.fields import List, Scope, String

from demo.models import Course, CourseAccess, Enrollment, Profile
from mentoring_xblock import host
from mentoring_xblock.host.demo import studio_mode
from tests.host_contract.backing import targets
from tests.host_contract.recorded import RecordedPlatform

LEARNERS_SIDE = ("demo", "lms")
NO_LEARNERS = ("demo-studio", "cms", "none")
WITH_PEOPLE = ("demo", "demo-studio", "lms", "cms")
ALL = (*LEARNERS_SIDE, *NO_LEARNERS)

COURSE = CourseKey.from_string("course-v1:TAMK+TUOTTAJA+2026")


class AuthoredBlock(XBlock):
    """A block of ours with a field of each scope."""

    display_name = String(scope=Scope.settings, default="Untitled")
    prompts = List(scope=Scope.content)
    touched = String(scope=Scope.user_state, default="no")


@pytest.fixture
def where(request, monkeypatch, settings):
    """Run in the host that the test's parameter names; the value is the recorded platform, or None."""
    name = request.param
    if name in ("lms", "cms"):
        platform = RecordedPlatform(name, targets())
        platform.install(monkeypatch)
        del settings.MENTORING_HOST
        settings.SERVICE_VARIANT = name
        yield platform
        return
    settings.MENTORING_HOST = name.partition("-")[0]
    if name == "demo-studio":
        with studio_mode():
            yield None
    else:
        yield None


@pytest.fixture
def course(db):
    """A course with a name."""
    Course.objects.create(course_key=str(COURSE), name="Tuottajapankki")
    return COURSE


@pytest.fixture
def person(db) -> Callable[..., Any]:
    """Make an account: person("aino", name=..., role=..., enrolled=True)."""

    def make(username: str, *, name="", language="", time_zone="", role="", enrolled=False, **fields: Any) -> Any:
        user = get_user_model().objects.create(username=username, email=f"{username}@example.org", **fields)
        Profile.objects.create(user=user, name=name, language=language, time_zone=time_zone)
        if role:
            CourseAccess.objects.create(user=user, course_key=str(COURSE), role=role)
        if enrolled:
            Enrollment.objects.create(user=user, course_key=str(COURSE))
        return user

    return make


@pytest.fixture
def asking():
    """Make a user the one of the current request, as the middleware does; None is an anonymous visitor."""

    def ask(user: Any | None) -> Any:
        request = SimpleNamespace(user=user or AnonymousUser())
        crum.set_current_request(request)
        return request

    yield ask
    crum.set_current_request(None)


@pytest.fixture
def block(course):
    """A block as `viewer` needs it: something with a usage key."""
    return SimpleNamespace(scope_ids=SimpleNamespace(usage_id=course.make_usage_key("mentoring_goals", "goals")))


@pytest.fixture
def authored(monkeypatch):
    """Let every block type be the small block above."""
    monkeypatch.setattr(XBlock, "load_class", lambda block_type, *args, **kwargs: AuthoredBlock)
    return AuthoredBlock


@pytest.fixture
def usage_key(course):
    """The key of a graded block."""
    return course.make_usage_key("mentoring_goals", "goals")


@pytest.fixture
def refuses():
    """Assert that a call is refused because this is not the learners' side."""

    def check(call: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        with pytest.raises(host.NotHere):
            call(*args, **kwargs)

    return check
