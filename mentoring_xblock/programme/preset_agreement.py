"""What an agreement settles unless an author says otherwise, and the open questions for meetings that come with it."""

from __future__ import annotations

from mentoring_xblock.programme.plan_relationship import Agenda, Item

ITEMS: tuple[Item, ...] = (
    Item(
        "themes",
        {"en": "What we talk about", "fi": "Mistä puhumme"},
        {"en": "Themes and goals that bring you together.", "fi": "Teemat ja tavoitteet, jotka tuovat teidät yhteen."},
    ),
    Item(
        "off_limits",
        {"en": "What we leave out", "fi": "Mistä emme puhu"},
        {"en": "Topics that one of you would rather not discuss.", "fi": "Aiheet, joista jompikumpi ei halua puhua."},
    ),
)

AGENDAS: tuple[Agenda, ...] = (
    Agenda(
        "grow",
        {"en": "GROW", "fi": "GROW"},
        {
            "en": "What do you want of today?\nWhere are things now?\nWhat could you do? Name at least three.\n"
            "What will you do, by when, and how sure are you, from 0 to 10?",
            "fi": "Mitä haluat tältä päivältä?\nMissä nyt mennään?\nMitä voisit tehdä? Nimeä ainakin kolme.\n"
            "Mitä teet, mihin mennessä, ja kuinka varma olet asteikolla 0–10?",
        },
    ),
)
