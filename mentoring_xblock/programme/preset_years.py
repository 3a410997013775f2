"""Ready-made plans beside the half-year: three that last a year, and a path without a common start."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring_xblock.programme.plan_goals import usual_milestones
from mentoring_xblock.programme.presets import basis, gathering, named, phases, relations

_YEAR = 52

#: Ids, names.
_LIBRARY_THEMES = (
    ("johtaminen", "Leading, and being led", "Esihenkilötyö ja johtaminen"),
    ("asiakastyo", "Meeting people at work", "Asiakastyö"),
    ("pedagogiikka", "Guiding and teaching", "Ohjaaminen ja pedagogiikka"),
    ("verkostot", "Networks at home and abroad", "Verkostot kotimaassa ja ulkomailla"),
    ("oma-polku", "My own path", "Oma polku"),
)
_COMPANY_THEMES = (
    ("vahvuudet", "Strengths", "Vahvuudet"),
    ("osaaminen", "Learning at work", "Työssä oppiminen"),
    ("vuorovaikutus", "Talking and listening", "Vuorovaikutus"),
    ("muutos", "Living with change", "Muutoksessa eläminen"),
)
_OFFICE_THEMES = (
    ("uudet-tavat", "New ways of working", "Uudistuvat toimintatavat"),
    ("omat-tavoitteet", "My own goals", "Omat tavoitteet"),
    ("asiantuntijuus", "Growing as an expert", "Asiantuntijana kasvaminen"),
    ("ura", "Career choices", "Uravalinnat"),
    ("tyohyvinvointi", "Wellbeing at work", "Työhyvinvointi"),
)
_PATH_THEMES = (
    ("nykytilanne", "Where I am now", "Missä olen nyt"),
    ("suunta", "Where I want to go", "Minne haluan"),
    ("keinot", "What helps me there", "Mikä vie eteenpäin"),
)

#: What each of the six joint meetings is about.
_SIX = (
    (
        "Getting going",
        "Matkaan",
        "What the first meetings were like, and what coaching mentoring asks of both.",
        "Millaisia ensimmäiset tapaamiset olivat, ja mitä valmentava mentorointi molemmilta pyytää.",
    ),
    (
        "Asking and listening",
        "Kysyminen ja kuunteleminen",
        "Open questions in pairs and in small rooms. Bring a question that opened something.",
        "Avoimia kysymyksiä pareittain ja pienissä huoneissa. Ota mukaan kysymys, joka avasi jotakin.",
    ),
    (
        "Goals that hold",
        "Tavoitteet, jotka kantavat",
        "A look at one’s goals with others: which still hold, and which have changed.",
        "Omat tavoitteet yhdessä katsottuina: mitkä pitävät yhä, mitkä ovat muuttuneet.",
    ),
    (
        "Half-way",
        "Puolimatkassa",
        "What works in the pairs, what one would change, and what the second half is for.",
        "Mikä pareissa toimii, mitä muuttaisi ja mihin loppupuoli käytetään.",
    ),
    (
        "When it is hard",
        "Kun on vaikeaa",
        "Standstill, hurry and unsaid things: how others have got on from there.",
        "Pysähtyminen, kiire ja sanomatta jäänyt: miten muut ovat päässeet siitä eteenpäin.",
    ),
    (
        "What stays",
        "Mitä jää",
        "What each one takes along, and a good end for every pair.",
        "Mitä kukin ottaa mukaansa, ja hyvä lopetus jokaiselle parille.",
    ),
)
_PEERS = {
    "mentors": ("Peer group of those who mentor", "Mentoroivien vertaisryhmä"),
    "mentees": ("Peer group of those who are mentored", "Mentoroitavien vertaisryhmä"),
}


def six_meetings(starts_on: dt.date) -> dict[str, Any]:
    """Return a year with a kick-off of three hours, a joint meeting every second month, and peer groups by role.

    Whether the kick-off is one of the six is a switch of the plan.
    """
    return basis(
        starts_on,
        phases(
            (
                ("alku", 0, "Getting to know each other", "Tutustuminen"),
                ("tyoskentely", 6, "Working towards goals", "Tavoitteiden parissa"),
                ("puolimatka", 24, "Half-way", "Puolimatka"),
                ("syventaminen", 28, "Going deeper", "Syventäminen"),
                ("lopetus", 46, "Closing", "Lopetus"),
            )
        ),
        named(_LIBRARY_THEMES),
        title={"en": "A year of mentoring", "fi": "Mentorointivuosi"},
        aim={
            "en": "Two professionals meet for a year: one wants to grow, the other brings experience and opens views.",
            "fi": "Kaksi ammattilaista tapaa vuoden ajan: toinen haluaa kehittyä, toinen tuo kokemusta ja avaa "
            "näkökulmia.",
        },
        stance="advises",
        length_weeks=_YEAR,
        relations=relations(meetings=10, every_weeks=5, remind_weeks=8),
        planned=[
            gathering(
                "kick-off",
                0,
                {"en": "Kick-off", "fi": "Aloitustilaisuus"},
                kind="kick_off",
                minutes=180,
                starts="12:00",
                text={
                    "en": "We meet everybody, and each pair agrees on its first meetings.",
                    "fi": "Tapaamme kaikki toisemme, ja jokainen pari sopii ensimmäisistä tapaamisistaan.",
                },
            ),
            *(
                gathering(
                    f"yhteinen-{number}",
                    8 * number - 2,
                    {"en": f"Joint meeting {number}: {english}", "fi": f"{number}. yhteistapaaminen: {finnish}"},
                    text={"en": about, "fi": aiheesta},
                )
                for number, (english, finnish, about, aiheesta) in enumerate(_SIX, start=1)
            ),
            *(
                gathering(
                    f"vertaiset-{audience}-{number}",
                    week,
                    {"en": f"{english} {number}", "fi": f"{finnish} {number}"},
                    kind="role_group",
                    audience=audience,
                    minutes=60,
                )
                for audience, (english, finnish) in _PEERS.items()
                for number, week in enumerate((10, 26, 42), start=1)
            ),
        ],
    )


def three_trainings(starts_on: dt.date) -> dict[str, Any]:
    """Return a year with trainings in the beginning, half-way and at the end; each role meets five weeks on.

    Goals are reviewed in the weeks of the trainings.
    """
    training = {"kind": "training", "minutes": 240, "remote": False, "starts": "12:00"}
    role_group = {"kind": "role_group", "minutes": 120}
    return basis(
        starts_on,
        phases(
            (
                ("alku", 0, "Beginning", "Alku"),
                ("alkupuoli", 5, "First half", "Alkupuoli"),
                ("puolimatka", 24, "Half-way", "Puolimatka"),
                ("loppupuoli", 28, "Second half", "Loppupuoli"),
                ("lopetus", 47, "Closing", "Lopetus"),
            )
        ),
        named(_COMPANY_THEMES),
        title={"en": "Mentoring with three trainings", "fi": "Mentorointi ja kolme valmennusta"},
        aim={
            "en": "To learn from one another across the house, with support at the turns of the way.",
            "fi": "Oppia toisilta yli talon rajojen, ja saada tukea matkan taitekohdissa.",
        },
        length_weeks=_YEAR,
        relations=relations(meetings=10, every_weeks=5, remind_weeks=8),
        planned=[
            gathering(
                "aloitusvalmennus",
                0,
                {"en": "Training: a good beginning", "fi": "Aloitusvalmennus"},
                **training,
                text={
                    "en": "What mentoring is and is not, first questions, and how to agree on working together.",
                    "fi": "Mitä mentorointi on ja mitä ei, ensimmäiset kysymykset ja miten yhteistyöstä sovitaan.",
                },
            ),
            gathering(
                "mentorien-ryhma",
                5,
                {"en": "Group of those who mentor", "fi": "Mentoroivien oma ryhmä"},
                **role_group,
                audience="mentors",
                text={
                    "en": "Tools for mentoring, and what you raise yourselves.",
                    "fi": "Mentoroinnin työkaluja ja aiheita, jotka nostatte itse esille.",
                },
            ),
            gathering(
                "aktorien-ryhma",
                5,
                {"en": "Group of those who are mentored", "fi": "Mentoroitavien oma ryhmä"},
                **role_group,
                audience="mentees",
                text={
                    "en": "How to get joy and use out of mentoring, and what you raise yourselves.",
                    "fi": "Miten mentoroinnista saa iloa ja hyötyä, ja aiheita, jotka nostatte itse esille.",
                },
            ),
            gathering(
                "valivalmennus",
                25,
                {"en": "Training: half-way", "fi": "Välivalmennus"},
                **training,
                text={
                    "en": "Ideas that work, told to one another, and a new look at goals.",
                    "fi": "Toimivia ideoita toisille kerrottuina ja uusi katse tavoitteisiin.",
                },
            ),
            gathering(
                "paatosvalmennus",
                49,
                {"en": "Training: a good end", "fi": "Päätösvalmennus"},
                **training,
                text={
                    "en": "What has changed, what stays, and how to say goodbye.",
                    "fi": "Mikä on muuttunut, mikä jää ja miten hyvästellään.",
                },
            ),
        ],
        milestones=[
            {**review.to_dict(), "week": week}
            for review, week in zip(usual_milestones(_YEAR), (0, 25, 49), strict=True)
        ],
    )


def small_groups(starts_on: dt.date) -> dict[str, Any]:
    """Return a year in small groups, put together by a matching group that reads values and reflection."""
    return basis(
        starts_on,
        phases(
            (
                ("alku", 0, "The group forms", "Ryhmä muodostuu"),
                ("omat-tavoitteet", 6, "Each one’s goals", "Jokaisen tavoitteet"),
                ("puolimatka", 24, "Half-way", "Puolimatka"),
                ("kokeilut", 28, "Trying things out", "Kokeilut"),
                ("lopetus", 46, "Closing", "Lopetus"),
            )
        ),
        named(_OFFICE_THEMES),
        title={"en": "Group mentoring", "fi": "Ryhmämentorointi"},
        aim={
            "en": "Three to five people and one who mentors learn from each other’s experience, whatever each does.",
            "fi": "Kolmesta viiteen ihmistä ja mentoroija oppivat toistensa kokemuksista, tekivät he mitä työtä "
            "tahansa.",
        },
        relationship="small_group",
        length_weeks=_YEAR,
        capacity={"mentor": 1, "small_group": 5, "peer_group": 6},
        relations=relations(meetings=10, minutes=120, every_weeks=5, remind_weeks=8),
        planned=[
            gathering(
                "aloitus",
                0,
                {"en": "Opening day", "fi": "Aloituspäivä"},
                kind="kick_off",
                minutes=240,
                text={
                    "en": "The groups meet, and each agrees on how it works.",
                    "fi": "Ryhmät tapaavat, ja kukin sopii omista tavoistaan.",
                },
            ),
            gathering(
                "valmennuspaiva", 25, {"en": "Training day", "fi": "Valmennuspäivä"}, kind="training", minutes=360
            ),
            gathering("paatos", 50, {"en": "Closing day", "fi": "Päätöspäivä"}, minutes=180),
            *(
                gathering(
                    f"mentorit-{number}",
                    week,
                    {"en": f"Those who mentor, together {number}", "fi": f"Mentoroijat koolla {number}"},
                    kind="supervision",
                    audience="mentors",
                    minutes=120,
                )
                for number, week in enumerate((8, 16, 32, 40), start=1)
            ),
        ],
    )


def non_stop(starts_on: dt.date) -> dict[str, Any]:
    """Return a path of half a year that each pair walks by its own clock, from the day on which it begins."""
    return basis(
        starts_on,
        phases(
            (
                ("alku", 0, "Beginning", "Alku"),
                ("nykytilanne", 4, "Where I am now", "Missä olen nyt"),
                ("suunta", 9, "Where I want to go", "Minne haluan"),
                ("keinot", 15, "Trying it out", "Kokeilut"),
                ("lopetus", 23, "Closing", "Lopetus"),
            )
        ),
        named(_PATH_THEMES),
        title={"en": "Mentoring path", "fi": "Mentorointipolku"},
        aim={
            "en": "Start when it is the right time for the two of you, and walk the path at your own pace.",
            "fi": "Aloittakaa, kun aika on teille oikea, ja kulkekaa polku omaan tahtiinne.",
        },
        relations=relations(mode="non_stop", quiet_weeks=12, warn_days=14),
        planned=[
            gathering(
                f"kahvit-{number}",
                week,
                {"en": "Coffee for everybody on the path", "fi": "Polun yhteiset kahvit"},
                kind="informal",
                minutes=45,
            )
            for number, week in enumerate((4, 12, 20), start=1)
        ],
    )
