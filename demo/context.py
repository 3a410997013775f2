"""What every page's top bar needs."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from opaque_keys.edx.keys import CourseKey

from demo.accounts import has_staff_access
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
            "learners": SimpleLazyObject(_learners),
            "staff": SimpleLazyObject(lambda: _is_staff(real_user(request))),
            "masquerade": _masquerade(request),
            "here": _here(request),
        }
    }


def _here(request) -> str:
    """Return where to come back to after a choice: the page that asked for a login, else this one."""
    if request.method != "GET":  # an address that takes only POST would be a dead end
        return "/"
    return request.GET.get(REDIRECT_FIELD_NAME) or request.get_full_path()


def _masquerade(request) -> dict | None:
    return next(iter(request.session.get(SETTINGS_KEY, {}).values()), None)


def _is_staff(user) -> bool:
    course_key = _course_key()
    return course_key is not None and has_staff_access(user, course_key)


def _learners() -> list[tuple[str, str]]:
    rows = Enrollment.objects.filter(course_key=str(_course_key()), is_active=True).order_by("user_id")
    return [
        (username, name or username) for username, name in rows.values_list("user__username", "user__profile__name")
    ]


def _course_key() -> CourseKey | None:
    found = Course.objects.order_by("id").values_list("course_key", flat=True).first()
    return CourseKey.from_string(found) if found else None
