"""What a page may send, and what it is told about the rest."""

import uuid

import pytest

from mentoring_xblock.groups import forms
from mentoring_xblock.kit.errors import Invalid


def refused(form):
    with pytest.raises(Invalid) as refusal:
        form.require()
    return refusal.value.fields


def test_a_draft_with_everything():
    ids = [str(uuid.uuid4()) for _ in range(3)]
    body = {
        "kind": "small_group",
        "name": " Teatteri ",
        "capacity": 4,
        "leader": ids[0],
        "members": [*ids[1:], ids[1]],
        "once_key": ids[2],
    }
    values = forms.DraftForm(body).require()
    assert values["kind"] == "small_group"
    assert values["name"] == "Teatteri"
    assert values["capacity"] == 4
    assert [str(member) for member in values["members"]] == ids[1:]


def test_a_draft_with_nothing_but_its_kind():
    values = forms.DraftForm({"kind": "pair", "once_key": str(uuid.uuid4())}).require()
    assert (values["leader"], values["capacity"], values["members"]) == (None, None, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "army"),
        ("kind", ["pair"]),
        ("name", "a" * 121),
        ("name", {"en": "x"}),
        ("capacity", "many"),
        ("capacity", -1),
        ("capacity", True),
        ("leader", "1"),
        ("leader", 17),
        ("members", "not an id"),
        ("members", ["1", "2"]),
        ("members", [["1"]]),
        ("members", [str(uuid.UUID(int=number)) for number in range(2_001)]),
        ("once_key", None),
    ],
)
def test_each_value_that_can_not_be_used_has_a_sentence_beside_it(field, value):
    body = {"kind": "pair", "once_key": str(uuid.uuid4()), field: value}
    fields = refused(forms.DraftForm(body))
    assert list(fields) == [field]
    assert fields[field][0]


def test_publishing_all_or_some_with_the_versions_that_were_seen():
    ids = [str(uuid.uuid4()) for _ in range(2)]
    assert forms.PublishForm({}).require() == {"group_ids": (), "versions": {}}
    values = forms.PublishForm({"group_ids": ids, "versions": ["1", 2]}).require()
    assert values["versions"] == {uuid.UUID(ids[0]): 1, uuid.UUID(ids[1]): 2}
    assert forms.PublishForm({"group_ids": ids[0], "versions": "3"}).require()["versions"] == {uuid.UUID(ids[0]): 3}
    for versions in (["1"], ["1", "x"], ["1", None], {"a": 1}, "x"):
        assert refused(forms.PublishForm({"group_ids": ids, "versions": versions}))


@pytest.mark.parametrize("reason", ["", "fault", None, 3])
def test_a_group_closes_for_one_of_our_reasons(reason):
    assert list(refused(forms.CloseForm({"group_id": str(uuid.uuid4()), "version": 1, "reason": reason}))) == ["reason"]
