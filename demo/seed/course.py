"""The demo's course: its key, its name, its plan and what its units hold."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.worksheets.data import OWN
from mentoring_xblock.worksheets.frames import FRAMES
from mentoring_xblock.worksheets.templates import TEMPLATES

#: Titles of units, each with its blocks: type and fields.
Units = list[tuple[str, list[tuple[str, dict[str, Any]]]]]

COURSE_KEY = "course-v1:TAMK+TUOTTAJA+2026"
COURSE_NAME = "Tuottajapankki: valmentava mentorointi"
TIME_ZONE = ZoneInfo("Europe/Helsinki")

#: Whole weeks between the programme's first day and this week's Monday: half of its length.
WEEKS_BEHIND = 13

GOAL_POINTS = 10
REFLECTION_POINTS = 5

#: Names of blocks, by which the people's texts say where they were written. See `key_of_block`.
PROGRAMME, GOALS, DIARY, MEETINGS = "programme", "goals", "diary", "meetings"
REFLECTION, REPORT = "reflection", "report"

_REFLECTION_QUESTIONS = [
    {
        "id": "lahto",
        "label": {"en": "Where did you start from?", "fi": "Mistä lähdit liikkeelle?"},
        "help": {
            "en": "How you were doing at work when the programme began. A few sentences are enough.",
            "fi": "Mitä työhösi kuului, kun ohjelma alkoi. Muutama lause riittää.",
        },
        "limit": 5_000,
        "required": False,
    },
    {
        "id": "oivallus",
        "label": {"en": "What have you come to see differently?", "fi": "Minkä näet nyt toisin?"},
        "help": {
            "en": "Something about yourself, about the people around you, or about how your field works.",
            "fi": "Jotakin itsestäsi, ihmisistä ympärilläsi tai siitä, miten alasi toimii.",
        },
        "limit": 5_000,
        "required": False,
    },
    {
        "id": "seuraavaksi",
        "label": {"en": "What do you take with you to the second half?", "fi": "Mitä otat mukaan loppupuolelle?"},
        "help": {"en": "One thing to keep, one to change.", "fi": "Yksi asia, jonka pidät, ja yksi, jota muutat."},
        "limit": 5_000,
        "required": False,
    },
]

_REPORT_QUESTIONS = [
    {
        "id": "tavoite",
        "label": {"en": "Which goal do you tell of?", "fi": "Mistä tavoitteesta kerrot?"},
        "help": {"en": "One is enough.", "fi": "Yksi riittää."},
        "limit": 2_000,
        "required": False,
    },
    {
        "id": "teot",
        "label": {"en": "What have you done for it yourself?", "fi": "Mitä olet itse tehnyt sen eteen?"},
        "help": {"en": "What could somebody have seen or heard?", "fi": "Mitä joku olisi voinut nähdä tai kuulla?"},
        "limit": 5_000,
        "required": False,
    },
    {
        "id": "jatko",
        "label": {"en": "What will you do next?", "fi": "Mitä teet seuraavaksi?"},
        "help": {"en": "And what will you leave undone?", "fi": "Entä mitä jätät tekemättä?"},
        "limit": 5_000,
        "required": False,
    },
]


def _criterion(id_: str, english: str, finnish: str, *levels: tuple[int, str, str]) -> dict[str, Any]:
    words = [{"points": points, "words": {"en": said, "fi": sanottu}} for points, said, sanottu in levels]
    return {"id": id_, "name": {"en": english, "fi": finnish}, "help": {}, "levels": words}


_REPORT_RUBRIC = [
    _criterion(
        "rehellisyys",
        "Looking back",
        "Katse taaksepäin",
        (0, "Tells what was planned.", "Kertoo, mitä piti tapahtua."),
        (1, "Tells what happened.", "Kertoo, mitä tapahtui."),
        (
            2,
            "Tells what happened, what did not, and what came of it.",
            "Kertoo myös, mikä ei onnistunut ja mitä opetti.",
        ),
    ),
    _criterion(
        "oma-osuus",
        "Own part",
        "Oma osuus",
        (0, "Tells what others did.", "Kertoo, mitä muut tekivät."),
        (2, "Names something that the writer did.", "Nimeää jotakin, mitä kirjoittaja teki itse."),
        (3, "Says what the writer did, and what it changed.", "Kertoo, mitä kirjoittaja teki ja mitä se muutti."),
    ),
    _criterion(
        "jatko",
        "What comes next",
        "Mitä seuraavaksi",
        (0, "Nothing yet.", "Ei vielä mitään."),
        (1, "A direction.", "Suunta."),
        (2, "A first step, and its day.", "Ensimmäinen askel ja sen päivä."),
    ),
]


def starts_on(now: dt.datetime) -> dt.date:
    """Return the Monday on which the programme began, so that it is half-way through now."""
    today = now.astimezone(TIME_ZONE).date()
    return today - dt.timedelta(days=today.weekday(), weeks=WEEKS_BEHIND)


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the programme's plan: the half-year preset in the words of this programme."""
    ready = PRESETS["half_year"](first_day)
    return {
        **ready,
        "planned": at_hours(ready["planned"], first_day),
        "languages": ["en", "fi"],
        "title": {"en": "Coaching mentoring for producers", "fi": "Tuottajien valmentava mentorointi"},
        "aim": {
            "en": (
                "A producer’s work is often done alone and in a hurry, from one short contract to the next. For half "
                "a year we stop together: each mentee looks for their own strengths and puts them to use, and each "
                "mentor learns along by listening and asking."
            ),
            "fi": (
                "Tuottajan työtä tehdään usein yksin ja kiireessä, pestistä toiseen. Puolen vuoden ajan pysähdymme "
                "yhdessä: jokainen aktori etsii omat vahvuutensa ja ottaa ne käyttöön, ja jokainen mentori oppii "
                "samalla kuuntelemalla ja kysymällä."
            ),
        },
        "stance": "listens",
        "terms": {"mentee": "aktori", "mentor": "mentori"},
        "relationship": "pair",
        "capacity": {"mentor": 3, "small_group": 4, "peer_group": 8},
    }


