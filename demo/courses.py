"""Which of the demo's courses a page is about."""

from django.http import Http404
from opaque_keys.edx.keys import CourseKey

from demo.accounts import has_staff_access, is_enrolled
from demo.models import Course, Unit


def key_of(course: Course) -> CourseKey:
    """Return the course's opaque key."""
    return CourseKey.from_string(course.course_key)


def may_load(user, course_key: CourseKey) -> bool:
    """Return whether somebody gets into the course at all."""
    return is_enrolled(user, course_key) or has_staff_access(user, course_key)


def open_courses(user) -> list[Course]:
    """Return the courses that somebody gets into, in the order in which they were made."""
    return [course for course in Course.objects.order_by("id") if may_load(user, key_of(course))]


def staffed_courses(user) -> list[Course]:
    """Return the courses on whose staff somebody is."""
    return [course for course in Course.objects.order_by("id") if has_staff_access(user, key_of(course))]


def the_course(request, user) -> Course:
    """Return the course that a page is about: the one it names, or holds the unit it shows, else the user's first.

    First come those on whose staff the user is, then those that they get into, then any. Http404 before `seed_demo` ran
    and for a course that is not there.
    """
    chosen = request.POST.get("course") or request.GET.get("course") or ""
    if chosen:
        course = Course.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    else:
        course = _of_unit(request) or _first(user)
    if course is None:
        raise Http404("No course yet")
    return course


def _of_unit(request) -> Course | None:
    unit_id = request.resolver_match.kwargs.get("unit_id") if request.resolver_match else None
    unit = Unit.objects.select_related("course").filter(pk=unit_id).first() if unit_id else None
    return unit.course if unit else None


def _first(user) -> Course | None:
    return next(iter([*staffed_courses(user), *open_courses(user), *Course.objects.order_by("id")[:1]]), None)
