"""People named in a form, one group of them a line, as a coordinator types them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role

Named = tuple[tuple[UUID, ...], ...]


def named(actor: Actor, place: Place, role: Role, together: str, apart: str) -> dict[str, Named]:
    """Return whom the two texts name, by public id; a name, a username or an address stands for somebody.

    No query when both are empty, a constant number otherwise.

    Raises:
        Invalid: by field, naming the lines' names that nobody of that role has, or several have.
    """
    policy.require(Action.PROPOSALS_MANAGE, actor)
    texts = {"together": together, "apart": apart}
    if not any(text.strip() for text in texts.values()):
        return {"together": (), "apart": ()}
    ids = _ids(place, role)
    found: dict[str, Named] = {}
    problems: dict[str, list[str]] = {}
    for field, text in texts.items():
        lines = [[name.strip() for name in line.split(",") if name.strip()] for line in text.splitlines()]
        wrong = [name for line in lines for name in line if ids.get(name.casefold()) is None]
        if wrong:
            problems[field] = [_unknown(wrong)]
        else:
            found[field] = tuple(tuple(ids[name.casefold()] for name in line) for line in lines if line)
    if problems:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), problems)
    return found


def written(people: Named, names: Mapping[UUID, str]) -> str:
    """Return people as they would be typed; those who have no name any more are left out."""
    return "\n".join(", ".join(names[who] for who in line if who in names) for line in people)


def _ids(place: Place, role: Role) -> dict[str, UUID | None]:
    """Return people of a role by each of their names; None where several people share one."""
    programme = programmes.get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None:
        raise NotFound(gettext("This programme has not been published yet."))
    people = programmes.everybody(programme.round.id, role)
    accounts = host.people({person.user_id for person in people})
    ids: dict[str, UUID | None] = {}
    for person in people:
        account = accounts.get(person.user_id)
        for name in {account.full_name, account.username, account.email} if account else ():
            key = name.casefold()
            ids[key] = None if key in ids else person.public_id
    return ids


def _unknown(names: list[str]) -> str:
    # Isolated, so that a right-to-left mark in one of them turns nothing else around.
    listed = ", ".join(f"\u2068{name}\u2069" for name in names)
    return ngettext(
        "This is nobody’s name, or that of several people: %(names)s.",
        "These are nobody’s names, or those of several people: %(names)s.",
        len(names),
    ) % {"names": listed}
