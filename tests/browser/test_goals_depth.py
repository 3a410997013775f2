"""Goals in depth, as those live them who write, read, score and release: four journeys, each in looks of their own."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from playwright.sync_api import expect

from demo.publish import publish_blocks
from mentoring_xblock.models import Goal, GoalRating, Scale, Score
from tests import factories
from tests.browser.harness import POINTS, Look, server_at_rest
from tests.browser.relationship_steps import form, part, told
from tests.browser.round_steps import open_desk
from tests.browser.rounds import asks, button, sent, unfold
from tests.dashboard import scenes

MENTOR, MENTEE = "Anna Kytömäki", "Aino Niittylä"
GOAL = "Yksi vapaapäivä viikossa"
LEVELS = {
    0: "Vapaapäivä kolmena viikkona neljästä",
    1: "Vapaapäivä joka viikko",
    2: "Vapaapäivä joka viikko ja talvella kokonainen viikko",
    -1: "Vapaapäivä joka toinen viikko",
    -2: "Ei vapaapäiviä",
}
MEASURE = "Merkitsen vapaat kalenteriin"

RUBRIC = [
    {
        "id": "measure",
        "name": {"en": "Measure", "fi": "Mittari"},
        "help": {"en": "How one will know.", "fi": "Mistä sen tietää."},
        "levels": [
            {"points": 3, "words": {"en": "Says what will be seen", "fi": "Kertoo, mitä näkyy"}},
            {"points": 0, "words": {"en": "Nothing to see", "fi": "Mitään ei näy"}},
        ],
    },
    {
        "id": "step",
        "name": {"en": "First step", "fi": "Ensimmäinen askel"},
        "help": {},
        "levels": [
            {"points": 2, "words": {"en": "This week", "fi": "Tällä viikolla"}},
            {"points": 0, "words": {"en": "Some day", "fi": "Joskus"}},
        ],
    },
]


def field_of(level):
    """The name of a level's field."""
    return f"level_m{-level}" if level < 0 else f"level_{level}"


def scale(unit):
    """The part with the levels of the goal that is open."""
    return unit.locator("[data-mn-part][id$='-scale']")


def ladder(unit):
    """The levels of the goal that is open, the highest first."""
    return scale(unit).locator("ol > li")


def rated(unit):
    """The picture of how the open goal moved."""
    return unit.locator("[id$='-moved']").get_by_role("img")


def save_goal(writer, **answers):
    """Write answers to questions of the sheet that is open, by id, and save it."""
    for question, text in answers.items():
        writer.unit.locator(f"[name=answer_{question}]").fill(text)
    sent(writer.unit, "save_goal").click()
    expect(writer.unit.locator("[data-mn-saved]")).to_be_visible()
    writer.settle()


