"""What people do while a round is put together, each step in a browser. See `rounds.py` for how things are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playwright.sync_api import FrameLocator, Locator, expect

from demo.models import AuthoredBlock
from tests.browser.harness import Visitor
from tests.browser.rounds import asks, button, done, sent, unfold

#: Answers that are ticked one by one.
_TICKED = ("topics", "challenges", "interests", "languages")


# ---- applying ----


def write(writer: Visitor, call: AuthoredBlock, answers: Mapping[str, Any]) -> None:
    """Fill in the form of a call and send it."""
    fill_in(writer.go(call), answers)
    send(writer)


def fill_in(unit: FrameLocator, answers: Mapping[str, Any]) -> None:
    """Fill in the open form of a call."""
    for name in ("letter", "capacity"):
        if name in answers:
            unit.locator(f"[name=answer_{name}]").fill(str(answers[name]))
    for name in _TICKED:
        for option in answers.get(name, ()):
            unit.locator(f"[name='answer_{name}[]'][value='{option}']").check()
    for name in ("values", "styles"):
        for statement, step in answers.get(name, {}).items():
            unit.locator(f"[name='answer_{name}__{statement}'][value='{step}']").check(force=True)
    for number, rule in enumerate(answers.get("hours", {}).get("rules", ())):
        if number:
            unit.locator("[data-mn-add-rule]").click()
        row = unit.locator("[data-mn-rules] > [data-mn-rule]").nth(number)
        row.locator("select").select_option(str(rule["weekday"]))
        row.locator("[name='answer_hours__start[]']").fill(rule["start"])
        row.locator("[name='answer_hours__end[]']").fill(rule["end"])
    places = answers.get("places", {})
    unit.locator("[name=answer_places__remote]").set_checked(places.get("remote", False))
    for place in places.get("places", ()):
        unit.locator(f"[name='answer_places__places[]'][value='{place}']").check()
    if "field" in answers:
        unit.locator("[name=answer_field__field]").select_option(answers["field"]["field"])
    if "experience" in answers:
        unit.locator(f"[name=answer_experience][value={answers['experience']}]").check()


def send(writer: Visitor) -> None:
    """Promise to take part where that is asked, and send the form."""
    promise = writer.unit.locator("[name=committed]")
    if promise.count():
        promise.check()
    sent(writer.unit, "send_application").click()
    expect(writer.unit.locator("[data-mn-status-of=received]")).to_be_visible()


# ---- the author ----


def close_call(author: Visitor, call: AuthoredBlock, day: str) -> None:
    """Let a call have closed at the end of a day, and publish that."""
    page = author.go_to("studio_unit", unit_id=call.unit_id)
    page.get_by_role("button", name=author.say("Edit"), exact=True).click()
    page.locator("[data-mn-editor] [name=closes_on]").fill(day)
    page.get_by_role("button", name=author.say("Save"), exact=True).click()
    expect(page.locator("[data-state]")).to_have_text(author.say("Saved as a draft. Publish to show it to learners."))
    page.get_by_role("button", name=author.say("Publish"), exact=True).click()
    expect(page.get_by_text(author.say("Published. Learners see this version now."))).to_be_visible()


# ---- the matching group ----


def name_matchers(coordinator: Visitor, usernames: Iterable[str]) -> None:
    """Name the matching group at the desk for applications."""
    form = asks(coordinator.unit, "name_matchers")
    form.locator("[name=people]").fill("\n".join(usernames))
    form.locator("[type=submit]").click()
    expect(done(coordinator.unit)).to_be_visible()


def open_reading(matcher: Visitor, name: str) -> None:
    """Find somebody's application in the list, and open it."""
    matcher.settle()
    form = asks(matcher.unit, "list_reading").and_(matcher.unit.locator("form"))
    search = unfold(matcher.unit, form).locator("[name=text]")
    search.fill(name)
    search.press("Enter")
    matcher.settle()
    found = button(matcher.unit, "open_reading").and_(matcher.unit.locator("li > *"))
    expect(found).to_have_count(1)
    found.click()
    matcher.settle()
    expect(matcher.unit.get_by_role("heading", name=name, exact=True)).to_be_visible()


