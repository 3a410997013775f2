"""The authored fields of our blocks, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblock.core import XBlock
from xblock.fields import Field, Scope


def authored_fields(block_class: type[XBlock]) -> dict[str, Field]:
    """Return the content and settings fields that a block's own class declares, by name.

    The host mixes fields of its own into every class (due dates, group access, editing marks); those are not ours.
    """
    own_class = getattr(block_class, "unmixed_class", block_class)
    return {
        name: field
        for name, field in own_class.fields.items()
        if field.scope in (Scope.content, Scope.settings) and name not in XBlock.fields
    }


def values_of(block: XBlock) -> dict[str, Any]:
    """Return the JSON value of each authored field of `block`, defaults included."""
    return {name: field.to_json(field.read_from(block)) for name, field in authored_fields(type(block)).items()}


def values_with_defaults(block_type: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same for a block of which only the explicitly set JSON values are stored."""
    fields = authored_fields(XBlock.load_class(block_type))
    return {name: stored.get(name, field.to_json(field.default)) for name, field in fields.items()}
