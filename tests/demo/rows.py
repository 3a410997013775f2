"""What tests of the seed look for in the rows that it wrote."""

from collections import Counter

from django.apps import apps
from opaque_keys.edx.keys import CourseKey

from demo.models import AuthoredBlock
from demo.seed import people
from demo.seed.clock import APPS
from mentoring_xblock.applications.models import Application
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.models import Meeting


def everything():
    """Every row of everything that the seed writes."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def own_meetings(key):
    """How many meetings of groups of a course stand how."""
    rows = Meeting.objects.filter(round__programme__course_key=CourseKey.from_string(key)).exclude(group=None)
    return Counter(rows.values_list("state", flat=True))


def applications(key):
    """How many applications of a course there are, by role and by how they stand."""
    return Counter(Application.objects.filter(course_key=CourseKey.from_string(key)).values_list("role", "status"))


def next_place(block_type):
    """The first block of a type in the course of the next round."""
    block = AuthoredBlock.objects.filter(course_key=people.NEXT_ROUND, block_type=block_type).first()
    key = CourseKey.from_string(people.NEXT_ROUND)
    return Place(key, key.make_usage_key(block_type, block.usage_key.rpartition("@")[2]), block_type, "main")
