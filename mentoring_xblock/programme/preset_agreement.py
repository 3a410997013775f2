"""What an agreement settles unless an author says otherwise."""

from __future__ import annotations

from mentoring_xblock.programme.plan_relationship import Item

ITEMS: tuple[Item, ...] = (
    Item(
        "purpose",
        {"en": "What we want of this", "fi": "Mitä haluamme tältä"},
        {
            "en": "Why you work together, and what would make it worth the time.",
            "fi": "Miksi teette tätä yhdessä, ja mistä tiedätte, että aika kannatti käyttää.",
        },
    ),
    Item(
        "goals",
        {"en": "Our goals", "fi": "Tavoitteemme"},
        {
            "en": (
                "What each of you wants to learn or reach. Goals that are shared in this group are listed beside this."
            ),
            "fi": ("Mitä kukin haluaa oppia tai saavuttaa. Tässä ryhmässä jaetut tavoitteet näkyvät tämän vieressä."),
        },
    ),
    Item(
        "themes",
        {"en": "What we talk about", "fi": "Mistä puhumme"},
        {
            "en": "Themes and questions that bring you together.",
            "fi": "Teemat ja kysymykset, jotka tuovat teidät yhteen.",
        },
    ),
    Item(
        "off_limits",
        {"en": "What we leave out", "fi": "Mistä emme puhu"},
        {
            "en": "Topics that one of you would rather not discuss. Nobody has to say why.",
            "fi": "Aiheet, joista joku teistä ei halua puhua. Syytä ei tarvitse kertoa.",
        },
    ),
    Item(
        "confidentiality",
        {"en": "What stays between us", "fi": "Mikä jää keskuuteemme"},
        {
            "en": (
                "Nobody can promise absolute confidentiality: the law, or a serious risk to somebody, may "
                "oblige you to speak."
            ),
            "fi": (
                "Kukaan ei voi luvata ehdotonta luottamuksellisuutta: laki tai jonkun vakava vaara voi "
                "velvoittaa puhumaan."
            ),
        },
        {
            "en": (
                "What we say stays between us. Each of us may speak of their own part. The limit is the law, "
                "and a serious risk to somebody: then we tell each other first, if we can."
            ),
            "fi": (
                "Se, mistä puhumme, jää keskuuteemme. Omasta osuudestaan saa kukin kertoa. Rajana ovat laki "
                "ja jonkun vakava vaara: silloin kerromme ensin toisillemme, jos voimme."
            ),
        },
    ),
    Item(
        "rhythm",
        {"en": "How often we meet", "fi": "Kuinka usein tapaamme"},
        {
            "en": "Booking all dates at the start helps: meetings that move easily get lost.",
            "fi": "Aikojen varaaminen heti alussa auttaa: siirtyvät tapaamiset jäävät helposti pitämättä.",
        },
    ),
    Item(
        "length",
        {"en": "How long we meet", "fi": "Kuinka kauan tapaamme"},
        {
            "en": "The length of one meeting, and whether you keep the last minutes for what was agreed.",
            "fi": "Yhden tapaamisen kesto, ja jätättekö viimeiset minuutit sille, mitä sovittiin.",
        },
    ),
    Item(
        "mode",
        {"en": "Where we meet", "fi": "Missä tapaamme"},
        {
            "en": "In person or remotely, and where: a quiet place, a link, a walk.",
            "fi": "Kasvokkain vai etänä, ja missä: rauhallinen paikka, linkki, kävely.",
        },
    ),
    Item(
        "contact",
        {"en": "Between meetings", "fi": "Tapaamisten välillä"},
        {
            "en": "How you reach each other, and how soon an answer can be expected.",
            "fi": "Miten tavoitatte toisenne, ja kuinka pian vastausta voi odottaa.",
        },
        {
            "en": "We write to each other when something comes up, and answer within a few days.",
            "fi": "Kirjoitamme, kun jotakin tulee mieleen, ja vastaamme muutaman päivän sisällä.",
        },
    ),
    Item(
        "preparing",
        {"en": "Preparing and notes", "fi": "Valmistautuminen ja muistiinpanot"},
        {
            "en": "Who says what a meeting is about, and who writes down what was agreed.",
            "fi": "Kuka ehdottaa tapaamisen aiheita, ja kuka kirjaa, mitä sovittiin.",
        },
        {
            "en": (
                "Before a meeting each of us writes down what they want to talk about. We write down together "
                "what we agreed."
            ),
            "fi": ("Ennen tapaamista kirjaamme kukin, mistä haluamme puhua. Sen, mitä sovimme, kirjaamme yhdessä."),
        },
    ),
    Item(
        "cancelling",
        {"en": "If somebody can’t come", "fi": "Jos joku ei pääse"},
        {
            "en": "By when to say so, how, and who proposes a new time.",
            "fi": "Mihin mennessä ja miten siitä kerrotaan, ja kuka ehdottaa uutta aikaa.",
        },
        {
            "en": ("Whoever can’t come says so the day before at the latest, and proposes a new time at once."),
            "fi": ("Se, joka ei pääse, kertoo siitä viimeistään edellisenä päivänä ja ehdottaa heti uutta aikaa."),
        },
    ),
    Item(
        "coordinator",
        {"en": "What the coordinator sees", "fi": "Mitä koordinaattori näkee"},
        {
            "en": "Add what you want the coordinator to know besides this, if there is anything.",
            "fi": "Lisätkää, mitä muuta haluatte koordinaattorin tietävän, jos jotakin.",
        },
        {
            "en": (
                "The coordinator sees when we have met and since when this agreement holds, and not what we "
                "write or talk about."
            ),
            "fi": (
                "Koordinaattori näkee, milloin olemme tavanneet ja mistä alkaen tämä sopimus on ollut "
                "voimassa, mutta ei sitä, mitä kirjoitamme tai mistä puhumme."
            ),
        },
    ),
    Item(
        "exit",
        {"en": "If it does not work out", "fi": "Jos yhteistyö ei suju"},
        {
            "en": "Anybody may end it. It is nobody’s fault, and the coordinator helps to go on.",
            "fi": "Kuka tahansa voi lopettaa. Se ei ole kenenkään vika, ja koordinaattori auttaa eteenpäin.",
        },
        {
            "en": (
                "Each of us may end this at any time, without blame and without giving reasons. We say so to "
                "each other first, and then to the coordinator."
            ),
            "fi": (
                "Kukin meistä voi lopettaa milloin tahansa, ilman syyllisiä ja ilman perusteluja. Kerromme "
                "siitä ensin toisillemme ja sitten koordinaattorille."
            ),
        },
    ),
    Item(
        "start",
        {"en": "When we start", "fi": "Milloin aloitamme"},
        {
            "en": "The first meeting, and what you do in it.",
            "fi": "Ensimmäinen tapaaminen ja se, mitä siinä tehdään.",
        },
    ),
    Item(
        "mid_review",
        {"en": "Half-way", "fi": "Puolivälissä"},
        {
            "en": "When you look at this agreement again, and what you ask each other then.",
            "fi": "Milloin palaatte tähän sopimukseen, ja mitä silloin kysytte toisiltanne.",
        },
        {
            "en": "Half-way through we look at what has helped, and change here what does not fit any more.",
            "fi": "Puolivälissä katsomme, mikä on auttanut, ja muutamme tästä sen, mikä ei enää sovi.",
        },
    ),
    Item(
        "end",
        {"en": "When we end", "fi": "Milloin lopetamme"},
        {
            "en": "The last meeting, and how you look back on what was reached.",
            "fi": "Viimeinen tapaaminen ja se, miten katsotte taaksepäin.",
        },
    ),
)
