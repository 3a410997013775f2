"""The XBlock runtime of the demo: opaque keys, services and wrapping as in the LMS and in Studio.

`lms_block`, `studio_preview_block` and `studio_block` load one authored block for one request, each with the services
that the platform gives there; `load_unbound` loads one that belongs to nobody, as background jobs do.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from completion.services import CompletionService
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from opaque_keys.edx.keys import CourseKey, UsageKey
from opaque_keys.edx.locator import BlockUsageLocator
from web_fragments.fragment import Fragment
from xblock.core import XBlock, XBlockMixin
from xblock.fields import Boolean, DateTime, Field, Scope, ScopeIds
from xblock.plugin import PluginMissingError
from xblock.runtime import IdGenerator, IdReader, Runtime

from demo import accounts, fields, services
from demo.masquerade import get_course_masquerade, is_masquerading_as_specific_student
from demo.models import AuthoredBlock
from demo.scores import grade_event
from demo.tracking import server_track


class KeyReader(IdReader):
    """Usage keys are their own definitions, and carry their block type."""

    def get_definition_id(self, usage_id):
        return usage_id

    def get_block_type(self, def_id):
        return def_id.block_type

    def get_usage_id_from_aside(self, aside_id):
        return aside_id.usage_key

    def get_definition_id_from_aside(self, aside_id):
        return aside_id.definition_key

    def get_aside_type_from_usage(self, aside_id):
        return aside_id.aside_type

    def get_aside_type_from_definition(self, aside_id):
        return aside_id.aside_type


class KeyGenerator(IdGenerator):
    """Makes keys of new blocks in one course."""

    def __init__(self, course_key: CourseKey):
        self._course_key = course_key

    def create_usage(self, def_id) -> BlockUsageLocator:
        return def_id

    def create_definition(self, block_type, slug=None) -> BlockUsageLocator:
        return self._course_key.make_usage_key(block_type, slug or uuid4().hex)

    def create_aside(self, definition_id, usage_id, aside_type):
        raise NotImplementedError("the demo shows no asides")


class Seconds(Field):
    """A length of time, kept in JSON as whole seconds. The platform keeps text; both give a timedelta."""

    def from_json(self, value):
        """Return a timedelta, or None."""
        return timedelta(seconds=value) if isinstance(value, int) else value

    def to_json(self, value):
        """Return whole seconds, or None."""
        return int(value.total_seconds()) if isinstance(value, timedelta) else value


class PlatformFieldsMixin(XBlockMixin):
    """What the platform mixes into every block: inherited settings and names for its keys."""

    start = DateTime(help="When the block opens", default=None, scope=Scope.settings)
    due = DateTime(help="When work is due", default=None, scope=Scope.settings)
    graceperiod = Seconds(help="How long work is taken after it is due", default=None, scope=Scope.settings)
    self_paced = Boolean(help="Whether learners go at their own pace", default=False, scope=Scope.settings)
    graded = Boolean(help="Whether the score counts for the course grade", default=False, scope=Scope.settings)

    @property
    def location(self) -> UsageKey:
        """The block's usage key."""
        return self.scope_ids.usage_id

    @property
    def course_id(self) -> CourseKey:
        """The key of the block's course."""
        return self.scope_ids.usage_id.context_key

    @property
    def category(self) -> str:
        """The block's type."""
        return self.scope_ids.block_type

    @property
    def display_name_with_default(self) -> str:
        """The block's name, or the last part of its key."""
        return getattr(self, "display_name", None) or self.scope_ids.usage_id.block_id


@dataclass(frozen=True)
class Place:
    """How a runtime addresses a block's handlers, and which JavaScript runtime the page gives it."""

    url_name: str
    javascript_runtime: str
    course_in_url: bool = False


LMS = Place("xblock_handler", "LmsRuntime", course_in_url=True)
PREVIEW = Place("preview_handler", "PreviewRuntime")
STUDIO = Place("component_handler", "StudioRuntime")


@dataclass(frozen=True)
class Binding:
    """Whom a runtime renders for; `user` is None for an unbound block."""

    course_key: CourseKey
    user: object = None
    request_token: str = field(default_factory=lambda: uuid4().hex)


