"""The tracking log: what a platform writes down about every request and every event, as JSON lines."""

import json
import logging

from django.utils import timezone

log = logging.getLogger("tracking")

#: The platform keeps so many characters of a request's form and query.
REQUEST_EVENT_LENGTH = 512


def server_track(request, event_type: str, event: str | dict) -> None:
    """Write one server event about `request`."""
    user = getattr(request, "user", None)
    line = {
        "username": user.get_username() if user is not None and user.is_authenticated else "",
        "event_source": "server",
        "event_type": event_type,
        "event": event,
        "page": None,
        "time": timezone.now().isoformat(),
    }
    log.info(json.dumps(line, default=str))


def request_event(request) -> str:
    """Return the first 512 characters of the request's query and form, passwords starred, as the platform logs them."""
    secret = {"password", "newpassword", "new_password", "oldpassword", "old_password"}
    query, form = (
        {name: "*" * 8 if name in secret else values for name, values in part.lists()}
        for part in (request.GET, request.POST)
    )
    return json.dumps({"GET": query, "POST": form})[:REQUEST_EVENT_LENGTH]
