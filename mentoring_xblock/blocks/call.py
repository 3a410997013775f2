"""One call of a view or handler: who, where, when and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor


@dataclass(frozen=True)
class Call:
    """What a view or handler needs to know.

    `learners` is true where learners' rows may be read and written: in the LMS, and not in Studio or a workbench.
    `body` is the parsed JSON object, empty for a view. `time_zone` is an IANA name, empty where the
    reader has chosen none.
    """

    actor: Actor
    place: Place | None
    now: datetime
    time_zone: str
    learners: bool
    body: Mapping[str, Any] = field(default_factory=dict)
