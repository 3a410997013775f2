"""Every view of every block with every role: whose words are on it, and which rows it reads and writes."""

from __future__ import annotations

import pytest
from crum import CurrentRequestUserMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.runtime import lms_block
from mentoring_xblock.host.demo import studio_mode
from tests.privacy import walking
from tests.privacy.scene import BLOCKS, Scene
from tests.privacy.table import EVERYBODY, IN_COURSE, READS
from tests.privacy.watch import LEARNERS_TABLES, Books, mark, marks_in, queries_of

#: As in the walk: whom it is shown to is the same on every database, and each page is asked of both by its room.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

AUTHORS = ("coordinator", "other staff", "administrator", "author", "superuser")
MASQUERADES = ("looking as the mentee", "looking as a learner")

#: What has to stand on the pages of those who take part, so that a page that shows nobody anything fails too.
SHOWN = {
    ("mentoring_programme", "mentee"): {"name mentor", "name peer", "contact mentee", "headline mentor"},
    ("mentoring_programme", "own mentor"): {"name mentee"},
    ("mentoring_goals", "mentee"): {"goals private", "goals shared", "goals with peers", "feedback mentor"},
    ("mentoring_goals", "peer"): {"goals with peers"},
    ("mentoring_journal", "mentee"): {"journal private", "journal shared", "journal with peers"},
    ("mentoring_journal", "own mentor"): {"journal shared"},
    ("mentoring_journal", "peer"): {"journal with peers"},
    ("mentoring_application", "mentee"): {"application draft"},
    ("mentoring_application", "other mentee"): {"application sent"},
    ("mentoring_dashboard", "mentee"): {"goals comment mentor", "journal comment peer", "name mentor"},
    # Who is asked by somebody meets that first, and what is shared with them in the part beside it.
    ("mentoring_dashboard", "own mentor"): {"request foreign", "name waiting"},
    ("mentoring_dashboard", "other mentor"): {"request asked", "name peer"},
    ("mentoring_dashboard", "coordinator"): {"name othermentor"},
}


def page(scene: Scene, role: str, block_type: str) -> tuple[int, str]:
    """Return what a role sees of the unit that holds the block."""
    answer = scene.clients[role].get(reverse("unit", kwargs={"unit_id": scene.blocks[block_type].unit_id}))
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("block_type", BLOCKS)
def test_a_page_tells_what_its_reader_may_read_and_changes_nothing(scene: Scene, books: Books, block_type: str):
    with walking.silence():
        for role in EVERYBODY:
            status, text = page(scene, role, block_type)
            assert status == (200 if role in (*IN_COURSE, *MASQUERADES) else 404), role
            readable = {mark(name) for name in READS.get(role, ())}
            assert marks_in(text) <= readable, (role, marks_in(text) - readable)
            expected = {mark(name) for name in SHOWN.get((block_type, role), ())}
            assert expected <= marks_in(text), (role, expected - marks_in(text))
    assert Books().changed_since(books) == []


@pytest.mark.parametrize("block_type", BLOCKS)
@pytest.mark.parametrize("role", MASQUERADES)
def test_who_looks_through_other_eyes_sees_the_set_up_and_a_sentence(scene: Scene, block_type: str, role: str):
    with CaptureQueriesContext(connection) as captured:
        status, text = page(scene, role, block_type)
    assert status == 200
    assert "You are viewing this course as somebody else." in text
    assert marks_in(text) == set()
    assert queries_of(LEARNERS_TABLES, captured.captured_queries) == []


def rendered(scene: Scene, role: str, block_type: str, view: str) -> tuple[str, list[str]]:
    """Return what a view of the block gives a role, and its queries that touch people's tables."""
    request = scene.clients[role].get(reverse("home")).wsgi_request

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(lms_block(scene.blocks[block_type], request.user, request).render(view).content)

    with CaptureQueriesContext(connection) as captured:
        # The host's middleware tells everybody, our package included, who is asking.
        text = CurrentRequestUserMiddleware(answer)(request).content.decode()
    return text, queries_of(LEARNERS_TABLES, captured.captured_queries)


@pytest.mark.parametrize("block_type", BLOCKS)
def test_what_visitors_of_a_public_course_see_is_a_sentence(scene: Scene, books: Books, block_type: str):
    for role in EVERYBODY:
        text, queries = rendered(scene, role, block_type, "public_view")
        assert "This part is for people in the mentoring programme." in text
        assert (marks_in(text), queries) == (set(), []), role
    assert Books().changed_since(books) == []


@pytest.mark.parametrize("block_type", BLOCKS)
def test_where_studio_renders_a_learners_page_it_is_the_set_up(scene: Scene, books: Books, block_type: str):
    """Some hosts render `student_view` for a preview; even a mentee sees there only how the block is set up."""
    for role in EVERYBODY:
        with studio_mode():
            text, queries = rendered(scene, role, block_type, "student_view")
        assert "mn-" in text
        assert (marks_in(text), queries) == (set(), []), role
    with_words, _ = rendered(scene, "mentee", block_type, "student_view")
    assert marks_in(with_words), "the same view in the LMS shows the mentee their own words"
    assert Books().changed_since(books) == []


@pytest.mark.parametrize("view", ["preview", "studio_view"])
@pytest.mark.parametrize("block_type", BLOCKS)
def test_studio_shows_authors_the_set_up_and_reads_no_learners_row(
    scene: Scene, books: Books, block_type: str, view: str
):
    url = reverse(view, kwargs={"usage_id": scene.blocks[block_type].usage_key})
    with walking.silence():
        for role in EVERYBODY:
            with CaptureQueriesContext(connection) as captured:
                answer = scene.clients[role].get(url)
            # The host turns away whoever is no author; a login is asked for by a redirect.
            powerful = role in (*AUTHORS, *MASQUERADES)
            assert answer.status_code == (200 if powerful else 302 if role == "anonymous" else 403), role
            assert marks_in(answer.content.decode()) == set(), role
            assert queries_of(LEARNERS_TABLES, captured.captured_queries) == [], role
    assert Books().changed_since(books) == []
