"""Taking people in from a table: every line is looked at and told about before anybody is added."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext, ngettext

from mentoring_xblock.kit import sheets
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.data import LEADERS, ProgrammeInfo, Role

#: Lines of people in one table, and characters of it: as much as a request carries. Stated beside the field.
LINES_LIMIT = 10_000
TEXT_LIMIT = 400_000
#: How many lines of a kind a page lists; the others are counted.
SHOWN = 100
#: Characters of a cell that a sentence quotes.
_QUOTED = 60
#: Within how many characters a file of a spreadsheet program, which is an archive, says what it is.
_ARCHIVE = 2_000


class Column(StrEnum):
    """What a table tells of a person."""

    PERSON = "person"
    ROLE = "role"
    PLACES = "places"


#: What columns may be called, in English and in Finnish, whatever language its reader uses.
HEADINGS: Mapping[Column, frozenset[str]] = {
    Column.PERSON: frozenset(
        {
            "address",
            "e-mail",
            "e-mail address",
            "email",
            "email address",
            "mail",
            "username",
            "user",
            "sähköposti",
            "sähköpostiosoite",
            "osoite",
            "käyttäjä",
            "käyttäjätunnus",
            "tunnus",
        }
    ),
    Column.ROLE: frozenset({"role", "rooli"}),
    Column.PLACES: frozenset({"places", "groups", "capacity", "paikat", "paikkoja", "ryhmiä", "ryhmät"}),
}
#: What roles may be called, besides what the plan calls them.
_ROLE_WORDS: Mapping[Role, frozenset[str]] = {
    Role.MENTEE: frozenset({"mentee", "actor", "aktori", "mentoroitava", "valmennettava", "ohjattava"}),
    Role.MENTOR: frozenset({"mentor", "mentori"}),
    Role.COACH: frozenset({"coach", "valmentaja"}),
    Role.SUPERVISOR: frozenset({"supervisor", "työnohjaaja"}),
    Role.PEER: frozenset({"peer", "group member", "vertainen", "ryhmän jäsen"}),
}


@dataclass(frozen=True)
class PersonLine:
    """One line of the table. `number` counts from 1, the heading included. problem: why nobody is added by it; empty
    where somebody is. already: they have the role, so only their number of places may change."""

    number: int
    person: str
    role: Role | None
    places: int | None
    user_id: int | None = None
    problem: str = ""
    already: bool = False


@dataclass(frozen=True)
class Checked:
    """A table as it was read. `seal` names its text, so that nothing is added but what was looked at."""

    lines: tuple[PersonLine, ...]
    seal: str

    @property
    def shown(self) -> tuple[tuple[PersonLine, ...], tuple[PersonLine, ...]]:
        """The first of the bad and of the good lines, as many as a page lists."""
        return self.bad[:SHOWN], self.good[:SHOWN]

    @property
    def more(self) -> tuple[int, int]:
        """How many bad and good lines there are besides."""
        return max(0, len(self.bad) - SHOWN), max(0, len(self.good) - SHOWN)

    @property
    def good(self) -> tuple[PersonLine, ...]:
        """The lines by which somebody is added."""
        return tuple(line for line in self.lines if not line.problem)

    @property
    def bad(self) -> tuple[PersonLine, ...]:
        """The others."""
        return tuple(line for line in self.lines if line.problem)


@dataclass(frozen=True)
class Imported:
    """What was done: how many people have a role that they had not, and what of the table is left over."""

    added: int
    already: int
    left: str


def seal_of(text: str) -> str:
    """Return what names a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def check(actor: Actor, place: Place, text: str) -> Checked:
    """Say of each line of a table what would come of it; nothing is changed. A constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound, Over: it has no round, or none that is open.
        Invalid: the whole can't be read as a table of people, or has too many lines (`fields`).
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    return _read(open_programme(place), text)[0]


def take_in(actor: Actor, place: Place, text: str) -> Imported:
    """Add the people of all good lines, and give the others back as a table of their own.

    Raises:
        as `check`; and Invalid where no line is good.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    programme = open_programme(place)
    checked, rows = _read(programme, text)
    if not checked.good:
        raise _wrong(gettext("Nobody can be added by any of these lines."))
    by_role: dict[Role, list[PersonLine]] = defaultdict(list)
    for line in checked.good:
        by_role[line.role].append(line)
    with transaction.atomic():
        for role, lines in by_role.items():
            capacities = {line.user_id: line.places for line in lines if line.places is not None}
            programmes.admit(programme.round.id, [line.user_id for line in lines], role, capacities)
    already = sum(line.already for line in checked.good)
    return Imported(len(checked.good) - already, already, _left(rows, checked.bad))


