"""Publishing brings a course's programmes and blocks into rows; nothing else does."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from opaque_keys.edx.locator import LibraryLocator

from mentoring_xblock import handlers, host, tasks
from mentoring_xblock.host.data import BlockContent
from mentoring_xblock.programme import api, mirror
from mentoring_xblock.programme.models import BlockMirror, Programme, Round
from mentoring_xblock.programme.plan import Plan
from tests import factories

pytestmark = pytest.mark.django_db

START = dt.date(2026, 9, 7)
MAIN = (factories.COURSE_KEY, "main")


def programme_block(block_id="b1", slug="main", starts_on=START, **plan):
    """A programme block as published."""
    fields = {"programme": slug, "display_name": "", "plan": factories.plan_dict(starts_on, **plan)}
    return BlockContent(factories.usage_key("mentoring_programme", block_id), "mentoring_programme", fields)


def goals_block(block_id="g1", slug="main", **fields):
    """A goals block as published."""
    fields = {"programme": slug, "display_name": "Tavoitteet", "questions": [{"id": "aim"}], "points": 0, **fields}
    return BlockContent(factories.usage_key("mentoring_goals", block_id), "mentoring_goals", fields)


@pytest.fixture
def publish(monkeypatch):
    """Publish blocks in the course and mirror it."""

    def publish_(*contents):
        monkeypatch.setattr(host, "published_blocks", lambda course_key: iter(contents))
        return api.mirror_course(factories.COURSE_KEY)

    return publish_


def rows():
    """Everything that mirroring writes."""
    return [list(model.objects.order_by("pk").values()) for model in (Programme, BlockMirror, Round)]


# ---- programme and round ----


def test_a_first_publishing_makes_programme_and_first_round(publish):
    report = publish(programme_block())

    info = api.get_programme(*MAIN)
    assert (report.programmes, report.blocks, report.retired, report.duplicates) == (1, 1, 0, ())
    assert info.active
    assert info.plan.to_dict() == Plan.from_dict(factories.plan_dict(START)).to_dict()
    assert info.plan.to_dict().items() >= factories.plan_dict(START).items()
    assert (info.round.number, info.round.starts_on) == (1, START)


def test_the_same_content_again_changes_nothing(publish):
    publish(programme_block(), goals_block())
    before = rows()

    publish(goals_block(), programme_block())

    assert rows() == before


def test_a_plan_without_a_first_day_waits_for_its_round(publish):
    publish(BlockContent(factories.usage_key(), "mentoring_programme", {"programme": "main", "plan": {}}))
    assert api.get_programme(*MAIN).round is None

    publish(programme_block())
    assert api.get_programme(*MAIN).round.starts_on == START


def test_a_moved_beginning_moves_the_round_that_is_open(publish):
    publish(programme_block())
    before = api.get_programme(*MAIN).round

    publish(programme_block(starts_on=START + dt.timedelta(weeks=2)))

    after = api.get_programme(*MAIN).round
    assert (after.id, after.starts_on) == (before.id, START + dt.timedelta(weeks=2))


def test_closed_and_earlier_rounds_keep_their_days(publish):
    publish(programme_block())
    programme = Programme.objects.get()
    Round.objects.update(closed_at=timezone.now())
    publish(programme_block(starts_on=START + dt.timedelta(weeks=1)))
    assert Round.objects.get().starts_on == START

    factories.make_round(programme, number=2, starts_on=START + dt.timedelta(weeks=52))
    publish(programme_block(starts_on=START + dt.timedelta(weeks=53)))
    assert [row.starts_on for row in Round.objects.order_by("number")] == [START, START + dt.timedelta(weeks=53)]


def test_a_day_that_a_coordinator_chose_stands_until_the_plan_moves(publish):
    publish(programme_block())
    Round.objects.update(closed_at=timezone.now())
    own = START + dt.timedelta(weeks=60)
    factories.make_round(Programme.objects.get(), number=2, starts_on=own)

    publish(programme_block(title={"fi": "Uusi nimi"}), goals_block())
    assert Round.objects.get(number=2).starts_on == own
    publish(programme_block(starts_on=START + dt.timedelta(weeks=61)))
    assert Round.objects.get(number=2).starts_on == START + dt.timedelta(weeks=61)


def test_a_removed_programme_keeps_its_people_and_comes_back(publish):
    publish(programme_block())
    mentee = factories.make_mentee(Round.objects.get())

    assert publish(goals_block()).retired == 2
    gone = api.get_programme(*MAIN)
    assert not gone.active
    assert api.roles_of(mentee.user_id, gone.round.id)

    publish(programme_block())
    assert api.get_programme(*MAIN).active


# ---- one name, one programme ----


def test_a_second_block_of_a_name_overwrites_nothing_and_is_reported(publish):
    publish(programme_block("b2", title={"fi": "Ensin"}))
    before = rows()

    report = publish(programme_block("b1", title={"fi": "Myöhemmin"}), programme_block("b2", title={"fi": "Ensin"}))

    assert rows() == before
    [duplicate] = report.duplicates
    assert duplicate.usage_key == factories.usage_key(block_id="b1")
    assert duplicate.holder == factories.usage_key(block_id="b2")


def test_it_takes_the_name_over_once_the_first_is_gone(publish):
    publish(programme_block("b1"), programme_block("b2"))
    public_id = api.get_programme(*MAIN).public_id

    assert publish(programme_block("b2", title={"fi": "Uusi"})).duplicates == ()

    taken = api.get_programme(*MAIN)
    assert taken.public_id == public_id
    assert taken.usage_key == factories.usage_key(block_id="b2")
    assert taken.plan.title == {"fi": "Uusi"}


def test_of_two_that_appear_together_always_the_same_one_wins(publish):
    for contents in ([programme_block("b2"), programme_block("b1")], [programme_block("b1"), programme_block("b2")]):
        publish(*contents)
        assert api.get_programme(*MAIN).usage_key == factories.usage_key(block_id="b1")


def test_a_name_is_taken_for_every_block_but_its_holder(publish):
    publish(programme_block("b1"))
    assert not api.name_taken(*MAIN, factories.usage_key(block_id="b1"))
    assert api.name_taken(*MAIN, factories.usage_key(block_id="b2"))
    assert not api.name_taken(factories.COURSE_KEY, "other", factories.usage_key(block_id="b2"))

    publish()
    assert not api.name_taken(*MAIN, factories.usage_key(block_id="b2"))


def test_two_programmes_of_two_names_live_side_by_side(publish):
    report = publish(programme_block("b1"), programme_block("b2", slug="second"), goals_block(slug="second"))
    assert (report.programmes, report.blocks) == (2, 3)
    listed = {block.block_type for block in api.blocks_of(factories.COURSE_KEY, "second")}
    assert listed == {"mentoring_programme", "mentoring_goals"}


@pytest.mark.parametrize("slug", ["", "Main", "oma ohjelma", "x" * 41, None, 7])
def test_a_name_that_cannot_be_used_is_passed_over(publish, slug):
    report = publish(programme_block(slug=slug))
    assert report.unnamed == (factories.usage_key(),)
    assert not Programme.objects.exists()


# ---- blocks ----


def test_a_block_is_known_by_title_questions_and_maximum(publish):
    publish(goals_block(points=10))
    info = api.block_info(factories.usage_key("mentoring_goals", "g1"))
    assert (info.title, info.questions, info.graded, info.points) == ("Tavoitteet", ({"id": "aim"},), True, 10)
    assert api.block_info(factories.usage_key("mentoring_goals", "g2")) is None
    assert api.block_infos([info.usage_key]) == {info.usage_key: info}


@pytest.mark.parametrize("points", [None, 0, -3, True, "10", 2.5])
def test_only_whole_points_make_a_block_graded(publish, points):
    publish(goals_block(points=points))
    info = api.block_info(factories.usage_key("mentoring_goals", "g1"))
    assert (info.graded, info.points) == (False, 0)


def test_a_removed_block_is_no_longer_listed_but_still_known(publish):
    publish(programme_block(), goals_block())
    assert publish(programme_block()).retired == 1
    assert [block.block_type for block in api.blocks_of(*MAIN)] == ["mentoring_programme"]
    assert api.block_info(factories.usage_key("mentoring_goals", "g1")).title == "Tavoitteet"


def test_another_course_stays_untouched(publish):
    other = factories.make_programme(factories.OTHER_COURSE_KEY)
    publish(programme_block())
    publish()
    other.refresh_from_db()
    assert other.active


# ---- cost, and two jobs at once ----


def test_the_number_of_queries_does_not_grow_with_the_course(publish, django_assert_num_queries):
    with django_assert_num_queries(9):
        publish(programme_block(), goals_block())
    BlockMirror.objects.all().delete()
    Programme.objects.all().delete()
    with django_assert_num_queries(9):
        publish(programme_block(), *(goals_block(f"g{number}") for number in range(60)))


def test_a_second_job_that_comes_late_finds_the_first_ones_rows(publish, monkeypatch):
    store, calls = mirror._store_programmes, []

    def raced(*args):
        calls.append(args)
        if len(calls) == 1:
            raise IntegrityError
        return store(*args)

    monkeypatch.setattr(mirror, "_store_programmes", raced)
    publish(programme_block())
    assert len(calls) == 2
    assert api.get_programme(*MAIN).round is not None


# ---- what starts it ----


def test_publishing_a_course_queues_the_job_after_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr(tasks.mirror_course, "delay", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        handlers.mirror_published_course(sender=None, course_key=factories.COURSE_KEY, more="ignored")
        assert queued == []
    assert queued == [str(factories.COURSE_KEY)]


def test_publishing_a_library_queues_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        handlers.mirror_published_course(sender=None, course_key=LibraryLocator("TAMK", "lib"))
    assert callbacks == []


def test_the_job_mirrors_the_course_of_its_key(publish, monkeypatch):
    publish()
    monkeypatch.setattr(host, "published_blocks", lambda course_key: iter([programme_block()]))
    tasks.mirror_course.delay(str(factories.COURSE_KEY))
    assert api.get_programme(*MAIN) is not None


def test_the_job_is_tried_again_when_the_database_fails(publish, monkeypatch):
    publish()
    monkeypatch.setattr(host, "published_blocks", lambda course_key: iter([programme_block()]))
    mirror_, calls = api.mirror_course, []

    def unlucky(course_key):
        calls.append(course_key)
        if len(calls) == 1:
            raise OperationalError(1213, "Deadlock found when trying to get lock")
        return mirror_(course_key)

    monkeypatch.setattr(api, "mirror_course", unlucky)
    tasks.mirror_course.apply(args=[str(factories.COURSE_KEY)], throw=False)
    assert len(calls) == 2
    assert api.get_programme(*MAIN) is not None


def test_the_command_repairs_the_courses_that_it_is_given_or_knows(publish):
    publish(programme_block("b1"), programme_block("b2"), programme_block("b3", slug="No"))
    Programme.objects.update(plan={}, active=False)

    out = StringIO()
    call_command("mentoring_mirror", stdout=out)

    assert api.get_programme(*MAIN).plan.title
    assert "1 programme(s), 1 block(s)" in out.getvalue()
    assert f"passed over {factories.usage_key(block_id='b2')}" in out.getvalue()
    assert "no usable name" in out.getvalue()

    with pytest.raises(CommandError):
        call_command("mentoring_mirror", "no-key")
