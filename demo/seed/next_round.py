"""The demo's second course: the programme's next round, which begins in three weeks and is being put together now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from demo.seed import course, people
from demo.seed.recruiting import GROUP_CALL, MENTEE_CALL, MENTOR_CALL, Recruiting
from demo.seed.season import season
from demo.seed.story import once
from mentoring_xblock import tasks
from mentoring_xblock.applications import api as applications
from mentoring_xblock.choices import api as choices
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.proposals.brief import Brief, Criterion

COURSE_KEY = people.NEXT_ROUND
COURSE_NAME = "Tuottajapankki: seuraava kierros"
SEASON = "kierros"

#: Whole weeks from this week's Monday to the programme's first day.
WEEKS_AHEAD = 3
#: Places of the supervision group, who comes first gets them.
GROUP_PLACES = 6
#: Days are counted from the programme's first day.
MENTOR_CALL_DAYS = (-77, -50)
MENTEE_CALL_DAYS = (-63, -36)
GROUP_CALL_DAY = 10

BLOCKS = {
    course.PROGRAMME: ("mentoring_programme", 1),
    MENTEE_CALL: ("mentoring_application", 1),
    MENTOR_CALL: ("mentoring_application", 2),
    course.MEETINGS: ("mentoring_meetings", 1),
    GROUP_CALL: ("mentoring_application", 3),
}

_COMMITMENT = {
    "en": "I keep the agreed meetings free for the whole half-year, and say in good time if I can’t come.",
    "fi": "Varaan sovituille tapaamisille ajan koko puolivuotiseksi ja kerron ajoissa, jos en pääse.",
}
_FAQ = [
    {
        "question": {"en": "How often do pairs meet?", "fi": "Kuinka usein parit tapaavat?"},
        "answer": {
            "en": "About once in three weeks, an hour and a half at a time, in one place or by video.",
            "fi": "Noin kolmen viikon välein, puolitoista tuntia kerrallaan, samassa paikassa tai etänä.",
        },
    },
    {
        "question": {"en": "Who reads my application?", "fi": "Kuka lukee hakemukseni?"},
        "answer": {
            "en": "The coordinator and a matching group of three. Your mentor sees nothing of it.",
            "fi": "Koordinaattori ja kolmen hengen mätsäysryhmä. Mentorisi ei näe siitä mitään.",
        },
    },
    {
        "question": {"en": "What if there is no place for me?", "fi": "Entä jos en mahdu mukaan?"},
        "answer": {
            "en": "There are always more applications than places. In the reserve you hear at once if one is free.",
            "fi": "Hakemuksia on joka kerta enemmän kuin paikkoja. Varasijalla kuulet heti, jos paikka vapautuu.",
        },
    },
]


def starts_on(now: dt.datetime) -> dt.date:
    """Return the Monday on which the programme will begin."""
    today = now.astimezone(course.TIME_ZONE).date()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=WEEKS_AHEAD)


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the plan: that of the running round, with a chance to ask a mentor oneself."""
    running = course.plan(first_day)
    lists = PRESETS["half_year"](first_day)["lists"]
    financing = {"id": "animaatio", "name": {"en": "Funding of animation", "fi": "Animaation rahoitus"}}
    return {
        **running,
        "title": {
            "en": "Coaching mentoring for producers, next round",
            "fi": "Valmentava mentorointi, seuraava kierros",
        },
        "lists": {**lists, "topics": [*lists["topics"], financing]},
        "matching": {"way": "hybrid", "requests": 2, "request_days": 14, "decline_days": 5},
    }


