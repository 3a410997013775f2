"""The mail about a reflection that has opened: of which group, and not a word of what was written, nor by whom."""

from __future__ import annotations

from uuid import UUID

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_opened(programme: ProgrammeInfo, group: GroupInfo, usage_key: UsageKey, reflection_id: UUID) -> int:
    """Tell everybody in a group that its answers can be read, each of them once; in the transaction that opens it."""
    context = {**programmes.leading_to(programme, usage_key, "journal"), "name": group.name}
    people = [member.user_id for member in group.people]
    key = f"reflection_opened:{reflection_id}"
    return notifications.queue(programme.course_key, people, "reflection_opened", context, key)


__all__ = ["tell_opened"]
