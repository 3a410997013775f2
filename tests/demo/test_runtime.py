"""The runtime: what a block gets in the LMS and in Studio, and what it may write."""

import pytest
from completion.models import BlockCompletion
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from opaque_keys.edx.keys import UsageKey
from waffle.testutils import override_switch
from xblock.exceptions import InvalidScopeError, NoSuchServiceError

from demo.accounts import anonymous_id_for_user
from demo.models import AuthoredBlock, GradebookScore, StudentState
from demo.runtime import lms_block, load_unbound
from tests.demo.conftest import COURSE_KEY, lms_url, post_json, studio_url

pytestmark = pytest.mark.django_db
PREFIX = "edx-platform."


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    request.session = {}
    return request


def test_keys_are_opaque_keys(block, person):
    aino = person("aino", enrolled=True)
    loaded = lms_block(block, aino, request_of(aino))
    assert loaded.scope_ids.usage_id == UsageKey.from_string(block.usage_key)
    assert loaded.scope_ids.usage_id.context_key == COURSE_KEY == loaded.course_id
    assert loaded.scope_ids.user_id == aino.id
    assert loaded.unmixed_class.__name__ == "BareBlock"


def test_learner_sees_the_published_version_only(block, person, signed_in):
    page = signed_in(person("aino", enrolled=True)).get(reverse("unit", args=[block.unit_id]), {"preview": "1"})
    assert "Published title" in page.content.decode()
    assert "Draft title" not in page.content.decode()


def test_staff_may_preview_the_draft(block, person, signed_in):
    page = signed_in(person("leena", role="staff")).get(reverse("unit", args=[block.unit_id]), {"preview": "1"})
    assert "Draft title" in page.content.decode()


def test_an_unpublished_block_is_not_there_for_anybody(block, person, signed_in):
    AuthoredBlock.objects.update(published=None)
    client = signed_in(person("leena", role="staff"))
    assert "title" not in client.get(reverse("unit", args=[block.unit_id])).content.decode().split("<main")[1]
    assert client.get(lms_url(block, "tell")).status_code == 404


def test_the_unit_is_closed_to_those_who_are_not_enrolled(block, person, signed_in):
    url = reverse("unit", args=[block.unit_id])
    assert signed_in(person("vieno")).get(url).status_code == 404
    assert Client().get(url).status_code == 404


def test_wrapper_is_the_platforms_and_data_cannot_leave_its_script(block, person, signed_in):
    page = signed_in(person("aino", enrolled=True)).get(reverse("unit", args=[block.unit_id])).content.decode()
    assert 'class="xblock xblock-student_view xblock-student_view-bare_test"' in page
    assert 'data-init="BareBlock"' in page
    assert 'data-runtime-class="LmsRuntime"' in page
    assert f'data-usage-id="{block.usage_key}"' in page
    assert f'data-course-id="{COURSE_KEY}"' in page
    assert '{"closing": "\\u003c/script>"}' in page
    assert page.index("jquery.min.js") < page.index("/static/bare_test.js")


def test_services_in_the_lms(block, person, signed_in):
    aino = person("aino", enrolled=True, language="fi")
    told = signed_in(aino).get(lms_url(block, "tell")).json()
    assert all(told["services"].values())
    assert told["full_name"] == "Aino"
    assert told["user"] == {
        f"{PREFIX}is_authenticated": True,
        f"{PREFIX}request_country_code": None,
        f"{PREFIX}user_is_beta_tester": False,
        f"{PREFIX}user_is_global_staff": False,
        f"{PREFIX}user_is_staff": False,
        f"{PREFIX}user_role": "student",
        f"{PREFIX}anonymous_user_id": anonymous_id_for_user(aino, COURSE_KEY),
        f"{PREFIX}deprecated_anonymous_user_id": anonymous_id_for_user(aino, None),
        f"{PREFIX}user_id": aino.id,
        f"{PREFIX}username": "aino",
        f"{PREFIX}user_preferences": {"pref-lang": "fi", "time_zone": "UTC"},
    }


@pytest.mark.parametrize(("role", "expected"), [("staff", "staff"), ("instructor", "instructor")])
def test_roles_of_the_course_team(block, person, signed_in, role, expected):
    told = signed_in(person("leena", role=role)).get(lms_url(block, "tell")).json()["user"]
    assert (told[f"{PREFIX}user_role"], told[f"{PREFIX}user_is_staff"]) == (expected, True)
    assert told[f"{PREFIX}user_is_global_staff"] is False


def test_services_in_studio_are_few_and_the_user_is_bare(block, person, signed_in):
    told = signed_in(person("kirsi", role="staff")).get(studio_url(block, "tell")).json()
    assert [name for name, there in told["services"].items() if there] == ["settings"]
    assert told["user"][f"{PREFIX}anonymous_user_id"] is None
    assert told["user"][f"{PREFIX}user_is_staff"] is False
    assert told["user"][f"{PREFIX}user_role"] == "student"
    assert told["writes_learners"] is False


def test_the_preview_gives_everybody_the_same_anonymous_id(block, person, signed_in):
    told = signed_in(person("kirsi", role="staff")).get(studio_url(block, "tell", "preview_handler")).json()
    assert told["user"][f"{PREFIX}anonymous_user_id"] == "student"
    assert told["user"][f"{PREFIX}user_role"] == "staff"
    assert told["services"]["publish"] is False
    assert told["writes_learners"] is False


