"""Repair the mirror of published content, for instance after a broker was down while a course was published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.programme import api


class Command(BaseCommand):
    """Mirror what courses have published of ours; what is right already stays as it is."""

    help = "Mirror the published mentoring blocks of these courses, or of every course that was mirrored before."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take course keys."""
        parser.add_argument("course_key", nargs="*", help="such as course-v1:ORG+COURSE+RUN")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a course."""
        try:
            keys = [CourseKey.from_string(text) for text in options["course_key"]] or api.mirrored_courses()
        except InvalidKeyError as error:
            raise CommandError("One of these is no course key. Nothing was done.") from error
        for key in keys:
            report = api.mirror_course(key)
            self.stdout.write(
                f"{key}: {report.programmes} programme(s), {report.blocks} block(s), {report.retired} set aside"
            )
            for duplicate in report.duplicates:
                self.stdout.write(f"  passed over {duplicate.usage_key}: {duplicate.holder} has its name")
            for usage_key in report.unnamed:
                self.stdout.write(f"  passed over {usage_key}: its programme has no usable name")
