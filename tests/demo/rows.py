"""What tests of the seed look for in the rows that it wrote."""

from collections import Counter

from django.apps import apps
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from demo.models import AuthoredBlock
from demo.seed import people
from demo.seed.clock import APPS
from mentoring_xblock.applications.models import Application
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.place import Place
from mentoring_xblock.lookback import api as lookback
from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.reflections.models import Reflection
from mentoring_xblock.sharing.models import Reader, Share


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


def entry_of(username, title):
    """Somebody's entry with a title, which the database is not asked for: it may be sealed there."""
    return next(one for one in Entry.objects.filter(owner__username=username) if one.title == title)


def a_year_ago(user, info):
    """What somebody's diary shows as written a year ago, by its title."""
    usage_key = entry_of(user.username, "Kotona").usage_key
    place, actor = Place(info.course_key, usage_key, "mentoring_journal"), Actor(user_id=user.pk, enrolled=True)
    return lookback.a_year_ago(actor, place, info.plan.today(timezone.now())).title


def year_of(username):
    """What somebody's entries have beside their words, by numbers."""
    mine = Entry.objects.filter(owner__username=username)
    return {
        "insights": sum(mine.values_list("insights", flat=True)),
        "frames": mine.values("frame").distinct().count(),
        **{f"{name}s": mine.exclude(**{name: None}).count() for name in ("mood", "goal", "meeting")},
        "parts": Share.objects.filter(owner__username=username, whole=False, live=1).count(),
    }


def reflections():
    """What groups answer together: how many readers their texts have by now, and who has handed theirs over."""
    return [
        (
            Reader.objects.filter(share__text_id__in=one.answers.values("text_id"), share__live=1).count(),
            set(one.answers.values_list("owner__username", flat=True)),
        )
        for one in Reflection.objects.order_by("pk")
    ]
