"""What the agreement's panel and pages show, ready for the templates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext

from mentoring_xblock.agreements import api, rules
from mentoring_xblock.agreements.data import AgreementInfo, Clause, VersionInfo
from mentoring_xblock.agreements.forms import DraftForm, first_form
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.differences import Change, Kind, Run, changes, runs
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.page import NAMED, and_

#: Words that stay around a change where the rest is left out.
_AROUND = 6
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Party:
    """Who agrees: what they are in the group, and when they signed the version that is shown.

    Name and role are empty for somebody who has left.
    """

    name: str
    role: str
    signed_at: dt.datetime | None


@dataclass(frozen=True)
class Part:
    """What one heading says; `changed` is the text with what has gone and come since an earlier version."""

    heading: str
    text: str = ""
    changed: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Compared:
    """One item of the draft in two texts, each whole and in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


# ---- who ----


def whom(relation: Relation) -> str:
    """Say with whom the reader agrees: "Anna and Elli", or how they are called together."""
    names = relation.names()
    if len(names) > NAMED:
        return relation.group.name or gettext("your group")
    return and_(names)


def parties(relation: Relation, version: VersionInfo | None) -> tuple[Party, ...]:
    """Return everybody in the group, the reader first, with when they signed the version."""
    signed = version.signed if version else {}
    people = sorted(relation.group.people, key=lambda one: one.user_id != relation.me.user_id)
    return tuple(
        Party(
            relation.name(one.user_id),
            _role(relation, leads=one.leads),
            signed.get(one.user_id),
        )
        for one in people
    )


def signatories(relation: Relation, version: VersionInfo | None, *, newest: bool) -> tuple[Party, ...]:
    """Return who agrees in a version that is read whole, those who have left after those who are there.

    Of an earlier version only who signed it.
    """
    there = parties(relation, version)
    if version is None:
        return there
    left = sorted(at for user_id, at in version.signed.items() if user_id not in relation.user_ids)
    there = tuple(party for party in there if newest or party.signed_at)
    return (*there, *(Party("", "", at) for at in left))


def _role(relation: Relation, *, leads: bool) -> str:
    if relation.group.circle == Circle.MENTORING:
        return relation.plan.words()["mentor" if leads else "mentee"]
    return pgettext("somebody’s part in a group", "leads the group") if leads else ""


def waits_for(relation: Relation, info: AgreementInfo) -> str:
    """Name those who have not signed, but for the reader."""
    names = [relation.name(one) for one in sorted(info.unsigned - {relation.me.user_id})]
    return and_(names) if len(names) <= NAMED else gettext("%(count)s people") % {"count": len(names)}


# ---- the panel ----


def panel(relation: Relation, info: AgreementInfo) -> dict[str, Any]:
    """Return the context of `agreements/panel.html`."""
    newest = info.newest
    mine = relation.me.user_id in info.unsigned
    context = {
        "relation": relation,
        "info": info,
        "parties": parties(relation, newest) if newest else (),
        "to_sign": newest is not None and mine and relation.open,
        "waits_for": waits_for(relation, info),
        "draft_by": relation.name(info.updated_by),
    }
    marked = newest is not None and (mine or info.pending is not None)
    before = api.known_before(relation, newest, relation.me.user_id) if marked else None
    return {**context, "before": before, "changed": _only_changes(before, newest) if before else ()}


# ---- reading ----


def reading(
    actor: Actor,
    relation: Relation,
    info: AgreementInfo,
    version: VersionInfo | None,
    *,
    draft: bool = False,
    since: VersionInfo | None = None,
) -> dict[str, Any]:
    """Return the context of `agreements/page.html` with a version, or with the draft as it stands.

    What has changed is marked in what waits to be signed, and in the draft.

    Args:
        since: the version to compare with; without it the newest one that held or that the actor signed.
    """
    shown = None if draft else version
    newest = shown is not None and info.newest is not None and shown.version_id == info.newest.version_id
    waits = newest and (info.pending is not None or actor.user_id in info.unsigned)
    if shown is None:
        before, found = info.newest, rules.clauses_of(api.items(relation, info), info.texts)
    else:
        before = since or (api.known_before(relation, shown, actor.user_id) if waits else None)
        found = shown.clauses
    return {
        "relation": relation,
        "whom": whom(relation),
        "info": info,
        "shown": shown,
        "newest": newest,
        "before": before,
        "parts": _parts(before, found),
        "parties": signatories(relation, shown, newest=newest),
        "waits_for": waits_for(relation, info),
        "to_sign": newest and relation.open and actor.user_id in info.unsigned,
        "mine": newest and shown.made_by == actor.user_id and info.pending is not None and relation.open,
        "made_by": relation.name(shown.made_by) if shown else "",
        "draft_by": relation.name(info.updated_by),
        "earlier": api.earlier(relation),
        "kept": tuple(
            (one.at, tuple(Part(pick(clause.heading), clause.text) for clause in _clauses(relation, info, one.texts)))
            for one in api.kept_of(actor, relation)
        ),
    }


