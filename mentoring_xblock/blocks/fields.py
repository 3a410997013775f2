"""Fields for what authors write, which must come back from an exported course as it went out.

XBlock writes a list or dict into OLX as JSON, which spells a character beyond the first 65,536 (an emoji, say) as two
escapes, and reads it back as YAML, which makes two broken halves of them. No database stores those and no page shows
them. Import, paste and library copies all go this way.
"""

from __future__ import annotations

import json
from typing import Any

from xblock import fields
from xblock.fields import Scope

__all__ = ["Dict", "Integer", "List", "Scope"]


class _ReadsJson:
    """Reads what was written as JSON; what somebody typed by hand is still read as YAML."""

    def from_string(self, serialized: str) -> Any:
        """Return the value of an OLX attribute.

        Raises:
            TypeError: it is not of the field's type.
        """
        try:
            value = json.loads(serialized)
        except ValueError:
            return super().from_string(serialized)
        return self.enforce_type(value)


class Dict(_ReadsJson, fields.Dict):
    """A dict of JSON values."""


class List(_ReadsJson, fields.List):
    """A list of JSON values."""


class Integer(fields.Integer):
    """A whole number. What was damaged on the way, and is none, is read as in a new block.

    A value is first looked at when somebody asks for it, so XBlock's own would fail on the learner's page and when the
    course is published, not where it was imported.
    """

    def from_json(self, value: Any) -> int | None:
        """Return the number, or the default."""
        try:
            return super().from_json(value)
        except (TypeError, ValueError, OverflowError):
            return self.default

    enforce_type = from_json
