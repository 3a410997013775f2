"""Passages, kept texts, entries for one person and reflections in the scene, and what a browser sends about them."""

from __future__ import annotations

from typing import Any

#: Whose words of these anybody may read, by role; joined to the table's.
READS: dict[str, set[str]] = {}


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return further things of the journal, by what calls are about. Things added to `entries` go there directly."""
    return {}


def body(about: str | None, thing: Any, typed: str) -> dict[str, Any]:
    """Return what a browser sends to handlers of journals in depth, about this thing."""
    return {}
