"""The page behind the address that ends a kind of mails. It knows nobody's session: the signed address is all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentoring_xblock import host
from mentoring_xblock.notifications.rendering import language_of
from mentoring_xblock.notifications.stopping import stop, wish_of


# Mail programs post here by themselves and have no cookie of ours; the signature says that we gave out the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether mails of a kind should end, and end them when asked to.

    Opening the page changes nothing: programs that look into mails for people open every link.
    """
    wish = wish_of(token)
    person = host.people([wish.user_id]).get(wish.user_id) if wish else None
    if person is None:
        return _unseen(HttpResponse("Not found", status=404, content_type="text/plain"))
    if request.method == "POST":
        stop(wish)
    with translation.override(language_of(person)):
        context = {
            "topic": wish.topic.value,
            "course": host.course_name(wish.course_key),
            "done": request.method == "POST",
            "language": translation.get_language(),
            "right_to_left": translation.get_language_bidi(),
        }
        return _unseen(render(request, "mentoring_xblock/notifications/stop.html", context))


def _unseen(answer: HttpResponse) -> HttpResponse:
    """Keep the address out of caches, search engines and other sites' logs."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
