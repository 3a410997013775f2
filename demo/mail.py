"""A mail backend that keeps every message as a row, for the outbox page."""

from django.core.mail.backends.base import BaseEmailBackend

from demo.models import SentMail


class DatabaseBackend(BaseEmailBackend):
    """Store messages in `SentMail` instead of sending them."""

    def send_messages(self, email_messages):
        """Store `email_messages`; return how many."""
        return len(SentMail.objects.bulk_create([_row(message) for message in email_messages]))


def _row(message) -> SentMail:
    html = [content for content, mimetype in getattr(message, "alternatives", []) if mimetype == "text/html"]
    return SentMail(
        recipients=", ".join(message.recipients()),
        sender=message.from_email,
        subject=message.subject,
        body=message.body,
        html=html[0] if html else "",
        message_id=message.message()["Message-ID"] or "",
    )
