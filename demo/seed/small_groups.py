"""The demo's third course: mentoring in small groups within an administration, with a mentor bank beside it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from demo.seed import course, people
from demo.seed.recruiting import MENTEE_CALL, MENTOR_CALL, Recruiting
from demo.seed.season import bank, season
from mentoring_xblock.bank import api as banks
from mentoring_xblock.bank.data import ProfileWords
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.queries import all_of_round
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import PRESETS

COURSE_KEY = people.SMALL_GROUPS
COURSE_NAME = "Virastojen yhteinen ryhmämentorointi"
SEASON = "ryhmat"

WEEKS_AHEAD = 5
#: Days are counted from the programme's first day.
CALL_DAYS = (-70, -49)
#: When those of earlier years took part, which lets them join the bank.
_EARLIER, _LEFT = -420.6, -215.5

#: What somebody of the bank is written, and how many days before the programme begins an answer is waited for.
_MESSAGE = (
    "Hei Hilma! Viime kierroksella ryhmäsi kehui juuri sitä, ettet antanut valmiita vastauksia. Nyt kolme hakijaa on "
    "keskellä organisaatiomuutosta. Lähtisitkö vielä kerran mukaan?"
)
_ANSWER_BEFORE = 14
#: Of the plan's meetings the one that people hear of before there are groups.
_OPENING = "aloitus"

BLOCKS = {
    course.PROGRAMME: ("mentoring_programme", 1),
    MENTEE_CALL: ("mentoring_application", 1),
    MENTOR_CALL: ("mentoring_application", 2),
    course.MEETINGS: ("mentoring_meetings", 1),
}

_TOPICS = (
    ("uudet-tavat", "New ways of working", "Uudet toimintatavat"),
    ("omat-tavoitteet", "My own goals", "Omat tavoitteet"),
    ("asiantuntijuus", "Growing as an expert", "Asiantuntijana kasvaminen"),
    ("ura", "Career choices", "Uravalinnat"),
    ("jaksaminen", "Wellbeing at work", "Työssä jaksaminen"),
    ("johtaminen", "Leading", "Johtaminen"),
    ("verkostot", "Working across offices", "Työ virastorajojen yli"),
)
_FIELDS = (
    ("tyollisyys", "Employment services", "Työllisyyspalvelut"),
    ("ymparisto", "Environment", "Ympäristö"),
    ("liikenne", "Roads and transport", "Tiet ja liikenne"),
    ("maaseutu", "Rural affairs", "Maaseutu"),
    ("talous", "Finance and personnel", "Talous ja henkilöstö"),
    ("tieto", "Information services", "Tietopalvelut"),
)


def _options(rows: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [{"id": id_, "name": {"en": english, "fi": finnish}} for id_, english, finnish in rows]


def starts_on(now: dt.datetime) -> dt.date:
    """Return the Monday on which the programme will begin."""
    today = now.astimezone(course.TIME_ZONE).date()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=WEEKS_AHEAD)


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the plan: a coordinator makes small groups, and nobody needs to share a field of work."""
    ready = PRESETS["small_groups"](first_day)
    return {
        **ready,
        "planned": course.at_hours(ready["planned"], first_day, "12:00"),
        "title": {"en": "Group mentoring across offices", "fi": "Virastojen yhteinen ryhmämentorointi"},
        "aim": {
            "en": "Three to five people and a mentor learn from each other’s experience, whatever each works on.",
            "fi": "Kolmesta viiteen ihmistä ja mentori oppivat toistensa kokemuksista, tekivät he mitä työtä tahansa.",
        },
        "terms": {"mentee": "aktori", "mentor": "mentori"},
        "lists": {**ready["lists"], "topics": _options(_TOPICS), "fields": _options(_FIELDS)},
    }


