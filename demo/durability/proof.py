"""The proof itself: faults out of a shuffled deck while somebody types, and a count of what is there in the end.

A round: a text is typed, something goes wrong before, while or after it is typed, it goes on in one of four ways, and
everything is well again. Now and then, and in the end, the page is opened anew, gets the time to send what it has, and
all that was typed so far is looked for: in the entries, in the texts kept beside them, and on the page itself.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from demo.benchmarks.dashboard import School
from demo.durability.device import write_elsewhere
from demo.durability.faults import Fault, Kind, Switch, When, deck, faulty, sign_everybody_out
from demo.durability.server import Application, Server
from demo.durability.texts import PASTES, Burst, Proof, Texts, counted, exceptions, twice
from demo.durability.writer import Way, Writer, chromium
from demo.models import AuthoredBlock
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.programme.models import Role

#: Rounds between two looks into the database.
LOOKS = 10
#: How many faults of each kind a save has to meet in a long proof.
LEAST = 10
#: Seconds that a fault waits for a save to meet it; a page waits 1.2 after the last letter.
MEETS = 3.0
#: Seconds that a server is away before it comes again.
AWAY = (0.2, 1.5)


def journal_of_a_pair() -> tuple[Any, AuthoredBlock]:
    """Make a course with a journal, and a pair; returns the mentee's account, and the journal."""
    school = School("durability")
    school.mentor_of(1)
    key = school.key.make_usage_key("mentoring_journal", "journal")
    journal = AuthoredBlock.objects.create(
        course_key=str(school.key),
        usage_key=str(key),
        block_type="mentoring_journal",
        unit=school.dashboard.unit,
        published={},
    )
    school.dashboard.delete()  # the page has the journal alone
    mentee = school.round.participants.get(role=Role.MENTEE).user
    return mentee, journal


