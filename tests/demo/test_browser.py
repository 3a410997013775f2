"""The demo's own scripts in a browser: they start blocks, and frame and Studio answer them, as the platform's do."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.demo.conftest import COURSE_KEY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BARE_SCRIPT = """
function BareBlock(runtime, element, args) {
  window.bare = { node: element instanceof Node, args: args, url: runtime.handlerUrl(element, "click", "a/b", "c=d") };
  $(element).append($("<button type='button'>Click</button>").on("click", function () {
    $.post({ url: runtime.handlerUrl(element, "click"), data: "{}", contentType: "application/json" })
      .then(function (answer) { $(element).append($("<p>").text("now " + answer.clicks)); });
  }));
}
function BareEditor(runtime, element) {
  window.bareEditor = { jquery: element instanceof $ };
  var say = function (name, data) { return function () { runtime.notify(name, data); }; };
  var write = function (text) {
    runtime.notify("save", { state: "start" });
    $.post({
      url: runtime.handlerUrl(element, "write_text"), data: JSON.stringify({ text: text }),
      contentType: "application/json"
    }).then(say("save", { state: "end" }));
  };
  $(element).append(
    $("<button type='button'>Save it</button>").on("click", function () { write("written in the browser"); }),
    $("<button type='button'>Cancel it</button>").on("click", say("cancel", {})),
    $("<button type='button'>Fail it</button>").on("click", say("error", { title: "No", msg: "not today" }))
  );
}
"""


@pytest.fixture
def page(chromium, live_server):
    """A page of a headless Chromium, at the demo's address; the test fails if a script of it failed."""
    failures: list[str] = []
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    context.route("**/static/bare_test.js", lambda route: route.fulfill(body=BARE_SCRIPT))
    page = context.new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert failures == []


def become(page, name):
    page.goto("/")
    page.get_by_role("button", name=name).click()
    expect(page.locator(".demo-switch > summary")).to_have_text(f"You are {name}")


def test_a_learner_clicks_in_a_block_and_the_frame_grows_with_it(page, block, person):
    person("aino", enrolled=True)
    become(page, "Aino")
    page.get_by_role("link", name="First unit").click()
    unit = page.frame_locator("#unit-frame")
    for number in (1, 2, 3, 4, 5):
        unit.get_by_role("button", name="Click").click()
        expect(unit.get_by_text(f"now {number}", exact=True)).to_be_visible()
    frame = next(frame for frame in page.frames if reverse("unit", args=[block.unit_id]) in frame.url)
    bare = frame.evaluate("window.bare")
    assert (bare["node"], bare["args"]) == (True, {"closing": "</script>"})
    key = block.usage_key.replace(":", "%3A").replace("+", "%2B").replace("@", "%40")
    course = str(COURSE_KEY).replace(":", "%3A").replace("+", "%2B")
    assert bare["url"] == f"/courses/{course}/xblock/{key}/handler/click/a/b?c=d"
    height = frame.evaluate("document.getElementById('content').offsetHeight")
    expect(page.locator("#unit-frame")).to_have_attribute("height", str(height))
    assert height > 300


def test_an_author_edits_cancels_fails_saves_and_publishes(page, block, person, mirrored):
    person("kirsi", role="staff", part="author")
    become(page, "Kirsi")
    page.get_by_role("link", name="Studio").click()
    page.get_by_role("link", name="First unit").click()
    expect(page.get_by_text("Author sees draft text")).to_be_visible()
    edit, state = page.get_by_role("button", name="Edit"), page.locator("[data-state]")

    edit.click()
    page.get_by_role("button", name="Cancel it").click()
    expect(page.locator("[data-editor]")).to_be_hidden()
    expect(edit).to_be_focused()
    assert page.evaluate("window.bareEditor.jquery")

    edit.click()
    page.get_by_role("button", name="Fail it").click()
    expect(state).to_have_text("No: not today")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("Author sees written in the browser")).to_be_visible()
    expect(state).to_have_text("Saved as a draft. Publish to show it to learners.")
    expect(page.locator("[data-editor]")).to_be_hidden()

    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Learners see this version now.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    block.refresh_from_db()
    assert block.published["text"] == "written in the browser"
    assert mirrored == [str(COURSE_KEY)]


def test_a_narrow_window_needs_no_sideways_scrolling(page, block, person):
    person("leena", role="staff", part="coordinator")
    page.set_viewport_size({"width": 320, "height": 700})
    become(page, "Leena")
    for theme in ("Dark", "Indigo dark", "Light"):
        page.locator(".demo-switch > summary").click()
        page.get_by_role("button", name=theme, exact=True).click()
        expect(page.locator("body")).to_have_attribute("data-theme", theme.lower().replace(" ", "-"))
        assert page.evaluate("document.documentElement.scrollWidth") == 320, theme
    for name in ("gradebook", "outbox", "studio"):
        page.goto(reverse(name))
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name
