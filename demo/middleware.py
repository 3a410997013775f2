"""Middleware that a block meets on the platform: the tracking log, the person's language, a content security policy."""

import re
from http import HTTPStatus

from django.conf import settings
from django.utils import translation
from eventtracking import tracker

from demo.people import LANGUAGE_SESSION_KEY
from demo.tracking import request_event, server_track

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)


class ContentSecurityPolicyMiddleware:
    """Send the strictest policy that a site may choose, so that a page that breaks under it is noticed here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Django's own page about an exception would be unreadable under the policy.
        if response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR:
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response


class TrackMiddleware:
    """Log the first 512 characters of every request's query and form, and give events the request's context."""

    CONTEXT_NAME = "edx.request"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.META["PATH_INFO"]
        user = request.user
        context = {
            "user_id": user.id if user.is_authenticated else "",
            "username": user.get_username() if user.is_authenticated else "",
            "ip": request.META.get("REMOTE_ADDR", ""),
            "host": request.META.get("SERVER_NAME", ""),
            "agent": request.META.get("HTTP_USER_AGENT", ""),
            "path": path,
            "referer": request.META.get("HTTP_REFERER", ""),
            "accept_language": request.META.get("HTTP_ACCEPT_LANGUAGE", ""),
        }
        with tracker.get_tracker().context(self.CONTEXT_NAME, context):
            if not any(re.match(pattern, path) for pattern in settings.TRACKING_IGNORE_URL_PATTERNS):
                server_track(request, path, request_event(request))
            return self.get_response(request)


class PersonLanguageMiddleware:
    """Answer in the language of the person's profile; without one in that of the session, then of the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        profile = getattr(request.user, "profile", None) if request.user.is_authenticated else None
        language = profile.language if profile else request.session.get(LANGUAGE_SESSION_KEY)
        if not (language and translation.check_for_language(language)):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response