def rate(matcher: Visitor, name: str, scores: str, verdict: str, comment: str) -> None:
    """Look for somebody's application and say what one thinks of it; `scores` has a digit for each criterion."""
    unit = matcher.unit
    open_reading(matcher, name)
    form = asks(unit, "save_rating").and_(unit.locator("form"))
    groups = form.locator("fieldset").filter(has=unit.locator("[type=radio][value='5']"))
    expect(groups).to_have_count(len(scores))
    for number, score in enumerate(scores):
        groups.nth(number).locator(f"[type=radio][value='{score}']").check(force=True)
    form.locator(f"[name=verdict][value={verdict}]").check()
    form.locator("[name=comment]").fill(comment)
    matcher.check("an application that is being rated")
    form.locator("[name=comment]").press("Control+Enter")
    expect(done(unit).first).to_be_visible()


# ---- deciding ----


def open_desk(coordinator: Visitor, desk: AuthoredBlock, name: str) -> FrameLocator:
    """Go to one of the coordinator's desks."""
    unit = coordinator.go(desk)
    place = unit.locator(f"[data-mn-desk={name}]")
    place.click()
    expect(place).to_have_attribute("aria-current", "true")
    return unit


def narrow(coordinator: Visitor, role: str, status: str, found: int) -> None:
    """Show the applications of a call in a state, of which there are so many."""
    unit = coordinator.unit
    form = asks(unit, "list_applications").and_(unit.locator("form"))
    for name, value in (("role", role), ("status", status)):
        form.locator(f"[name={name}]").select_option(value)
        # A second choice would break off the request of the first.
        coordinator.settle()
    expect(chooser(unit).get_by_role("status").first).to_have_text(re.compile(rf"^{found}\b"))


def find(coordinator: Visitor, name: str) -> Locator:
    """Look for somebody by name, and return their line."""
    form = asks(coordinator.unit, "list_applications").and_(coordinator.unit.locator("form"))
    form.locator("[name=text]").fill(name)
    form.locator("[name=text]").press("Enter")
    coordinator.settle()
    lines = chooser(coordinator.unit).get_by_role("list").first.locator("> li")
    expect(lines).to_have_count(1)
    return lines.filter(has_text=name)


def chooser(unit: FrameLocator) -> Locator:
    """Return the list of applications, with a box to tick for each."""
    return asks(unit, "choose_applications").and_(unit.locator("form"))


def decide(coordinator: Visitor, outcome: str, names: Iterable[str], letter: str, where: str = "") -> None:
    """Decide on people of the list, page by page; see `send_decision`."""
    unit, left = coordinator.unit, set(names)
    while left:
        boxes = {name: chooser(unit).get_by_role("checkbox", name=name) for name in left}
        here = {name for name, box in boxes.items() if box.count()}
        for name in here:
            boxes[name].check()
        if here:
            send_decision(coordinator, outcome, letter, where=where)
            left -= here
        else:
            chooser(unit).locator("nav").get_by_role("button").last.click()
        coordinator.settle()


def decide_on_everybody(coordinator: Visitor, outcome: str, letter: str, where: str = "", told: str = "") -> None:
    """Decide on all who are found, on other pages too; see `send_decision`."""
    boxes = chooser(coordinator.unit)
    everything = boxes.locator("[name=everything]")
    for box in [everything] if everything.count() else boxes.locator("[name='applications[]']").all():
        box.check()
    send_decision(coordinator, outcome, letter, where, told)


