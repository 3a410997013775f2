"""The message catalogues: extract, compile, check, and make pseudo-languages of them.

`catalogues.py extract|compile|dummy|validate`, run from the root of the checkout. There are two catalogues, the
package's, of which the English one is the source that translators start from, and the demo's.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "en"
TRANSLATION = "fi"
PSEUDO_LANGUAGES = ("eo", "rtl")

# What a pseudo-translation must leave alone: placeholders of every kind, tags and entities.
_KEEP = re.compile(r"(%\([^)]*\)[a-z]|%[sdr%]|\{[^}]*\}|<[^>]*>|&[a-z]+;)")
_PSEUDO_LETTERS = {
    "eo": str.maketrans("AEIOUYaeiouyCcNnSsGg", "ÀÉÌÖÛÝàéìöûýÇçÑñŠšĜĝ"),
    "rtl": str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהופגהיךכלמנספקרשתטוויז"),
}


@dataclass(frozen=True)
class Catalogue:
    """One body of source and the folder of its languages, both relative to the root of the checkout."""

    source: str
    folder: str
    languages: tuple[str, ...]

    def po(self, language: str) -> Path:
        """Return the path of the language's .po file."""
        return ROOT / self.folder / language / "LC_MESSAGES" / "django.po"


CATALOGUES = (
    Catalogue("mentoring_xblock", "translations", (SOURCE, TRANSLATION)),
    Catalogue("demo", "demo/locale", (TRANSLATION,)),
)


def extracted(catalogue: Catalogue) -> Iterator[tuple[str, Path]]:
    """Yield (language, .po as extraction would write it now), in a temporary copy that goes with the iteration.

    The copy has real folders where the checkout has links, and keeps half-made files out of the checkout
    (Django writes one beside every template while it reads).
    Raises CalledProcessError when Django's makemessages fails (say, because gettext is missing).
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / catalogue.source
        shutil.copytree(ROOT / catalogue.source, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
        for language in catalogue.languages:
            target = copy / "locale" / language / "LC_MESSAGES" / "django.po"
            target.parent.mkdir(parents=True)
            if catalogue.po(language).exists():
                shutil.copy(catalogue.po(language), target)
        chosen = [part for language in catalogue.languages for part in ("--locale", language)]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages", *chosen),
                *("--no-wrap", "--no-obsolete", "--add-location", "file", "--verbosity", "0"),
            ],
            cwd=copy,
            env=environment,
            check=True,
        )
        for language in catalogue.languages:
            path = copy / "locale" / language / "LC_MESSAGES" / "django.po"
            if path.exists():
                yield language, path


def messages(path: Path) -> dict[tuple, tuple]:
    """Return {(context, msgid, plural): (translation, plural translations, flags)}: a .po or .mo but for positions."""
    read = polib.mofile if path.suffix == ".mo" else polib.pofile
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): (
            entry.msgstr,
            tuple(sorted((int(number), text) for number, text in entry.msgstr_plural.items())),
            tuple(sorted(flag for flag in entry.flags if flag == "fuzzy")),
        )
        for entry in read(str(path))
        if not entry.obsolete
    }


def incomplete(path: Path) -> list[str]:
    """Return the msgids that have no translation, or only a guessed (fuzzy) one."""
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    return [entry.msgid for entry in entries if not entry.translated()]


def mismatched(path: Path) -> list[str]:
    """Return the msgids of which a translation lacks, or adds, a placeholder (a plural form may leave some out)."""
    found = []
    for entry in polib.pofile(str(path)):
        wanted = _placeholders(entry.msgid)
        if entry.msgid_plural:
            allowed = wanted | _placeholders(entry.msgid_plural)
            wrong = any(_placeholders(text) - allowed for text in entry.msgstr_plural.values())
        else:
            wrong = bool(entry.msgstr) and _placeholders(entry.msgstr) != wanted
        if wrong:
            found.append(entry.msgid)
    return found


def _placeholders(text: str) -> set[str]:
    return {part for part in _KEEP.findall(text) if part[0] in "%{" and part != "%%"}


def stale(catalogue: Catalogue) -> list[str]:
    """Return one sentence for each language whose .po is not what extraction would make of the source now."""
    found = []
    for language, fresh in extracted(catalogue):
        path = catalogue.po(language)
        committed = messages(path) if path.exists() else {}
        wanted = messages(fresh)
        added, gone = wanted.keys() - committed.keys(), committed.keys() - wanted.keys()
        if added or gone:
            names = ", ".join(repr(key[1]) for key in sorted(added | gone, key=str)[:5])
            found.append(f"{path.relative_to(ROOT)}: {len(added)} messages to add, {len(gone)} to drop ({names})")
    return found


def uncompiled(path: Path) -> bool:
    """Return whether the .mo beside this .po is missing or says something else than the .po."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return True
    wanted = {entry.msgid for entry in polib.pofile(str(path)).translated_entries()}
    in_po = {key: value for key, value in messages(path).items() if key[1] in wanted}
    return messages(compiled) != in_po