def prove(
    application: Application,
    user: Any,
    block: AuthoredBlock,
    *,
    seed: int,
    faults: int,
    seconds: float | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Proof:
    """Let so many faults happen, or as many as there is time for; more, up to twice as many, until enough are met.

    Args:
        application: the site. No thread may run, and no connection be open.
        seconds: how much time there is; then a save has to meet one fault of each kind, else `LEAST`.
        tell: called with a line now and then.
    Raises:
        TimeoutError: a page did not come, though everything was well.
    """
    switch = Switch(settings.VAR)
    with Server(faulty(application, switch)) as server, chromium() as browser:
        server.start()
        draw = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        writer = Writer(browser, server.address, user, block, draw)
        company = _Rounds(server, switch, writer, user, block, draw)
        began, least = time.monotonic(), LEAST if seconds is None else 1
        for fault in deck(2 * faults, seed):
            over = fault.number >= faults if seconds is None else time.monotonic() - began > seconds
            if over and company.has_met(least):
                break
            company.round(fault)
            if not (fault.number + 1) % LOOKS:
                tell(company.look())
        company.look()
        return company.proof(seed, time.monotonic() - began, least)


class _Rounds:
    """What all rounds have in common: the server, the writer, and what was typed so far."""

    def __init__(
        self, server: Server, switch: Switch, writer: Writer, user: Any, block: AuthoredBlock, draw: random.Random
    ):
        self._server, self._switch, self._writer = server, switch, writer
        self._user, self._block, self._draw = user, block, draw
        self._texts = Texts(draw)
        self._dealt: list[tuple[Fault, Way]] = []
        self._met: set[int] = set()
        self._now: Fault | None = None
        #: The last fault by another device: what it brings about may come later.
        self._other: Fault | None = None
        #: The entry that was on the paper when the round began.
        self._entry = ""
        writer.refused = self._refused
        writer.answered = self._answered

    # ---- who has met what ----

    def _refused(self) -> None:
        if self._now and self._now.kind in (Kind.KILLED, Kind.RESTARTED, Kind.NETWORK):
            self._met.add(self._now.number)

    def _answered(self, status: int) -> None:
        if status == 409 and self._other:
            self._met.add(self._other.number)
        if self._now and self._now.kind.value == str(status):
            self._met.add(self._now.number)

    def _is_met(self) -> bool:
        # That the server held a save is no answer yet.
        self._met |= {number for number in self._switch.met() if self._dealt[number][0].kind is not Kind.ANSWERS_409}
        return self._now is None or self._now.number in self._met

    def has_met(self, least: int) -> bool:
        """Return whether saves have met so many faults of each kind."""
        met = self._met_by_kind()
        return all(met[kind] >= least for kind in met)

    def _met_by_kind(self) -> dict[str, int]:
        return _by_kind(fault for fault, _way in self._dealt if fault.number in self._met)

    # ---- a round ----

    def round(self, fault: Fault) -> None:
        """Type, let the fault happen, go on, and be well again."""
        draw, writer = self._draw, self._writer
        way = draw.choice(list(Way))
        self._dealt.append((fault, way))
        self._make_ready(fault)
        meanwhile = fault.kind is Kind.ANSWERS_409 and fault.when is not When.BEFORE
        moment = "after" if meanwhile else draw.choice(["before", "during", "after"])
        strikes_at = {"before": 0, "during": draw.randint(1, 6), "after": -1}[moment]
        about = f"{fault.kind.value} {fault.when.value} ({moment} typing), {way.value}"

        first = self._type(about, strikes_at, fault)
        writer.pause([first])
        if self._now is None:
            if not meanwhile:
                writer.wait(draw.uniform(0, 1.2))
            self._strike(fault)
        # Somebody who types on while a save is under way, and may make no pause before what comes next.
        types_on = draw.random() < (0.9 if fault.when is When.LATE else 0.5)
        last = self._type(about) if types_on and not writer.chooses() else None
        if last and (meanwhile or draw.random() < 0.5):
            writer.pause([last])
        if not meanwhile and draw.random() < 0.85:
            writer.wait(MEETS, self._is_met)
        bursts = [first, last] if last else [first]
        if draw.random() < (0.2 if meanwhile else 0.5):
            self._go(way, bursts)
            self._heal(fault)
        else:
            self._heal(fault)
            if meanwhile:
                writer.wait(MEETS, self._is_met)
            self._go(way, bursts)
        writer.open()

    def _make_ready(self, fault: Fault) -> None:
        self._writer.open()
        if self._draw.random() < 0.8:
            self._writer.press_again()
        if not self._writer.is_short():
            self._writer.save()
            self._writer.begin_entry()
        self._entry = self._writer.entry()
        while fault.kind is Kind.ANSWERS_409 and not self._entry:
            self._type("before a fault")
            self._writer.save()
            self._entry = self._writer.entry()

    def _type(self, about: str, strikes_at: int = -1, fault: Fault | None = None) -> Burst:
        """Type a text; the fault strikes when so many pieces of it have gone in."""
        burst = self._texts.burst()
        burst.about = about
        paste = fault is not None and self._draw.randrange(PASTES) == 0 and self._writer.is_short()
        chunks = iter([self._texts.pasted(burst)]) if paste else self._texts.chunks(burst)

        def during(gone_in: int) -> None:
            if gone_in == strikes_at:
                self._strike(fault)

        self._writer.type(burst, chunks, self._draw.randrange(9), during)
        return burst

    def _go(self, way: Way, bursts: list[Burst]) -> None:
        if way is Way.GOES_ON:
            self._writer.pause(bursts)
        self._writer.go(way)

    # ---- faults ----

    def _strike(self, fault: Fault) -> None:
        self._now = fault
        if fault.kind is Kind.ANSWERS_409:
            self._write_elsewhere(fault)
        elif fault.when is not When.BEFORE or fault.kind is Kind.ANSWERS_500:
            self._switch.set(fault)
        elif fault.kind is Kind.KILLED:
            self._server.kill()
        elif fault.kind is Kind.RESTARTED:
            self._server.stop()
        elif fault.kind is Kind.NETWORK:
            self._writer.go_off_line()
        elif fault.kind is Kind.ANSWERS_403:
            sign_everybody_out()

    def _write_elsewhere(self, fault: Fault) -> None:
        """Save from another device: at once, or while a save of the page is held before or after its write."""
        if fault.when is not When.BEFORE:
            self._switch.set(fault)
            self._writer.wait(MEETS, lambda: fault.number in self._switch.met())
            self._writer.wait(0.1)
        self._other = fault
        burst = self._texts.burst()
        write_elsewhere(
            self._server.address,
            self._user,
            self._block,
            self._entry,
            burst,
            "".join(self._texts.chunks(burst)).strip(),
        )

    def _heal(self, fault: Fault) -> None:
        """Be well again."""
        self._is_met()
        self._switch.clear()
        if fault.kind is Kind.KILLED:
            self._server.kill()  # it may be about to do so itself
        if fault.kind is Kind.RESTARTED:
            self._server.stop()
            self._writer.wait(self._draw.uniform(*AWAY))
        self._server.start()
        if fault.kind is Kind.NETWORK and fault.when is When.BEFORE:
            self._writer.go_on_line()
        if fault.kind is Kind.ANSWERS_403:
            self._writer.sign_in()
        self._now = None

    # ---- what is there ----

    def look(self) -> str:
        """Open the page anew, let it send what it has, and say how much of all that was typed is there."""
        self._writer.open(anew=True)
        sent = self._writer.save()
        counts, losses = self._counted()
        line = f"{len(self._dealt):4} faults, {counts['promised']:7} letters promised, {counts['lost']} lost"
        return "\n".join([line if sent else f"{line}; not everything was sent", *losses])

    def _counted(self) -> tuple[Counter[str], tuple[str, ...]]:
        """Count what stands in the database, or on the page that was opened anew, which shows what can't be saved."""
        return counted(self._texts.bursts, [*self._standing(), *self._writer.fields()])

    def _standing(self) -> list[str]:
        found = [text for row in self._entries() for text in [row.title, *row.answers.values()]]
        for content in EntryVersion.objects.filter(entry__owner=self._user).values_list("content", flat=True):
            found += [content["title"], *content["answers"].values()]
        return found

    def _entries(self) -> Iterable[Entry]:
        return Entry.objects.filter(owner=self._user, usage_key=self._block.usage_key)

    def proof(self, seed: int, seconds: float, least: int) -> Proof:
        """Count everything."""
        counts, losses = self._counted()
        entries = [" ".join([row.title, *row.answers.values()]) for row in self._entries()]
        log = Path(settings.VAR / "server.log")
        connections.close_all()
        return Proof(
            seed=seed,
            seconds=seconds,
            least=least,
            dealt=_by_kind(fault for fault, _way in self._dealt),
            met=self._met_by_kind(),
            moments=Counter(fault.when.value for fault, _way in self._dealt),
            ways=Counter(way.value for _fault, way in self._dealt),
            typed=counts["typed"],
            promised=counts["promised"],
            lost=counts["lost"],
            lost_at_once=counts["lost_at_once"],
            twice=twice((burst.token for burst in self._texts.bursts), entries),
            errors=exceptions(log.read_text(encoding="utf-8")) if log.exists() else (),
            losses=losses,
        )


def _by_kind(faults: Iterable[Fault]) -> dict[str, int]:
    return {**{kind.value: 0 for kind in Kind}, **Counter(fault.kind.value for fault in faults)}
