"""The world of the goals' tests: a pair, their people, and a worksheet."""

from tests.goals.conftest import authored, call, view, world  # noqa: F401
