"""The deadline of the person whom a block is bound to, from the names that the platform mixes into every block."""

from __future__ import annotations

import datetime as dt

import pytest
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.test.tools import TestRuntime

from demo.runtime import PlatformFieldsMixin
from mentoring_xblock import host
from mentoring_xblock.host import Deadline
from tests.host_contract.conftest import ALL, LEARNERS_SIDE
from tests.host_contract.mixed import installed

DUE = dt.datetime(2027, 3, 5, 21, 59, tzinfo=dt.UTC)


def bound(course, **fields):
    """A block of ours with the demo's stand-in for the platform's own fields."""
    usage_key = course.make_usage_key("mentoring_goals", "goals")
    runtime = TestRuntime(mixins=(PlatformFieldsMixin,))
    scope_ids = ScopeIds(7, "mentoring_goals", usage_key, usage_key)
    return runtime.construct_xblock_from_class(
        XBlock.load_class("mentoring_goals"), scope_ids, field_data=DictFieldData(fields)
    )


@pytest.mark.parametrize("where", ALL, indirect=True)
def test_a_day_and_its_grace_are_told_on_the_learners_side_only(where, request, course):
    block = bound(course, due=DUE, graceperiod=dt.timedelta(hours=36))
    told = Deadline(DUE, DUE + dt.timedelta(hours=36))
    learners = any(name in request.node.callspec.id.split("-") for name in LEARNERS_SIDE) and host.writes_learners()
    assert host.deadline(block) == (told if learners else Deadline())
    assert host.deadline(bound(course)) == Deadline()
    assert host.deadline(bound(course, due=DUE, self_paced=True)) == Deadline()


def test_the_platform_has_these_names():
    for service in ("lms", "cms"):
        fields = {name for entry in installed(service) for name in entry["fields"]}
        assert {"due", "graceperiod", "self_paced"} <= fields
