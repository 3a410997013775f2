"""The document as Markdown, and for machines as JSON; `docs/journal.md` says what the latter holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.journal.data import VersionInfo
from mentoring_xblock.journal.history_pages import sentence
from mentoring_xblock.kit.dates import long_day, long_moment
from mentoring_xblock.kit.questions import Part, parts_of
from mentoring_xblock.lookback.document import Document, Taken
from mentoring_xblock.lookback.insights import marked

#: What the JSON says that it is; another number when something in it means something else.
SCHEMA = "mentoring-journal/1"
_ENDINGS = {"html": "html", "markdown": "md", "json": "json"}


def file_name(document: Document, form: str) -> str:
    """Return what the browser calls the file."""
    day = f"{document.made_on.isoformat()}" if document.year is None else str(document.year)
    day += f"-{document.month:02}" if document.month else ""
    # Translators: the name of a file, in small letters of a to z and without spaces.
    return gettext("journal-%(day)s") % {"day": day} + f".{_ENDINGS[form]}"


# ---- Markdown ----

#: Headings of an entry begin below those of its questions.
_BELOW = "###"
_HEADING = re.compile(r"^( {0,3})(#{1,6})(?=[ \t])", re.MULTILINE)
_UNDERLINED = re.compile(r"(?:(?<=\n\n)|\A)([^\n#>\s-][^\n]*)\n(=+|-+)[ ]*(?=\n|\Z)")
#: HTML, pictures from elsewhere, and links that lead into something else than a page: other programs may follow what
#: the journal shows as the characters that were typed.
_ALIVE = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:))|!(?=\[)", re.IGNORECASE)
#: Its steps never go back: what somebody typed, or said to a writer, costs no more than its length.
_ASTRAY = re.compile(r"(?<=\])(?=[(:]\s*+(?:<\s*+)?+(?!https?://|mailto:)[\w.+-]*+:)", re.IGNORECASE)


def as_markdown(document: Document) -> str:
    """Return the document as Markdown: a heading for the whole, one an entry, and one a question."""
    head = [f"# {gettext('My journal')}", "  \n".join(filter(None, (_line(document.name), _line(document.programme))))]
    head.append(long_day(document.made_on))
    entries = [_entry(one, document) for one in document.entries]
    return "\n\n".join([*filter(None, head), *entries]).strip() + "\n"


def _entry(taken: Taken, document: Document) -> str:
    return "\n\n".join(filter(None, _paragraphs(taken, document)))


def _paragraphs(taken: Taken, document: Document) -> Iterator[str]:
    entry = taken.entry
    yield f"## {long_day(entry.day)} · {_line(taken.heading)}"
    about = [
        (gettext("Prompt"), taken.prompt),
        (gettext("Theme"), taken.theme),
        (gettext("How are you?"), taken.mood),
        *((gettext("Goal") if link.kind == "goal" else gettext("Meeting"), link.title) for link in taken.links),
        (gettext("Written"), long_moment(entry.created_at)),
        (gettext("Last changed"), long_moment(entry.updated_at)),
    ]
    yield "\n".join(f"- {label}: {_line(words)}" for label, words in about if words)
    yield from _answers(taken.parts, "###")
    if taken.comments:
        yield f"### {gettext('Comments')}"
        for said in taken.comments:
            yield f"**{_line(said.author_name) or gettext('Somebody who has left')}**, {long_moment(said.at)}"
            yield _quoted(said.body)
    if taken.trail:
        yield f"### {gettext('Who could read it, and when')}"
        yield "\n".join(f"- {long_moment(line.step.at)}: {_line(line.words)}" for line in taken.trail)
    if taken.kept:
        yield f"### {gettext('Earlier texts')}"
        for kept in taken.kept:
            yield f"#### {sentence(kept)}"
            if kept.draft.title.strip():
                yield _line(kept.draft.title)
            yield from _answers(parts_of(document.questions, kept.draft.answers, kept.asked), "#####")


def _answers(parts: Iterable[Part], signs: str) -> Iterator[str]:
    for part in parts:
        yield f"{signs} {_line(part.heading)}"
        yield below(part.text)


def below(text: str) -> str:
    """Return what somebody wrote, with its headings below ours, and nothing in it that other programs bring alive."""
    text = _UNDERLINED.sub(lambda found: f"{'#' if found[2][0] == '=' else '##'} {found[1]}", text.strip("\n"))
    text = _HEADING.sub(lambda found: found[1] + (found[2] + _BELOW)[:6], text)
    return _ASTRAY.sub(r"\\", _ALIVE.sub(lambda found: "\\" + found[0], text))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in below(text).split("\n"))


def _line(text: str) -> str:
    """Return a text that stands within a line of ours."""
    return _ALIVE.sub(lambda found: "\\" + found[0], " ".join(text.split()))


# ---- JSON ----


def as_json(document: Document) -> str:
    """Return the document for machines: plain values, days and moments in ISO 8601, public ids."""
    told = {
        "schema": SCHEMA,
        "made_on": document.made_on.isoformat(),
        "year": document.year,
        "month": document.month,
        "writer": document.name,
        "programme": document.programme,
        "entries": [_plain(one, document) for one in document.entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(taken: Taken, document: Document) -> dict[str, Any]:
    entry = taken.entry
    return {
        "id": str(entry.public_id),
        "day": entry.day.isoformat(),
        "title": entry.title,
        "theme": {"id": entry.theme, "name": taken.theme} if entry.theme else None,
        "prompt": {"id": entry.frame, "name": taken.prompt} if entry.frame else None,
        "mood": entry.mood,
        "links": [{"kind": link.kind, "id": str(link.id), "title": link.title} for link in taken.links],
        "written_at": entry.created_at.isoformat(),
        "changed_at": entry.updated_at.isoformat(),
        "version": entry.version,
        "words": entry.words,
        "answers": _plain_parts(taken.parts),
        "insights": list(marked(entry.answers.values())),
        "read_by": [
            {
                "share": str(share.share_id),
                "since": share.since.isoformat(),
                "group": share.group_name,
                "names": [reader.name for reader in share.readers],
                "whole": share.manner.whole,
                "text": str(share.manner.text_id) if share.manner.text_id else None,
            }
            for share in taken.shares
        ],
        "comments": [
            {
                "share": str(said.share_id),
                "by": said.author_name,
                "at": said.at.isoformat(),
                "text": said.body,
            }
            for said in taken.comments
        ],
        "trail": [
            {
                "what": line.step.verb.value,
                "at": line.step.at.isoformat(),
                "by": line.name,
                "with": line.whom,
                "share": str(line.step.share_ref) if line.step.share_ref else None,
            }
            for line in taken.trail
        ],
        "earlier_texts": [_plain_kept(kept, document) for kept in taken.kept],
    }


def _plain_kept(kept: VersionInfo, document: Document) -> dict[str, Any]:
    draft = kept.draft
    return {
        "id": str(kept.version_id),
        "why": kept.reason.value,
        "at": kept.at.isoformat(),
        "version": kept.version,
        "title": draft.title,
        "theme": draft.theme or None,
        "day": draft.day.isoformat() if draft.day else None,
        "mood": draft.mood,
        "answers": _plain_parts(parts_of(document.questions, draft.answers, kept.asked)),
    }


def _plain_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"question": part.label, "asked": part.was or None, "text": part.text} for part in parts]


__all__ = ["SCHEMA", "as_json", "as_markdown", "below", "file_name"]
