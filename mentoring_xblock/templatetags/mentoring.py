"""Template tags of ours: icons, safe text, days, and fields tied to their errors."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mentoring_xblock.kit import dates
from mentoring_xblock.kit.icons import ICONS
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.text import to_html

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a line icon that screen readers pass over; words stand beside it."""
    return format_html(
        '<svg class="mn-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 - our own constants
    )


@register.filter
def markdown(value: str) -> SafeString:
    """Render what a person wrote as safe HTML."""
    return to_html(value or "")


@register.filter
def localised(value: object) -> str:
    """Pick the reader's language of an authored text."""
    return pick(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as the language does: Tue 24 Nov, ti 24.11."""
    return dates.day(value) if value else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """Write a day with its year: 24 November 2026, 24.11.2026."""
    return dates.long_day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a day and a time: Tue 24 Nov, 15:00; ti 24.11. klo 15.00."""
    return dates.moment(value) if value else ""


@register.filter
def long_moment(value: datetime | None) -> str:
    """Write a day with its year, and a time: Tue 24 Nov 2026, 15:00; ti 24.11.2026 klo 15.00."""
    return dates.long_moment(value) if value else ""


@register.filter
def stretch(starts: datetime | None, ends: datetime) -> str:
    """Write a day and from when to when: Tue 24 Nov, 15:00–16:30; ti 24.11. klo 15.00–16.30."""
    return dates.stretch(starts, ends) if starts else ""


@register.filter
def initials(name: str) -> str:
    """Return up to two initials of a name."""
    parts = [part for part in name.split() if part]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


@register.simple_tag(takes_context=True)
def paper_key(context: template.Context, *what: object) -> str:
    """Name what a browser keeps of a form's unsaved text: one a person and thing, telling neither."""
    said = " ".join(map(str, (context["actor"].user_id, context["uid"], *what)))
    return salted_hmac("mentoring_xblock.paper", said, algorithm="sha256").hexdigest()[:32]


@register.simple_tag
def mn_widget(field: BoundField, uid: str) -> SafeString:
    """Render a field's input with our class and with the ids of its help and errors."""
    described = [f"{uid}-{field.html_name}-help"] if field.help_text else []
    described += [f"{uid}-{field.html_name}-error-{number}" for number in range(1, len(field.errors) + 1)]
    attrs = {"id": f"{uid}-{field.html_name}", "class": f"mn-input {field.field.widget.attrs.get('class', '')}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def mn_tick(field: BoundField, uid: str) -> SafeString:
    """Render a tick box without the look of a text field."""
    return field.as_widget(attrs={"id": f"{uid}-{field.html_name}"})


@register.simple_tag
def mn_row(row: object, uid: str, name: str, number: int | str, template_name: str) -> SafeString:
    """Render one row of an editor's list, with ids of its own."""
    return mark_safe(  # noqa: S308 - a template of ours
        render_to_string(template_name, {"row": row, "uid": f"{uid}-{name}-{number}"})
    )
