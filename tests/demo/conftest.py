"""A bare block, a small course and its people: what the demo host's own tests stand on."""

import json
import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey
from web_fragments.fragment import Fragment
from webob import Response
from xblock import plugin
from xblock.core import XBlock
from xblock.fields import Integer, Scope, String
from xblock.validation import Validation, ValidationMessage

from demo.models import AuthoredBlock, Course, CourseAccess, Enrollment, Profile, Unit
from mentoring_xblock import host

COURSE_KEY = CourseKey.from_string("course-v1:TAMK+BARE+2026")
BLOCK_TYPE = "bare_test"


@XBlock.needs("user", "i18n")
@XBlock.wants("publish", "completion", "settings", "enrollments", "grade_utils", "cache", "replace_urls", "user_state")
class BareBlock(XBlock):
    """Shows its title, counts clicks, tells what it was given. `cleared` records calls of `clear_student_state`."""

    has_score = True
    has_author_view = True
    show_in_read_only_mode = True
    cleared: list[dict] = []

    display_name = String(default="Bare", scope=Scope.settings)
    text = String(default="", scope=Scope.content)
    clicks = Integer(default=0, scope=Scope.user_state)

    def max_score(self):
        return 10

    def student_view(self, context):
        fragment = Fragment(f"<p class='bare'>{self.display_name}: {self.clicks}</p>")
        fragment.add_javascript_url("/static/bare_test.js")
        fragment.initialize_js("BareBlock", {"closing": "</script>"})
        return fragment

    def author_view(self, context):
        return Fragment(f"<p>Author sees {self.text}</p>")

    def studio_view(self, context):
        fragment = Fragment(f"<form>{self.text}</form>")
        fragment.add_javascript_url("/static/bare_test.js")
        fragment.initialize_js("BareEditor")
        return fragment

    def validate(self):
        validation = Validation(self.scope_ids.usage_id)
        if not self.text:
            validation.add(ValidationMessage(ValidationMessage.WARNING, "No text yet"))
        return validation

    def clear_student_state(self, user_id, course_id, item_id, requesting_user_id):
        services = [name for name in ("publish", "completion") if self.runtime.service(self, name)]
        self.cleared.append(
            {"user": user_id, "course": course_id, "item": item_id, "by": requesting_user_id, "services": services}
        )

    @XBlock.json_handler
    def click(self, data, suffix=""):
        self.clicks += 1
        return {"clicks": self.clicks}

    @XBlock.handler
    def tell(self, request, suffix=""):
        user = self.runtime.service(self, "user").get_current_user()
        viewer = host.viewer(self)
        told = {
            "user": user.opt_attrs,
            "full_name": user.full_name,
            "services": {
                name: self.runtime.service(self, name) is not None
                for name in ("publish", "completion", "settings", "enrollments", "grade_utils", "cache", "user_state")
            },
            "in_transaction": connection.in_atomic_block,
            "writes_learners": host.writes_learners(),
            "viewer": {"user_id": viewer.user_id, "masquerading": viewer.masquerading},
            "suffix": suffix,
        }
        return Response(json.dumps(told), content_type="application/json", charset="utf-8")

    @XBlock.json_handler
    def grade(self, data, suffix=""):
        self.runtime.publish(self, "grade", data)
        return {}

    @XBlock.json_handler
    def announce(self, data, suffix=""):
        self.runtime.publish(self, data["name"], data["event"])
        return {}

    @XBlock.json_handler
    def write_text(self, data, suffix=""):
        self.text = data["text"]
        return {"text": self.text}


@pytest.fixture
def bare_block(monkeypatch):
    """The bare block's class, installed for the test."""
    BareBlock.cleared.clear()
    # XBlock's own way to install a class for a while decorates a function, which a fixture is not.
    monkeypatch.setitem(plugin.PLUGIN_CACHE, (XBlock.entry_point, BLOCK_TYPE), BareBlock)
    return BareBlock


@pytest.fixture
def mirrored(monkeypatch):
    """Stand in for our package's mirroring task; the list holds the course keys it was called with.

    It may be called only as in Studio's process, where no learner's row can be written.
    """
    calls: list[str] = []

    def delay(course_key):
        assert not host.writes_learners()
        calls.append(course_key)

    tasks = ModuleType("mentoring_xblock.tasks")
    tasks.mirror_course = SimpleNamespace(delay=delay)
    monkeypatch.setitem(sys.modules, "mentoring_xblock.tasks", tasks)
    monkeypatch.setattr("mentoring_xblock.tasks", tasks, raising=False)
    return calls


@pytest.fixture
def person(db):
    """Make a person: `person("aino", enrolled=True, role="staff", part="mentee")`."""

    def make(username, *, enrolled=False, role="", part="mentee", language=""):
        user = get_user_model().objects.create_user(username, f"{username}@example.org")
        Profile.objects.create(user=user, name=username.title(), part=part, language=language, time_zone="UTC")
        if enrolled:
            Enrollment.objects.create(user=user, course_key=str(COURSE_KEY))
        if role:
            CourseAccess.objects.create(user=user, course_key=str(COURSE_KEY), role=role)
        return user

    return make


@pytest.fixture
def unit(db):
    """A course of one unit."""
    course = Course.objects.create(course_key=str(COURSE_KEY), name="Bare course")
    return Unit.objects.create(course=course, title="First unit")


@pytest.fixture
def block(unit, bare_block):
    """A published bare block whose draft has moved on."""
    return AuthoredBlock.objects.create(
        course_key=str(COURSE_KEY),
        usage_key=str(COURSE_KEY.make_usage_key(BLOCK_TYPE, "one")),
        block_type=BLOCK_TYPE,
        unit=unit,
        draft={"display_name": "Draft title", "text": "draft text"},
        published={"display_name": "Published title", "text": "published text"},
    )


@pytest.fixture
def signed_in():
    """Return a browser in which `user` is signed in, CSRF left to the test client."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def lms_url(block: AuthoredBlock, handler: str) -> str:
    """The address of a handler in the LMS."""
    return reverse(
        "xblock_handler", kwargs={"course_id": block.course_key, "usage_id": block.usage_key, "handler": handler}
    )


def studio_url(block: AuthoredBlock, handler: str, name: str = "component_handler") -> str:
    """The address of a handler in Studio: of the editor, or of the preview."""
    return reverse(name, kwargs={"usage_id": block.usage_key, "handler": handler})


def post_json(client: Client, url: str, body: dict, **headers):
    """POST `body` as JSON."""
    return client.post(url, json.dumps(body), content_type="application/json", **headers)
