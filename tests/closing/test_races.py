"""Two workers look at the same quiet pairs at once, on the database of production."""

import pytest

from mentoring_xblock.closing import quiet
from tests.closing.conftest import QUIET, World
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def test_two_workers_at_once_warn_once_and_close_once():
    world = World(**QUIET)
    for day, done in ((56, "warned"), (71, "closed")):
        reports = [future.result() for future in at_once([lambda day=day: quiet.run(world.day(day))] * 3)]
        assert sum(getattr(report, done) for report in reports) == 1
    assert world.mails() == {"closing_warned": 2, "group_closed": 2}
