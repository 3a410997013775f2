"""The page behind the address that ends a kind of mails. It knows nobody's session: the signed address is all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from mentoring_xblock import host
from mentoring_xblock.addresses import nothing_here, secret_address
from mentoring_xblock.notifications.rendering import language_of
from mentoring_xblock.notifications.stopping import stop, wish_of


# Mail programs post here by themselves and have no cookie of ours; the signature says that we gave out the address.
@csrf_exempt
@secret_address("GET", "HEAD", "POST")
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether mails of a kind should end, and end them when asked to.

    Opening the page changes nothing: programs that look into mails for people open every link.
    """
    wish = wish_of(token)
    person = host.people([wish.user_id]).get(wish.user_id) if wish else None
    if person is None:
        return _uncached(nothing_here())
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
        return _uncached(render(request, "mentoring_xblock/notifications/stop.html", context))


def _uncached(answer: HttpResponse) -> HttpResponse:
    """Keep it out of caches: it is about one person, and each time about now."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