class DemoRuntime(Runtime):
    """A runtime for the blocks of one request."""

    def __init__(self, place: Place, binding: Binding, runtime_services: dict, *, is_author_mode: bool = False):
        super().__init__(
            id_reader=KeyReader(),
            id_generator=KeyGenerator(binding.course_key),
            mixins=(PlatformFieldsMixin,),
            services=runtime_services,
        )
        self.place = place
        self.binding = binding
        self.is_author_mode = is_author_mode

    def use_field_data(self, field_data) -> None:
        """Read and write the block's fields through `field_data`."""
        self._services["field-data"] = field_data

    def handler_url(self, block, handler_name, suffix="", query="", thirdparty=False) -> str:
        """Return the path of a handler of `block`; ValueError when the block has none of that name."""
        if getattr(type(block), handler_name, None) is None:
            raise ValueError(f"{handler_name!r} is not a function name")
        parts = {"usage_id": str(block.scope_ids.usage_id), "handler": handler_name}
        if self.place.course_in_url:
            parts["course_id"] = str(block.scope_ids.usage_id.context_key)
        if suffix:
            parts["suffix"] = suffix
        name = f"{self.place.url_name}_noauth" if thirdparty else self.place.url_name
        url = reverse(name, kwargs=parts)
        return f"{url}?{query}" if query else url

    def resource_url(self, resource):
        raise NotImplementedError("the platform does not implement XBlock resource urls either")

    def local_resource_url(self, block, uri) -> str:
        """Return the address of a public file in the block's own package."""
        return reverse("xblock_resource", kwargs={"block_type": block.scope_ids.block_type, "uri": uri})

    def publish(self, block, event_type, event_data) -> None:
        """Hand an event to the `publish` service; without one (Studio) nothing happens."""
        service = self._services.get("publish")
        if service:
            service.publish(block, event_type, event_data)

    def service(self, block, service_name):
        """Return a service; one that can be called is called with the block, as on the platform."""
        service = super().service(block, service_name)
        return service(block) if callable(service) else service

    def applicable_aside_types(self, block) -> list[str]:
        """No asides, as on a platform where they are switched off."""
        return []

    def wrap_xblock(self, block, view, frag, context) -> Fragment:
        """Put the fragment into the `div` that the page's JavaScript looks for."""
        if _hidden_under_masquerade(block, self.binding):
            frag = Fragment(_("This type of component cannot be shown while viewing the course as a specific student."))
        data = {
            "block-type": block.scope_ids.block_type,
            "usage-id": str(block.scope_ids.usage_id),
            "request-token": self.binding.request_token,
            "graded": block.graded,
            "has-score": getattr(block, "has_score", False),
        }
        if self.place.course_in_url:
            data["course-id"] = str(self.binding.course_key)
        if frag.js_init_fn:
            data |= {
                "init": frag.js_init_fn,
                "runtime-class": self.place.javascript_runtime,
                "runtime-version": frag.js_init_version,
            }
        arguments = None if frag.json_init_args is None else _script_json(frag.json_init_args)
        classes = f"xblock xblock-{view} xblock-{view}-{block.scope_ids.block_type}"
        html = render_to_string(
            "demo/xblock_wrapper.html",
            {"classes": classes, "data": data, "content": frag.content, "arguments": arguments},
        )
        wrapped = Fragment(html)
        wrapped.add_fragment_resources(frag)
        return wrapped


def load_class(block_type: str) -> type[XBlock] | None:
    """Return the class of a block type, or None when it is not installed."""
    try:
        return XBlock.load_class(block_type)
    except PluginMissingError:
        return None


def lms_block(row: AuthoredBlock, user, request, *, draft: bool = False) -> XBlock:
    """Return the published block (staff may ask for the draft) bound to `user`, with the LMS's services.

    Raises PluginMissingError when its type is not installed, ValueError when it was never published.
    """
    course_key = CourseKey.from_string(row.course_key)
    content = row.draft if draft else row.published
    if content is None:
        raise ValueError(f"{row.usage_key} is not published")
    runtime = DemoRuntime(LMS, Binding(course_key, user), _lms_services(user, course_key, request))
    student = fields.student_field_data(user, course_key, request.session)
    return _construct(runtime, row, fields.lms_field_data(dict(content), student))


