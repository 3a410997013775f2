"""Who is at the keyboard, read from the current request.

A page of the host replaces `request.user` by a learner while staff view the course as them, and leaves the person who
is really asking on `real_user`. Where there is no request, as in a background job, nobody is asking.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def request_user() -> Any | None:
    """Return the signed-in user of the current request, perhaps a masquerade's; None when there is none.

    The host has an address for third parties, where a handler is called without a token against forgery. It leaves
    the session's user on the request and marks them as not known: whoever calls there is nobody to us, or any page
    elsewhere could act in the name of its visitor.
    """
    import crum

    user = getattr(crum.get_current_request(), "user", None)
    if user is None or not user.is_authenticated:
        return None
    return user if getattr(user, "known", True) else None


def real_user(user: Any | None) -> Any | None:
    """Return the person behind `user`.

    The chain is followed to its end: the host sets a masquerade up twice while it renders a unit, so a course team
    member who is viewed "as" another one stands in between.
    """
    while getattr(user, "real_user", None) is not None:
        user = user.real_user
    return user


def is_masquerading(user: Any, masquerade: Any | None) -> bool:
    """Return whether `user`, from the request, views the course as somebody else or as a learner in general.

    `masquerade` is what the host keeps for the course, with `role`, `user_name` and `group_id`. Pages replace the
    request's user by the learner; handlers do not, so there it is the only sign. "View as staff", the way back from a
    masquerade, is kept like one and is none.
    """
    if real_user(user) is not user:
        return True
    if masquerade is None:
        return False
    return masquerade.role != "staff" or bool(masquerade.user_name) or masquerade.group_id is not None


def asking(user_id: int) -> Any | None:
    """Return the person behind the current request if that is who has this id.

    What the host has found out about them is cached with the request and on this object.
    """
    real = real_user(request_user())
    return real if real is not None and real.pk == user_id else None


def account(user_id: int) -> Any | None:
    """Return the Django user with this id, or None; no query for the person who is asking."""
    real = asking(user_id)
    if real is not None:
        return real
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(pk=user_id).first()


def known_time_zone(name: str | None) -> str:
    """Return `name` if this machine knows such a time zone, else an empty string."""
    if not name:
        return ""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