def on_day(planned: dict[str, Any], day: dt.date, starts: str) -> dict[str, Any]:
    """Return a planned meeting on a day and at a time."""
    return {**planned, "week": None, "day": day.isoformat(), "starts": starts}


def at_hours(planned: list[dict[str, Any]], first_day: dt.date, starts: str = "13:00") -> list[dict[str, Any]]:
    """Return planned meetings, each on the Wednesday of its week and at a time, unless it has a day."""
    return [
        meeting
        if meeting["day"]
        else on_day(meeting, first_day + dt.timedelta(weeks=meeting["week"], days=2), meeting["starts"] or starts)
        for meeting in planned
    ]


def ready_made(worksheet: str) -> dict[str, Any]:
    """Return the fields of a block that asks a ready-made worksheet's questions."""
    template = TEMPLATES[worksheet]
    return {"template": template.id, "questions": [dict(one) for one in template.questions], "scaled": True}


def _question(id_: str, english: str, finnish: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "label": {"en": english, "fi": finnish}, "help": {}, "limit": 5_000, "required": False, **more}


#: What peer groups answer together: one that has opened by now, and one that waits.
_TOGETHER = [
    {
        "id": "lopettaminen",
        "name": {"en": "What have you stopped doing?", "fi": "Mitä olet lopettanut?"},
        "opens": "toimintaymparisto",
        "shown_phase": "itsensa-johtaminen",
        "questions": [
            _question("lopettaminen", "What have you stopped doing at work?", "Mitä olet lopettanut tekemästä?"),
            _question("kaipaus", "Do you miss anything about it?", "Kaipaatko siinä jotakin?"),
        ],
    },
    {
        "id": "kannattelee",
        "name": {"en": "What carries you?", "fi": "Mikä kannattelee?"},
        "opens": "itsensa-johtaminen",
        "shown_phase": "muiden-johtaminen",
        "questions": [
            _question("kannattelee", "What carries you at the moment?", "Mikä sinua kannattelee juuri nyt?"),
            _question("pyynto", "What would you ask of the others?", "Mitä pyytäisit muilta?"),
        ],
    },
]


