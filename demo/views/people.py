"""The switcher in the top bar: who is at the keyboard, in which language and colours, and whom they look as."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from demo import masquerade
from demo.context import THEME_COOKIE, THEMES, real_user
from demo.courses import key_of, the_course
from demo.models import Profile
from demo.people import LANGUAGE_SESSION_KEY, PARTS
from demo.views.access import require_staff

INDIGO_COOKIE = "selected-paragon-theme-variant"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_POST
def become(request):
    """Sign in as one of the demo's people."""
    user = get_object_or_404(get_user_model(), pk=_number(request.POST.get("user")), profile__part__in=PARTS)
    logout(request)
    login(request, user, backend=BACKEND)
    return _back(request)


@require_POST
def leave(request):
    """Sign out."""
    logout(request)
    return _back(request)


@require_POST
def language(request):
    """Choose a language: kept in the profile of who is signed in, else in the session."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("There is no such language."))
    if request.user.is_authenticated:
        Profile.objects.update_or_create(user=request.user, defaults={"language": chosen})
    else:
        request.session[LANGUAGE_SESSION_KEY] = chosen
    return _back(request)


@require_POST
def theme(request):
    """Choose the colours; Indigo's own cookie is set as Indigo sets it."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest(_("There are no such colours."))
    response = _back(request)
    response.set_cookie(THEME_COOKIE, chosen, samesite="Lax")
    response.set_cookie(INDIGO_COOKIE, "dark" if chosen == "indigo-dark" else "light", samesite="Lax")
    return response


@require_POST
def look_as(request):
    """Look at the course as a learner: `learner` is a username, empty for oneself, `*` for a learner in general."""
    course_key = key_of(the_course(request, real_user(request)))
    require_staff(request, course_key)
    learner = request.POST.get("learner", "")
    if not learner:
        masquerade.stop(request)
    elif not masquerade.start(request, course_key, user_name=None if learner == "*" else learner):
        messages.error(request, _("Nobody of that name is enrolled in this course."))
    return _back(request)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _back(request):
    # Only the path of one of our own pages: the form field is under the browser's control.
    target = request.POST.get("next", "")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "home")