def _left(rows: list[tuple[int, list[str]]], bad: Iterable[PersonLine]) -> str:
    """Return the lines that were not used as they were typed, under their heading; empty where there are none."""
    numbers = {line.number for line in bad}
    if not numbers:
        return ""
    kept = [cells for number, cells in rows[1:] if number in numbers]
    return "\n".join(_joined(cells) for cells in (rows[0][1], *kept))


def _joined(cells: Iterable[str]) -> str:
    return ";".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(';"\n,\t') else cell for cell in cells)


# ---- reading ----


def _read(programme: ProgrammeInfo, text: str) -> tuple[Checked, list[tuple[int, list[str]]]]:
    rows = _rows(text)
    columns = _columns(rows[0][1])
    headings = {column: rows[0][1][number] for column, number in columns.items()}
    typed = [(number, _cells(columns, cells), len(cells) - len(rows[0][1])) for number, cells in rows[1:]]
    names = {cells[Column.PERSON] for _, cells, _ in typed if cells[Column.PERSON]}
    found = programmes.enrolled_by_identifier(
        programme.course_key, [name for name in names if not sheets.is_formula(name)]
    )
    words = _role_words(programme)
    held = _held(programme, found.values())
    lines: list[PersonLine] = []
    first: dict[tuple[int, Role], int] = {}
    for number, cells, extra in typed:
        line = _line(number, cells, extra, found, words, headings)
        if not line.problem:
            key = (line.user_id, line.role)
            if key in first:
                sentence = gettext("The same person is on line %(line)s in this role.") % {"line": first[key]}
                line = _refused(line, sentence)
            else:
                first[key] = number
                line = PersonLine(**{**vars(line), "already": key in held})
        lines.append(line)
    return Checked(tuple(lines), seal_of(text)), rows


def _rows(text: str) -> list[tuple[int, list[str]]]:
    text = clean(text)
    if text.startswith("PK") and (".xml" in text[:_ARCHIVE] or "mimetype" in text[:_ARCHIVE]):
        raise _wrong(gettext("This is a whole spreadsheet. Save it as CSV, and choose that file."))
    if len(text) > TEXT_LIMIT:
        raise _wrong(
            gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
            % {"limit_value": grouped(TEXT_LIMIT), "show_value": grouped(len(text))}
        )
    try:
        rows = sheets.read(text)
    except ValueError as error:
        raise _wrong(
            gettext("A quotation mark is opened and never closed, so the lines can’t be told apart.")
        ) from error
    if len(rows) < 2:
        raise _wrong(gettext("Write a line with the names of the columns, and below it a line for each person."))
    if len(rows) - 1 > LINES_LIMIT:
        raise _wrong(
            gettext("At most %(limit)s people can be added at once; this list has %(count)s lines.")
            % {"limit": grouped(LINES_LIMIT), "count": grouped(len(rows) - 1)}
        )
    return rows