def test_an_undeclared_service_is_refused(block, person):
    aino = person("aino")
    loaded = lms_block(block, aino, request_of(aino))
    with pytest.raises(NoSuchServiceError):
        loaded.runtime.service(loaded, "teams")


def test_an_unbound_block_has_no_user_service(block):
    loaded = load_unbound(block)
    with pytest.raises(NoSuchServiceError):
        loaded.runtime.service(loaded, "user")
    assert loaded.max_score() == 10


def test_handlers_run_without_a_transaction(block, person, signed_in, transactional_db):
    told = signed_in(person("aino", enrolled=True)).get(lms_url(block, "tell")).json()
    assert told["in_transaction"] is False


def test_user_state_is_one_row_a_learner(block, person, signed_in):
    aino, eero = person("aino", enrolled=True), person("eero", enrolled=True)
    client = signed_in(aino)
    assert post_json(client, lms_url(block, "click"), {}).json() == {"clicks": 1}
    assert post_json(client, lms_url(block, "click"), {}).json() == {"clicks": 2}
    assert post_json(signed_in(eero), lms_url(block, "click"), {}).json() == {"clicks": 1}
    states = StudentState.objects.order_by("user_id").values_list("user_id", "usage_key", "state")
    assert list(states) == [
        (aino.id, block.usage_key, {"clicks": 2}),
        (eero.id, block.usage_key, {"clicks": 1}),
    ]


def test_content_is_read_only_in_the_lms(block, person, signed_in):
    with pytest.raises(InvalidScopeError):
        post_json(signed_in(person("aino", enrolled=True)), lms_url(block, "write_text"), {"text": "mine"})
    block.refresh_from_db()
    assert block.published["text"] == "published text"


def test_an_anonymous_visitor_may_get_but_not_post(block):
    client = Client()
    told = client.get(lms_url(block, "tell")).json()
    assert told["user"] == {f"{PREFIX}is_authenticated": False, f"{PREFIX}request_country_code": None}
    assert told["services"]["completion"] is False
    assert told["viewer"]["user_id"] is None
    assert post_json(client, lms_url(block, "click"), {}).status_code == 403


def test_an_anonymous_visitor_has_no_state(block):
    loaded = lms_block(block, AnonymousUser(), request_of(AnonymousUser()))
    assert loaded.clicks == 0
    loaded.clicks = 1
    with pytest.raises(InvalidScopeError):
        loaded.save()


def test_signed_in_posts_need_a_csrf_token(block, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("aino", enrolled=True))
    assert post_json(client, lms_url(block, "click"), {}).status_code == 403
    client.get(reverse("unit", args=[block.unit_id]))
    token = client.cookies["csrftoken"].value
    assert post_json(client, lms_url(block, "click"), {}, HTTP_X_CSRFTOKEN=token).json() == {"clicks": 1}


@pytest.mark.parametrize("handler", ["student_view", "no_such_handler"])
def test_only_handlers_can_be_called(block, person, signed_in, handler):
    assert signed_in(person("aino", enrolled=True)).get(lms_url(block, handler)).status_code == 404


def test_handler_addresses(block, person, signed_in):
    aino = person("aino", enrolled=True)
    loaded = lms_block(block, aino, request_of(aino))
    url = loaded.runtime.handler_url(loaded, "tell", suffix="a/b", query="x=1")
    assert url == f"{lms_url(block, 'tell')}/a/b?x=1"
    assert signed_in(aino).get(url).json()["suffix"] == "a/b"
    assert "/handler_noauth/tell" in loaded.runtime.handler_url(loaded, "tell", thirdparty=True)
    with pytest.raises(ValueError, match="nothing"):
        loaded.runtime.handler_url(loaded, "nothing")


def test_a_block_of_another_course_is_not_found(block, person, signed_in):
    url = lms_url(block, "tell").replace("BARE", "OTHER", 1)
    assert signed_in(person("aino", enrolled=True)).get(url).status_code == 404
    assert signed_in(person("eero")).get(lms_url(block, "tell").replace("block-v1", "nonsense")).status_code == 404


def test_a_completion_event_reaches_the_completion_package(block, person, signed_in):
    aino = person("aino", enrolled=True)
    post_json(signed_in(aino), lms_url(block, "announce"), {"name": "completion", "event": {"completion": 0.5}})
    assert list(BlockCompletion.objects.values_list("user_id", "completion")) == [(aino.id, 0.5)]


def test_completion_can_be_switched_off(block, person, signed_in):
    with override_switch("completion.enable_completion_tracking", active=False):
        post_json(
            signed_in(person("aino")), lms_url(block, "announce"), {"name": "completion", "event": {"completion": 1}}
        )
    assert not BlockCompletion.objects.exists()


def test_publishing_does_nothing_in_studio(block, person, signed_in):
    client = signed_in(person("kirsi", role="staff"))
    assert post_json(client, studio_url(block, "grade"), {"value": 1, "max_value": 1}).status_code == 200
    assert not GradebookScore.objects.exists()


def test_a_type_that_is_not_installed_gets_a_sentence(unit, person, signed_in):
    AuthoredBlock.objects.create(
        course_key=str(COURSE_KEY),
        usage_key=str(COURSE_KEY.make_usage_key("gone", "one")),
        block_type="gone",
        unit=unit,
        published={},
    )
    page = signed_in(person("aino", enrolled=True)).get(reverse("unit", args=[unit.id]))
    assert "This component is not installed." in page.content.decode()
