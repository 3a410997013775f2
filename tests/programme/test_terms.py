"""The words that a programme chose stand in whole sentences, in the right form."""

import pytest
from django.utils import translation

from mentoring_xblock.programme import terms
from mentoring_xblock.programme.plan import Plan

EVERY_TERM = [(role, term) for role, chosen in terms.TERMS.items() for term in chosen.values()]


@pytest.mark.parametrize(("role", "term"), EVERY_TERM, ids=lambda value: getattr(value, "id", value))
def test_every_word_has_every_form_in_every_language(role, term):
    for forms in term.forms.values():
        assert set(forms) == set(terms.CASES)
        assert all(forms.values())


def test_the_examples_of_each_case_are_the_forms_of_mentor():
    term = terms.term("mentor", "mentori")
    assert {case: (term.forms["en"][case], term.forms["fi"][case]) for case in terms.CASES} == terms.CASES


# Sentences as a Finnish catalogue has them, with the placeholders of the English message.
@pytest.mark.parametrize(
    ("mentee", "mentor", "sentence", "expected"),
    [
        ("aktori", "mentori", "%(mentor_own_first)s on Anna.", "Mentorisi on Anna."),
        ("aktori", "valmentaja", "Saat tietää, kuka %(mentor_own)s on.", "Saat tietää, kuka valmentajasi on."),
        ("aktori", "mentori", "Sinulla on 4 %(mentee_many)s.", "Sinulla on 4 aktoria."),
        ("mentoroitava", "mentori", "Sinulla on 4 %(mentee_many)s.", "Sinulla on 4 mentoroitavaa."),
        (
            "valmennettava",
            "mentori",
            "%(mentee_own_plural_first)s ovat Aino ja Eero.",
            "Valmennettavasi ovat Aino ja Eero.",
        ),
        ("ohjattava", "ohjaaja", "Kerro %(mentor_own_allative)s.", "Kerro ohjaajallesi."),
        ("ohjattava", "mentori", "%(mentee_plural_genitive_first)s tavoitteet", "Ohjattavien tavoitteet"),
        ("valmennettava", "mentori", "Autat %(mentee_own_plural_partitive)s.", "Autat valmennettaviasi."),
        ("aktori", "mentori", "Autat %(mentee_own_plural_partitive)s.", "Autat aktoreitasi."),
        ("aktori", "valmentaja", "Viesti %(mentor_plural_allative)s", "Viesti valmentajille"),
        ("aktori", "mentori", "Kommentti %(mentor_own_ablative)s", "Kommentti mentoriltasi"),
        ("mentoroitava", "mentori", "Olet mukana %(mentee_essive)s.", "Olet mukana mentoroitavana."),
        ("mentoroitava", "mentori", "%(mentee_my_plural_first)s", "Mentoroitavani"),
    ],
)
def test_finnish_sentences(mentee, mentor, sentence, expected):
    assert sentence % terms.words({"mentee": mentee, "mentor": mentor}, "fi-fi") == expected


@pytest.mark.parametrize(
    ("mentee", "mentor", "sentence", "expected"),
    [
        ("actor", "mentori", "You are %(mentee_one)s.", "You are an actor."),
        ("aktori", "valmentaja", "Our %(mentor_plural)s", "Our coaches"),
        ("ohjattava", "ohjaaja", "%(mentor_own_genitive_first)s card", "Your guide’s card"),
    ],
)
def test_english_sentences(mentee, mentor, sentence, expected):
    assert sentence % terms.words({"mentee": mentee, "mentor": mentor}, "en") == expected


def test_words_follow_the_reader_and_fall_back_to_english():
    plan = Plan.from_dict({"terms": {"mentee": "valmennettava", "mentor": "mentori"}})
    with translation.override("fi"):
        assert plan.words()["mentee"] == "valmennettava"
    with translation.override("sv"):
        assert plan.words()["mentee"] == "coachee"


def test_an_unknown_word_is_the_default_one():
    assert terms.term("mentor", "velho").id == "mentori"
    assert terms.words({}, "fi")["mentee"] == "aktori"
