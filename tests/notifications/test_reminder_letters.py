"""What reminders and mails about goals say: the same as text and as HTML, by the meeting's clock, without a hole."""

from __future__ import annotations

import itertools

import pytest

from tests.notifications.test_letters import Outline, letter

MEETING = {
    "starts_at": "2026-11-24T13:00:00+00:00",
    "ends_at": "2026-11-24T14:30:00+00:00",
    "time_zone": "Europe/Helsinki",
    "zone": "Helsinki",
}
#: Everything that the job can ask to be said.
CONTEXTS = [
    *(
        ("meeting_tomorrow", {**MEETING, "own": own, "way": way, "people": people})
        for own, way, people in itertools.product((True, False), ("remote", "in_person"), ([2], [], [2, 2]))
    ),
    ("meeting_answer", {**MEETING, "own": False, "way": "remote", "answer_on": "2026-11-20"}),
    *(("meeting_quiet", {"weeks": weeks, "people": people}) for weeks in (1, 6) for people in ([2], [])),
    *(("goal_review", {"stage": stage, "until_on": "2026-12-14"}) for stage in ("start", "middle", "end", "between")),
    *(
        ("goal_answered", {"by": {"people": people}, "stance": stance, "rating": rating})
        for people, stance, rating in itertools.product(([2], []), ("look", "agreed"), (True, False))
    ),
    *(("hand_in_waits", {"by": {"people": people}, "again": again}) for people in ([2], []) for again in (True, False)),
    *((name, {"by": {"people": people}}) for name in ("points_given", "revise_asked") for people in ([2], [])),
    *(("time_given", {"until_on": until, "more": more}) for until in ("2026-12-14", None) for more in (1, 3)),
    ("time_given", {"until_on": "2026-12-14", "more": 0}),
    *(("reflection_opened", {"name": name}) for name in ("", "Rivi")),
]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_each_reminder_says_the_same_twice_and_whole(language):
    for template, context in CONTEXTS:
        words = letter(template, language, **context)
        page = " ".join(Outline(words.html).words.split())
        assert words.subject in page
        assert [line for line in words.text.splitlines() if line not in page] == []
        for hole in ("  ", "“”", " .", " ,", " :", "None", "{", "!", "()"):
            assert hole not in f"{words.subject}\n{words.text}", words.text
        if "starts_at" in context:
            # 13 o'clock in universal time, by the meeting's own clock.
            assert ("15:00–16:30" if language == "en" else "15.00–16.30") in words.text
            assert "(Helsinki)" in words.text