def units(now: dt.datetime) -> course.Units:
    """Return the units in course order; see `course.units`."""
    first_day = starts_on(now)

    def day(number: int) -> str:
        return (first_day + dt.timedelta(days=number)).isoformat()

    return [
        ("Tervetuloa", [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(first_day)})]),
        (
            "Haku aktoriksi",
            [
                (
                    "mentoring_application",
                    {
                        "display_name": "Haku aktoriksi",
                        "role": "mentee",
                        "opens_at": f"{day(MENTEE_CALL_DAYS[0])}T09:00",
                        "closes_at": day(MENTEE_CALL_DAYS[1]),
                        "target": 18,
                        "commitment": _COMMITMENT,
                        "faq": _FAQ,
                        "text": {
                            "en": (
                                "Would you like to look at your work together with somebody who knows it, and who asks "
                                "more than advises? For half a year you meet a mentor from another corner of the field."
                            ),
                            "fi": (
                                "Haluaisitko katsoa työtäsi yhdessä sellaisen kanssa, joka tuntee alan ja kysyy "
                                "enemmän kuin neuvoo? Puolen vuoden ajan tapaat mentoria alan toiselta laidalta."
                            ),
                        },
                        "eligibility": {
                            "en": "For everybody who works as a producer in culture or the media, by whatever title.",
                            "fi": "Kaikille, jotka tekevät tuottajan työtä kulttuuri- tai media-alalla, nimikkeestä "
                            "riippumatta.",
                        },
                    },
                )
            ],
        ),
        (
            "Haku mentoriksi",
            [
                (
                    "mentoring_application",
                    {
                        "display_name": "Haku mentoriksi",
                        "role": "mentor",
                        "opens_at": f"{day(MENTOR_CALL_DAYS[0])}T09:00",
                        "closes_at": f"{day(MENTOR_CALL_DAYS[1])}T16:00",
                        "target": 8,
                        "commitment": _COMMITMENT,
                        "text": {
                            "en": (
                                "A mentor here listens, asks, and learns along. You are trained for that in a small "
                                "group first, and supervised on the way."
                            ),
                            "fi": (
                                "Mentori kuuntelee, kysyy ja oppii itsekin. Saat siihen ensin valmennusta pienessä "
                                "ryhmässä ja ohjausta koko matkan ajan."
                            ),
                        },
                        "eligibility": {
                            "en": "You have produced for at least five years, and want to give something on.",
                            "fi": "Olet tehnyt tuottajan työtä vähintään viisi vuotta ja haluat antaa siitä eteenpäin.",
                        },
                    },
                )
            ],
        ),
        (
            "Mentorien työnohjausryhmä",
            [
                (
                    "mentoring_application",
                    {
                        "display_name": "Mentorien työnohjausryhmä",
                        "role": "supervision_group",
                        "order": "first_come",
                        "places": GROUP_PLACES,
                        "opens_at": f"{day(GROUP_CALL_DAY)}T09:00",
                        "text": {
                            "en": (
                                "Six mentors meet a supervisor once a month and look at what their meetings stir up. "
                                "Places go to those who come first."
                            ),
                            "fi": (
                                "Kuusi mentoria tapaa työnohjaajan kerran kuussa ja tutkii, mitä tapaamiset "
                                "herättävät. Paikat täytetään ilmoittautumisjärjestyksessä."
                            ),
                        },
                    },
                )
            ],
        ),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        ("Oma sivuni", [("mentoring_dashboard", {"display_name": "Oma sivuni"})]),
        ("Koordinaattorille", [("mentoring_dashboard", {"display_name": "Haun tilanne"})]),
    ]


@dataclass(eq=False)
class NextRound(Recruiting):
    """More people want in than there are places; a first proposal waits to be looked at."""

    def __init__(self, *args: Any):
        super().__init__(
            *args,
            season=season(SEASON),
            coordinator=people.NEXT_COORDINATOR,
            matchers=dict(zip(people.NEXT_MATCHERS, (-33.6, -31.6, -29.6), strict=True)),
            criteria=("values", "reflection", "fit"),
        )

    def plan_everything(self) -> None:
        self._step(-84.6, self._name_coordinator, people.NEXT_COORDINATOR)
        self._step(-40.5, self._name_matchers)
        super().plan_everything()
        self._step(-24.4, self._watch)
        self._step(-24.2, self._ask, "sohvi", "jukka", _SOHVI_ASKS)
        self._step(-23.3, self._answer, "sohvi", "jukka")
        self._step(-21.5, self._ask, "veera", "helka", _VEERA_ASKS)
        self._step(-21.3, self._propose)

    def _watch(self) -> None:
        for username in ("helka", "jukka", "eeva", "tauno"):
            actor, place = self._actor(username), self._place(GROUP_CALL)
            applications.watch(actor, place, self._call(GROUP_CALL), self.moment(-24.4))

    # ---- choosing a mentor oneself ----

    def _ask(self, mentee: str, mentor: str, message: str) -> None:
        asked = self._in_role(mentor, Role.MENTOR)
        choices.ask(self._actor(mentee), self._programme, asked, message, once("request", mentee, mentor))
        self._send_mail()

    def _answer(self, mentee: str, mentor: str) -> None:
        actor = self._actor(mentor)
        asker = self._in_role(mentee, Role.MENTEE)
        waiting = choices.answering(actor, self._programme).requests
        choices.accept(actor, self._programme, next(one.public_id for one in waiting if one.other == asker))
        self._send_mail()

    # ---- a first proposal ----

    def _propose(self) -> None:
        weights = {
            Criterion.WISHES: 40,
            Criterion.HOURS: 15,
            Criterion.INTERESTS: 15,
            Criterion.STYLES: 10,
            Criterion.VALUES: 10,
            Criterion.REVIEWS: 10,
        }
        brief = Brief(weights=weights, musts={Criterion.LANGUAGES: 1}, seed=7)
        made = proposals.start(self._coordinator, self._programme, brief, once_key=once("proposal", SEASON))
        # What the worker would do at once; when this transaction ends it finds the work done.
        tasks.run_proposal(str(made.public_id))


_SOHVI_ASKS = """\
Hei Jukka. Olet tehnyt kuvaa ja minä ääntä, ja juuri siksi kysyn sinua. Haluaisin oppia puhumaan tekijöille rahasta \
silloin, kun sitä ei vielä ole. Tampere sopii, ja etä myös."""
_VEERA_ASKS = """\
Hei! Sinulla on takana kaupunkifestivaaleja, minulla lastenkulttuurifestivaalin ainoana kuukausipalkkaisena kolme \
kevättä. Neljättä suunnittelen nyt. Ehtisitkö mentorikseni? Olen tavattavissa tiistaisin neljän jälkeen."""