def extract() -> int:
    """Write every catalogue anew from the source, keeping the translations."""
    for catalogue in CATALOGUES:
        for language, fresh in extracted(catalogue):
            path = catalogue.po(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or messages(path) != messages(fresh):
                _head(polib.pofile(str(fresh), wrapwidth=0), language).save(str(path))
            waiting = f", {len(incomplete(path))} to translate" if language == TRANSLATION else ""
            print(f"{path.relative_to(ROOT)}: {len(messages(path))} messages{waiting}")
    return 0


def _head(file: polib.POFile, language: str) -> polib.POFile:
    """Give a catalogue a head of our own: gettext's is a form to fill in, with dates that change by themselves."""
    file.header = "Messages of mentoring-xblock. Licence: AGPL-3.0, as the source."
    file.metadata_is_fuzzy = False
    file.metadata = {
        "Project-Id-Version": "mentoring-xblock",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return file


def compile_all() -> int:
    """Write the .mo of every translation."""
    for catalogue in CATALOGUES:
        path = catalogue.po(TRANSLATION)
        if not path.exists():
            print(f"{path.relative_to(ROOT)} is missing: make extract_translations")
            return 1
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
        print(path.with_suffix(".mo").relative_to(ROOT))
    return 0


def dummy() -> int:
    """Make the pseudo-languages: what stays plain on a page in one of them is not translatable yet."""
    for catalogue in CATALOGUES:
        for language in PSEUDO_LANGUAGES:
            source = catalogue.po(catalogue.languages[0])
            if not source.exists():
                print(f"{source.relative_to(ROOT)} is missing: make extract_translations")
                return 1
            file = _head(polib.pofile(str(source), wrapwidth=0), language)
            for entry in file:
                if entry.msgid_plural:
                    entry.msgstr_plural = {
                        0: _pseudo(entry.msgid, language),
                        1: _pseudo(entry.msgid_plural, language),
                    }
                else:
                    entry.msgstr = _pseudo(entry.msgid, language)
            path = catalogue.po(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            file.save(str(path))
            file.save_as_mofile(str(path.with_suffix(".mo")))
            print(f"{path.relative_to(ROOT)}: {len(file)} messages")
    return 0


def _pseudo(text: str, language: str) -> str:
    letters = _PSEUDO_LETTERS[language]
    parts = _KEEP.split(text)
    return "".join(part if _KEEP.fullmatch(part) else part.translate(letters) for part in parts)


def validate() -> int:
    """Print what is wrong with the catalogues; return 1 if anything is."""
    problems = []
    for catalogue in CATALOGUES:
        problems += stale(catalogue)
        path = catalogue.po(TRANSLATION)
        name = path.relative_to(ROOT)
        if not path.exists():
            problems.append(f"{name} is missing")
            continue
        problems += [f"{name}: not translated: {msgid!r}" for msgid in incomplete(path)]
        problems += [f"{name}: placeholders differ: {msgid!r}" for msgid in mismatched(path)]
        if uncompiled(path):
            problems.append(f"{name}: not compiled; make compile_translations")
    print("\n".join(problems) or "The catalogues are complete, current and compiled.")
    return 1 if problems else 0


COMMANDS = {"extract": extract, "compile": compile_all, "dummy": dummy, "validate": validate}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    sys.exit(COMMANDS[parser.parse_args().command]())
