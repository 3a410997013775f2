"""The other device: the same person, who writes on in the same entry without a browser."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey

from demo.durability.faults import OTHER_DEVICE
from demo.durability.texts import Burst
from demo.durability.writer import session_of
from demo.models import AuthoredBlock
from mentoring_xblock.blocks.request import PAGE_OF
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.device import page_tags
from mentoring_xblock.kit.questions import PREFIX

_TOKEN = "t" * 32
_PATIENCE = 20


def write_elsewhere(address: str, user: Any, block: AuthoredBlock, entry_id: str, burst: Burst, words: str) -> None:
    """Read an entry as it stands, write some words at the end of its shortest answer, and save it.

    Its text is promised once the server says that it is saved, or that both texts are kept.

    Raises:
        HTTPError: the server says something else.
    """
    row = Entry.objects.get(public_id=entry_id)
    answers = dict(row.answers)
    written_on = min(answers, key=lambda id_: len(answers[id_]))
    answers[written_on] += f" {words}"
    body = {
        "entry": entry_id,
        "version": row.version,
        "once_key": str(uuid.uuid4()),
        "step": 1,
        "title": row.title,
        "theme": row.theme,
        **{f"{PREFIX}{id_}": text for id_, text in answers.items()},
    }
    names = {"course_id": block.course_key, "usage_id": block.usage_key, "handler": "save_entry"}
    cookies = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}; csrftoken={_TOKEN}"
    request = Request(  # noqa: S310 - our own server's
        address + reverse("xblock_handler", kwargs=names),
        json.dumps(body).encode(),
        {
            "Content-Type": "application/json",
            "Cookie": cookies,
            "X-CSRFToken": _TOKEN,
            PAGE_OF: page_tags(user.pk, CourseKey.from_string(block.course_key))[0],
            OTHER_DEVICE: "yes",
        },
    )
    try:
        urlopen(request, timeout=_PATIENCE).close()  # noqa: S310 - our own server's
    except HTTPError as error:
        if error.code != 409:
            raise
    burst.text = words
    burst.promised = True
    burst.about = "written on the other device"
