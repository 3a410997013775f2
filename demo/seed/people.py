"""The people of the demo: invented names, no likeness to anybody meant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """Somebody of the demo. `role` is their role on the course team, if any; `part` is a key of `demo.people.PARTS`."""

    username: str
    name: str
    part: str
    role: str = ""
    enrolled: bool = True
    language: str = "fi"

    @property
    def email(self) -> str:
        """An address that can never reach anybody."""
        return f"{self.username}@example.org"


#: Of those whose profile is not in Finnish.
LANGUAGES = {"amara": "en"}


def _all(part: str, names: dict[str, str]) -> tuple[Persona, ...]:
    return tuple(
        Persona(username, name, part, language=LANGUAGES.get(username, "fi")) for username, name in names.items()
    )


COORDINATOR = Persona("leena", "Leena Ahokas", "coordinator", role="staff")
ADMINISTRATOR = Persona("risto", "Risto Vainiola", "administrator", role="instructor")
AUTHOR = Persona("kirsi", "Kirsi Mäkiharju", "author", role="staff")
OUTSIDER = Persona("otso", "Otso Rantakallio", "outsider")
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

PEOPLE = (COORDINATOR, ADMINISTRATOR, AUTHOR, *MENTORS, *MENTEES, OUTSIDER, STRANGER)

TIME_ZONE = "Europe/Helsinki"
