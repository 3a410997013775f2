"""What every page's top bar needs."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from demo.accounts import has_staff_access
from demo.courses import key_of, the_course
from demo.masquerade import SETTINGS_KEY
from demo.models import Course, Enrollment
from demo.people import demo_people

THEME_COOKIE = "demo-theme"
#: Indigo's own cookie and class; the other two only pin the demo's and our blocks' colours.
THEMES = {
    "auto": _("As the browser"),
    "light": _("Light"),
    "dark": _("Dark"),
    "indigo-dark": _("Indigo dark"),
}


def real_user(request):
    """Return the person at the keyboard, also while a page is rendered for the learner they look as."""
    return getattr(request.user, "real_user", None) or request.user


def theme(request) -> str:
    """Return the chosen key of `THEMES`."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def bar(request) -> dict:
    """Context processor: people to sign in as, themes and languages, and whom staff may look as."""
    if not hasattr(request, "user"):
        return {}
    return {
        "bar": {
            "user": real_user(request),
            "people": SimpleLazyObject(demo_people),
            "languages": settings.LANGUAGES,
            "themes": THEMES.items(),
            "theme": theme(request),
            "course": SimpleLazyObject(lambda: _course(request)),
            "learners": SimpleLazyObject(lambda: _learners(_course(request))),
            "staff": SimpleLazyObject(lambda: _is_staff(request)),
            "masquerade": SimpleLazyObject(lambda: _masquerade(request)),
            "here": _here(request),
        }
    }


def _here(request) -> str:
    """Return where to come back to after a choice: the page that asked for a login, else this one."""
    if request.method != "GET":  # an address that takes only POST would be a dead end
        return "/"
    return request.GET.get(REDIRECT_FIELD_NAME) or request.get_full_path()


def _masquerade(request) -> dict | None:
    """Return as whom staff look at the page's course."""
    course = _course(request)
    return request.session.get(SETTINGS_KEY, {}).get(course.course_key) if course else None


def _course(request) -> Course | None:
    """Return the course of the page, looked up once a request; None where there is none."""
    if not hasattr(request, "demo_course"):
        try:
            request.demo_course = the_course(request, real_user(request))
        except Http404:
            request.demo_course = None
    return request.demo_course


def _is_staff(request) -> bool:
    course = _course(request)
    return course is not None and has_staff_access(real_user(request), key_of(course))


def _learners(course: Course) -> list[tuple[str, str]]:
    rows = Enrollment.objects.filter(course_key=course.course_key, is_active=True).order_by("user_id")
    return [
        (username, name or username) for username, name in rows.values_list("user__username", "user__profile__name")
    ]
