"""Measuring one page."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import crum
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from opaque_keys.edx.keys import CourseKey
from xblock.django.request import django_to_webob_request

from demo.models import AuthoredBlock
from demo.runtime import lms_block
from mentoring_xblock.blocks.request import PAGE_OF
from mentoring_xblock.kit.device import page_tags

#: Times that a page is rendered; the first one fills caches and is not counted.
RUNS = 5


def measure(page: str, size: int, row: AuthoredBlock, user: Any) -> dict[str, Any]:
    """Render a block for somebody, and return its row: `milliseconds` is the median of the runs.

    Raises:
        RuntimeError: two renderings of the same page took different numbers of queries.
    """
    return _measured(page, size, lambda: _render(row, user))


def measure_handler(
    page: str, size: int, row: AuthoredBlock, user: Any, handler: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Call a handler of a block for somebody, and return its row as `measure` does.

    Raises:
        RuntimeError: two calls took different numbers of queries, or one was refused.
    """
    return _measured(page, size, lambda: _call(row, user, handler, body))


def _measured(page: str, size: int, show: Callable[[], None]) -> dict[str, Any]:
    show()
    queries, times = set(), []
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            show()
            times.append(time.perf_counter() - started)
        queries.add(len(captured))
    if len(queries) > 1:
        raise RuntimeError(f"the {page} page took {sorted(queries)} queries for {size} people")
    return {
        "page": page,
        "size": size,
        "queries": queries.pop(),
        "milliseconds": round(statistics.median(times) * 1000, 1),
    }


def _render(row: AuthoredBlock, user: Any) -> None:
    """Render the block's page as the LMS does, with a request of its own around it."""
    with _requested(RequestFactory().get("/"), user) as request:
        lms_block(row, user, request).render("student_view", {})


def _call(row: AuthoredBlock, user: Any, handler: str, body: Mapping[str, Any]) -> None:
    """Call the handler as the LMS does."""
    page_of = page_tags(user.pk, CourseKey.from_string(row.course_key))[0]
    asked = RequestFactory(headers={PAGE_OF: page_of}).post("/", json.dumps(body), content_type="application/json")
    with _requested(asked, user) as request:
        answer = lms_block(row, user, request).handle(handler, django_to_webob_request(request))
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{handler} answered {answer.status_code}")


@contextmanager
def _requested(request: Any, user: Any) -> Iterator[Any]:
    """Have somebody ask this."""
    request.user, request.session = user, {}
    crum.set_current_request(request)
    try:
        yield request
    finally:
        crum.set_current_request(None)
