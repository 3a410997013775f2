"""The ready-made prompts that an author picks from, each with its source and its rights."""

from __future__ import annotations

from collections.abc import Mapping

from mentoring_xblock.worksheets.builtin_frames import GIBBS, KOLB, WHAT
from mentoring_xblock.worksheets.builtin_frames_more import FREE, MEETING, ORID, THEMES
from mentoring_xblock.worksheets.data import Rights, Template
from mentoring_xblock.worksheets.templates import OURS

_ALL = (
    Template(
        id="what",
        name={"en": "What? So what? Now what?", "fi": "Mitä? Entä sitten? Mitä nyt?"},
        sentence={
            "en": "Three questions that fit nearly everything. Good to begin with.",
            "fi": "Kolme kysymystä, jotka sopivat melkein kaikkeen. Hyvä aloittaa näistä.",
        },
        questions=tuple(WHAT),
        rights=Rights(
            source={
                "en": "The order of the three questions: Borton, T. (1970). Reach, Touch, and Teach. McGraw-Hill; "
                "taken further by Rolfe, G., Freshwater, D., & Jasper, M. (2001). Critical Reflection for Nursing and "
                "the Helping Professions. Palgrave.",
                "fi": "Kolmen kysymyksen järjestys: Borton, T. (1970). Reach, Touch, and Teach. McGraw-Hill; "
                "pidemmälle vietynä Rolfe, G., Freshwater, D., & Jasper, M. (2001). Critical Reflection for Nursing "
                "and the Helping Professions. Palgrave.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="gibbs",
        name={"en": "Six steps round one event (Gibbs)", "fi": "Kuusi askelta yhden tapahtuman ympäri (Gibbs)"},
        sentence={
            "en": "Slowly round one thing that happened: feelings first, reasons later.",
            "fi": "Rauhassa yhden tapahtuman ympäri: ensin tunteet, syyt vasta sitten.",
        },
        questions=tuple(GIBBS),
        rights=Rights(
            source={
                "en": "The stages are those of the reflective cycle: Gibbs, G. (1988). Learning by Doing: A Guide to "
                "Teaching and Learning Methods. Oxford Polytechnic. No prompt of a later guide to it is used.",
                "fi": "Vaiheet ovat reflektiivisen kehän: Gibbs, G. (1988). Learning by Doing: A Guide to Teaching "
                "and Learning Methods. Oxford Polytechnic. Minkään myöhemmän oppaan kysymyksiä ei ole käytetty.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="kolb",
        name={"en": "From experience to trying out (Kolb)", "fi": "Kokemuksesta kokeiluun (Kolb)"},
        sentence={
            "en": "What was lived through becomes something to try; the next entry goes on from there.",
            "fi": "Koetusta tulee jotakin kokeiltavaa, ja seuraava merkintä jatkaa siitä.",
        },
        questions=tuple(KOLB),
        rights=Rights(
            source={
                "en": "The cycle: Kolb, D. A. (1984). Experiential Learning: Experience as the Source of Learning and "
                "Development. Prentice-Hall. Nothing of the Learning Style Inventory is used.",
                "fi": "Kehä: Kolb, D. A. (1984). Experiential Learning: Experience as the Source of Learning and "
                "Development. Prentice-Hall. Learning Style Inventory -mittarista ei ole käytetty mitään.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="orid",
        name={
            "en": "Facts, feelings, meaning, decision (ORID)",
            "fi": "Tosiasiat, tunteet, merkitys, päätös (ORID)",
        },
        sentence={
            "en": "Four levels, from what was seen to what you decide. Short and plain.",
            "fi": "Neljä tasoa siitä, mitä näkyi, siihen, mitä päätät. Lyhyt ja selkeä.",
        },
        questions=tuple(ORID),
        rights=Rights(
            source={
                "en": "The four levels (objective, reflective, interpretive, decisional) are freely described as the "
                "focused conversation: Stanfield, R. B. (ed.) (1997). The Art of Focused Conversation. Canadian "
                "Institute of Cultural Affairs.",
                "fi": "Neljä tasoa (objective, reflective, interpretive, decisional) on vapaasti kuvattu "
                "kohdistettuna keskusteluna: Stanfield, R. B. (toim.) (1997). The Art of Focused Conversation. "
                "Canadian Institute of Cultural Affairs.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="meeting",
        name={"en": "After a meeting", "fi": "Tapaamisen jälkeen"},
        sentence={
            "en": "While it is fresh: what stayed, what was realised, and what comes before the next one.",
            "fi": "Tuoreeltaan: mitä jäi mieleen, mitä oivalsit, ja mitä teet ennen seuraavaa.",
        },
        questions=tuple(MEETING),
        rights=Rights(
            source={"en": "Written for this project.", "fi": "Kirjoitettu tätä projektia varten."},
            licence=OURS,
        ),
    ),
    Template(
        id="themes",
        name={"en": "Five themes of working life", "fi": "Työelämän viisi teemaa"},
        sentence={
            "en": "Competence, environment, leading yourself, leading others, developing your work. Answer the ones "
            "that speak to you.",
            "fi": "Osaaminen, toimintaympäristö, itsensä johtaminen, muiden johtaminen, oman toiminnan kehittäminen. "
            "Vastaa niihin, jotka puhuttelevat.",
        },
        questions=tuple(THEMES),
        rights=Rights(
            source={
                "en": "Written for this project. The five themes are those that coaching mentoring programmes for "
                "producers in Finland have named.",
                "fi": "Kirjoitettu tätä projektia varten. Viisi teemaa ovat ne, jotka tuottajien valmentavan "
                "mentoroinnin ohjelmat Suomessa ovat nimenneet.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="free",
        name={"en": "Free", "fi": "Vapaa"},
        sentence={"en": "An empty page.", "fi": "Tyhjä sivu."},
        questions=tuple(FREE),
        rights=Rights(
            source={"en": "Written for this project.", "fi": "Kirjoitettu tätä projektia varten."},
            licence=OURS,
        ),
    ),
)

#: The ready-made prompts by id, in the order in which they are offered.
FRAMES: Mapping[str, Template] = {template.id: template for template in _ALL}
#: What a journal asks until its author says otherwise.
FIRST_FRAME = "what"