def studio_preview_block(row: AuthoredBlock, request) -> XBlock:
    """Return the draft for Studio's preview: changeable only when it has an author view, learner state in the session.

    Changes reach `row.draft` in memory; whoever loaded the row decides whether to save it.
    """
    course_key = CourseKey.from_string(row.course_key)
    role = accounts.course_role(request.user, course_key)
    runtime_services = {
        "user": services.DemoUserService(
            request.user, user_role=role, anonymous_user_id="student", deprecated_anonymous_user_id="student"
        ),
        "i18n": services.I18nService,
        "settings": services.SettingsService(settings.XBLOCK_SETTINGS),
        "cache": services.CacheService(cache),
        "replace_urls": services.ReplaceURLService,
    }
    runtime = DemoRuntime(PREVIEW, Binding(course_key, request.user), runtime_services, is_author_mode=True)
    student = fields.session_field_data(request.session)
    has_author_view = getattr(XBlock.load_class(row.block_type), "has_author_view", False)
    bind = fields.studio_field_data if has_author_view else fields.lms_field_data
    return _construct(runtime, row, bind(row.draft, student))


def studio_block(row: AuthoredBlock, request) -> XBlock:
    """Return the draft for `studio_view` and its handlers: user and i18n only, the user service bare.

    Changes reach `row.draft` in memory; whoever loaded the row decides whether to save it.
    """
    course_key = CourseKey.from_string(row.course_key)
    runtime_services = {
        "user": services.DemoUserService(request.user),
        "i18n": services.I18nService,
        "settings": services.SettingsService(settings.XBLOCK_SETTINGS),
    }
    runtime = DemoRuntime(STUDIO, Binding(course_key, request.user), runtime_services, is_author_mode=True)
    return _construct(runtime, row, fields.studio_field_data(row.draft, fields.session_field_data(request.session)))


def load_unbound(row: AuthoredBlock) -> XBlock:
    """Return the published block that belongs to nobody and knows neither user nor publish."""
    course_key = CourseKey.from_string(row.course_key)
    runtime_services = {
        "i18n": services.I18nService,
        "settings": services.SettingsService(settings.XBLOCK_SETTINGS),
    }
    runtime = DemoRuntime(LMS, Binding(course_key), runtime_services)
    student = fields.session_field_data({})
    return _construct(runtime, row, fields.lms_field_data(dict(row.published or {}), student))


def _construct(runtime: DemoRuntime, row: AuthoredBlock, field_data) -> XBlock:
    usage_key = UsageKey.from_string(row.usage_key)
    user = runtime.binding.user
    scope_ids = ScopeIds(user.id if user is not None else None, row.block_type, usage_key, usage_key)
    runtime.use_field_data(field_data)
    return runtime.construct_xblock(row.block_type, scope_ids)


def _lms_services(user, course_key: CourseKey, request) -> dict:
    masquerade = get_course_masquerade(user, course_key)
    role = masquerade.role if masquerade else accounts.course_role(user, course_key)
    return {
        "user": services.DemoUserService(
            user,
            user_is_staff=role != "student",
            user_is_global_staff=user.is_staff and not masquerade,
            user_role=role,
            anonymous_user_id=accounts.anonymous_id_for_user(user, course_key),
            deprecated_anonymous_user_id=accounts.anonymous_id_for_user(user, None),
        ),
        "i18n": services.I18nService,
        "completion": CompletionService(user=user, context_key=course_key) if user.is_authenticated else None,
        "publish": services.EventPublishingService(
            user, course_key, lambda event_type, event: server_track(request, event_type, event), grade_event
        ),
        "settings": services.SettingsService(settings.XBLOCK_SETTINGS),
        "enrollments": services.EnrollmentsService(),
        "grade_utils": services.GradesUtilService(course_key),
        "user_state": services.UserStateService(),
        "cache": services.CacheService(cache),
        "replace_urls": services.ReplaceURLService,
    }


def _hidden_under_masquerade(block, binding: Binding) -> bool:
    return is_masquerading_as_specific_student(binding.user, binding.course_key) and not getattr(
        block, "show_in_read_only_mode", False
    )


def _script_json(value) -> str:
    # Inside a script element only "</" and "<!--" end the data early.
    return json.dumps(value).replace("<", "\\u003c")