def units(now: dt.datetime) -> course.Units:
    """Return the units in course order; see `course.units`."""
    first_day = starts_on(now)
    opens, closes = ((first_day + dt.timedelta(days=day)).isoformat() for day in CALL_DAYS)
    call = {"opens_at": f"{opens}T08:00", "closes_at": closes}
    return [
        ("Mistä on kyse", [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(first_day)})]),
        (
            "Haku ryhmään",
            [
                (
                    "mentoring_application",
                    {
                        **call,
                        "display_name": "Haku ryhmään",
                        "role": "mentee",
                        "target": 15,
                        "text": {
                            "en": (
                                "Come as you are: a newcomer, somebody about to change jobs, or somebody who has done "
                                "the same for twenty years and wonders what is next."
                            ),
                            "fi": (
                                "Tule sellaisena kuin olet: uutena talossa, työpaikan vaihtoa miettivänä tai "
                                "kaksikymmentä vuotta samaa tehneenä, joka pohtii, mitä seuraavaksi."
                            ),
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
                        **call,
                        "display_name": "Haku mentoriksi",
                        "role": "mentor",
                        "target": 4,
                        "text": {
                            "en": "You need not know the answers. You need to be curious about how others think.",
                            "fi": "Vastauksia ei tarvitse tietää. Riittää, että olet utelias muiden ajattelusta.",
                        },
                    },
                )
            ],
        ),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        ("Oma sivuni", [("mentoring_dashboard", {"display_name": "Oma sivuni"})]),
        ("Koordinaattorille", [("mentoring_dashboard", {"display_name": "Ryhmien muodostaminen"})]),
    ]


@dataclass(eq=False)
class SmallGroups(Recruiting):
    """Everything has been read, more people would mentor than groups need one, and nothing is proposed yet."""

    def __init__(self, *args: Any):
        super().__init__(
            *args,
            season=season(SEASON),
            coordinator=people.GROUPS_COORDINATOR,
            matchers=dict(zip(people.GROUPS_MATCHERS, (-47.6, -46.6, -45.6), strict=True)),
            criteria=("values", "reflection"),
        )

    def plan_everything(self) -> None:
        self._step(_EARLIER - 1, self._name_coordinator, people.GROUPS_COORDINATOR)
        self._step(_EARLIER, self._take_in_of_earlier_years)
        self._step(_LEFT, self._let_go)
        self._step(-75.6, self._name_matchers)
        super().plan_everything()
        self._step(-41.6, self._name_line_manager)
        for profile in bank(SEASON):
            self._step(profile["on"], self._join_bank, profile)
        self._step(-36.4, self._invite, "hilma")
        self._step(-35.6, self._announce_opening)

    # ---- the bank ----

    def _take_in_of_earlier_years(self) -> None:
        for role, names in people.ALUMNI_OF_GROUPS.items():
            programme.add_participants(self._coordinator, self._programme, list(names), role)

    def _let_go(self) -> None:
        for role, names in people.ALUMNI_OF_GROUPS.items():
            for username in names:
                programme.remove_participant(self._coordinator, self._programme, self._in_role(username, Role(role)))

    def _name_line_manager(self) -> None:
        post = programme.Post.LINE_MANAGER
        programme.appoint(self._coordinator, self._programme, post, [people.LINE_MANAGER.username])

    def _join_bank(self, profile: dict[str, Any]) -> None:
        said = {
            name: profile[name] for name in ("headline", "about", "remote", "capacity", "paused") if name in profile
        }
        lists = {name: tuple(profile[name]) for name in ("topics", "languages", "places")}
        banks.save_profile(self._actor(profile["username"]), self._programme, ProfileWords(**said, **lists), 0)

    def _invite(self, username: str) -> None:
        found = banks.search(self._coordinator, self._programme, banks.Wanted(text=self._user(username).profile.name))
        until = self.info.round.starts_on - dt.timedelta(days=_ANSWER_BEFORE)
        banks.invite(self._coordinator, self._programme, found.items[0].public_id, _MESSAGE, until)
        self._send_mail()

    # ---- the calendar ----

    def _announce_opening(self) -> None:
        gatherings.put(self._coordinator, self._programme, None, self.now)
        opening = next(one for one in all_of_round(self.round_id) if one.planned == _OPENING)
        gatherings.announce(self._coordinator, self._programme, [opening.public_id], self.now)
        self._send_mail()