def _columns(heading: list[str]) -> dict[Column, int]:
    """Find the columns by their names; others are passed over."""
    found: dict[Column, int] = {}
    for number, cell in enumerate(heading):
        name = " ".join(cell.casefold().split())
        for column, names in HEADINGS.items():
            if name in names and column in found:
                raise _wrong(gettext("Two columns have a name that means the same: %(name)s.") % {"name": cell})
            if name in names:
                found[column] = number
    missing = [column for column in (Column.PERSON, Column.ROLE) if column not in found]
    if missing:
        raise _wrong(
            gettext(
                "The first line has to name the columns: “address” or “username”, “role”, and “places” if you like. "
                "The column “%(name)s” is missing."
            )
            % {"name": {Column.PERSON: gettext("address"), Column.ROLE: gettext("role")}[missing[0]]}
        )
    return found


def _cells(columns: Mapping[Column, int], cells: list[str]) -> dict[Column, str]:
    return {
        column: cells[columns[column]] if column in columns and columns[column] < len(cells) else ""
        for column in Column
    }


def _role_words(programme: ProgrammeInfo) -> dict[str, Role]:
    """Return the role that each word means; the plan's own words count first."""
    found = {word: role for role, words in _ROLE_WORDS.items() for word in words}
    for language in LANGUAGES:
        words = programme.plan.words(language)
        for role in (Role.MENTEE, Role.MENTOR):
            found |= {words[role.value + case].casefold(): role for case in ("", "_plural")}
    return found


def _held(programme: ProgrammeInfo, user_ids: Iterable[int]) -> set[tuple[int, Role]]:
    wanted = set(user_ids)
    if not wanted:
        return set()
    return {(one.user_id, one.role) for one in programmes.everybody(programme.round.id, user_ids=wanted)}


def _line(
    number: int,
    cells: Mapping[Column, str],
    extra: int,
    found: Mapping[str, int],
    words: Mapping[str, Role],
    headings: Mapping[Column, str],
) -> PersonLine:
    person, role_word, places_word = (cells[column] for column in Column)
    role = words.get(" ".join(role_word.casefold().split()))
    places = int(places_word) if places_word.isascii() and places_word.isdigit() and len(places_word) <= 4 else None
    line = PersonLine(number, person, role, places, found.get(person))
    if extra > 0:
        return _refused(line, gettext("This line has more cells than the first one has columns."))
    formula = next((column for column, cell in cells.items() if sheets.is_formula(cell)), None)
    if formula is not None:
        return _refused(
            line,
            gettext("The cell in the column “%(column)s” begins like a formula: with =, +, - or @.")
            % {"column": _quoted(headings[formula])},
        )
    if not person:
        return _refused(line, gettext("The address or username is missing."))
    if role is None and not role_word:
        return _refused(line, gettext("The role is missing."))
    if role is None:
        return _refused(line, gettext("There is no role “%(role)s”.") % {"role": _quoted(role_word)})
    if line.user_id is None:
        return _refused(line, gettext("Nobody who is enrolled in this course has this username or e-mail address."))
    if places_word:
        limit = programmes.CAPACITY_LIMIT
        if places is None or not 1 <= places <= limit:
            return _refused(line, gettext("Places are a whole number from 1 to %(limit)s.") % {"limit": limit})
        if role not in LEADERS:
            return _refused(line, gettext("Only people who lead groups have a number of places."))
    return line


def _quoted(cell: str) -> str:
    """Return the beginning of a cell for a sentence; isolated, so that nothing in it turns the sentence around."""
    return f"\u2068{cell if len(cell) <= _QUOTED else cell[:_QUOTED] + '…'}\u2069"


def _refused(line: PersonLine, sentence: str) -> PersonLine:
    return PersonLine(**{**vars(line), "problem": sentence})


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"table": [sentence]})


def added_sentence(done: Imported) -> str:
    """Say how many people were added, and how many had their role before."""
    added = ngettext("%(count)s person was added.", "%(count)s people were added.", done.added) % {"count": done.added}
    if not done.already:
        return added
    already = ngettext(
        "%(count)s person was in this role already.", "%(count)s people were in this role already.", done.already
    ) % {"count": done.already}
    return f"{added} {already}" if done.added else already
