"""What people choose from in a ready-made plan: lists of our own words, which an author changes as they like.

The challenges are those that producers named when they were asked what makes their work hard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "topics": (
        ("johtaminen", "Leading people", "Ihmisten johtaminen"),
        ("itsensa-johtaminen", "Leading myself", "Itsensä johtaminen"),
        ("ura", "Career choices", "Uravalinnat"),
        ("verkostot", "Networks", "Verkostot"),
        ("rahoitus", "Funding and grants", "Rahoitus ja apurahat"),
        ("sopimukset", "Contracts and negotiating", "Sopimukset ja neuvottelu"),
        ("viestinta", "Communication and marketing", "Viestintä ja markkinointi"),
        ("projektit", "Running projects", "Projektien vetäminen"),
        ("tapahtumat", "Events", "Tapahtumat"),
        ("palvelut", "Developing services", "Palvelujen kehittäminen"),
        ("kansainvalisyys", "Working internationally", "Kansainvälinen työ"),
        ("tyohyvinvointi", "Wellbeing at work", "Työhyvinvointi"),
    ),
    "interests": (
        ("liikunta", "Sports and moving", "Liikunta"),
        ("luonto", "Nature and walking", "Luonto ja retkeily"),
        ("lukeminen", "Reading", "Lukeminen"),
        ("musiikki", "Music", "Musiikki"),
        ("kasityot", "Making things by hand", "Käsityöt"),
        ("ruoka", "Cooking", "Ruoanlaitto"),
        ("elokuvat", "Films and series", "Elokuvat ja sarjat"),
        ("puutarha", "Gardening", "Puutarha"),
        ("pelit", "Games", "Pelit"),
        ("matkustaminen", "Travelling", "Matkustaminen"),
        ("elaimet", "Animals", "Eläimet"),
        ("vapaaehtoistyo", "Volunteering", "Vapaaehtoistyö"),
    ),
    "challenges": (
        ("maaraaikaisuus", "Fixed-term jobs", "Määräaikaiset työsuhteet"),
        ("pirstaleisuus", "Fragmented work", "Työn pirstaleisuus"),
        ("resurssipula", "Lack of time and means", "Resurssi- ja aikapula"),
        ("jaksaminen", "Coping and wellbeing", "Työhyvinvointi ja jaksaminen"),
        ("freelancerit", "Supporting freelancers", "Freelancereiden tukeminen"),
        ("yksinaisyys", "Working alone", "Työn yksinäisyys"),
        ("ajankaytto", "Use of time", "Ajankäyttö"),
        ("marssivasymys", "Fatigue from what can’t be foreseen", "Ennakoimattomuuden väsymys"),
    ),
    "values": (
        (
            "oppiminen",
            "Learning matters more to me than getting ahead",
            "Oppiminen on minulle tärkeämpää kuin eteneminen",
        ),
        ("yhteiso", "I want my work to serve a community", "Haluan, että työni palvelee yhteisöä"),
        ("rohkeus", "I would rather try and fail than wait", "Kokeilen mieluummin ja epäonnistun kuin odotan"),
        ("tasapaino", "Work must leave room for the rest of life", "Työn pitää jättää tilaa muulle elämälle"),
    ),
    "styles": (
        ("suunnittelu", "I plan first and act then", "Suunnittelen ensin ja toimin sitten"),
        ("puhuminen", "I think best when I talk", "Ajattelen parhaiten puhumalla"),
        ("suoruus", "I like to be told things straight", "Haluan kuulla asiat suoraan"),
        ("rytmi", "I like to meet at set times", "Tapaan mieluiten sovittuina aikoina"),
    ),
    "fields": (
        ("tapahtumat", "Events", "Tapahtumat"),
        ("teatteri", "Theatre and dance", "Teatteri ja tanssi"),
        ("musiikki", "Music", "Musiikki"),
        ("av", "Film, television and animation", "Elokuva, televisio ja animaatio"),
        ("kuvataide", "Visual arts and museums", "Kuvataide ja museot"),
        ("julkinen", "Public sector", "Julkinen sektori"),
        ("yritys", "Business", "Yritykset"),
        ("jarjesto", "Associations", "Järjestöt"),
    ),
    "places": (
        ("tampere", "Tampere", "Tampere"),
        ("helsinki", "Helsinki", "Helsinki"),
        ("seinajoki", "Seinäjoki", "Seinäjoki"),
        ("muu", "Elsewhere", "Muualla"),
    ),
}


def lists() -> dict[str, list[dict[str, Any]]]:
    """Return every list as a plan holds it."""
    return {
        name: [{"id": slug, "name": {"en": english, "fi": finnish}} for slug, english, finnish in rows]
        for name, rows in _WORDS.items()
    }
