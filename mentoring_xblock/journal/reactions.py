"""What a reader can say to the author without a word of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mentoring_xblock.sharing.models import Reaction

NAMES = {
    Reaction.THANKS: _("Thank you"),
    Reaction.WITH_YOU: _("I am with you"),
    Reaction.THINKING: _("This makes me think"),
}


def reaction_name(reaction: Reaction | None) -> str:
    """Return the words of a reaction; empty for none."""
    return str(NAMES[reaction]) if reaction else ""


__all__ = ["NAMES", "reaction_name"]