# ---- the keyboard alone ----


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, visitor):
        self.visitor, self.unit = visitor, visitor.unit
        self.press, self.type = visitor.page.keyboard.press, visitor.page.keyboard.type

    def to(self, target, most=80):
        """Press Tab until the focus is on the target, or in a group of radio buttons on one of its own."""
        expect(target.first).to_be_visible()
        self.visitor.settle()
        for _ in range(most):
            if target.evaluate_all("found => found.some(one => one === one.ownerDocument.activeElement)"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def write(self, name, text):
        """Put a text into a field, in place of what is there."""
        self.to(self.unit.locator(f"[name={name}]"))
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose(self, name, value):
        """Choose one of a group of radio buttons with the arrow keys."""
        group = self.unit.locator(f"[type=radio][name={name}]")
        wanted = group.and_(self.unit.locator(f"[value='{value}']"))
        self.to(group)
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        expect(wanted).to_be_checked()

    def push(self, target):
        """Go to a button and press it."""
        self.to(target)
        self.press("Enter")


def test_a_goal_is_scaled_and_rated_with_the_keyboard_alone(paired, visit):
    writer = visit(paired.mentee, Look("en", 1280))
    unit, keys = writer.go(paired.goals), Keys(writer)
    keys.push(unit.locator("[data-mn-new]"))
    keys.write("answer_statement", GOAL)
    keys.to(unit.locator("[name=status]"))
    keys.press("ArrowDown")
    keys.push(sent(unit, "save_goal"))
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    expect(unit.get_by_text("Only you can read this")).to_be_visible()
    # What is typed on the sheet and not saved stays there, whatever is done below it.
    keys.write("answer_measure", MEASURE)

    keys.push(unit.locator("[data-mn-levels]"))
    expect(form(unit, "save_scale").get_by_role("heading")).to_be_focused()
    for level, text in {**LEVELS, 1: LEVELS[0].upper()}.items():
        keys.write(field_of(level), text)
    keys.choose("baseline", "-1")
    writer.check_everywhere("five levels to write")
    keys.push(sent(unit, "save_scale"))

    # Two that say the same are kept as they are, and it is said beside them what that means.
    expect(scale(unit).get_by_role("status")).to_be_focused()
    same = scale(unit).get_by_text("Levels 0 and +1 say the same")
    expect(same).to_be_visible()
    expect(scale(unit).locator("[data-mn-rate]")).to_have_count(0)
    keys.push(unit.locator("[data-mn-levels]"))
    for level, text in {**LEVELS, 1: LEVELS[0].upper()}.items():
        expect(unit.locator(f"[name={field_of(level)}]")).to_have_value(text)
    keys.write(field_of(1), LEVELS[1])
    keys.push(sent(unit, "save_scale"))
    expect(ladder(unit)).to_contain_text([LEVELS[level] for level in (2, 1, 0, -1, -2)])
    expect(same).to_have_count(0)

    keys.push(unit.locator("[data-mn-rate]"))
    keys.choose("level", "1")
    keys.write("words", "Kolme viikkoa peräkkäin")
    keys.push(sent(unit, "rate_goal"))
    expect(scale(unit).get_by_role("status")).to_be_focused()
    expect(scale(unit).locator("[aria-current]")).to_contain_text(LEVELS[1])
    expect(rated(unit)).to_have_accessible_name(re.compile(r"\+1"))
    expect(unit.locator("[name=answer_measure]")).to_have_value(MEASURE)
    keys.push(sent(unit, "save_goal"))
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    writer.check_around("a goal that was rated")

    with server_at_rest():
        kept, said = Scale.objects.get(), GoalRating.objects.get()
    assert {int(level): text for level, text in kept.levels.items()} == LEVELS
    assert (kept.baseline, said.level, said.words) == (-1, 1, "Kolme viikkoa peräkkäin")


# ---- a mentor with a phone ----

ASKED = "Kuka muu voisi tehdä maanantait?"


def test_a_mentor_asks_for_another_look_on_a_phone_and_agrees_with_where_the_goal_is(paired, visit):
    with server_at_rest():
        goal = scenes.shared_goal(paired.mentee, GOAL)
    mentor, mentee = visit(paired.mentor, Look("en", 320, "dark")), visit(paired.mentee, Look("fi", 1280))

    said = read_a_goal(mentor, paired.desk)
    said.locator("[name=body]").fill(ASKED)
    said.get_by_role("radio", name=mentor.say("Take another look")).check()
    mentor.button("Send and ask for another look").click()
    expect(thread(mentor.unit)).to_have_count(1)
    mentor.check_around("a shared goal with a comment")

    unit = mentee.go(paired.goals)
    expect(thread(unit)).to_contain_text([ASKED])
    expect(thread(unit).locator(".mn-amber")).to_be_visible()
    with server_at_rest():
        scenes.rate(goal)
    mentee.go(paired.goals)
    unit.locator("[data-mn-rate]").click()
    form(unit, "rate_goal").locator("[name=level][value='0']").check()
    sent(unit, "rate_goal").click()
    expect(rated(unit)).to_be_visible()

    said = read_a_goal(mentor, paired.desk)
    mentor.unit.locator("[data-mn-agree]").click()
    expect(mentor.unit.locator("[data-mn-agree]")).to_have_count(0)
    now = mentor.unit.locator("[data-mn-part][id*='-standing-'] [aria-current]")
    expect(now).to_contain_text("agreed with Anna Kytömäki")
    mentor.check_around("a rating that was agreed with")

    mentee.go(paired.goals)
    expect(scale(unit).locator("[aria-current]")).to_contain_text(MENTOR)
    expect(thread(unit)).to_have_count(2)
    expect(thread(unit).last.locator(".mn-ok")).to_be_visible()
    mentee.check("a goal that was talked about")
    with server_at_rest():
        assert GoalRating.objects.get().agreed_by_id == paired.mentor.user_id


def read_a_goal(mentor, desk):
    """Open the goal that is shared with a mentor, and return the form below it."""
    mentor.go(desk)
    asks(mentor.unit, "open_goal").first.click()
    said = mentor.unit.locator("[data-mn-reading] [data-mn-comment]")
    expect(said).to_be_visible()
    mentor.settle()
    return said


def thread(unit):
    """What was said of the open goal."""
    return unit.locator(".mn-thread > li")


# ---- revised, handed in again, released ----

REVISE, FEEDBACK = "Mistä huomaat sen marraskuussa?", "Nyt sen voi nähdä"


@pytest.fixture
def graded(paired):
    """The course with a rubric, two hand-ins, and points that a coordinator releases."""
    more = {"rubric": RUBRIC, "attempts": 2, "release": "by_coordinator"}
    goals = paired.goals
    goals.draft = goals.published = {**goals.published, **more}
    goals.save()
    publish_blocks(factories.COURSE_KEY, paired.blocks)
    scenes.shared_goal(paired.mentee, GOAL)
    return paired


def test_a_goal_is_revised_and_its_points_are_seen_once_they_are_released(graded, visit):
    mentee, mentor = visit(graded.mentee, Look("fi", 320)), visit(graded.mentor, Look("en", 1280))
    coordinator = visit(graded.coordinator, Look("en", 320, "dark"))

    unit = mentee.go(graded.goals)
    mentee.check_around("what points are given for")
    hand_in(mentee)
    open_hand_in(mentor, graded.desk)
    unfold(mentor.unit, form(mentor.unit, "ask_again").locator("[name=words]")).fill(REVISE)
    sent(mentor.unit, "ask_again").click()
    expect(mentor.unit.locator(".mn-text").get_by_text(REVISE)).to_be_visible()

    mentee.go(graded.goals)
    expect(part(unit, "hand-in").get_by_text(REVISE)).to_be_visible()
    save_goal(mentee, measure=MEASURE)
    mentee.check("a goal to work on once more")
    hand_in(mentee)
    expect(form(unit, "hand_in")).to_have_count(0)

    open_hand_in(mentor, graded.desk)
    expect(mentor.unit.locator("[data-mn-read]").get_by_text(MEASURE)).to_be_visible()
    for criterion, points in {"measure": 3, "step": 0}.items():
        mentor.unit.locator(f"[name=mark_{criterion}][value='{points}']").check()
    mentor.unit.locator("[name=feedback]").fill(FEEDBACK)
    mentor.button("Give points").click()
    expect(button(mentor.unit, "withdraw_score").or_(sent(mentor.unit, "withdraw_score"))).to_be_visible()
    mentor.check_around("points that are a draft")

    points = mentee.say(*POINTS, 5, points=3, maximum=5)
    mentee.go(graded.goals)
    expect(unit.get_by_text(points)).to_have_count(0)
    assert FEEDBACK not in mentee.frame.content()

    open_desk(coordinator, graded.desk, "points")
    expect(coordinator.unit.get_by_role("checkbox", name=MENTEE)).to_be_checked()
    assert (GOAL in coordinator.frame.content(), FEEDBACK in coordinator.frame.content()) == (False, False)
    coordinator.check_around("points that wait to be released")
    sent(coordinator.unit, "release_points").click()
    expect(part(coordinator.unit, "points").get_by_role("status")).to_be_visible()
    expect(form(coordinator.unit, "release_points")).to_have_count(0)

    mentee.go(graded.goals)
    expect(unit.get_by_text(points).first).to_be_visible()
    for words in (FEEDBACK, "Kertoo, mitä näkyy", "Joskus"):
        expect(part(unit, "hand-in").get_by_text(words).first).to_be_visible()
    mentee.check("points that were released")
    with server_at_rest():
        score = Score.objects.get()
    assert (score.points, score.marks, score.released_by_id) == (3, {"measure": 3, "step": 0}, graded.coordinator.pk)


def hand_in(mentee):
    """Choose the goal and hand it in."""
    mentee.settle()
    unfold(mentee.unit, form(mentee.unit, "hand_in").get_by_role("checkbox", name=GOAL)).check()
    sent(mentee.unit, "hand_in").click()
    expect(told(mentee.unit, "hand-in")).to_be_visible()
    mentee.settle()


def open_hand_in(mentor, desk):
    """Open what waits for points."""
    mentor.go(desk)
    asks(mentor.unit.locator("[data-mn-desk]"), "open_hand_in").first.click()
    expect(form(mentor.unit, "give_score")).to_be_visible()
    mentor.settle()


# ---- kept, looked back at, taken along ----

STEP, NOW, LINE = "Sovin vapaat Mikaelin kanssa", "Kaksi vapaapäivää viikossa", "Kaksi viikkoa neljästä"


def test_a_goal_keeps_its_history_and_comes_along_to_the_next_round(paired, visit):
    writer = visit(paired.mentee, Look("en", 320))
    unit = writer.go(paired.goals)
    unit.locator("[data-mn-new]").click()
    unit.locator("[name=status]").select_option("active")
    save_goal(writer, statement=GOAL)
    adding = form(unit, "add_goal_action")
    adding.locator("[name=body]").fill(STEP)
    adding.locator("[type=submit]").click()
    expect(unit.locator("[data-mn-steps] li span[dir]", has_text=STEP)).to_be_visible()
    save_goal(writer, statement=NOW, measure=MEASURE)
    button(unit, "open_history").click()
    history = unit.locator("[data-mn-history]")
    expect(history.locator("del").first).to_have_text(re.compile("Yksi"))
    expect(history.locator("ins").first).to_have_text(re.compile("Kaksi"))
    writer.check_around("what a goal said before")

    with server_at_rest():
        written = {str(level): text for level, text in LEVELS.items()}
        Scale.objects.create(goal=Goal.objects.get(), levels=written, baseline=-1)
    look_back(writer, paired.goals)
    text = save_document(writer)
    for words in (NOW, MEASURE, STEP, LINE, *LEVELS.values(), MENTEE):
        assert words in text, words
    assert re.search(r"<del>[^<]*Yksi", text)
    assert re.search(r"<ins>[^<]*Kaksi", text)
    assert not re.search(r"<(script|style|link)", text)

    with server_at_rest():
        begins = paired.round.starts_on + dt.timedelta(weeks=52)
        factories.make_mentee(factories.make_round(paired.round.programme, 2, begins), user=paired.mentee.user)
    writer.go(paired.goals)
    unfold(unit, sent(unit, "take_along")).click()
    expect(unit.locator("[data-mn-source]")).to_be_visible()
    expect(unit.locator("[name=answer_statement]")).to_have_value(NOW)
    expect(unit.locator("[data-mn-steps] li span[dir]", has_text=STEP)).to_be_visible()
    expect(ladder(unit).nth(2)).to_contain_text("where it began")
    expect(form(unit, "take_along")).to_have_count(0)
    expect(form(unit, "hand_in").get_by_role("checkbox")).to_have_count(1)
    writer.check_around("a goal that came along")


def look_back(writer, goals):
    """Answer the review that is open."""
    unit = writer.go(goals)
    button(unit, "open_review").click()
    review = form(unit, "save_review")
    review.locator("[name^=level_][value='0']").check()
    review.locator("[name^=words_]").fill(LINE)
    writer.check_around("a review")
    review.locator("[type=submit]").click()
    expect(part(unit, "review").get_by_role("status")).to_be_visible()
    expect(part(unit, "review").get_by_text(LINE)).to_be_visible()
    expect(review).to_have_count(0)
    # What one's goals come to follows at once.
    expect(unit.locator("[id$='-together']").get_by_role("img")).to_be_visible()


def save_document(writer):
    """Save one's goals as a file, and return what is in it."""
    with writer.page.expect_download() as coming:
        writer.unit.locator("[data-mn-document]").click()
    assert re.fullmatch(r"goals-\d{4}-\d\d-\d\d\.html", coming.value.suggested_filename)
    return html.unescape(coming.value.path().read_text(encoding="utf-8"))