def prompts() -> dict[str, Any]:
    """Return the fields of a diary: two ready-made prompts, and two that a peer group answers together."""
    frames, questions = [], []
    for id_, template in (("main", "what"), ("tapaaminen", "meeting")):
        frames.append({"id": id_, "template": template, "name": dict(FRAMES[template].name)})
        questions += [{**one, "frame": id_} for one in FRAMES[template].questions]
    for one in _TOGETHER:
        source = {"en": "Written for this programme.", "fi": "Kirjoitettu tätä ohjelmaa varten."}
        told = {name: value for name, value in one.items() if name != "questions"}
        frames.append({**told, "template": OWN, "source": source, "together": True})
        questions += [{**question, "frame": one["id"]} for question in one["questions"]]
    return {"frames": frames, "prompts": questions}


def units(now: dt.datetime) -> Units:
    """Return the units in course order, as (title, [(block type, {field name: JSON value})]).

    A block's key is made from its type and its place among the blocks of that type, so a block that is added goes
    after the others of its type.
    """
    first_day = starts_on(now)
    return [
        (
            "Aloitus",
            [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(first_day)})],
        ),
        (
            "Tavoitteet",
            [
                (
                    "mentoring_goals",
                    {
                        "display_name": "Tavoitteeni",
                        "points": GOAL_POINTS,
                        "graded": True,
                        "completion_rule": "hand_in",
                        "intro": {
                            "en": (
                                "Write down what you want of your meetings and of this half-year. A goal may be "
                                "unfinished, and it may change. You choose which ones your mentor sees."
                            ),
                            "fi": (
                                "Kirjoita, mitä haluat tapaamisilta ja tältä puolelta vuodelta. Tavoite saa olla "
                                "keskeneräinen, ja se saa muuttua. Sinä valitset, mitkä niistä mentorisi näkee."
                            ),
                        },
                    },
                )
            ],
        ),
        (
            "Päiväkirja",
            [
                (
                    "mentoring_journal",
                    {
                        "display_name": "Päiväkirja",
                        **prompts(),
                        "moods": True,
                        "completion_rule": "entries",
                        "completion_entries": 3,
                        "intro": {
                            "en": "Five minutes after a meeting or a long day. Nobody reads this unless you share it.",
                            "fi": "Viisi minuuttia tapaamisen tai pitkän päivän jälkeen. Kukaan ei lue, ellet jaa.",
                        },
                    },
                )
            ],
        ),
        (
            "Reflektio 1",
            [
                (
                    "mentoring_journal",
                    {
                        "display_name": "Reflektio 1: puolimatkassa",
                        "points": REFLECTION_POINTS,
                        "graded": True,
                        "completion_rule": "hand_in",
                        "prompts": _REFLECTION_QUESTIONS,
                        "intro": {
                            "en": "We are half-way. Look back for a page, then hand it in to your mentor.",
                            "fi": "Olemme puolimatkassa. Katso taaksepäin sivun verran ja palauta se mentorillesi.",
                        },
                    },
                )
            ],
        ),
        (
            "Väliraportti",
            [
                (
                    "mentoring_journal",
                    {
                        "display_name": "Väliraportti tavoitteesta",
                        "graded": True,
                        "completion_rule": "hand_in",
                        "prompts": _REPORT_QUESTIONS,
                        "rubric": _REPORT_RUBRIC,
                        "attempts": 2,
                        "release": "by_coordinator",
                        "intro": {
                            "en": "Half a page on one goal. Your mentor may ask you to revise it once.",
                            "fi": "Puoli sivua yhdestä tavoitteesta. Mentorisi voi pyytää vielä yhtä korjausta.",
                        },
                    },
                )
            ],
        ),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        ("Mentorille", [("mentoring_dashboard", {"display_name": "Aktorini"})]),
        ("Koordinaattorille", [("mentoring_dashboard", {"display_name": "Ohjelman tilanne"})]),
    ]


#: Block type and its number among the blocks of that type, by name.
BLOCKS = {
    PROGRAMME: ("mentoring_programme", 1),
    GOALS: ("mentoring_goals", 1),
    DIARY: ("mentoring_journal", 1),
    REFLECTION: ("mentoring_journal", 2),
    REPORT: ("mentoring_journal", 3),
    MEETINGS: ("mentoring_meetings", 1),
}
