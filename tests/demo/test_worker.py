"""The demo's background jobs: a folder is the queue, and a process of its own empties it."""

import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing

import pytest
from django.db import connections
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey

from demo.models import AuthoredBlock, Course, Unit
from demo.sqlite.base import DatabaseWrapper
from mentoring_xblock import host


@pytest.mark.django_db
def test_a_job_that_one_process_leaves_is_done_by_the_worker(tmp_path):
    """In processes of their own, as `rundemo` has them; the job mirrors a course that nobody made, and says so."""
    # The empty database of the tests, rather than another one to be migrated.
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as file:
        connections["default"].connection.backup(file)
    script = textwrap.dedent(
        """
        import os, time
        import django
        os.environ["DJANGO_SETTINGS_MODULE"] = "demo.settings.base"
        django.setup()
        from demo.worker import worker
        from django.utils import timezone
        from demo.publish import mirror
        from demo.seed.run import COURSES, open_course
        from mentoring_xblock import tasks
        from mentoring_xblock.programme import api
        from mentoring_xblock.programme.models import Programme
        from demo.seed.course import COURSE_KEY
        open_course(COURSES[0], timezone.now())
        mirror(COURSES[0].course_key)
        mine = Programme.objects.filter(course_key=COURSE_KEY)
        mine.update(plan={})
        with worker("http://127.0.0.1:1") as process:
            api.mirror_course = None  # nobody does it here
            tasks.mirror_course.delay(COURSE_KEY)
            deadline = time.monotonic() + 60
            while mine.get().plan == {} and time.monotonic() < deadline:
                time.sleep(0.2)
            assert mine.get().plan["title"]
        assert process.returncode is not None
        print("done")
        """
    )
    environment = {"PATH": "/usr/bin:/bin", "MENTORING_DEMO_VAR": str(tmp_path), "PYTHONPATH": "."}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=170)
    assert ran.stdout.endswith("done\n"), ran.stderr


@pytest.mark.django_db
def test_a_transaction_asks_for_the_right_to_write_when_it_begins(tmp_path):
    first = DatabaseWrapper(
        {**connections["default"].settings_dict, "NAME": str(tmp_path / "a.sqlite3"), "OPTIONS": {}}, "first"
    )
    seen = []
    with first.cursor() as cursor:
        cursor.db.execute_wrappers.append(lambda execute, sql, *rest: (seen.append(sql), execute(sql, *rest))[1])
        first._start_transaction_under_autocommit()
    first.close()
    assert seen == ["BEGIN IMMEDIATE"]


@pytest.mark.django_db
def test_a_mails_link_leads_to_the_unit(client, settings):
    settings.LMS_ROOT_URL = "https://learn.example.org"
    key = CourseKey.from_string("course-v1:TAMK+LINK+2026").make_usage_key("mentoring_programme", "p")
    unit = Unit.objects.create(course=Course.objects.create(course_key=str(key.course_key), name="A"), title="Unit")
    AuthoredBlock.objects.create(
        usage_key=str(key), course_key=str(key.course_key), block_type=key.block_type, unit=unit, draft={}
    )
    path = host.address(key).removeprefix("https://learn.example.org")
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url == reverse("learn", args=[unit.pk])
    assert client.get(f"{path}-of-nobody").status_code == 404
