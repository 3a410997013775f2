"""The ready-made worksheets that an author picks from, each with its source and its rights."""

from __future__ import annotations

from collections.abc import Mapping

from mentoring_xblock.kit.localised import Text
from mentoring_xblock.worksheets.builtin_basic import FREE, GROW, SMART
from mentoring_xblock.worksheets.builtin_more import OBJECTIVE, SCALED, STRENGTHS
from mentoring_xblock.worksheets.data import Rights, Template

OURS: Text = {
    "en": "The words are this project’s own, under its licence (AGPL-3.0). They may be used and changed freely.",
    "fi": "Sanat ovat tämän projektin omia, ja niillä on sen lisenssi (AGPL-3.0). "
    "Niitä saa käyttää ja muuttaa vapaasti.",
}

_ALL = (
    Template(
        id="smart",
        name={"en": "SMART", "fi": "SMART"},
        sentence={
            "en": "Five questions that make a wish into a goal. Good to begin with.",
            "fi": "Viisi kysymystä, jotka tekevät toiveesta tavoitteen. Hyvä aloittaa tästä.",
        },
        questions=tuple(SMART),
        scaled=False,
        rights=Rights(
            source={
                "en": "The idea is known as SMART: Doran, G. T. (1981). There’s a S.M.A.R.T. way to write management’s "
                "goals and objectives. Management Review 70(11), 35–36.",
                "fi": "Ajatus tunnetaan nimellä SMART: Doran, G. T. (1981). There’s a S.M.A.R.T. way to write "
                "management’s goals and objectives. Management Review 70(11), 35–36.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="grow",
        name={"en": "GROW", "fi": "GROW"},
        sentence={
            "en": "From what is wanted over where things stand and what could be done to what will be done.",
            "fi": "Siitä, mitä haluaa, nykytilan ja keinojen kautta siihen, mitä aikoo tehdä.",
        },
        questions=tuple(GROW),
        scaled=False,
        rights=Rights(
            source={
                "en": "The steps goal, reality, options and will are in general use in coaching (among others "
                "Whitmore, J., 1992, Coaching for Performance). No question of a book is used.",
                "fi": "Askeleet tavoite, nykytila, keinot ja tahto ovat valmentamisessa yleisessä käytössä (mm. "
                "Whitmore, J., 1992, Coaching for Performance). Minkään kirjan kysymyksiä ei ole käytetty.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="strengths",
        name={"en": "Strengths and resources", "fi": "Vahvuudet ja voimavarat"},
        sentence={
            "en": "Makes a strength visible, and finds where it can be used more.",
            "fi": "Tekee vahvuuden näkyväksi ja löytää, missä sitä voi käyttää enemmän.",
        },
        questions=tuple(STRENGTHS),
        scaled=False,
        rights=Rights(
            source={
                "en": "Written for this project. The aim, to make strengths and potential visible, is the one that "
                "coaching mentoring programmes name for themselves.",
                "fi": "Kirjoitettu tätä projektia varten. Tavoite tehdä vahvuudet ja mahdollisuudet näkyviksi on "
                "valmentavan mentoroinnin ohjelmien oma.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="scaled",
        name={"en": "Goal attainment scaling", "fi": "Tavoitteen saavuttamisen asteikko (GAS)"},
        sentence={
            "en": "One thing to change, on five levels that the person writes and rates.",
            "fi": "Yksi muutettava asia viidellä tasolla, jotka ihminen itse kirjoittaa ja arvioi.",
        },
        questions=tuple(SCALED),
        scaled=True,
        rights=Rights(
            source={
                "en": "Kiresuk, T. J., & Sherman, R. E. (1968). Goal attainment scaling: A general method for "
                "evaluating comprehensive community mental health programs. Community Mental Health "
                "Journal 4(6), 443–453.",
                "fi": "Kiresuk, T. J., & Sherman, R. E. (1968). Goal attainment scaling: A general method for "
                "evaluating comprehensive community mental health programs. Community Mental Health "
                "Journal 4(6), 443–453.",
            },
            licence={
                "en": "The method and its formula are published and free. " + OURS["en"],
                "fi": "Menetelmä ja sen kaava on julkaistu, ja ne ovat vapaita. " + OURS["fi"],
            },
        ),
    ),
    Template(
        id="objective",
        name={"en": "Objective with key results", "fi": "Päämäärä ja avaintulokset"},
        sentence={
            "en": "One objective, and two to four results by which it will be known.",
            "fi": "Yksi päämäärä ja kahdesta neljään tulosta, joista sen tunnistaa.",
        },
        questions=tuple(OBJECTIVE),
        scaled=False,
        rights=Rights(
            source={
                "en": "The form is known as OKR, and goes back to Grove, A. S. (1983), High Output Management. "
                "In general use.",
                "fi": "Muoto tunnetaan nimellä OKR ja on peräisin teoksesta Grove, A. S. (1983), High Output "
                "Management. Yleisessä käytössä.",
            },
            licence=OURS,
        ),
    ),
    Template(
        id="free",
        name={"en": "Free", "fi": "Vapaa"},
        sentence={
            "en": "One empty space. For people who know what they want to write.",
            "fi": "Yksi tyhjä tila. Niille, jotka tietävät, mitä haluavat kirjoittaa.",
        },
        questions=tuple(FREE),
        scaled=False,
        rights=Rights(
            source={"en": "Written for this project.", "fi": "Kirjoitettu tätä projektia varten."}, licence=OURS
        ),
    ),
)

#: The ready-made sheets by id, in the order in which they are offered.
TEMPLATES: Mapping[str, Template] = {template.id: template for template in _ALL}
#: What a worksheet is until its author says otherwise.
FIRST = "smart"
