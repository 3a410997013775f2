"""From the host's viewer to the actor that policy judges."""

from __future__ import annotations

from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import host
from mentoring_xblock.host.data import Viewer
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.models import Appointment, Coordinator, Post


def load_actor(viewer: Viewer, course_key: CourseKey, slug: str) -> Actor:
    """Return who is asking, with their standing in this course and in the programme `slug` of it.

    A coordinator who is no longer on the course's staff is none, and a matcher or line manager who has left the course
    neither: role loss is access loss.
    """
    if viewer.user_id is None:
        return Actor()
    roles = host.course_roles(viewer.user_id, course_key)
    enrolled = host.is_enrolled(viewer.user_id, course_key)
    coordinator = (
        roles.staff
        and Coordinator.objects.filter(
            programme__course_key=course_key, programme__slug=slug, user_id=viewer.user_id
        ).exists()
    )
    posts = set(
        Appointment.objects.filter(
            programme__course_key=course_key, programme__slug=slug, user_id=viewer.user_id
        ).values_list("post", flat=True)
        if enrolled or roles.staff
        else ()
    )
    return Actor(
        user_id=viewer.user_id,
        enrolled=enrolled,
        staff=roles.staff,
        admin=roles.admin,
        coordinator=coordinator,
        matcher=Post.MATCHER in posts,
        line_manager=Post.LINE_MANAGER in posts,
        author=host.has_author_access(viewer.user_id, course_key),
        masquerading=viewer.masquerading,
    )
