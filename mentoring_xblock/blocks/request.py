"""From a web request to a `Call` body, and from an error to an answer."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.utils.translation import gettext
from webob import Response
from xblock.core import XBlock

from mentoring_xblock.kit.device import page_tags
from mentoring_xblock.kit.errors import Invalid, MentoringError, NotAllowed
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action

if TYPE_CHECKING:
    from mentoring_xblock.blocks.base import MentoringBlock

#: Bytes of a request body: room for the longest texts that our forms accept, several times over.
BODY_LIMIT = 512 * 1024

#: A header that tells our answers from the host's own error pages, which the browser must not put into the page.
OURS = "X-Mentoring"

#: A header by which a page tells whom it was rendered for: the tag on its ground.
PAGE_OF = "X-Mentoring-Page-Of"


def _unreadable() -> Invalid:
    return Invalid(gettext("The page sent something that can’t be read. Nothing was changed; try again."))


def parse_body(request: Any, limit: int = BODY_LIMIT) -> dict[str, Any]:
    """Return the JSON object that a request carries; `limit` is how many bytes it can have.

    Raises:
        Invalid: it is too long, no JSON, or no object.
    """
    try:
        raw = request.body
    except RawPostDataException as error:
        # The platform looks for files first, and nothing of a multipart form is left after that. We send none.
        raise _unreadable() from error
    if len(raw) > limit:
        raise Invalid(
            gettext("That is more text than can be sent at once. Nothing was changed; shorten it and try again.")
        )
    try:
        body = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(body, dict):
        raise _unreadable()
    return body


def html(markup: str, status: int = 200) -> Response:
    """An answer that htmx puts into the page."""
    return _answer(markup, status, "text/html")


def data(value: Any, status: int = 200) -> Response:
    """An answer for a script of ours."""
    return _answer(json.dumps(value), status, "application/json")


def _answer(text: str, status: int, content_type: str) -> Response:
    # Given to the constructor, a list of headers would stand instead of the content type.
    answer = Response(text, status=status, content_type=content_type, charset="UTF-8")
    # What people write to each other stays out of shared and browser caches.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers[OURS] = "1"
    return answer


def problem(error: MentoringError) -> Response:
    """Say what went wrong in a sentence, on top of what the request would have replaced, so that typed text stays."""
    answer = html(render_to_string("mentoring_xblock/blocks/problem.html", {"message": error.message}), error.status)
    answer.headers["HX-Reswap"] = "afterbegin"
    return answer


Handler = Callable[["MentoringBlock", Any], Response]


def _guarded(check: Callable[[MentoringBlock, Any, str], None]) -> Callable[[Handler], Any]:
    def decorate(method: Handler) -> Any:
        @XBlock.handler
        @functools.wraps(method)
        def handler(self: MentoringBlock, request: Any, suffix: str = "") -> Response:
            if request.method != "POST":
                return Response(status=405, headerlist=[("Allow", "POST")])
            try:
                call = self.call(parse_body(request, self.body_limits.get(method.__name__, BODY_LIMIT)))
                with self.during(call):
                    check(self, call, request.headers.get(PAGE_OF, ""))
                    return method(self, call)
            except MentoringError as error:
                return problem(error)

        return handler

    return decorate


def _in_the_lms(block: MentoringBlock, call: Any, page_of: str) -> None:
    if call.actor.user_id is None:
        raise NotAllowed(gettext("Sign in to take part."))
    if call.actor.masquerading:
        raise NotAllowed(
            gettext("You are viewing this course as somebody else. Nothing of theirs is shown or changed.")
        )
    if not call.learners:
        raise NotAllowed(gettext("This works in the course, not here. Nothing was saved."))
    if page_of and page_of not in page_tags(call.actor.user_id, call.place.course_key):
        # A page stays open while somebody else signs in: what one person typed into it is not the other's, who may
        # not even see it. 403 is what pages take for a login that has ended. A client without a page sends no tag.
        raise NotAllowed(
            gettext("This page is somebody else’s, or too old. Nothing was changed; sign in again, or reload it.")
        )
    # Neither enrolled nor on the staff: the host lets any account call a handler, even for an empty form.
    policy.require(Action.PROGRAMME_SEE, call.actor)


def _as_author(block: MentoringBlock, call: Any, page_of: str) -> None:
    if not call.actor.author or call.actor.masquerading:
        raise NotAllowed(gettext("Only authors of this course can change this."))
    if call.learners:
        # The LMS shows what was published and stores no content.
        raise NotAllowed(gettext("This is changed in Studio."))


#: Marks a handler that reads or writes people's rows: LMS only, signed in, as oneself, on a page of
#: one's own. Takes and gives what `Call` and
#: `html` or `data` are; every `MentoringError` that leaves it becomes an answer in place.
learner_handler = _guarded(_in_the_lms)

#: Marks a handler of the Studio editor: authors of the course only.
author_handler = _guarded(_as_author)
