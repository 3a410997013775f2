"""The views behind `runtime.handler_url`, with the platform's rules of access: they ask for very little.

In the LMS a GET needs no login, no enrolment is checked, and there is no transaction around a handler. In Studio any
login will do, and only the saving of the block depends on author access. So a block has to check for itself.
"""

import mimetypes

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from eventtracking import tracker
from opaque_keys.edx.keys import CourseKey
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import NoSuchHandlerError
from xblock.plugin import PluginMissingError

from demo.accounts import has_author_access
from demo.masquerade import setup_masquerade
from demo.models import AuthoredBlock
from demo.runtime import lms_block, load_class, studio_block, studio_preview_block
from demo.studio import in_studio
from demo.views.access import authored_block


@csrf_exempt
@transaction.non_atomic_requests
def lms_handler(request, course_id, usage_id, handler, suffix=""):
    """A learner's browser calls a handler. CSRF is checked here, for signed-in people, as the platform does."""
    if request.user.is_authenticated:
        refused = CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {})
        if refused:
            return refused
    elif request.method != "GET":
        return HttpResponseForbidden("Unauthenticated")
    return _handle_in_lms(request, course_id, usage_id, handler, suffix)


@csrf_exempt
@transaction.non_atomic_requests
def lms_handler_noauth(request, course_id, usage_id, handler, suffix=""):
    """Somebody calls a handler by its third-party address: no token is asked for, and the session's user stays."""
    request.user.known = False
    return _handle_in_lms(request, course_id, usage_id, handler, suffix)


def _handle_in_lms(request, course_id, usage_id, handler, suffix):
    row = authored_block(usage_id, course_id)
    # request.user stays who it is; only the block is bound to the learner whom staff look as.
    _masquerade, user = setup_masquerade(request, CourseKey.from_string(row.course_key))
    if row.published is None:
        raise Http404("No such block")
    try:
        block = lms_block(row, user, request)
    except PluginMissingError as error:
        raise Http404("No such component") from error
    about = {"module": {"display_name": block.display_name_with_default, "usage_key": row.usage_key}}
    with tracker.get_tracker().context("module_callback_handler", about):
        return _call(block, handler, request, suffix)


@login_required
@in_studio
def preview_handler(request, usage_id, handler, suffix=""):
    """A preview in Studio calls a handler: any login will do, and nothing is saved."""
    row = authored_block(usage_id)
    return _call(studio_preview_block(row, request), handler, request, suffix)


@login_required
@in_studio
def component_handler(request, usage_id, handler, suffix=""):
    """Studio's editor calls a handler: any login will do; an author's changes to the block are saved as the draft."""
    row = authored_block(usage_id)
    response = _call(studio_block(row, request), handler, request, suffix)
    if has_author_access(request.user, CourseKey.from_string(row.course_key)):
        AuthoredBlock.objects.filter(pk=row.pk).update(draft=row.draft)
    return response


def xblock_resource(request, block_type, uri):
    """Serve a public file of a block's own package."""
    xblock_class = load_class(block_type)
    if xblock_class is None:
        raise Http404("No such component")
    try:
        opened = xblock_class.open_local_resource(uri)
    except (OSError, ValueError) as error:  # not public, or not there
        raise Http404("No such file") from error
    return FileResponse(opened, content_type=mimetypes.guess_type(uri)[0] or "application/octet-stream")


def _call(block, handler: str, request, suffix: str) -> HttpResponse:
    try:
        answer = block.handle(handler, django_to_webob_request(request), suffix)
    except NoSuchHandlerError as error:
        raise Http404("No such handler") from error
    return webob_to_django_response(answer)
