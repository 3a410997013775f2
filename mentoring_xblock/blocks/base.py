"""The base class of our blocks."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey
from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Boolean, Scope, String

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.kit.device import page_tags
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembering
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.actors import load_actor

#: Loaded in this order on every unit that holds one of our blocks. The first tells htmx how to behave before it wakes.
SCRIPTS = ("mentoring_xblock/htmx-config.js", "django_htmx/htmx.min.js", "mentoring_xblock/mentoring.js")
STYLES = ("mentoring_xblock/tokens.css", "mentoring_xblock/mentoring.css")


def _(text: str) -> str:
    """Mark a field's name for translation; the host translates it when it shows the field."""
    return text


def titled(default: str) -> String:
    """Return the field of a block's title. Its default is what Studio calls the block where authors add one."""
    return String(display_name=_("Title"), scope=Scope.settings, default=default)


@XBlock.needs("user", "i18n")
class MentoringBlock(XBlock):
    """A block of the mentoring programme that a `programme` field names.

    A subclass sets `room` (the folder of its templates), `script` and `init` (its JavaScript file and global), and
    writes `page` and `setup_page`. `scripts` are of other rooms whose parts its page shows; they need no start.
    """

    room = ""
    script = ""
    scripts: tuple[str, ...] = ()
    init = ""
    handlers: tuple[str, ...] = ()
    #: Bytes that the body of a handler can have, by its name, where that is not `request.BODY_LIMIT`.
    body_limits: Mapping[str, int] = MappingProxyType({})

    has_author_view = True
    #: Somebody who views the course as a learner gets our own set-up page instead of the platform's refusal.
    show_in_read_only_mode = True
    completion_mode = XBlockCompletionMode.EXCLUDED

    display_name = titled(_("Mentoring"))
    programme = String(
        display_name=_("Programme"),
        help=_("Which programme of this course the block belongs to. Leave it as it is unless the course has several."),
        scope=Scope.settings,
        default="main",
    )
    #: Set on a learner's first save, so that the platform's “delete learner state” finds the block.
    touched = Boolean(scope=Scope.user_state, default=False)

    # ---- where and who ----

    @property
    def place(self) -> Place | None:
        """Where this block stands; None where there is no course, as in a workbench."""
        usage_key = self.scope_ids.usage_id
        if not isinstance(usage_key, UsageKey) or not usage_key.context_key.is_course:
            return None
        return Place(usage_key.context_key, usage_key, self.scope_ids.block_type, self.programme)

    def call(self, body: Mapping[str, Any] | None = None) -> Call:
        """Find out who is asking; a constant number of queries."""
        place = self.place
        viewer = host.viewer(self)
        actor = load_actor(viewer, place.course_key, place.slug) if place else Actor()
        learners = place is not None and host.writes_learners()
        return Call(actor, place, timezone.now(), viewer.time_zone, learners, body or {})

    @staticmethod
    @contextlib.contextmanager
    def during(call: Call) -> Iterator[None]:
        """Show times in the reader's own time zone, and look nothing up twice that stays the same.

        Who has chosen no zone sees times by the programme's clock, by which most people in it live.
        """
        with remembering():
            zone = call.time_zone or (programmes.time_zone_of(call.place) if call.learners else "UTC")
            with timezone.override(ZoneInfo(zone)):
                yield

    # ---- views ----

    @XBlock.supports("multi_device")
    def student_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """The page for whoever takes part; the set-up for everybody who may see no more."""
        call = self.call()
        with self.during(call):
            if not call.learners or call.actor.masquerading:
                return self._fragment(self._setup(call), call)
            if not policy.allowed(Action.PROGRAMME_SEE, call.actor):
                return self._fragment(self.markup("blocks/outside.html", call), call)
            return self._fragment(self.page(call), call)

    def author_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """What an author sees in Studio: how the block is set up. Reads no learner's row."""
        call = self.call()
        with self.during(call):
            return self._fragment(self._setup(call))

    def public_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """What an anonymous visitor of a public course sees: one sentence."""
        return self._fragment(self.markup("blocks/outside.html", self.call()))

    def _setup(self, call: Call) -> str:
        return self.markup("blocks/setup.html", call, {"setup": self.setup_page(call), "title": self.title})

    def page(self, call: Call) -> str:
        """Return the page's HTML for somebody who takes part or coordinates."""
        raise NotImplementedError

    def setup_page(self, call: Call) -> str:
        """Return HTML that shows an author how the block is set up, from its own fields."""
        raise NotImplementedError

    # ---- rendering ----

    @property
    def title(self) -> str:
        """The block's title as its author wrote it, else what it is called in the reader's language."""
        return self.display_name if self.fields["display_name"].is_set_on(self) else gettext(self.display_name)

    @property
    def uid(self) -> str:
        """A prefix for element ids, so that several blocks share a page."""
        return "mn" + hashlib.sha256(str(self.scope_ids.usage_id).encode()).hexdigest()[:10]

    def urls(self) -> dict[str, str]:
        """The addresses of this block's handlers, by name."""
        return {name: self.runtime.handler_url(self, name) for name in self.handlers}

    def markup(self, template: str, call: Call, context: Mapping[str, Any] | None = None) -> str:
        """Render a template of ours; `template` is relative to our template folder."""
        values = {"uid": self.uid, "url": self.urls(), "call": call, "actor": call.actor, **(context or {})}
        return render_to_string(f"mentoring_xblock/{template}", values)

    def _fragment(self, markup: str, call: Call | None = None) -> Fragment:
        """Put markup on its ground, which tells by a tag whose page it is; with each request the page gives it back.

        Without a call there is nothing to press, so the host's own page gets no script.
        """
        known = call is not None and call.place is not None and call.actor.user_id is not None
        page_of = page_tags(call.actor.user_id, call.place.course_key)[0] if known else ""
        ground = {"body": markup, "uid": self.uid, "page_of": page_of}
        fragment = Fragment(render_to_string("mentoring_xblock/blocks/root.html", ground))
        for style in STYLES:
            fragment.add_css_url(static(style))
        if call is None:
            return fragment
        own = [f"mentoring_xblock/{name}" for name in (*self.scripts, self.script) if name]
        for script in (*SCRIPTS, *own):
            fragment.add_javascript_url(static(script))
        fragment.initialize_js(self.init or "MentoringBlock", {"uid": self.uid})
        return fragment
