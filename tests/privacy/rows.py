"""A row of the tables: how they say who may call a handler, and about what. See `table.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Things = tuple[str, ...]

#: Refused everywhere, whatever a call is about.
NOBODY = ("anonymous", "stranger", "looking as the mentee", "looking as a learner")
MENTEES = ("mentee", "peer", "other mentee")
MENTORS = ("own mentor", "former mentor", "other mentor")
TAKING_PART = (*MENTEES, *MENTORS)
STAFF = ("coordinator", "other staff", "administrator", "author", "superuser")
#: Named by a coordinator for something, enrolled, and with no part in the round.
NAMED = ("matcher", "former matcher", "line manager")
#: In the course, and with no part in any group: unless a row names them, everything here is somebody else’s to them.
OUTSIDERS = ("learner outside the programme", *NAMED, *STAFF)
IN_COURSE = ("learner outside the programme", *NAMED, *TAKING_PART, *STAFF)
EVERYBODY = (*NOBODY, *IN_COURSE)

#: A call that names nothing.
NOTHING: Things = ("",)

LIVE: Things = ("private", "shared", "with peers", "withdrawn", "with a former mentor")
FOREIGN: Things = ("somebody else’s",)
#: Entries of the mentee's beside these: one that waits in a reflection, and one that was opened with a peer's.
ANSWERS: Things = ("handed over", "opened together")
#: And of which only a passage, an earlier text, or nothing to talk about is shared.
GIVEN: Things = ("a passage", "a kept text", "to one person")
#: All of the mentee's entries that are not in the bin.
WRITTEN: Things = (*LIVE, *ANSWERS, *GIVEN)
#: Goals of a group: of the mentee’s pair, and of their group of peers.
TOGETHER: Things = ("of the pair", "of peers")


@dataclass(frozen=True)
class Row:
    """One handler.

    may: about which things it answers which role with what was asked for.
    told: where a role may ask, but how the thing stands forbids it (409, 422): in place, with what was typed.
    refusal: what other roles are told; one that is in `may` is told 404 about everything else.
    writes: about which things such a call changes rows, by role or for all of them; every other call changes nothing.
    shows: the answer holds the words of the thing.
    about: the kind of the things, as in `Scene.things`; empty for a call that names nothing.
    """

    may: Mapping[str, Things]
    about: str = ""
    told: Mapping[tuple[str, str], int] = field(default_factory=dict)
    refusal: int = 404
    writes: Things | Mapping[str, Things] = ()
    shows: bool = False

    def asked(self, role: str, things: Iterable[str]) -> Things:
        """Return about which of these things a role has to ask: each call tells something that no other one does.

        Who is nobody is refused before anything is looked up, as is who is told 403 for what they are not; what there
        is not is the same for everybody else. Of outsiders nothing is theirs, whatever it is: they take turns, so that
        each of them asks about two things, and between them about all.
        """
        known = role in self.may or any(one == role for one, _ in self.told)
        if role in NOBODY or (self.refusal == 403 and not known):
            return next(iter(self.may.values()))[:1]
        names = tuple(name for name in things if name != "unknown" or role in self.may)
        if known or role not in OUTSIDERS or len(names) < 2:
            return names
        turn = 2 * OUTSIDERS.index(role)
        return names[turn % len(names)], names[(turn + 1) % len(names)]

    def status(self, role: str, thing: str) -> int:
        """Return what this role is told about this thing."""
        if role in NOBODY:
            return 403
        if (role, thing) in self.told:
            return self.told[role, thing]
        if thing in self.may.get(role, ()):
            return 200
        return 404 if role in self.may else self.refusal

    def changes(self, role: str, thing: str) -> bool:
        """Return whether this role's call about this thing changes rows."""
        writes = self.writes.get(role, ()) if isinstance(self.writes, Mapping) else self.writes
        asked = thing in self.may.get(role, ()) or (role, thing) in self.told
        return asked and thing in writes


def anybody(roles: tuple[str, ...]) -> dict[str, Things]:
    """Return that these roles may, in a call that names nothing."""
    return dict.fromkeys(roles, NOTHING)


def writers(*things: str) -> dict[str, Things]:
    """Return the same, and that everybody in a group may about what it writes together."""
    together = {"own mentor": TOGETHER[:1], "peer": TOGETHER[1:]}
    return {**owners(*things), "mentee": (*things, *TOGETHER), **together}


def owners(*things: str) -> dict[str, Things]:
    """Return that the mentee may about these things of theirs, and the other mentee about their own."""
    return {"mentee": things, "other mentee": FOREIGN}
