"""What an entry said before: its kept texts a page at a time, and putting one of them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.data import EntryHistory, EntryInfo, VersionInfo
from mentoring_xblock.journal.keeping import draft_of, keep_text
from mentoring_xblock.journal.models import EntryVersion
from mentoring_xblock.journal.opening import own_row
from mentoring_xblock.journal.queries import info_of
from mentoring_xblock.journal.saving import put
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts

#: Kept texts on one page.
PAGE_SIZE = 10
#: Kept texts that never stood as the whole entry, so that nothing has become of them.
APART = (Reason.CONFLICT, Reason.EXCERPT)


def history(actor: Actor, place: Place, entry_id: UUID, page: int = 1) -> EntryHistory:
    """Return a page of the texts that were kept beside an entry of the actor's own, newest first.

    A constant number of queries, whatever was kept.

    Raises:
        NotFound: there is no such entry of the actor's own, or it is in the bin.
    """
    row, _ = own_row(actor, place, entry_id, Action.ITEM_WRITE)
    entry = info_of(row)
    kept = EntryVersion.objects.filter(entry=row).order_by("-created_at", "-pk")
    total = kept.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    found = list(kept[shown])
    after = _stood_after(kept, found[0]) if found and number > 1 else None
    texts = Page(tuple(map(version_info, found)), number, pages, total)
    return EntryHistory(entry, texts, version_info(after).draft if after else entry.draft)


def _stood_after(kept: QuerySet[EntryVersion], one: EntryVersion) -> EntryVersion | None:
    later = kept.filter(Q(created_at__gt=one.created_at) | Q(created_at=one.created_at, pk__gt=one.pk))
    return later.exclude(reason__in=APART).order_by("created_at", "pk").first()


def kept_of(actor: Actor, entries: Iterable[EntryInfo]) -> dict[UUID, tuple[VersionInfo, ...]]:
    """Return all texts that were kept beside entries of the actor's own, by public id, newest first; one query.

    Entries without any are left out, and entries of others always.
    """
    own = [one.public_id for one in entries if policy.allowed(Action.ITEM_WRITE, actor, Facts(owner_id=one.owner_id))]
    rows = EntryVersion.objects.filter(entry__public_id__in=own).order_by("-created_at", "-pk")
    found = defaultdict(list)
    for row in rows.annotate(entry_ref=F("entry__public_id")):
        found[row.entry_ref].append(version_info(row))
    return {entry_id: tuple(texts) for entry_id, texts in found.items()}


def put_back(actor: Actor, place: Place, entry_id: UUID, version_id: UUID) -> EntryInfo:
    """Let a kept text stand again, and keep the one that stood until now. Putting back twice is putting back once.

    A page on which the entry is open elsewhere is told so when it saves. What the entry is linked to stays.

    Raises:
        NotFound: there is no such entry of the actor's own, no such text beside it, or only passages of one.
    """
    with transaction.atomic():
        row, _ = own_row(actor, place, entry_id, Action.ITEM_WRITE, lock=True)
        kept = EntryVersion.objects.filter(entry=row, public_id=version_id).exclude(reason=Reason.EXCERPT).first()
        if kept is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        before, then = info_of(row).draft, draft_of(kept.content)
        # A text from before there were days and moods says nothing about them.
        then = replace(before, title=then.title, theme=then.theme, answers=then.answers, day=then.day or before.day)
        then = replace(then, mood=kept.content["mood"]) if "mood" in kept.content else then
        if then != before:
            keep_text([row], Reason.PUT_BACK)
            columns = put(row, then, kept.content.get("asked") or {}, {})
            row.version += 1
            row.updated_at = timezone.now()
            row.page_key = None
            row.save(update_fields=[*columns, "version", "updated_at", "page_key"])
            step = {"owner_id": row.owner_id, "actor_id": actor.user_id, "verb": Verb.PUT_BACK}
            audit.record(ItemKind.ENTRY, row.public_id, **step)
    return info_of(row)


def version_info(row: EntryVersion) -> VersionInfo:
    """Return a kept text as a plain value, for eyes that policy has let through."""
    return VersionInfo(
        version=row.number,
        reason=Reason(row.reason),
        draft=draft_of(row.content),
        at=row.created_at,
        version_id=row.public_id,
        asked=row.content.get("asked") or {},
    )


__all__ = ["APART", "PAGE_SIZE", "history", "kept_of", "put_back", "version_info"]
