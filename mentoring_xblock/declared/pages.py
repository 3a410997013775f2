"""What the pages about declared pairs say, in the reader's language; no query."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.declared.data import AgreedPair, DeclarationInfo, DeclarationState
from mentoring_xblock.declared.forms import ConfirmForm
from mentoring_xblock.kit import dates
from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Plan


def asks(plan: Plan, one: DeclarationInfo) -> str:
    """Say to somebody who was named what they are asked to agree to."""
    words = {**plan.words(), "name": one.other}
    if one.mentors:
        return (
            gettext("%(name)s says that the two of you have found each other, with you as %(mentor_essive)s.") % words
        )
    return gettext("%(name)s says that the two of you have found each other, and would be %(mentor_own)s.") % words


def stands(plan: Plan, one: DeclarationInfo) -> str:
    """Say how it stands."""
    words = {**plan.words(), "day": dates.day(one.starts_on)}
    if one.state is DeclarationState.ASKED:
        return gettext("Waits for their answer. They would begin with you on %(day)s.") % words
    sentences = {
        DeclarationState.AGREED: gettext("You have both agreed. The coordinators look at it next."),
        DeclarationState.CONFIRMED: gettext("You are a pair, from %(day)s on."),
        DeclarationState.DECLINED: gettext("It does not come about."),
        DeclarationState.WITHDRAWN: gettext("It was taken back."),
    }
    return sentences[one.state] % words


@dataclass(frozen=True)
class AgreedView:
    """Two who have agreed, with the form that makes them a pair; `reasons` say why that was not possible."""

    pair: AgreedPair
    title: str
    form: ConfirmForm
    waits: str
    new: str = ""
    reasons: tuple[str, ...] = ()


def agreed_view(
    plan: Plan, pair: AgreedPair, sent: ConfirmForm | None, about: UUID | None, reasons: tuple[str, ...]
) -> AgreedView:
    """Put a pair into words.

    Args:
        sent: what was sent about the pair `about` and needs another look.
    """
    mine = about == pair.public_id
    new = [name for name in pair.new if name]
    return AgreedView(
        pair=pair,
        title=gettext("%(mentee_name)s, with %(mentor_name)s as %(mentor_essive)s")
        % {**plan.words(), "mentee_name": pair.mentee, "mentor_name": pair.mentor},
        form=sent if mine and sent else ConfirmForm(initial={"starts_on": pair.starts_on}),
        waits=gettext("Both have agreed since %(day)s.") % {"day": dates.day(pair.agreed_at)},
        new=gettext("Not in the round yet, and in it by this: %(names)s.") % {"names": and_(new)} if new else "",
        reasons=reasons if mine else (),
    )


__all__ = ["AgreedView", "agreed_view", "asks", "stands"]
