"""Open questions for meetings unless an author says otherwise, for whoever asks rather than tells.

Those for a phase or a theme are offered first where a plan has one of that id; the ready-made plans have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from mentoring_xblock.programme.plan_relationship import Agenda


def _agenda(
    slug: str,
    name: tuple[str, str],
    english: Iterable[str],
    finnish: Iterable[str],
    *,
    phase: str = "",
    theme: str = "",
) -> Agenda:
    text = {"en": "\n".join(english), "fi": "\n".join(finnish)}
    return Agenda(slug, {"en": name[0], "fi": name[1]}, text, phase, theme)


_BY_TIME = (
    _agenda(
        "first",
        ("The first meeting", "Ensimmäinen tapaaminen"),
        (
            "Which turns have brought you to where you are now?",
            "What made you come along, and what would make this worth your time?",
            "What would you like to be different when we end? Which goal could come first?",
            "How do we want to work: what helps you to speak openly, and what do we leave out?",
            "What do we write into our agreement?",
            "When do we meet next, and which dates do we book now?",
            "How does each of us prepare for the next time?",
        ),
        (
            "Mitkä käänteet ovat tuoneet sinut tähän, missä olet nyt?",
            "Mikä sai sinut lähtemään mukaan, ja mistä tiedät, että aikasi meni hyvin?",
            "Minkä toivot olevan toisin, kun lopetamme? Mikä tavoite voisi olla ensimmäinen?",
            "Miten haluamme tehdä työtä: mikä auttaa sinua puhumaan avoimesti, ja mitä jätämme pois?",
            "Mitä kirjaamme sopimukseen?",
            "Milloin tapaamme seuraavan kerran, ja mitkä ajat varaamme nyt?",
            "Miten kumpikin valmistautuu seuraavaan kertaan?",
        ),
        phase="alku",
    ),
    _agenda(
        "grow",
        ("GROW: goal, reality, options, will", "GROW: tavoite, nykytila, vaihtoehdot, tahto"),
        (
            "Goal: What do you want of this conversation? How will you notice that it was useful?",
            "Goal: What would you like to be true in three months?",
            "Reality: What happens now? What have you tried, and what came of it?",
            "Reality: What works already, and what of that is your own doing?",
            "Options: What could you do? And what else? Name one that feels too bold.",
            "Options: What would you say to a friend who stood here?",
            "Will: Which one do you choose, and what is the first step? By when?",
            "Will: How sure are you that you will do it, from 0 to 10? What would raise it by one?",
        ),
        (
            "Tavoite: Mitä haluat tältä keskustelulta? Mistä huomaat, että siitä oli hyötyä?",
            "Tavoite: Minkä haluaisit olevan totta kolmen kuukauden päästä?",
            "Nykytila: Mitä nyt tapahtuu? Mitä olet kokeillut, ja mitä siitä seurasi?",
            "Nykytila: Mikä toimii jo, ja mikä siitä on omaa ansiotasi?",
            "Vaihtoehdot: Mitä voisit tehdä? Entä mitä muuta? Nimeä yksi, joka tuntuu liian rohkealta.",
            "Vaihtoehdot: Mitä sanoisit ystävälle, joka olisi tässä tilanteessa?",
            "Tahto: Minkä valitset, ja mikä on ensimmäinen askel? Mihin mennessä?",
            "Tahto: Kuinka varma olet asteikolla 0–10, että teet sen? Mikä nostaisi lukua yhdellä?",
        ),
    ),
    _agenda(
        "mid-review",
        ("Half-way: looking both ways", "Puolimatka: katse taakse ja eteen"),
        (
            "What has changed since we began? What did you do that made it change?",
            "Which goal has moved, which has not, and which one is not yours any more?",
            "What in our meetings helps you, and what would you like more or less of?",
            "Is there something that we have gone around?",
            "Does our agreement still say what we need?",
            "What shall the second half be about?",
        ),
        (
            "Mikä on muuttunut siitä, kun aloitimme? Mitä itse teit sen hyväksi?",
            "Mikä tavoite on liikkunut, mikä ei, ja mikä ei ole enää sinun?",
            "Mikä tapaamisissamme auttaa, ja mitä toivoisit enemmän tai vähemmän?",
            "Onko jotain, minkä olemme kiertäneet?",
            "Sanooko sopimuksemme yhä sen, mitä tarvitsemme?",
            "Mihin käytämme toisen puoliskon?",
        ),
        phase="puolimatka",
    ),
    _agenda(
        "closing",
        ("The last meeting", "Viimeinen tapaaminen"),
        (
            "What do you take with you, and where will it show?",
            "Which moment on the way mattered most, and why?",
            "Where are you with your goals, in your own words?",
            "What did you learn about yourself that you did not look for?",
            "What comes next, who will walk beside you, and what is the first step?",
            "What would each of us like to thank the other for?",
        ),
        (
            "Mitä otat mukaasi, ja missä se näkyy?",
            "Mikä hetki matkan varrella merkitsi eniten, ja miksi?",
            "Missä olet tavoitteidesi kanssa, omin sanoin?",
            "Mitä opit itsestäsi, vaikka et sitä etsinyt?",
            "Mitä seuraavaksi, kuka kulkee rinnallasi, ja mikä on ensimmäinen askel?",
            "Mistä kumpikin haluaisi kiittää toista?",
        ),
        phase="lopetus",
    ),
)

_BY_THEME = (
    _agenda(
        "own-competence",
        ("My own competence", "Oma osaaminen"),
        (
            "When did you last do something really well? What did you use in yourself?",
            "What do others come to you for, and what do you take for granted?",
            "What would you like to be able to do that you avoid now?",
            "Where could you practise it in the next weeks?",
        ),
        (
            "Milloin onnistuit viimeksi todella hyvin? Mitä itsessäsi käytit?",
            "Missä muut kääntyvät puoleesi, ja mitä pidät itsestäänselvyytenä?",
            "Mitä haluaisit osata, vaikka nyt kierrät sen?",
            "Missä voisit harjoitella sitä lähiviikkoina?",
        ),
        phase="oma-osaaminen",
        theme="oma-osaaminen",
    ),
    _agenda(
        "environment",
        ("Operating environment", "Toimintaympäristö"),
        (
            "Who is in the picture of your work? Who is missing from it?",
            "What changes around you, and what of it can you influence?",
            "Whose support would make the greatest difference, and what could you ask for?",
            "What does your environment see in you that you do not?",
        ),
        (
            "Keitä työsi kuvassa on? Kuka siitä puuttuu?",
            "Mikä ympärilläsi muuttuu, ja mihin siitä voit vaikuttaa?",
            "Kenen tuki muuttaisi eniten, ja mitä voisit pyytää?",
            "Mitä ympäristösi näkee sinussa, mitä et itse näe?",
        ),
        phase="toimintaymparisto",
        theme="toimintaymparisto",
    ),
    _agenda(
        "leading-myself",
        ("Leading myself", "Itsensä johtaminen"),
        (
            "Where do your hours go, and where would you like them to go?",
            "What gives you energy at work, and what takes it?",
            "What do you say yes to when you mean no?",
            "Which one habit would you change first, and what would help you to keep it?",
        ),
        (
            "Mihin tuntisi kuluvat, ja mihin haluaisit niiden kuluvan?",
            "Mikä työssä antaa voimaa, ja mikä vie sitä?",
            "Mihin sanot kyllä, vaikka tarkoitat ei?",
            "Minkä yhden tavan muuttaisit ensin, ja mikä auttaisi pitämään siitä kiinni?",
        ),
        phase="itsensa-johtaminen",
        theme="itsensa-johtaminen",
    ),
    _agenda(
        "leading-others",
        ("Leading others", "Muiden johtaminen"),
        (
            "What happens in a room when you come in? What would you like to happen?",
            "Whom do you find it hard to lead, and what does that tell of you?",
            "Which conversation waits for you, and what keeps you from it?",
            "What could you ask, where you now answer?",
        ),
        (
            "Mitä huoneessa tapahtuu, kun astut sisään? Mitä haluaisit tapahtuvan?",
            "Ketä sinun on vaikea johtaa, ja mitä se kertoo sinusta?",
            "Mikä keskustelu odottaa sinua, ja mikä pidättelee?",
            "Missä voisit kysyä siinä, missä nyt vastaat?",
        ),
        phase="muiden-johtaminen",
        theme="muiden-johtaminen",
    ),
    _agenda(
        "developing-my-work",
        ("Developing my work", "Oman toiminnan kehittäminen"),
        (
            "If your work were yours to shape, what would you begin with tomorrow?",
            "What would you stop doing, and who would notice?",
            "What is the smallest trial that would teach you something?",
            "How will you know that it works, and when do you look?",
        ),
        (
            "Jos saisit muovata työsi itse, mistä aloittaisit huomenna?",
            "Minkä lopettaisit, ja kuka sen huomaisi?",
            "Mikä on pienin kokeilu, joka opettaisi jotain?",
            "Mistä tiedät, että se toimii, ja milloin katsot?",
        ),
        phase="oman-toiminnan-kehittaminen",
        theme="oman-toiminnan-kehittaminen",
    ),
)


def agendas_for(phases: Collection[str] = (), themes: Collection[str] = ()) -> tuple[Agenda, ...]:
    """Return the questions that fit a plan with phases and themes of these ids.

    What is for a phase that the plan has not fits any; what is for a theme that it has not would fit no meeting of it.
    """
    return tuple(
        agenda if agenda.phase in phases else replace(agenda, phase="")
        for agenda in (*_BY_TIME, *_BY_THEME)
        if not agenda.theme or agenda.theme in themes
    )
