"""Measuring one page."""

from __future__ import annotations

import statistics
import time
from typing import Any

import crum
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from demo.models import AuthoredBlock
from demo.runtime import lms_block

#: Times that a page is rendered; the first one fills caches and is not counted.
RUNS = 5


def measure(page: str, size: int, row: AuthoredBlock, user: Any) -> dict[str, Any]:
    """Render a block for somebody, and return its row: `milliseconds` is the median of the runs.

    Raises:
        RuntimeError: two renderings of the same page took different numbers of queries.
    """
    _render(row, user)
    queries, times = set(), []
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            _render(row, user)
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
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    crum.set_current_request(request)
    try:
        lms_block(row, user, request).render("student_view", {})
    finally:
        crum.set_current_request(None)
