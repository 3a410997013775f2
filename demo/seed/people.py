"""The people of the demo: invented names, no likeness to anybody meant."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.seed.company import members
from demo.seed.course import COURSE_KEY
from demo.seed.season import Applicant, bank, season
from mentoring_xblock.programme.data import Role

NEXT_ROUND = "course-v1:TAMK+TUOTTAJA+2027"
SMALL_GROUPS = "course-v1:VIRASTO+RYHMAT+2027"
PIKE = "course-v1:KIRJASTOT+PIKE+2026"
TEVERE = "course-v1:TEVERE+VUOSI+2026"
PATH = "course-v1:VIRASTO+POLKU+2026"


@dataclass(frozen=True)
class Persona:
    """Somebody of the demo.

    role: on the course team of their courses, if any. part: a key of `demo.people.PARTS`. courses: keys of those that
    they get into, their own first.
    """

    username: str
    name: str
    part: str
    role: str = ""
    enrolled: bool = True
    language: str = "fi"
    courses: tuple[str, ...] = (COURSE_KEY,)

    @property
    def email(self) -> str:
        """An address that can never reach anybody."""
        return f"{self.username}@example.org"


#: Of those of the first course whose profile is not in Finnish.
LANGUAGES = {"amara": "en"}
#: Mentors of the first course who have applied for the next round too.
AGAIN = ("jukka", "eeva")
EVERY_COURSE = (COURSE_KEY, NEXT_ROUND, SMALL_GROUPS, PIKE, TEVERE, PATH)


def _all(part: str, names: dict[str, str]) -> tuple[Persona, ...]:
    return tuple(
        Persona(
            username,
            name,
            part,
            language=LANGUAGES.get(username, "fi"),
            courses=(COURSE_KEY, NEXT_ROUND) if username in AGAIN else (COURSE_KEY,),
        )
        for username, name in names.items()
    )


COORDINATOR = Persona("leena", "Leena Ahokas", "coordinator", role="staff")
ADMINISTRATOR = Persona("risto", "Risto Vainiola", "administrator", role="instructor", courses=EVERY_COURSE)
AUTHOR = Persona("kirsi", "Kirsi Mäkiharju", "author", role="staff", courses=EVERY_COURSE)
OUTSIDER = Persona("otso", "Otso Rantakallio", "outsider")
SUPERVISOR = Persona("tellervo", "Tellervo Mäki-Opas", "supervisor")
STRANGER = Persona("vieno", "Vieno Saarelainen", "stranger", enrolled=False)

MENTORS = _all(
    "mentor",
    {
        "marjatta": "Marjatta Soini-Lehto",
        "jukka": "Jukka Pellinen",
        "anna": "Anna Kytömäki",
        "petri": "Petri Haukkala",
        "sari": "Sari Tuomikoski",
        "hannu": "Hannu Vierikko",
        "eeva": "Eeva Rautalampi",
        "timo": "Timo Jokivarsi",
    },
)

MENTEES = _all(
    "mentee",
    {
        "aino": "Aino Niittylä",
        "eero": "Eero Kallionpää",
        "helmi": "Helmi Suvanto",
        "ilmari": "Ilmari Törmänen",
        "jenni": "Jenni Harjula",
        "kaisa": "Kaisa Lähdemäki",
        "lauri": "Lauri Viitakoski",
        "matleena": "Matleena Ojaranta",
        "niilo": "Niilo Savikko",
        "oona": "Oona Kivelä-Aho",
        "pekka": "Pekka Nummelin",
        "riikka": "Riikka Jänismäki",
        "samuli": "Samuli Hietaharju",
        "tiina": "Tiina Alajärvi",
        "urho": "Urho Ek",
        "venla": "Venla Pihlajamaa",
        "amara": "Amara Osei",
        "elsa": "Elsa Lammassaari",
        "juho": "Juho Myllykangas",
        "katri": "Katri Sorvali",
        "mikael": "Mikael Östersund",
        "maria": "Maria Annukka Katariina von Schoultz-Ylä-Sulkavanmäki",
        "saana": "Saana Kuusijoki",
        "toivo": "Toivo Halkola",
    },
)

# ---- the next round ----

NEXT_COORDINATOR = Persona("outi", "Outi Raitamaa", "coordinator", role="staff", courses=(NEXT_ROUND,))
NEXT_MATCHERS = (
    Persona("ritva", "Ritva Anttonen", "matcher", courses=(NEXT_ROUND,)),
    Persona("antero", "Antero Hyypiö", "matcher", courses=(NEXT_ROUND,)),
    Persona("sunniva", "Sunniva Backlund-Heikkinen", "matcher", courses=(NEXT_ROUND,)),
)

# ---- small groups ----

GROUPS_COORDINATOR = Persona("kerttu", "Kerttu Vuolle", "coordinator", role="staff", courses=(SMALL_GROUPS,))
GROUPS_MATCHERS = (
    Persona("seppo", "Seppo Ilola", "matcher", courses=(SMALL_GROUPS,)),
    Persona("inkeri", "Inkeri Taavitsainen", "matcher", courses=(SMALL_GROUPS,)),
    Persona("farid", "Farid Rahimi", "matcher", courses=(SMALL_GROUPS,)),
)
LINE_MANAGER = Persona("pirkko", "Pirkko Haapasaari", "line_manager", courses=(SMALL_GROUPS,))


def _applicants(found: tuple[Applicant, ...], part: str, course_key: str) -> tuple[Persona, ...]:
    return tuple(
        Persona(one.username, one.name, part, language=one.language, courses=(course_key,)) for one in found if one.name
    )


def _of_earlier_years() -> tuple[Persona, ...]:
    return tuple(
        Persona(one["username"], one["name"], "alumnus", courses=(SMALL_GROUPS,))
        for one in bank("ryhmat")
        if "was" in one
    )


# ---- three programmes that run ----

PIKE_COORDINATOR = Persona("tuija", "Tuija Lehtovaara", "coordinator", role="staff", courses=(PIKE,))
TEVERE_COORDINATOR = Persona("markku", "Markku Ojansivu", "coordinator", role="staff", courses=(TEVERE,))
PATH_COORDINATOR = Persona("soile", "Soile Hakkarainen", "coordinator", role="staff", courses=(PATH,))


def _of_company(folder: str, course_key: str) -> tuple[Persona, ...]:
    return tuple(
        Persona(one.username, one.name, one.role, language=one.language, courses=(course_key,))
        for one in members(folder)
    )


ALUMNI_OF_GROUPS: Mapping[Role, tuple[str, ...]] = {
    role: tuple(one["username"] for one in bank("ryhmat") if one.get("was") == role.value)
    for role in (Role.MENTEE, Role.MENTOR)
}

PEOPLE = (
    COORDINATOR,
    ADMINISTRATOR,
    AUTHOR,
    *MENTORS,
    *MENTEES,
    SUPERVISOR,
    OUTSIDER,
    STRANGER,
    NEXT_COORDINATOR,
    *NEXT_MATCHERS,
    *_applicants(season("kierros").mentors, "mentor", NEXT_ROUND),
    *_applicants(season("kierros").mentees, "applicant", NEXT_ROUND),
    GROUPS_COORDINATOR,
    *GROUPS_MATCHERS,
    LINE_MANAGER,
    *_applicants(season("ryhmat").mentors, "mentor", SMALL_GROUPS),
    *_applicants(season("ryhmat").mentees, "applicant", SMALL_GROUPS),
    *_of_earlier_years(),
    PIKE_COORDINATOR,
    *_of_company("pike", PIKE),
    TEVERE_COORDINATOR,
    *_of_company("tevere", TEVERE),
    PATH_COORDINATOR,
    *_of_company("polku", PATH),
)

TIME_ZONE = "Europe/Helsinki"