def send_decision(coordinator: Visitor, outcome: str, letter: str, where: str = "", told: str = "") -> None:
    """Decide on those who are ticked, with a sentence put before the letter that stands ready."""
    unit = coordinator.unit
    unit.locator(f"[name=outcome][value={outcome}][type=submit]").click()
    sheet = asks(unit, "decide_applications").and_(unit.locator("form"))
    expect(sheet).to_be_visible()
    for field in sheet.locator("textarea[name^=letter_]").all():
        field.fill(f"{letter}\n\n{field.input_value()}")
    for field in sheet.locator("textarea[name^=told_]").all():
        field.fill(told)
    if where:
        coordinator.check(where)
    sheet.locator("[type=submit]").click()
    expect(sheet).to_have_count(0)
    expect(done(unit).first).to_be_visible()


def let_in_late(coordinator: Visitor, call: AuthoredBlock, username: str, until: str) -> None:
    """Let somebody apply until the end of a day."""
    form = unfold(coordinator.unit, asks(coordinator.unit, "let_in_late").and_(coordinator.unit.locator("form")))
    form.locator("[name=call]").select_option(call.usage_key)
    form.locator("[name=identifier]").fill(username)
    form.locator("[name=until]").fill(until)
    form.locator("[type=submit]").click()
    expect(done(coordinator.unit).first).to_be_visible()


# ---- proposals ----


def start(coordinator: Visitor, change: Callable[[Locator], None] | None = None, where: str = "") -> None:
    """Ask for a run with the form as it stands ready, or as it is changed, and wait until it has ended."""
    unit = coordinator.unit
    cards = unit.locator("[data-mn-proposal]")
    button(unit, "new_proposal").first.click()
    form = asks(unit, "start_proposal").and_(unit.locator("form"))
    before = cards.count()
    if change is not None:
        change(form)
    if where:
        coordinator.check(where)
    form.locator("[type=submit]").last.click()
    expect(cards).to_have_count(before + 1)
    expect(unit.get_by_role("progressbar")).to_have_count(0)


def open_proposal(coordinator: Visitor, letter: str) -> None:
    """Open one of the proposals side by side."""
    coordinator.settle()
    button(coordinator.unit, "open_proposal").filter(has_text=letter).first.click()
    expect(coordinator.unit.locator("[data-mn-matching=proposal]")).to_be_visible()


def seat(unit: FrameLocator, name: str) -> Locator:
    """Return somebody's line in a proposal."""
    return unit.locator("[data-mn-seat]").filter(has=unit.locator("[data-mn-drag]", has_text=name))


def leader_of(unit: FrameLocator, name: str) -> str:
    """Return who somebody is with in a proposal of pairs."""
    return seat(unit, name).locator("[data-mn-drop] .mn-person-name").inner_text()


def lock(coordinator: Visitor, name: str) -> None:
    """Let somebody stay where they are when it is run again."""
    coordinator.settle()
    line = seat(coordinator.unit, name)
    line.locator("[aria-pressed=false]").click()
    expect(line.locator("[aria-pressed=true]")).to_be_visible()


def look_elsewhere(coordinator: Visitor, name: str) -> Locator:
    """Open where somebody could go, and return it."""
    coordinator.settle()
    button(seat(coordinator.unit, name), "open_seat").first.click()
    chooser = coordinator.unit.locator("[data-mn-chooser]")
    expect(chooser.get_by_role("heading").first).to_be_focused()
    return chooser


def undo(coordinator: Visitor) -> None:
    """Take the last change back."""
    coordinator.settle()
    button(coordinator.unit, "undo_change").click()


def publish(coordinator: Visitor, where: str, change: Callable[[Locator], None] | None = None) -> None:
    """Look at what publishing does, and publish."""
    coordinator.settle()
    button(coordinator.unit, "preview_proposal").click()
    confirm = coordinator.unit.locator("[data-mn-confirm]")
    expect(confirm).to_be_visible()
    if change is not None:
        change(coordinator.unit.locator("section").filter(has=confirm).last)
    coordinator.check(where)
    confirm.click()
    expect(coordinator.heading("After publishing")).to_be_visible()


def offer(coordinator: Visitor, name: str) -> None:
    """Offer a free place to whom the page names for it."""
    coordinator.settle()
    waiting = button(coordinator.unit, "offer_place", name)
    waiting.click()
    expect(waiting).to_have_count(0)
