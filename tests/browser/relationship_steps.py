"""What people do while they work together, each step in a browser. See `rounds.py` for how things are found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from playwright.sync_api import FrameLocator, Locator, expect

from demo.models import AuthoredBlock
from demo.publish import publish_blocks
from mentoring_xblock.programme.models import Participant, Role
from tests import factories, pages
from tests.browser.harness import Visitor
from tests.browser.rounds import asks, button, done, sent, unfold
from tests.browser.scene import Scene, make_scene


@dataclass(frozen=True)
class Company:
    """A course with a page for meetings, and a pair and a supervisor in it."""

    scene: Scene
    meetings: AuthoredBlock
    supervisor: Participant


def make_company() -> Company:
    """Publish the course and its page for meetings, pair the mentor with the mentee, and let a supervisor in."""
    scene = make_scene(share_days_after_close=30)
    meetings = pages.publish_block("mentoring_meetings", "meetings", display_name="Meetings")
    publish_blocks(factories.COURSE_KEY, [*scene.blocks, meetings])
    factories.make_pair(scene.round, scene.mentor, scene.mentee)
    tiina = factories.make_learner("tiina", "Tiina Ohranen")
    return Company(scene, meetings, factories.make_participant(scene.round, Role.SUPERVISOR, tiina))


def day(ahead: int) -> str:
    """Return a day so many days from now, as a browser sends it."""
    return (timezone.localdate() + dt.timedelta(days=ahead)).isoformat()


# ---- finding things ----


def part(unit: FrameLocator, name: str) -> Locator:
    """Return one of the parts that a page for meetings is made of."""
    return unit.locator(f"[data-mn-part][id$='-{name}']")


def form(inside: FrameLocator | Locator, handler: str) -> Locator:
    """Return the form that sends something."""
    return inside.locator(f"form[hx-post$='/{handler}']")


def saying(inside: FrameLocator | Locator, handler: str, name: str, value: str) -> Locator:
    """Return the button that asks for something with a certain value beside it."""
    return asks(inside, handler).and_(inside.locator(f"""[hx-vals*='"{name}": "{value}"']"""))


def told(unit: FrameLocator, name: str) -> Locator:
    """Return the line in which a part says that something has been done."""
    return part(unit, name).locator("[role=status][data-mn-focus]")


def open_tab(visitor: Visitor, name: str = "") -> None:
    """Go to the page of one of several groups, by a part of its name, or to what concerns everybody."""
    visitor.settle()
    tabs = asks(visitor.unit.locator("nav"), "open_relation")
    (tabs.filter(has_text=name) if name else tabs.last).click()
    visitor.settle()


# ---- the agreement ----


def write_agreement(writer: Visitor, words: dict[str, str]) -> None:
    """Open the draft, put words into it, by item, and save it."""
    open_draft(writer)
    for item, text in words.items():
        writer.unit.locator(f"[name=item_{item}]").fill(text)
    sent(writer.unit, "save_agreement").click()
    expect(writer.unit.locator("[data-mn-saved]")).to_be_visible()


def open_draft(writer: Visitor) -> None:
    """Open the draft of the agreement."""
    writer.settle()
    button(writer.unit, "write_agreement").last.click()
    expect(form(writer.unit, "save_agreement")).to_be_visible()
    writer.settle()


def put_to_sign(writer: Visitor) -> None:
    """Read the draft that was just saved, and put it to be signed."""
    writer.settle()
    button(form(writer.unit, "save_agreement"), "read_agreement").click()
    button(writer.unit, "put_agreement").click()
    writer.settle()
    expect(done(writer.unit)).to_be_visible()


def read_to_sign(signer: Visitor, number: int) -> None:
    """Read what waits for one's signature."""
    signer.settle()
    button(part(signer.unit, "agreement"), "read_agreement").first.click()
    expect(button(signer.unit, "sign_agreement", str(number))).to_be_visible()
    signer.settle()


def sign(signer: Visitor) -> None:
    """Sign what one reads."""
    button(signer.unit, "sign_agreement").click()
    expect(done(signer.unit)).to_be_visible()
    signer.settle()


def leave_agreement(reader: Visitor) -> None:
    """Go back from the agreement to the meetings."""
    reader.settle()
    button(reader.unit, "open_relation").first.click()
    expect(part(reader.unit, "booking")).to_be_visible()
    reader.settle()


# ---- meetings ----


