"""What learners see: the course, its units, and a unit's own page inside an iframe."""

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from opaque_keys.edx.keys import CourseKey
from web_fragments.fragment import Fragment

from demo.accounts import has_staff_access
from demo.courses import may_load, open_courses
from demo.masquerade import setup_masquerade
from demo.models import AuthoredBlock, Course, Unit
from demo.runtime import lms_block, load_class

#: The page around the unit asks for it with this, as the Learning MFE's address in the referrer tells the platform.
IN_FRAME = "frame"


@require_safe
@ensure_csrf_cookie
def home(request):
    """The courses that somebody gets into, with their units; who is in none gets a sentence."""
    if not Course.objects.exists():
        return render(request, "demo/empty.html", status=404)
    courses = open_courses(request.user)
    prefetch_related_objects(courses, "units")
    return render(request, "demo/home.html", {"courses": courses})


@require_safe
def jump_to(request, course_id, location):
    """Where mails lead: to the unit that holds a block, as the platform's address of this name does."""
    row = get_object_or_404(AuthoredBlock, course_key=course_id, usage_key=location)
    return redirect("learn", row.unit_id)


@require_safe
@ensure_csrf_cookie
@login_required
def learn(request, unit_id):
    """A unit as the Learning MFE shows it: our page around an iframe that tells its height."""
    unit = _unit(request, unit_id)
    units = list(unit.course.units.all())
    at = units.index(unit)
    context = {
        "unit": unit,
        "units": units,
        "previous": units[at - 1] if at else None,
        "next": units[at + 1] if at + 1 < len(units) else None,
        "query": "preview=1&" if request.GET.get("preview") == "1" else "",
    }
    return render(request, "demo/learn.html", context)


@require_safe
@ensure_csrf_cookie
def unit(request, unit_id):
    """The unit's blocks on a page of their own. Staff see the drafts with `?preview=1`."""
    found = _unit(request, unit_id)
    course_key = CourseKey.from_string(found.course.course_key)
    draft = request.GET.get("preview") == "1" and has_staff_access(request.user, course_key)
    _masquerade, request.user = setup_masquerade(request, course_key)
    context = {**request.GET.dict(), "show_title": request.GET.get("show_title", "1") == "1"}
    page = Fragment()
    for row in found.blocks.all():
        if draft or row.published is not None:
            rendered = _render(row, request, draft, context)
            page.add_content(rendered.content)
            page.add_fragment_resources(rendered)
    return render(
        request, "demo/unit.html", {"unit": found, "fragment": page, "in_frame": request.GET.get(IN_FRAME) == "1"}
    )


def _render(row: AuthoredBlock, request, draft: bool, context: dict) -> Fragment:
    if load_class(row.block_type) is None:
        return Fragment(_("This component is not installed."))
    return lms_block(row, request.user, request, draft=draft).render("student_view", context)


def _unit(request, unit_id: int) -> Unit:
    found = get_object_or_404(Unit.objects.select_related("course"), pk=unit_id)
    if not may_load(request.user, CourseKey.from_string(found.course.course_key)):
        raise Http404("Course not found")
    return found
