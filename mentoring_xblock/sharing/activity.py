"""When people last did something with what they share: moments only, and never what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Max

from mentoring_xblock.kit.latest import latest
from mentoring_xblock.sharing.models import Comment, Share


def last_signs(group_pks: Collection[int]) -> dict[int, dt.datetime]:
    """Return when somebody last shared something in each group, withdrew it, or said something below it; two queries.

    It asks no policy: it is for jobs that look at groups by the clock.
    """
    shares = Share.objects.filter(group__in=group_pks).values_list("group")
    said = Comment.objects.filter(share__group__in=group_pks).values_list("share__group")
    return latest(
        shares.annotate(Max("created_at"), Max("withdrawn_at")).order_by(),
        said.annotate(Max("created_at")).order_by(),
    )
