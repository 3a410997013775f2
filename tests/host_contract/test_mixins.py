"""No name of ours takes one that the platform's mixins bring, or that it asks a block for, unless it is meant."""

from __future__ import annotations

import pytest
from xblock.core import XBlock

from mentoring_xblock.host.content import authored_fields
from mentoring_xblock.host.data import BLOCK_TYPES
from tests.host_contract.mixed import RECORD, SERVICES, Mark, installed, mixed

OURS = sorted(block_type for block_type, _ in XBlock.load_classes() if block_type in BLOCK_TYPES)

#: What a block is there to answer for itself.
ANSWERED = {
    "clear_student_state",
    "display_name",
    "has_author_view",
    "has_custom_completion",
    "has_score",
    "icon_class",
    "max_score",
    "public_view",
    "show_in_read_only_mode",
    "validate",
}


def own_names(block_class: type) -> set[str]:
    """Return every name that a class or base of ours defines, and each field."""
    bases = [base for base in block_class.__mro__ if base.__module__.startswith("mentoring_xblock.")]
    return {name for base in bases for name in vars(base) if not name.startswith("__")} - {"_class_tags"}


def test_there_are_blocks_to_look_at():
    present = {"mentoring_programme", "mentoring_goals", "mentoring_journal", "mentoring_application"}
    assert present | {"mentoring_dashboard"} <= set(OURS)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("block_type", OURS)
class TestMixed:
    def test_only_what_is_meant_hides_a_name_of_the_platforms(self, block_type, service):
        theirs = {name for entry in installed(service) for name in (*entry["fields"], *entry["attributes"])}
        assert own_names(XBlock.load_class(block_type)) & theirs <= ANSWERED

    def test_only_what_is_meant_answers_when_the_platform_asks(self, block_type, service):
        assert own_names(XBlock.load_class(block_type)) & set(RECORD["asked"]["names"]) <= ANSWERED

    def test_each_side_keeps_its_fields(self, block_type, service):
        ours = XBlock.load_class(block_type)
        together = mixed(ours, service)
        theirs = {name for entry in installed(service) for name in entry["fields"]} - {"display_name"}
        assert theirs
        assert {name: together.fields[name].default in {e["name"] for e in installed(service)} for name in theirs} == (
            dict.fromkeys(theirs, True)
        )
        assert {name: together.fields[name] is field for name, field in ours.fields.items()} == (
            dict.fromkeys(ours.fields, True)
        )

    def test_each_side_keeps_its_attributes(self, block_type, service):
        together = mixed(XBlock.load_class(block_type), service)
        marked = {name for name in dir(together) if isinstance(getattr(together, name, None), Mark)}
        assert {"course_id", "category", "location", "is_past_due", "bind_for_student"} <= marked
        assert marked.isdisjoint(ANSWERED - {"validate"} & own_names(together))

    def test_what_is_mirrored_is_ours_alone(self, block_type, service):
        ours = XBlock.load_class(block_type)
        assert set(authored_fields(mixed(ours, service))) == set(authored_fields(ours))
