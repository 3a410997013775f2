"""Mail servers that misbehave, each in the way that its name says."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Working

from mentoring_xblock.models import Message


class Unreachable(BaseEmailBackend):
    """Nobody answers."""

    def open(self):
        raise ConnectionRefusedError("nobody at smtp.example.org")

    def send_messages(self, email_messages):
        raise AssertionError("nothing is sent without a connection")


class WrongPassword(Unreachable):
    """Somebody answers, and knows us not."""

    def open(self):
        raise smtplib.SMTPAuthenticationError(535, b"no")


class _Answering(BaseEmailBackend):
    error: Exception

    def open(self):
        return True

    def send_messages(self, email_messages):
        raise self.error


class Busy(_Answering):
    """Asks to come back later."""

    error = smtplib.SMTPDataError(451, b"later")


class Refusing(_Answering):
    """Knows no such mailbox."""

    error = smtplib.SMTPRecipientsRefused({"aada@example.org": (550, b"no such mailbox aada@example.org")})


class Greylisting(_Answering):
    """Refuses the recipient for now."""

    error = smtplib.SMTPRecipientsRefused({"aada@example.org": (450, b"later")})


class Vanishing(_Answering):
    """Goes away in the middle of a mail."""

    error = smtplib.SMTPServerDisconnected("gone: aada@example.org")


class Slow(_Answering):
    """Does not say in time whether it took the mail."""

    error = TimeoutError("aada@example.org")


class Foreign(Working):
    """Belongs to a provider: it fails in a way of its own, and only for one mail."""

    def send_messages(self, email_messages):
        if "aada@example.org" in email_messages[0].to:
            raise LookupError("not verified: aada@example.org")
        return super().send_messages(email_messages)


class Dying(_Answering):
    """Takes the sender down with it."""

    error = KeyboardInterrupt()


class Rival(Working):
    """Another sender is awake at the same time: it looks at the outbox while this one sends."""

    def send_messages(self, email_messages):
        from mentoring_xblock.notifications import api

        if not getattr(Rival, "asleep", False):
            Rival.asleep = True
            try:
                api.send_due()
            finally:
                Rival.asleep = False
        return super().send_messages(email_messages)


class Late(Working):
    """Sends, but so slowly that the message has been given up meanwhile."""

    def send_messages(self, email_messages):
        Message.objects.update(state="unknown", reason="interrupted")
        return super().send_messages(email_messages)
