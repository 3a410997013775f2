"""When people last did something about their agreement: moments only, and never what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Max

from mentoring_xblock.agreements.models import Agreement, Signature
from mentoring_xblock.kit.latest import latest


def last_signs(group_pks: Collection[int]) -> dict[int, dt.datetime]:
    """Return when somebody last wrote the draft of each group's agreement, or signed it; two queries.

    It asks no policy: it is for jobs that look at groups by the clock.
    """
    drafts = Agreement.objects.filter(group__in=group_pks).values_list("group", "updated_at")
    signed = Signature.objects.filter(version__agreement__group__in=group_pks).values_list("version__agreement__group")
    return latest(drafts, signed.annotate(Max("signed_at")).order_by())
