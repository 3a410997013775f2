"""What an author set comes back from an exported course, a clipboard or a library as it went out."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from lxml import etree
from xblock.core import XBlock
from xblock.fields import Boolean, Integer, String
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from mentoring_xblock.blocks.fields import Dict, List
from mentoring_xblock.host.content import authored_fields
from mentoring_xblock.programme.plan import PRESETS, Plan
from tests.host_contract.mixed import SERVICES, mixins
from tests.host_contract.test_mixins import OURS

#: Each of these has broken a serialisation somewhere: beyond 65,536, markup, YAML's words, line ends, direction marks.
TEXTS = (
    "Tavoitteet 🎯 ja 👩‍🏫",
    "<b>A & B</b> \"quoted\" 'single' ]]>",
    "yes",
    "null",
    "2026-09-07",
    "first\n\n- second: #third\ttab",
    "line\u2028separator \u00a0 hard space \u200f right to left",
    "back\\slash \\u00e4 %s {x}",
    " ",
)


def a_value(field: Any) -> Any:
    """Return a value that is not the field's default and holds every text."""
    localised = {"fi": TEXTS[0], "en": TEXTS[5]}
    rows = [
        {"id": f"row-{i}", "label": {"fi": text, "en": ""}, "limit": 50 + i, "required": False, "at": None}
        for i, text in enumerate(TEXTS)
    ]
    if isinstance(field, Boolean):
        return not field.default
    if isinstance(field, Integer):
        return (field.default or 0) + 7
    if isinstance(field, Dict):
        return {**localised, "themes": rows, "capacity": {"mentor": 3}, "seen": True, "none": None}
    if isinstance(field, List):
        return rows
    assert isinstance(field, String), field
    return TEXTS[0] + TEXTS[5]


def runtime(service: str) -> TestRuntime:
    """Return a runtime with storage of its own, as another installation has."""
    return TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())}, mixins=mixins(service))


def carried(block: XBlock, service: str) -> XBlock:
    """Export a block, and import what came out somewhere else."""
    olx = io.BytesIO()
    block.runtime.export_to_xml(block, olx)
    # Written out and read again, as a file in an archive is.
    text = etree.tostring(etree.fromstring(olx.getvalue()), encoding="utf-8").decode("utf-8")
    elsewhere = runtime(service)
    return elsewhere.get_block(elsewhere.parse_xml_string(text))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("block_type", OURS)
class TestCarried:
    def test_what_was_set_comes_back(self, block_type, service):
        here = runtime(service)
        block = here.get_block(here.parse_xml_string(f"<{block_type}/>"))
        fields = authored_fields(type(block))
        expected = {name: a_value(field) for name, field in fields.items()}
        for name, value in expected.items():
            setattr(block, name, value)
        block.save()
        found = carried(block, service)
        assert {name: getattr(found, name) for name in fields} == expected

    def test_what_was_not_set_is_not_written(self, block_type, service):
        here = runtime(service)
        block = here.get_block(here.parse_xml_string(f"<{block_type}/>"))
        found = carried(block, service)
        assert [name for name, field in authored_fields(type(found)).items() if field.is_set_on(found)] == []

    def test_no_learner_travels(self, block_type, service):
        here = runtime(service)
        block = here.get_block(here.parse_xml_string(f"<{block_type}/>"))
        olx = io.BytesIO()
        block.display_name = "Set"
        here.export_to_xml(block, olx)
        assert b"Set" in olx.getvalue()
        assert b"touched" not in olx.getvalue()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_ready_made_plan_comes_back_with_all_that_it_says_of_the_relationship(preset):
    here = runtime("lms")
    block = here.get_block(here.parse_xml_string("<mentoring_programme/>"))
    block.plan = PRESETS[preset](dt.date(2026, 9, 7))
    block.save()
    found = Plan.from_dict(carried(block, "lms").plan)
    assert found == Plan.from_dict(block.plan)
    assert found.planned


@pytest.mark.parametrize("field", [Dict(), List()])
class TestByHand:
    def test_yaml_is_read_as_ever(self, field):
        written = {"Dict": "fi: Tavoitteet 🎯", "List": "[Tavoitteet 🎯, 1]"}[type(field).__name__]
        assert field.from_string(written) in ({"fi": "Tavoitteet 🎯"}, ["Tavoitteet 🎯", 1])

    @pytest.mark.parametrize("written", ["7", '"text"', "true"])
    def test_another_type_is_refused(self, field, written):
        with pytest.raises(TypeError):
            field.from_string(written)


GRADED = ("mentoring_goals", "mentoring_journal")


@pytest.mark.parametrize("block_type", [*GRADED, "mentoring_meetings", "mentoring_application"])
@pytest.mark.parametrize("written", ["many", ".inf", "[1, 2]", "2026-09-07"])
def test_what_is_no_number_is_read_as_in_a_new_block(block_type, written):
    here = runtime("lms")
    fields = authored_fields(XBlock.load_class(block_type))
    numbers = {name: field for name, field in fields.items() if isinstance(field, Integer)}
    attributes = " ".join(f'{name}="{written}"' for name in numbers)
    block = here.get_block(here.parse_xml_string(f"<{block_type} {attributes}/>"))
    assert numbers
    assert {name: getattr(block, name) for name in numbers} == {name: one.default for name, one in numbers.items()}
    if block_type in GRADED:
        assert (block.max_score(), block.rules.attempts) == (0, 0)
