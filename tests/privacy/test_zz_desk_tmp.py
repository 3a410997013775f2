import itertools
import pytest
from tests.privacy import walking
from tests.privacy.table import EVERYBODY, TABLE
from tests.privacy.table_matching import DESK
from tests.privacy.test_walk import wrong
pytestmark = pytest.mark.django_db

@pytest.mark.parametrize("handler", DESK)
def test_desk(scene, books, handler):
    found = []
    row = DESK[handler]
    with walking.silence():
        for role, (name, thing) in itertools.product(EVERYBODY, walking.things_of(scene, row.about).items()):
            if row.asks(role, name):
                told = walking.call(scene, books, role, "mentoring_dashboard", handler, row.about, thing)
                found += [f"{handler}, {role}, {name}: {one}" for one in wrong(row, role, name, thing.words if thing else "", told)]
    assert found == [], "\n".join(found)
