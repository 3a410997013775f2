"""A stand-in for the platform, made of its recorded signatures.

`signatures.json` says what host/ relies on. `RecordedPlatform` builds importable modules from it that hold those names
and nothing else: a call that does not bind to the recorded parameters raises TypeError, an unrecorded name raises
AttributeError, an unrecorded module cannot be imported. What a call answers comes from the targets that are passed in.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

RECORD = json.loads(Path(__file__).with_name("signatures.json").read_text(encoding="utf-8"))
PLATFORM_ROOTS = ("common", "cms", "lms", "openedx", "xmodule")


@dataclass(frozen=True)
class Call:
    """One call that was made, with the arguments by parameter name."""

    module: str
    name: str
    arguments: Mapping[str, Any]


def signature_of(entry: Mapping[str, Any]) -> inspect.Signature:
    """Return the recorded parameters of a callable as a signature."""
    return inspect.Signature(
        [
            inspect.Parameter(
                parameter["name"],
                getattr(inspect.Parameter, parameter["kind"]),
                default=... if parameter.get("default") else inspect.Parameter.empty,
            )
            for parameter in entry["parameters"]
        ]
    )


class RecordedPlatform:
    """The platform as one service (`lms` or `cms`) sees it.

    `targets` maps a module to its names and each name to what answers for it.
    """

    def __init__(self, service: str, targets: Mapping[str, Mapping[str, Any]]):
        self.service = service
        self.calls: list[Call] = []
        self._signatures = {
            (entry["module"], entry["name"]): signature_of(entry) for entry in self._installed("callables")
        }
        self._modules: dict[str, ModuleType] = {}
        for module, name in self._names():
            setattr(self._module(module), name, Recorded(self, module, name, targets[module][name]))
        for entry in self._installed("exceptions"):
            setattr(self._module(entry["module"]), entry["name"], targets[entry["module"]][entry["name"]])
        for entry in self._installed("constants"):
            top, *path = entry["name"].split(".")
            setattr(self._module(entry["module"]), top, nested(path, entry["value"]))

    def install(self, monkeypatch: Any) -> None:
        """Make the modules importable, and every other module of the platform not."""
        for name in [name for name in sys.modules if name.split(".")[0] in PLATFORM_ROOTS]:
            monkeypatch.delitem(sys.modules, name)
        for name, module in self._modules.items():
            monkeypatch.setitem(sys.modules, name, module)

    def recorded_calls(self) -> set[tuple[str, str]]:
        """Return (module, name) of every callable that this service has."""
        return set(self._signatures)

    def called(self) -> set[tuple[str, str]]:
        """Return (module, name) of every callable that was called."""
        return {(call.module, call.name) for call in self.calls}

    def call(self, module: str, name: str, target: Any, args: tuple, kwargs: dict) -> Any:
        """Bind, remember and answer one call."""
        bound = self._signatures[module, name].bind(*args, **kwargs)
        self.calls.append(Call(module, name, dict(bound.arguments)))
        return target(*args, **kwargs)

    def is_callable(self, module: str, name: str) -> bool:
        """Tell whether this very name is recorded as something to call."""
        return (module, name) in self._signatures

    def leads_on(self, module: str, name: str) -> bool:
        """Tell whether something is recorded below this name."""
        return any(module == other and path.startswith(f"{name}.") for other, path in self._signatures)

    def _installed(self, kind: str) -> list[Mapping[str, Any]]:
        return [entry for entry in RECORD[kind] if self.service in entry["installed_in"]]

    def _names(self) -> set[tuple[str, str]]:
        entries = [*self._installed("callables"), *self._installed("models")]
        return {(entry["module"], entry["name"].split(".")[0].removesuffix("()")) for entry in entries}

    def _module(self, name: str) -> ModuleType:
        if name not in self._modules:
            module = ModuleType(name)
            module.__path__ = []
            self._modules[name] = module
            parent, _, leaf = name.rpartition(".")
            if parent:
                setattr(self._module(parent), leaf, module)
        return self._modules[name]


class Recorded:
    """Something of the platform under its recorded name; it has no other attributes than the recorded ones."""

    def __init__(self, platform: RecordedPlatform, module: str, name: str, target: Any):
        self._of = (platform, module, name, target)

    def __getattr__(self, attribute: str) -> Any:
        platform, module, name, target = self._of
        path = f"{name}.{attribute}"
        if platform.is_callable(module, path) or platform.leads_on(module, path):
            return Recorded(platform, module, path, getattr(target, attribute))
        if attribute == "objects" and isinstance(target, type) and hasattr(target, "objects"):
            return target.objects
        raise AttributeError(f"{module}.{path} is not recorded.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        platform, module, name, target = self._of
        if not platform.is_callable(module, name):
            raise TypeError(f"{module}.{name} is not recorded as something to call.")
        result = platform.call(module, name, target, args, kwargs)
        for path in (f"{name}()", name):
            if platform.leads_on(module, path):
                return Recorded(platform, module, path, result)
        return result


def nested(path: list[str], value: Any) -> Any:
    """Return `value`, held by one class for each name of `path`."""
    for name in reversed(path):
        value = type("Namespace", (), {name: value})
    return value
