"""What can be given and handed in; each limit is stated beside its field."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.numbers import grouped

#: Characters of the feedback that goes with points.
FEEDBACK_LIMIT = 5_000
#: Goals or entries in one hand-in.
ITEM_LIMIT = 30


def check_chosen(ids: Sequence[UUID]) -> None:
    """Let a choice of things to hand in go on.

    Raises:
        Invalid: nothing, or more than `ITEM_LIMIT`.
    """
    if not ids:
        sentence = gettext("Choose at least one.")
        raise Invalid(sentence, {"items": [sentence]})
    if len(ids) > ITEM_LIMIT:
        sentence = gettext("Choose %(limit)s at most. Your choice is still here.") % {"limit": ITEM_LIMIT}
        raise Invalid(sentence, {"items": [sentence]})


def check_words(words: str) -> None:
    """Let the words with which somebody is asked to revise something go on.

    Raises:
        Invalid: there are none, or more than `FEEDBACK_LIMIT` characters.
    """
    sentence = ""
    if not words:
        sentence = gettext("Say what to look at again.")
    elif len(words) > FEEDBACK_LIMIT:
        sentence = gettext("This can have %(limit)s characters; it has %(count)s. Your text is still here.")
        sentence %= {"limit": grouped(FEEDBACK_LIMIT), "count": grouped(len(words))}
    if sentence:
        raise Invalid(sentence, {"words": [sentence]})


def check_score(points: int, feedback: str, maximum: int) -> None:
    """Let points and feedback go on.

    Raises:
        Invalid: the points are not whole, or not 0 to `maximum`; or the feedback is too long.
    """
    fields = {}
    if isinstance(points, bool) or not isinstance(points, int) or not 0 <= points <= maximum:
        fields["points"] = [gettext("Give whole points from 0 to %(maximum)s.") % {"maximum": maximum}]
    if len(feedback) > FEEDBACK_LIMIT:
        sentence = gettext("Feedback can have %(limit)s characters; this has %(count)s. Your text is still here.")
        fields["feedback"] = [sentence % {"limit": grouped(FEEDBACK_LIMIT), "count": grouped(len(feedback))}]
    if fields:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), fields)
