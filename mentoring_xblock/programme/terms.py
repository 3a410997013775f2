"""What the screen calls mentee and mentor, in the cases that whole sentences need.

A sentence is one translatable message with placeholders such as `%(mentor_own)s`. A placeholder names what the word
does in the sentence, and every language fills it with the form that does that: English with a word or two, Finnish
with a case and a possessive suffix. So the same placeholders stand in both languages' messages:

    gettext("You will hear who %(mentor_own)s is.")        en: ... who your mentor is.    fi: ... kuka mentorisi on.

`CASES` lists them. Each is also there with `_first` added, with a capital letter for the beginning of a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

#: Placeholder endings, each with English and Finnish examples; `_many` stands after a number.
CASES: Mapping[str, tuple[str, str]] = {
    "": ("mentor", "mentori"),
    "_one": ("a mentor", "mentori"),
    "_genitive": ("mentor’s", "mentorin"),
    "_partitive": ("mentor", "mentoria"),
    "_allative": ("mentor", "mentorille"),
    "_ablative": ("mentor", "mentorilta"),
    "_elative": ("mentor", "mentorista"),
    "_essive": ("a mentor", "mentorina"),
    "_translative": ("a mentor", "mentoriksi"),
    "_own": ("your mentor", "mentorisi"),
    "_own_genitive": ("your mentor’s", "mentorisi"),
    "_own_partitive": ("your mentor", "mentoriasi"),
    "_own_allative": ("your mentor", "mentorillesi"),
    "_own_ablative": ("your mentor", "mentoriltasi"),
    "_my": ("my mentor", "mentorini"),
    "_many": ("mentors", "mentoria"),
    "_plural": ("mentors", "mentorit"),
    "_plural_genitive": ("mentors’", "mentorien"),
    "_plural_partitive": ("mentors", "mentoreita"),
    "_plural_allative": ("mentors", "mentoreille"),
    "_own_plural": ("your mentors", "mentorisi"),
    "_own_plural_partitive": ("your mentors", "mentoreitasi"),
    "_own_plural_allative": ("your mentors", "mentoreillesi"),
    "_my_plural": ("my mentors", "mentorini"),
}


@dataclass(frozen=True)
class Term:
    """A word for a role. `forms` maps a language to the word in each of `CASES`."""

    id: str
    forms: Mapping[str, Mapping[str, str]]

    def name(self, language: str) -> str:
        """Return the plain word."""
        return self.forms[language][""]


def _english(word: str, article: str = "a", plural: str = "") -> dict[str, str]:
    one, plural = f"{article} {word}", plural or f"{word}s"
    return {
        "": word,
        "_one": one,
        "_genitive": f"{word}’s",
        "_partitive": word,
        "_allative": word,
        "_ablative": word,
        "_elative": word,
        "_essive": one,
        "_translative": one,
        "_own": f"your {word}",
        "_own_genitive": f"your {word}’s",
        "_own_partitive": f"your {word}",
        "_own_allative": f"your {word}",
        "_own_ablative": f"your {word}",
        "_my": f"my {word}",
        "_many": plural,
        "_plural": plural,
        "_plural_genitive": f"{plural}’",
        "_plural_partitive": plural,
        "_plural_allative": plural,
        "_own_plural": f"your {plural}",
        "_own_plural_partitive": f"your {plural}",
        "_own_plural_allative": f"your {plural}",
        "_my_plural": f"my {plural}",
    }


def _finnish(word: str, plural: str, plural_partitive: str, plural_genitive: str) -> dict[str, str]:
    """Inflect a word with back vowels and without consonant gradation; `plural` is the stem before plural endings."""
    return {
        "": word,
        "_one": word,
        "_genitive": f"{word}n",
        "_partitive": f"{word}a",
        "_allative": f"{word}lle",
        "_ablative": f"{word}lta",
        "_elative": f"{word}sta",
        "_essive": f"{word}na",
        "_translative": f"{word}ksi",
        "_own": f"{word}si",
        "_own_genitive": f"{word}si",
        "_own_partitive": f"{word}asi",
        "_own_allative": f"{word}llesi",
        "_own_ablative": f"{word}ltasi",
        "_my": f"{word}ni",
        "_many": f"{word}a",
        "_plural": f"{word}t",
        "_plural_genitive": plural_genitive,
        "_plural_partitive": plural_partitive,
        "_plural_allative": f"{plural}lle",
        "_own_plural": f"{word}si",
        "_own_plural_partitive": f"{plural_partitive}si",
        "_own_plural_allative": f"{plural}llesi",
        "_my_plural": f"{word}ni",
    }


def _term(identifier: str, english: dict[str, str], finnish: dict[str, str]) -> Term:
    return Term(identifier, {"en": english, "fi": finnish})


_AKTORI = _finnish("aktori", "aktorei", "aktoreita", "aktorien")

#: The words that an author can choose from, by role and id. Ids are stored in plans and never change.
TERMS: Mapping[str, Mapping[str, Term]] = {
    "mentee": {
        term.id: term
        for term in (
            _term("aktori", _english("mentee"), _AKTORI),
            _term("actor", _english("actor", "an"), _AKTORI),
            _term(
                "mentoroitava",
                _english("mentee"),
                _finnish("mentoroitava", "mentoroitavi", "mentoroitavia", "mentoroitavien"),
            ),
            _term(
                "valmennettava",
                _english("coachee"),
                _finnish("valmennettava", "valmennettavi", "valmennettavia", "valmennettavien"),
            ),
            _term("ohjattava", _english("learner"), _finnish("ohjattava", "ohjattavi", "ohjattavia", "ohjattavien")),
        )
    },
    "mentor": {
        term.id: term
        for term in (
            _term("mentori", _english("mentor"), _finnish("mentori", "mentorei", "mentoreita", "mentorien")),
            _term(
                "valmentaja",
                _english("coach", plural="coaches"),
                _finnish("valmentaja", "valmentaji", "valmentajia", "valmentajien"),
            ),
            _term("ohjaaja", _english("guide"), _finnish("ohjaaja", "ohjaaji", "ohjaajia", "ohjaajien")),
        )
    },
}

DEFAULTS: Mapping[str, str] = {"mentee": "aktori", "mentor": "mentori"}


def known(role: str, term_id: Any) -> str:
    """Return the id if there is such a word for the role, else the role's default."""
    return term_id if isinstance(term_id, str) and term_id in TERMS[role] else DEFAULTS[role]


def term(role: str, term_id: str) -> Term:
    """Return a word for a role ("mentee" or "mentor"); the default for an id that we do not know."""
    return TERMS[role][known(role, term_id)]


def words(chosen: Mapping[str, str], language: str | None = None) -> dict[str, str]:
    """Return every form of the chosen words, as placeholders of a sentence.

    Args:
        chosen: term ids by role.
        language: a code such as "fi-fi"; the reader's own by default. English where we have no words.
    """
    code = (language or get_language() or "en").lower().split("-")[0]
    found: dict[str, str] = {}
    for role in DEFAULTS:
        forms = term(role, chosen.get(role, "")).forms
        for case, form in forms.get(code, forms["en"]).items():
            found[role + case] = form
            found[f"{role}{case}_first"] = form[:1].upper() + form[1:]
    return found
