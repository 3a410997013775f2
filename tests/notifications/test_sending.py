"""A mail goes out once; what did not go out is tried again or explained."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock import tasks
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api, sending
from mentoring_xblock.notifications.models import MessageState, Reason
from tests import factories as make
from tests.notifications.conftest import CONTEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    """Put one of `backends` in the place of the mail server; none stands for one that works."""

    def put(name=None):
        settings.EMAIL_BACKEND = (
            f"tests.notifications.backends.{name}" if name else "django.core.mail.backends.locmem.EmailBackend"
        )

    put()
    return put


def the_message():
    return Message.objects.get()


def pass_time(**amount):
    """Move every message into the past."""
    earlier = dt.timedelta(**amount)
    for message in Message.objects.all():
        message.due_at -= earlier
        message.claimed_at = message.claimed_at and message.claimed_at - earlier
        message.save()


def test_what_is_due_is_sent_once(course, person, queue, server):
    queue(person)
    assert api.send_due() == api.SendReport(sent=1)
    message = the_message()
    assert (message.state, message.attempts, message.reason) == (MessageState.SENT, 1, "")
    assert message.sent_at is not None
    assert api.send_due() == api.SendReport()
    assert len(mail.outbox) == 1


def test_what_is_not_due_waits(course, person, queue, server):
    queue(person)
    pass_time(minutes=-5)
    assert api.send_due() == api.SendReport()
    pass_time(minutes=5)
    assert api.send_due().sent == 1


def test_another_sender_at_the_same_moment_takes_other_mails(course, queue, server):
    people = [make.make_learner() for _ in range(5)]
    queue(*people)
    server("Rival")
    # The rival sends the four that this sender has seen, but not claimed yet.
    assert api.send_due() == api.SendReport(sent=1)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Unreachable", Reason.UNREACHABLE),
        ("WrongPassword", Reason.UNREACHABLE),
        ("Busy", Reason.REFUSED),
        ("Greylisting", Reason.REFUSED),
    ],
)
def test_what_certainly_did_not_go_out_is_tried_again_later(course, person, queue, server, name, reason):
    queue(person)
    server(name)
    before = timezone.now()
    report = api.send_due()
    assert (report.postponed, report.sent) == (1, 0)
    message = the_message()
    assert (message.state, message.reason, message.attempts) == (MessageState.QUEUED, reason, 1)
    assert message.due_at == report.retry_at
    assert message.due_at >= before + sending.WAITS[0]
    assert api.send_due() == api.SendReport()
    server()
    pass_time(minutes=1)
    assert api.send_due().sent == 1
    assert the_message().reason == ""


def test_waiting_grows_and_ends(course, person, queue, server):
    queue(person)
    server("Unreachable")
    for wait in sending.WAITS:
        assert api.send_due().postponed == 1
        message = the_message()
        assert message.due_at - timezone.now() > wait - dt.timedelta(minutes=1)
        pass_time(seconds=wait.total_seconds())
    assert api.send_due().failed == 1
    assert (the_message().state, the_message().reason) == (MessageState.FAILED, Reason.UNREACHABLE)
    server()
    pass_time(days=365)
    assert api.send_due() == api.SendReport()


def test_a_final_refusal_is_not_tried_again(course, person, queue, server):
    queue(person)
    server("Refusing")
    assert api.send_due().failed == 1
    assert (the_message().state, the_message().reason) == (MessageState.FAILED, Reason.REFUSED)


@pytest.mark.parametrize("name", ["Vanishing", "Slow"])
def test_what_may_have_gone_out_is_not_sent_again_by_itself(course, person, queue, server, name):
    queue(person)
    server(name)
    assert api.send_due().unknown == 1
    server()
    pass_time(days=1)
    assert api.send_due() == api.SendReport()
    assert (the_message().state, the_message().reason) == (MessageState.UNKNOWN, Reason.INTERRUPTED)
    assert mail.outbox == []


def test_a_sender_that_dies_leaves_one_mail_in_doubt(course, queue, server):
    people = [make.make_learner() for _ in range(3)]
    queue(*people)
    server("Dying")
    with pytest.raises(KeyboardInterrupt):
        api.send_due()
    server()
    assert api.send_due().sent == 2
    pass_time(minutes=14)
    assert api.send_due() == api.SendReport()
    pass_time(minutes=2)
    assert api.send_due() == api.SendReport(unknown=1)
    assert len(mail.outbox) == 2
    assert sorted(Message.objects.values_list("state", flat=True)) == ["sent", "sent", "unknown"]


def test_a_mail_that_breaks_keeps_no_other_from_going_out_and_is_heard_of(course, person, queue, server, monkeypatch):
    others = [make.make_learner() for _ in range(4)]
    queue(person, key="first")
    queue(others[0], key="unwritten", context={**CONTEXT, "began_on": "no day"})
    queue(*others[1:], key="rest")
    server("Foreign")
    monkeypatch.setattr(api.send_due, "__defaults__", (3,))
    with pytest.raises(
        api.MailsBroke, match=r"LookupError \(backends.py:\d+\), ValueError \(rendering.py:\d+\)"
    ) as broke:
        tasks.send_due_mail.delay()
    assert broke.value.report == api.SendReport(sent=1, unknown=2, more=True)
    assert "aada" not in str(broke.value)
    # The job has come back for the rest.
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["unknown"] * 2 + ["sent"] * 3


def test_a_sender_that_comes_back_late_says_that_it_was_sent(course, person, queue, server):
    queue(person)
    server("Late")
    api.send_due()
    assert (the_message().state, the_message().reason) == (MessageState.SENT, "")


def test_who_is_not_enrolled_any_more_gets_nothing_and_the_row_says_why(course, person, queue, server):
    queue(person)
    make.enrol(person, active=False)
    assert api.send_due().dropped == 1
    assert (the_message().state, the_message().reason) == (MessageState.FAILED, Reason.NOT_ENROLLED)
    make.enrol(person)
    pass_time(days=1)
    assert api.send_due() == api.SendReport()
    assert mail.outbox == []


def test_who_has_no_address_gets_nothing_and_the_row_says_why(course, person, queue, server):
    queue(person)
    get_user_model().objects.update(email="")
    assert api.send_due().dropped == 1
    assert the_message().reason == Reason.NO_ADDRESS


def test_who_is_on_the_courses_staff_gets_theirs_without_being_enrolled(course, queue, server):
    person = make.make_staff()
    queue(person)
    assert api.send_due().sent == 1


def test_enrolment_is_asked_for_in_the_course_of_the_mail(course, person, server):
    make.make_course(make.OTHER_COURSE_KEY)
    api.queue(make.OTHER_COURSE_KEY, [person.pk], "group_published", {"programme": {}, "groups": []}, "elsewhere")
    assert api.send_due().dropped == 1


def test_a_template_of_a_newer_release_waits_for_it(course, person, queue, server):
    queue(person, template="not_known_here")
    assert api.send_due().postponed == 1
    assert the_message().reason == Reason.NO_TEMPLATE


def test_a_batch_leaves_the_rest_for_the_next(course, queue, server):
    people = [make.make_learner() for _ in range(5)]
    queue(*people)
    assert api.send_due(limit=2) == api.SendReport(sent=2, more=True)
    # The oldest first.
    assert [letter.to[0] for letter in mail.outbox] == [person.email for person in people[:2]]


def test_the_command_sends_everything(course, queue, server, capsys):
    queue(*[make.make_learner() for _ in range(5)])
    call_command("mentoring_send_mail", "--batch", "2")
    assert len(mail.outbox) == 5
    assert capsys.readouterr().out == "5 sent, 0 dropped, 0 postponed, 0 failed, 0 unknown\n"


def test_the_command_tries_again_when_a_person_says_so(course, queue, server, capsys):
    for name in ("Vanishing", "Refusing"):
        queue(make.make_learner())
        server(name)
        api.send_due()
    outsider = make.make_user()
    queue(outsider)
    server()
    call_command("mentoring_send_mail")
    call_command("mentoring_send_mail", "--again")
    assert [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()] == ["0 sent", "2 sent"]
    assert Message.objects.get(recipient=outsider).reason == Reason.NOT_ENROLLED


def test_whom_a_mail_named_is_forgotten_once_it_is_sent(course, person, queue, server):
    queue(person, key="once")
    api.send_due()
    assert the_message().context == {}
    # What was told stays told.
    assert queue(person, key="once") == 0


def test_the_job_sends_everything(course, queue, server, monkeypatch):
    monkeypatch.setattr(api.send_due, "__defaults__", (2,))
    queue(*[make.make_learner() for _ in range(5)])
    tasks.send_due_mail.delay()
    assert len(mail.outbox) == 5


def test_the_job_comes_back_when_a_mail_has_to_wait(course, person, queue, server, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.send_due_mail, "apply_async", lambda **options: asked.append(options))
    queue(person)
    server("Busy")
    tasks.send_due_mail()
    assert asked == [{"eta": the_message().due_at}]


@pytest.mark.parametrize("name", ["Unreachable", "WrongPassword", "Busy", "Refusing", "Vanishing", "Slow", None])
def test_no_log_names_anybody(course, person, queue, server, caplog, name):
    queue(person)
    server(name)
    with caplog.at_level("DEBUG"):
        api.send_due()
    assert caplog.records
    for secret in ("aada", "aalto", "example.org"):
        assert secret not in caplog.text.lower()


def test_a_mail_more_costs_two_queries_more(course, queue, server, django_assert_num_queries):
    """One to claim it, one to write down what became of it; people and enrolments are asked for together."""
    for count in (2, 10):
        queue(*[make.make_learner() for _ in range(count)])
        with django_assert_num_queries(FIXED_QUERIES + 2 * count):
            assert api.send_due().sent == count


#: Those that lost their sender, those that are due, people and their profiles, enrolments.
FIXED_QUERIES = 5
