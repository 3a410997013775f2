"""Studio: previews and editors by Ajax, whose changes are kept, and what publishing does."""

import pytest
from django.test import Client
from django.urls import reverse

from demo.models import AuthoredBlock, StudentState
from tests.demo.conftest import COURSE_KEY, post_json, studio_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(person, signed_in):
    return signed_in(person("kirsi", role="staff"))


def test_the_preview_is_the_author_view_of_the_draft_with_what_is_wrong(author, block):
    answer = author.get(reverse("preview", args=[block.usage_key])).json()
    assert "Author sees draft text" in answer["html"]
    assert answer["messages"] == []
    AuthoredBlock.objects.update(draft={})
    messages = author.get(reverse("preview", args=[block.usage_key])).json()["messages"]
    assert messages == [{"type": "warning", "text": "No text yet"}]


def test_without_an_author_view_the_preview_is_the_student_view(author, block, bare_block, monkeypatch):
    monkeypatch.setattr(bare_block, "has_author_view", False)
    answer = author.get(reverse("preview", args=[block.usage_key])).json()
    assert "Draft title: 0" in answer["html"]
    assert 'data-runtime-class="PreviewRuntime"' in answer["html"]
    assert [resource["data"] for _hash, resource in answer["resources"]] == ["/static/bare_test.js"]


def test_the_editor_shows_the_draft(author, block):
    answer = author.get(reverse("studio_view", args=[block.usage_key])).json()
    assert "<form>draft text</form>" in answer["html"]


def test_an_authors_change_is_saved_as_the_draft(author, block):
    assert post_json(author, studio_url(block, "write_text"), {"text": "new"}).status_code == 200
    block.refresh_from_db()
    assert block.draft == {"display_name": "Draft title", "text": "new"}
    assert block.published["text"] == "published text"


def test_anybody_who_is_signed_in_reaches_the_handler_but_only_authors_change_the_block(block, person, signed_in):
    answer = post_json(signed_in(person("vieno")), studio_url(block, "write_text"), {"text": "vandal"})
    assert answer.json() == {"text": "vandal"}
    block.refresh_from_db()
    assert block.draft["text"] == "draft text"


def test_a_preview_handler_saves_nothing(author, block):
    post_json(author, studio_url(block, "write_text", "preview_handler"), {"text": "new"})
    block.refresh_from_db()
    assert block.draft["text"] == "draft text"


def test_learner_state_of_a_preview_is_the_sessions(author, block):
    url = studio_url(block, "click", "preview_handler")
    assert [post_json(author, url, {}).json()["clicks"] for _ in range(2)] == [1, 2]
    assert not StudentState.objects.exists()


@pytest.mark.parametrize("name", ["component_handler", "preview_handler"])
def test_handlers_need_a_login(block, name):
    answer = post_json(Client(), studio_url(block, "click", name), {})
    assert answer.status_code == 302
    assert answer.url.startswith("/?next=")


def test_studio_pages_are_for_authors(block, person, signed_in):
    client = signed_in(person("aino", enrolled=True))
    urls = [
        reverse("studio"),
        reverse("studio_unit", args=[block.unit_id]),
        reverse("preview", args=[block.usage_key]),
        reverse("studio_view", args=[block.usage_key]),
    ]
    assert [client.get(url).status_code for url in urls] == [403] * len(urls)
    assert client.post(reverse("publish", args=[block.unit_id])).status_code == 403


def test_studio_pages_show_units_and_blocks(author, block):
    assert "Draft title (not published)" in author.get(reverse("studio")).content.decode()
    page = author.get(reverse("studio_unit", args=[block.unit_id])).content.decode()
    assert reverse("preview", args=[block.usage_key]) in page
    assert reverse("studio_view", args=[block.usage_key]) in page


def test_publishing_shows_the_draft_to_learners_and_tells_our_package_once(
    author, block, mirrored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        author.post(reverse("publish", args=[block.unit_id]))
    block.refresh_from_db()
    assert block.published == block.draft
    assert not block.has_changes
    assert mirrored == [str(COURSE_KEY)]


def test_our_package_is_not_told_when_publishing_is_rolled_back(author, block, mirrored):
    # Inside the test's own transaction, which never commits.
    author.post(reverse("publish", args=[block.unit_id]))
    assert mirrored == []