def open_booking(visitor: Visitor, what: str) -> Locator:
    """Open one of the forms that book, and return where it is."""
    visitor.settle()
    unfold(visitor.unit, saying(visitor.unit, "open_booking", "what", what).first).click()
    slot = visitor.unit.locator("[id$=-booking-form]")
    expect(slot.locator("form")).to_be_visible()
    visitor.settle()
    return slot


def propose(visitor: Visitor, *days: int, where: str = "") -> None:
    """Propose a time on each of these days from now, at three in the afternoon."""
    slot = open_booking(visitor, "propose")
    for number, ahead in enumerate(days):
        slot.locator(f"[name=day_{number}]").fill(day(ahead))
        slot.locator(f"[name=time_{number}]").fill("15:00")
        slot.locator(f"[name=way_{number}]").select_option("in_person")
        slot.locator(f"[name=spot_{number}]").fill(where)


def send_booking(visitor: Visitor, handler: str) -> None:
    """Send the open form."""
    sent(visitor.unit, handler).click()
    expect(told(visitor.unit, "booking")).to_be_visible()
    visitor.settle()


def answer_times(visitor: Visitor, *numbers: int) -> None:
    """Say which of the proposed times suit, by their place in the list."""
    visitor.settle()
    boxes = form(visitor.unit, "answer_times").locator("[type=checkbox]")
    for number in numbers:
        boxes.nth(number).check()
    sent(visitor.unit, "answer_times").click()
    expect(told(visitor.unit, "booking")).to_be_visible()
    visitor.settle()


def book(visitor: Visitor, ahead: int, where: str) -> None:
    """Book a meeting."""
    slot = open_booking(visitor, "book")
    slot.locator("[name=day]").fill(day(ahead))
    slot.locator("[name=time]").fill("09:30")
    slot.locator("[name=way]").select_option("in_person")
    slot.locator("[name=spot]").fill(where)
    send_booking(visitor, "book_meeting")


def we_met(visitor: Visitor) -> None:
    """Say that the group met today: two taps."""
    open_booking(visitor, "met")
    send_booking(visitor, "log_meeting")


# ---- points, promises, notes ----


def add_point(visitor: Visitor, text: str) -> None:
    """Put something before the group for the next time."""
    visitor.settle()
    field = form(visitor.unit, "add_point").locator("[name=body]")
    field.fill(text)
    field.press("Enter")
    expect(part(visitor.unit, "points").locator("li").filter(has_text=text)).to_be_visible()


def promise(visitor: Visitor, text: str, whose: str, ahead: int) -> None:
    """Write down what somebody does, by when."""
    visitor.settle()
    button(part(visitor.unit, "actions"), "edit_action").last.click()
    slot = form(visitor.unit, "add_action")
    slot.locator("[name=body]").fill(text)
    slot.get_by_role("radio", name=whose).check()
    slot.locator("[name=due_on]").fill(day(ahead))
    sent(visitor.unit, "add_action").click()
    expect(promised(visitor, text)).to_be_visible()


def promised(visitor: Visitor, text: str) -> Locator:
    """Return the box that is ticked once something promised is done."""
    return part(visitor.unit, "actions").get_by_role("checkbox", name=text)


def paper(visitor: Visitor, stem: str) -> Locator:
    """Return the note that is written together ("shared"), or one's own ("own")."""
    return visitor.unit.locator(f"[id$='-note-{stem}']")


def write_note(visitor: Visitor, stem: str, text: str) -> None:
    """Write into a note and save it."""
    visitor.settle()
    note = paper(visitor, stem)
    note.locator("[name=body]").fill(text)
    note.locator("[type=submit]").click()
    expect(note.and_(visitor.unit.locator("[data-mn-saved]"))).to_be_visible()
    visitor.settle()


# ---- help ----


def open_help(visitor: Visitor) -> Locator:
    """Open what one can ask the coordinators, and return the part."""
    visitor.settle()
    found = part(visitor.unit, "help")
    button(found, "open_help").first.click()
    expect(form(found, "ask_help").first).to_be_attached()
    visitor.settle()
    return found


def ask(visitor: Visitor, topic: str, text: str) -> None:
    """Ask the coordinators ("talk"), or report a concern ("concern")."""
    open_help(visitor)
    asking = form(visitor.unit, "ask_help").filter(has=visitor.unit.locator(f"[name=topic][value={topic}]"))
    unfold(visitor.unit, asking).locator("[name=body]").fill(text)
    asking.locator("[type=submit]").click()
    expect(done(visitor.unit)).to_be_visible()


# ---- the coordinator ----


def fill(inside: Locator, values: dict[str, Any]) -> None:
    """Fill fields and choose from lists, by name."""
    for name, value in values.items():
        field = inside.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
