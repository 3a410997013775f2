"""What mails of jobs say that are about meetings of many programmes at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mentoring_xblock import host
from mentoring_xblock.meetings.mails import BLOCK_TYPE
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


@dataclass(frozen=True)
class Frames:
    """Some programmes and what every mail about meetings in them says, by primary key; `mails.frame` is that of one."""

    programmes: Mapping[int, ProgrammeInfo]
    frames: Mapping[int, Mapping[str, Any]]

    @classmethod
    def of(cls, ids: Iterable[int]) -> Frames:
        """Load them; three queries."""
        found = programmes.programmes_by_id(set(ids))
        pages = programmes.first_blocks(found.values(), BLOCK_TYPE)
        return cls(
            found,
            {
                key: {
                    "programme": dict(programme.plan.title),
                    "link": host.address(pages.get(key, programme.usage_key)),
                    "meetings_page": key in pages,
                }
                for key, programme in found.items()
            },
        )


__all__ = ["Frames"]