def _clauses(relation: Relation, info: AgreementInfo, texts: Mapping[str, str]) -> tuple[Clause, ...]:
    return rules.clauses_of(api.items(relation, info), texts)


def _parts(before: VersionInfo | None, clauses: tuple[Clause, ...]) -> tuple[Part, ...]:
    """Return what there is to read, each part with its changes; what has gone as a whole comes last."""
    earlier = before.texts if before else {}
    now = {clause.id for clause in clauses}
    found = [
        Part(
            pick(clause.heading) or gettext("From an earlier form"),
            clause.text,
            changes(earlier.get(clause.id, ""), clause.text)
            if before and earlier.get(clause.id) != clause.text
            else (),
        )
        for clause in clauses
    ]
    gone = [clause for clause in (before.clauses if before else ()) if clause.id not in now]
    return (*found, *(Part(pick(one.heading), "", changes(one.text, "")) for one in gone))


def _only_changes(before: VersionInfo, version: VersionInfo) -> tuple[Part, ...]:
    """Return the parts that differ, with a few words around each change."""
    found = (part for part in _parts(before, version.clauses) if part.changed)
    return tuple(Part(part.heading, "", _shortened(part.changed)) for part in found)


def _shortened(changed: tuple[Change, ...]) -> tuple[Change, ...]:
    last = len(changed) - 1
    return tuple(
        Change(_around(one.text, first=at == 0, last=at == last), one.kind) if one.kind is Kind.SAME else one
        for at, one in enumerate(changed)
    )


def _around(text: str, *, first: bool, last: bool) -> str:
    words = _WORDS.findall(text)
    if len(words) <= (1 if first or last else 2) * _AROUND:
        return text
    head = "" if first else "".join(words[:_AROUND])
    tail = "" if last else "".join(words[-_AROUND:])
    return f"{head}… {tail}"


# ---- writing ----


def writing(actor: Actor, relation: Relation, info: AgreementInfo, form: DraftForm | None = None) -> dict[str, Any]:
    """Return the context of `agreements/page.html` with the form."""
    items = api.items(relation, info)
    form = form or first_form(relation.group.public_id, items, info)
    return {
        "relation": relation,
        "whom": whom(relation),
        "info": info,
        "form": form,
        "draft_by": relation.name(info.updated_by),
        "suggested": not info.version and any(item.suggestion for item in items),
        "draft_key": _draft_key(actor, relation),
    }


def _draft_key(actor: Actor, relation: Relation) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and group, telling neither."""
    what = f"{actor.user_id} {relation.group.public_id}"
    return salted_hmac("mentoring_xblock.agreements.draft", what, algorithm="sha256").hexdigest()[:32]


def refused(
    actor: Actor, relation: Relation, info: AgreementInfo, form: DraftForm, error: Invalid | Conflict
) -> dict[str, Any]:
    """Return the context of a page on which what was typed stays, with the reason why it was not saved.

    After a conflict both texts stand beside each other.
    """
    if isinstance(error, Conflict):
        form.moved_to(error.current.version)
        compared = compare(relation, error.current, form.texts, error.current.texts)
        return {**writing(actor, relation, error.current, form), "compared": compared}
    form.refuse(error)
    return {**writing(actor, relation, info, form), "problem": error.message}


def joining(actor: Actor, relation: Relation, info: AgreementInfo, form: DraftForm) -> dict[str, Any]:
    """Return the context of a page on which both texts of a valid form stand in one."""
    items = api.items(relation, info)
    mine, other = form.texts, info.texts
    texts = {
        item.id: "\n\n".join(dict.fromkeys(filter(None, (one.get(item.id, "").strip("\n") for one in (mine, other)))))
        for item in items
    }
    form.show(texts)
    form.moved_to(info.version)
    return {**writing(actor, relation, info, form), "joining": True}


def compare(
    relation: Relation, info: AgreementInfo, mine: Mapping[str, str], other: Mapping[str, str]
) -> tuple[Compared, ...]:
    """Return what two drafts say, item by item; what neither says is left out."""
    pairs = [(pick(one.name), mine.get(one.id, ""), other.get(one.id, "")) for one in api.items(relation, info)]
    return tuple(Compared(label, *runs(one, two)) for label, one, two in pairs if one.strip() or two.strip())
