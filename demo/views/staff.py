"""For whoever runs the demo: the gradebook, the deletion of a learner's state, and the outbox."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from demo.context import real_user
from demo.courses import key_of, staffed_courses, the_course
from demo.gradebook import gradebook as gradebook_rows
from demo.learner_state import NoStateError, delete_learner_state
from demo.models import AuthoredBlock, Course, SentMail
from demo.runtime import load_class
from demo.views.access import authored_block, require_staff

OUTBOX_LENGTH = 200


@require_safe
@login_required
@ensure_csrf_cookie
def gradebook(request):
    """Each learner's grade in each graded block, and the form that deletes a learner's state."""
    course = the_course(request, real_user(request))
    require_staff(request, key_of(course))
    return _gradebook(request, course)


@require_POST
@login_required
def delete_state(request):
    """Delete what one learner did in one block, as "delete learner state" does on the platform."""
    course = the_course(request, real_user(request))
    require_staff(request, key_of(course))
    learner = get_object_or_404(
        get_user_model(), username=request.POST.get("learner", ""), demo_enrollments__course_key=course.course_key
    )
    row = authored_block(request.POST.get("block", ""))
    try:
        delete_learner_state(row, learner, request.user)
    except NoStateError as error:
        messages.error(request, str(error))
        return _gradebook(request, course, status=400)
    messages.success(request, _("The learner's state in this block is deleted."))
    return redirect(f"{reverse('gradebook')}?course={course.pk}")


@require_safe
@ensure_csrf_cookie
def outbox(request):
    """What of the package's outbox has not gone out, newest first, and what the mail backend really sent."""
    from mentoring_xblock.notifications.models import Message, MessageState

    unsent = Message.objects.exclude(state=MessageState.SENT).select_related("recipient__profile").order_by("-id")
    context = {
        "queue": unsent[:OUTBOX_LENGTH],
        "sent": SentMail.objects.all()[:OUTBOX_LENGTH],
        "zone": getattr(getattr(request.user, "profile", None), "time_zone", "") or settings.TIME_ZONE,
    }
    return render(request, "demo/outbox.html", context)


def _gradebook(request, course: Course, status: int = 200):
    columns, rows = gradebook_rows(key_of(course))
    published = AuthoredBlock.objects.filter(course_key=course.course_key, published__isnull=False)
    # The block's deletion runs its own code, so its class has to be there.
    clearable = [row for row in published.select_related("unit") if load_class(row.block_type)]
    context = {"course": course, "columns": columns, "rows": rows, "blocks": clearable}
    context["courses"] = staffed_courses(real_user(request))
    return render(request, "demo/gradebook.html", context, status=status)
