"""Studio: each block's preview and editor, fetched by Ajax as Studio's unit page does, and publishing."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from opaque_keys.edx.keys import CourseKey
from web_fragments.fragment import Fragment

from demo.courses import key_of, staffed_courses, the_course
from demo.models import Unit
from demo.publish import publish_blocks
from demo.runtime import load_class, studio_block, studio_preview_block
from demo.studio import in_studio
from demo.views.access import authored_block, require_author


@require_safe
@login_required
@in_studio
@ensure_csrf_cookie
def studio(request):
    """A course's units and what each holds, and the other courses that the author may edit."""
    course = the_course(request, request.user)
    require_author(request, key_of(course))
    context = {
        "course": course,
        "courses": staffed_courses(request.user),
        "units": course.units.prefetch_related("blocks"),
    }
    return render(request, "demo/studio.html", context)


@require_safe
@login_required
@in_studio
@ensure_csrf_cookie
def studio_unit(request, unit_id):
    """A unit's blocks, each with its preview, an Edit button and what publishing would change."""
    unit = _unit(request, unit_id)
    blocks = list(unit.blocks.all())
    context = {"unit": unit, "blocks": blocks, "changed": any(block.has_changes for block in blocks)}
    return render(request, "demo/studio_unit.html", context)


@require_safe
@login_required
@in_studio
@ensure_csrf_cookie
def xblock_view(request, usage_id, view_name):
    """Answer `container_preview` or `studio_view` as JSON {html, resources: [[hash, resource]…], messages}."""
    row = authored_block(usage_id)
    require_author(request, CourseKey.from_string(row.course_key))
    problems = []
    if load_class(row.block_type) is None:
        fragment = Fragment(_("This component is not installed."))
    elif view_name == "studio_view":
        fragment = studio_block(row, request).render("studio_view")
    else:
        block = studio_preview_block(row, request)
        view = "author_view" if getattr(block, "has_author_view", False) else "student_view"
        fragment = block.render(view, {"is_unit_page": True, "can_edit": True})
        problems = [{"type": message.type, "text": message.text} for message in block.validate().messages]
    return JsonResponse(
        {
            "html": fragment.content,
            "resources": [[_resource_hash(resource), resource._asdict()] for resource in fragment.resources],
            "messages": problems,
        }
    )


@require_POST
@login_required
@in_studio
def publish(request, unit_id):
    """Publish every block of the unit."""
    unit = _unit(request, unit_id)
    publish_blocks(CourseKey.from_string(unit.course.course_key), unit.blocks.all())
    messages.success(request, _("Published. Learners see this version now."))
    return redirect("studio_unit", unit_id=unit.id)


def _unit(request, unit_id: int) -> Unit:
    unit = get_object_or_404(Unit.objects.select_related("course"), pk=unit_id)
    require_author(request, CourseKey.from_string(unit.course.course_key))
    return unit


def _resource_hash(resource) -> str:
    return hashlib.blake2b(repr(tuple(resource)).encode(), digest_size=16).hexdigest()
