"""Every call that host/ makes to the platform binds to the platform's recorded signatures."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from types import SimpleNamespace

import pytest

import mentoring_xblock.host
from mentoring_xblock import host
from mentoring_xblock.apps import MentoringConfig
from tests.host_contract.backing import targets
from tests.host_contract.recorded import PLATFORM_ROOTS, RECORD, Call, RecordedPlatform, signature_of

SOURCES = sorted(Path(mentoring_xblock.host.__file__).parent.glob("*.py"))
SIGNALS = {entry["path"]: entry for entry in RECORD["signals"]}
RECEIVERS = [
    pytest.param(service, config["relative_path"], receiver, id=receiver["receiver_func_name"])
    for service, config in MentoringConfig.plugin_app["signals_config"].items()
    for receiver in config["receivers"]
]


@pytest.fixture
def exercised(course, block, person, asking, authored):
    """Call every function of the host once, so that every branch that asks the platform is taken."""

    def exercise():
        aino = person("aino", name="Aino", enrolled=True)
        limited = person("limited", role="limited_staff")
        asking(aino)
        host.viewer(block)
        host.course_roles(aino.pk, course)
        host.course_staff(course)
        host.has_author_access(limited.pk, course)
        host.is_enrolled(aino.pk, course)
        host.is_enrolled(limited.pk, course)
        host.people([aino.pk])
        host.find_people(course, "aino")
        host.user_id_of("a" * 32)
        host.grades_frozen(course)
        list(host.published_blocks(course))
        host.course_name(course)
        host.address(course.make_usage_key("mentoring_programme", "p"))
        if host.writes_learners():
            host.anonymous_id(aino.pk, course)
            host.anonymous_ids([aino.pk, limited.pk], course)
        return aino

    return exercise


@pytest.mark.parametrize("where", ["lms", "cms"], indirect=True)
def test_every_call_binds_and_every_record_is_used(where, exercised):
    exercised()
    unused = where.recorded_calls() - where.called()
    # Studio makes no anonymous id.
    made_by_learners_side = {("common.djangoapps.student.models", "anonymous_id_for_user")}
    assert unused == (made_by_learners_side if where.service == "cms" else set())


@pytest.mark.parametrize("where", ["cms"], indirect=True)
def test_studio_touches_nothing_of_the_learners_side(where, exercised):
    exercised()
    assert {call.module.split(".")[0] for call in where.calls} <= {"common", "openedx", "xmodule"}
    with pytest.raises(ImportError):
        importlib.import_module("lms")


@pytest.mark.parametrize("where", ["lms"], indirect=True)
def test_the_platform_is_asked_about_studio_when_it_comes_to_authors(where, course, person):
    aino = person("aino", role="staff")
    host.has_author_access(aino.pk, course)
    assert where.calls == [
        Call(
            "common.djangoapps.student.auth",
            "has_course_author_access",
            {"user": aino, "course_key": course, "service_variant": "cms"},
        )
    ]


@pytest.mark.parametrize("where", ["lms"], indirect=True)
def test_the_published_branch_is_read_quietly(where, course, authored):
    list(host.published_blocks(course))
    arguments = {call.name: call.arguments for call in where.calls}
    assert arguments["modulestore().branch_setting"] == {"branch_setting": "published-only", "course_id": course}
    assert arguments["modulestore().bulk_operations"]["emit_signals"] is False
    assert arguments["modulestore().get_items"]["include_orphans"] is False


@pytest.mark.parametrize("where", ["lms"], indirect=True)
class TestTheRecordCanSayNo:
    def test_to_an_argument_that_is_missing_or_misnamed(self, where):
        from lms.djangoapps.courseware.masquerade import get_course_masquerade

        with pytest.raises(TypeError):
            get_course_masquerade(SimpleNamespace())
        with pytest.raises(TypeError):
            get_course_masquerade(SimpleNamespace(), course_id="x")
        assert where.calls == []

    def test_to_a_name_that_is_not_recorded(self, where, course):
        with pytest.raises(ImportError):
            from lms.djangoapps.courseware.masquerade import setup_masquerade  # noqa: F401
        from common.djangoapps.student.models import AnonymousUserId
        from common.djangoapps.student.roles import CourseStaffRole

        with pytest.raises(AttributeError):
            CourseStaffRole(course).add_users()
        with pytest.raises(AttributeError):
            AnonymousUserId.objects.filter(username="aino")

    def test_to_a_module_that_is_not_recorded(self, where):
        with pytest.raises(ImportError):
            importlib.import_module("lms.djangoapps.teams.api")


def platform_imports(tree):
    """Yield (module, name, inside a function) for each import of the platform."""
    inside = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "", alias.name) for alias in node.names]
        else:
            continue
        for module, name in names:
            if module.split(".")[0] in PLATFORM_ROOTS:
                yield module, name, id(node) in inside


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_each_platform_import_is_recorded_and_inside_a_function(source):
    kinds = ("callables", "models", "constants", "exceptions")
    recorded = {
        (entry["module"], entry["name"].split(".")[0].removesuffix("()")) for kind in kinds for entry in RECORD[kind]
    }
    for module, name, inside in platform_imports(ast.parse(source.read_text(encoding="utf-8"))):
        assert inside, f"{module} is imported when {source.name} is"
        assert (module, name) in recorded


@pytest.mark.parametrize("name", ["cms.py", "common.py"])
def test_what_studio_shares_names_no_application_of_the_lms(name):
    source = next(source for source in SOURCES if source.name == name)
    modules = {module for module, _, _ in platform_imports(ast.parse(source.read_text(encoding="utf-8")))}
    assert not {module for module in modules if module.split(".")[0] in ("lms", "cms")}


@pytest.mark.parametrize("kind", ["callables", "models", "constants", "exceptions", "objects", "signals"])
def test_each_record_says_where_it_was_read(kind):
    for entry in RECORD[kind]:
        assert entry["read_at"]
        for read in entry["read_at"]:
            assert len(RECORD["sources"][read["source"]]["commit"]) == 40
            assert read["path"]


@pytest.mark.parametrize("entry", RECORD["callables"], ids=lambda entry: entry["name"])
def test_each_recorded_signature_fits_what_stands_in_for_it(entry):
    target = targets()[entry["module"]]
    for part in entry["name"].split("."):
        owner = target
        name = part.removesuffix("()")
        target = owner[name] if isinstance(owner, dict) else getattr(owner, name)
        target = target() if part.endswith("()") else target
    stand_in = [name for name in inspect.signature(target).parameters if name not in ("self", "kwargs")]
    recorded = [name for name, parameter in signature_of(entry).parameters.items()]
    assert recorded[: len(stand_in)] == stand_in


@pytest.mark.parametrize("service", ["lms", "cms"])
def test_a_record_for_each_service_can_be_built(service):
    assert RecordedPlatform(service, targets()).recorded_calls()


@pytest.mark.parametrize(("service", "module", "receiver"), RECEIVERS)
def test_each_signal_we_listen_to_is_recorded_and_binds(service, module, receiver):
    signal = SIGNALS[receiver["signal_path"]]
    assert service.partition(".")[0] in signal["sent_in"]
    room = importlib.import_module(f"mentoring_xblock.{module}")
    listens = inspect.signature(getattr(room, receiver["receiver_func_name"]))
    always = dict.fromkeys([*signal["arguments"], "signal"])
    listens.bind(sender=None, **always)
    listens.bind(sender=None, **always, **dict.fromkeys(signal["optional_arguments"]))
