"""The coordinator's part about the matching group: who is in it, how far they have read, and how they read."""

import json

import pytest
from django.utils import timezone

from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.privacy.policy import NOBODY
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import DEFAULT_CRITERIA, Verdict
from mentoring_xblock.reviews.pages import group
from tests import factories
from tests.dashboard.scenes import said
from tests.pages import publish_block, send
from tests.reviews.conftest import SECRET


@pytest.fixture
def block(world):
    return publish_block("mentoring_dashboard", "dashboard")


@pytest.fixture
def post(world, block):
    """Send something as the coordinator unless told otherwise."""

    def send_(handler, user=None, **body):
        return send(user or world.coordinator, block, handler, json.dumps(body))

    return send_


def matchers(world):
    return [person.full_name for person in programmes.appointed(world.programme.pk, programmes.Post.MATCHER)]


def rows(*names, first=0):
    """Fields of an editor: each row an id and a name."""
    return {
        f"{key}_{first + number}{tail}": value
        for number, (id_, name) in enumerate(names)
        for key, tail, value in (
            ("id", "", id_),
            ("name", "_en", name),
        )
    }


# ---- who is in it ----


def test_people_are_named_by_username_and_what_fits_nobody_stays_in_its_field(world, post):
    new = factories.make_learner("dora", "Dora Niemi")
    answer = post("name_matchers", people=f"{new.username}, nobody-here; {world.ben.email}")
    assert answer.status_code == 422
    shown = said(answer)
    assert "1 person is now in the matching group." in shown
    assert "nobody-here" in answer.content.decode().partition("<textarea")[2].partition("</textarea")[0]
    assert "Dora Niemi" in matchers(world)


def test_naming_somebody_twice_says_so(world, post):
    answer = post("name_matchers", people=world.ben.username)
    assert answer.status_code == 200
    assert "1 person was in the matching group already." in said(answer)


@pytest.mark.parametrize("people", ["", " \n ", None, ["a"], "\n".join(f"p{number}" for number in range(501))])
def test_a_list_that_is_none_is_refused_beside_its_field(world, post, people):
    answer = post("name_matchers", people=people)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert len(matchers(world)) == 3


def test_who_is_dismissed_reads_nothing_more_and_what_they_wrote_stays(world, post):
    application = world.mentee()
    world.rate(world.ben, application, comment=SECRET)
    answer = post("dismiss_matcher", person=world.ben.username)
    assert "Ben Ek is not in the matching group any more." in said(answer)
    assert matchers(world) == ["Aino Laine", "Cleo Niemi"]
    assert api.summaries(world.round.pk)[application.pk].verdicts[Verdict.TAKE] == 1
    assert post("dismiss_matcher", person=world.ben.username).status_code == 404


def test_the_part_tells_how_far_and_how_many_and_no_word(world, post):
    one, other = world.mentee(), world.mentee()
    world.rate(world.aino, one, "take", SECRET)
    world.rate(world.aino, other, "take")
    world.rate(world.ben, one, "leave", SECRET)
    shown = said(post("name_matchers", people=world.ben.username))
    assert "2 of 2 applications read" in shown
    assert "1 of 2 applications read" in shown
    assert "0 of 2 applications read" in shown
    assert "2 applications have been rated. Opinions differ on 1 of them." in shown
    assert SECRET not in shown


def test_pictures_are_as_long_as_what_was_read(world):
    world.rate(world.aino, world.mentee())
    world.mentee()
    found = group(world.coordinates, world.place, world.programme.pk, world.round.pk)
    assert [one.picture.width for one in found.matchers] == ["50.0%", "0.0%", "0.0%"]


# ---- how they read ----


def test_ready_made_criteria_are_there_to_rename_and_left_alone_stay_ours(world, post):
    shown = post("name_matchers", people=world.ben.username).content.decode()
    assert 'value="Ability to reflect"' in shown
    as_shown = rows(("values", "Values"), ("reflection", "Ability to reflect"), ("fit", "Fit for this programme"))
    finnish = {f"name_{number}_fi": value for number, value in enumerate(finnish_names(shown))}
    answer = post("save_reading", version=0, blind="", **as_shown, **finnish)
    assert "Saved." in said(answer)
    found = api.reading_of(world.round.pk)
    assert (found.blind, found.criteria) == (False, DEFAULT_CRITERIA)


def finnish_names(markup):
    fields = markup.split('name="name_')[1:]
    found = {}
    for field in fields:
        number, _, rest = field.partition("_")
        if rest.startswith("fi"):
            found[int(number)] = (
                rest.partition('value="')[2].partition('"')[0] if 'value="' in rest.partition(">")[0] else ""
            )
    return [found[number] for number in range(3)]


def test_criteria_are_named_and_left_out(world, post):
    answer = post(
        "save_reading", version=0, blind="on", **rows(("values", ""), ("reflection", "Looks back"), ("", "Courage"))
    )
    assert answer.status_code == 200
    found = api.reading_of(world.round.pk).criteria
    assert [one.label for one in found] == ["Looks back", "Courage"]
    assert found[0].id == "reflection"


def test_a_name_that_is_refused_stands_with_a_sentence_in_its_row(world, post):
    answer = post("save_reading", version=0, blind="on", **rows(("", "Courage")), **rows(("", "x" * 61), first=4))
    assert answer.status_code == 422
    markup = answer.content.decode()
    assert "A name can have 60 characters." in markup.partition("Criterion 5")[2].partition("Criterion 6")[0]
    assert "x" * 61 in markup
    assert api.reading_of(world.round.pk).version == 0


def test_the_second_coordinator_sees_what_stands_and_keeps_what_was_typed(world, post):
    world.set(blind=False)
    answer = post("save_reading", version=0, blind="on", **rows(("", "Courage")))
    assert answer.status_code == 409
    shown = said(answer)
    assert "What stands now: they see one another’s notes at once." in shown
    assert 'value="Courage"' in answer.content.decode()
    assert post("save_reading", version=1, blind="on", **rows(("", "Courage"))).status_code == 200
    assert [one.label for one in api.reading_of(world.round.pk).criteria] == ["Courage"]


@pytest.mark.parametrize("wrong", [{"version": "x"}, {"version": None}, {"version": -1}, {"name_0_en": {"a": 1}}])
def test_what_cannot_be_read_changes_nothing(world, post, wrong):
    assert post("save_reading", **{"version": 0, "blind": "on", **wrong}).status_code == 422
    assert api.reading_of(world.round.pk).version == 0


def test_after_the_seal_the_part_says_so_and_offers_no_change(world, post):
    api.seal(world.round.pk, timezone.now())
    answer = post("name_matchers", people=world.ben.username)
    assert "the notes of the group were sealed" in said(answer)
    assert "How they read" not in said(answer)
    assert post("save_reading", version=0, blind="").status_code == 409


# ---- whose it is ----


@pytest.mark.parametrize("handler", ["name_matchers", "dismiss_matcher", "save_reading"])
def test_it_is_the_coordinators_only(world, post, handler):
    body = {"people": "x", "person": world.ben.username, "version": 0, "blind": ""}
    others = [world.aino, factories.make_staff(), factories.make_administrator(), factories.make_learner()]
    for person in others:
        assert post(handler, person, **body).status_code == 403
    assert len(matchers(world)) == 3
    assert api.reading_of(world.round.pk).version == 0


def test_numbers_are_not_for_everybody_either(world):
    for actor in (world.actor(world.aino), NOBODY, factories.masquerading_actor(world.coordinator)):
        with pytest.raises(NotAllowed):
            api.progress(actor, world.place, [])
