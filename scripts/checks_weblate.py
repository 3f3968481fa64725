"""What Weblate's checks say of translations. Run by the interpreter of an environment that has Weblate:

    pip install --no-deps weblate    # and what it imports; no database and no server are needed
    scripts/checks --weblate /path/to/that/python

Standard input is a JSON list of [source, target]; standard output a JSON object, check id → numbers of the pairs (from
0) that it names. Only checks of one translation by itself that are on by default: those that compare units ask a
database, and `check_glossary`, off by default, a glossary in it.
"""

from __future__ import annotations

import importlib
import json
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

MODULES = ("chars", "same", "duplicate", "markup", "placeholders", "format")
APPS = ("django.contrib.contenttypes", "django.contrib.auth")
TRANSLATED = 20
"""Weblate's state of a translation that is not marked for editing."""


class Language(SimpleNamespace):
    """What the checks ask of `weblate.lang.models.Language`, without its database."""

    @property
    def base_code(self) -> str:
        return str(self.code)

    def is_cjk(self) -> bool:
        return False

    def is_base(self, codes: Any) -> bool:
        return self.code in codes


class Unit(SimpleNamespace):
    """What they ask of `weblate.trans.models.Unit`."""

    def get_source_plurals(self) -> list[str]:
        return list(self.sources)

    def get_target_plurals(self) -> list[str]:
        return list(self.targets)


class NoFlags(frozenset[str]):
    """A unit's flags (`weblate.checks.flags`), of which ours have none."""

    def has_any(self, names: Any) -> bool:
        return False

    def has_value(self, name: str) -> bool:
        return False


def main() -> int:
    checks = load()
    flags = NoFlags()
    component = SimpleNamespace(
        source_language=Language(code="vi"), name="", project=SimpleNamespace(name=""), file_format="po",
        is_multivalue=False, is_glossary=False,
    )  # fmt: skip
    translation = SimpleNamespace(language=Language(code="en"), component=component, is_source=False, is_template=False)
    found: dict[str, list[int]] = {check.check_id: [] for check in checks}
    for number, (source, target) in enumerate(json.load(sys.stdin)):
        unit = Unit(
            translation=translation, all_flags=flags, state=TRANSLATED, readonly=False, note="", context="",
            check_cache={}, source=source, source_string=source, target=target, sources=[source], targets=[target],
            is_source=False,
        )  # fmt: skip
        for check in checks:
            if not check.should_skip(unit) and check.check_single(source, target, unit):
                found[check.check_id].append(number)
    json.dump({name: numbers for name, numbers in found.items() if numbers}, sys.stdout)
    return 0


def load() -> list[Any]:
    """Weblate's checks of a single translation, one object each."""
    # `same` asks its database for names of flags and for untranslatable terms of a glossary; there are none here.
    sys.modules["weblate.checks.flags"] = MagicMock(TYPED_FLAGS={})
    sys.modules["weblate.glossary.models"] = MagicMock(get_glossary_terms=lambda *_, **__: [])
    settings = importlib.import_module("django.conf").settings
    settings.configure(SECRET_KEY="-", USE_I18N=False, INSTALLED_APPS=APPS, DATABASES={})
    importlib.import_module("django").setup()
    found: dict[str, Any] = {}
    for part in MODULES:
        module = importlib.import_module(f"weblate.checks.{part}")
        for each in vars(module).values():
            name = getattr(each, "check_id", "")
            if name and isinstance(each, type) and getattr(each, "target", False):
                found[name] = each()
    return list(found.values())


if __name__ == "__main__":
    sys.exit(main())
