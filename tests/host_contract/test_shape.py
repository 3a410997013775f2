"""Every implementation is the same door: the same functions with the same parameters."""

from __future__ import annotations

import dataclasses
import inspect

import pytest
from django.core.exceptions import ImproperlyConfigured

from mentoring_xblock import host
from mentoring_xblock.host import cms, data, demo, lms, none

IMPLEMENTATIONS = {"lms": lms, "cms": cms, "demo": demo, "none": none}
FUNCTIONS = [name for name in host.__all__ if inspect.isfunction(getattr(host, name)) and name != "environment"]
#: What only the demo's own pages call.
EXTRAS = {"demo": {"studio_mode"}}


def parameters(function):
    return [(parameter.name, parameter.kind) for parameter in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_function_is_there_with_the_same_parameters(implementation, function):
    offered = getattr(IMPLEMENTATIONS[implementation], function)
    assert parameters(offered) == parameters(getattr(host, function))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_no_implementation_offers_more(implementation):
    assert set(IMPLEMENTATIONS[implementation].__all__) == set(FUNCTIONS) | EXTRAS.get(implementation, set())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_function_says_what_it_does_and_returns(function):
    assert inspect.getdoc(getattr(host, function))
    assert inspect.signature(getattr(host, function)).return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", ["Person", "Viewer", "CourseRoles", "BlockContent", "ScoreRecord", "Deadline"])
def test_what_the_host_tells_cannot_be_changed(name):
    assert getattr(data, name).__dataclass_params__.frozen
    assert dataclasses.is_dataclass(getattr(host, name))


@pytest.mark.parametrize(
    ("chosen", "variant", "expected"),
    [
        ("demo", "lms", "demo"),
        ("none", "cms", "none"),
        (None, "lms", "lms"),
        (None, "cms", "cms"),
        (None, "worker", "none"),
        (None, None, "none"),
    ],
)
def test_the_setting_decides_then_the_service_variant(settings, chosen, variant, expected):
    settings.MENTORING_HOST = chosen
    settings.SERVICE_VARIANT = variant
    assert host.environment() == expected


def test_without_any_setting_there_is_no_host(settings):
    del settings.MENTORING_HOST
    assert host.environment() == "none"


def test_an_unknown_host_is_an_error(settings):
    settings.MENTORING_HOST = "moodle"
    with pytest.raises(ImproperlyConfigured):
        host.environment()
