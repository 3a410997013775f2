"""What every mail about a programme says: what it is called, and where its page is."""

from __future__ import annotations

from typing import Any

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.programme.data import ProgrammeInfo


def mail_context(programme: ProgrammeInfo) -> dict[str, Any]:
    """Return the keys that the frame of our mails reads, as JSON values: `programme` and `link`.

    One look-up in the host for all recipients of an event; queue them together.
    """
    return {"programme": dict(programme.plan.title), "link": host.address(programme.usage_key)}


def leading_to(programme: ProgrammeInfo, usage_key: UsageKey | None, page: str) -> dict[str, Any]:
    """Return the same with another page behind the link, and what that is.

    `page` is `goals`, `journal`, `handed_in` or `to_read`. Without a block it leads to the programme's page.
    """
    if usage_key is None:
        return mail_context(programme)
    return {"programme": dict(programme.plan.title), "link": host.address(usage_key), "page": page}
