"""Block classes as the platform makes them: ours, with stand-ins for its mixins.

`mixins.json` records the names of the platform's own. A field of theirs is a text here, an attribute is a mark that
names its mixin; what matters is who has which name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xblock.core import XBlock, XBlockMixin
from xblock.fields import Scope, String
from xblock.runtime import Mixologist

RECORD = json.loads(Path(__file__).with_name("mixins.json").read_text(encoding="utf-8"))
SERVICES = ("lms", "cms")
#: What XBlock itself needs to be what it is, while a block is made or asked.
XBLOCKS_OWN = frozenset(dir(XBlock)) | {"_field_data", "_runtime", "runtime", "scope_ids", "_asides"}


@dataclass(frozen=True)
class Mark:
    """Stands where a mixin has an attribute."""

    mixin: str


def installed(service: str) -> list[Mapping[str, Any]]:
    """Return the recorded mixins of a service, in the platform's order."""
    return [entry for entry in RECORD["mixins"] if service in entry["installed_in"]]


def mixin_of(entry: Mapping[str, Any]) -> type:
    """Return a stand-in for one mixin of the platform."""
    fields = {name: String(scope=Scope.settings, default=entry["name"]) for name in entry["fields"]}
    marks = {name: Mark(entry["name"]) for name in entry["attributes"] if name not in XBLOCKS_OWN}
    return type(entry["name"], (XBlockMixin,), {**marks, **fields})


def mixins(service: str) -> list[type]:
    """Return the stand-ins for all mixins of a service."""
    return [mixin_of(entry) for entry in installed(service)]


def mixed(block_class: type[XBlock], service: str) -> type[XBlock]:
    """Return the class as the service runs it."""
    return Mixologist(mixins(service)).mix(block_class)
