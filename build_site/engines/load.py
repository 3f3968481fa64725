"""Engines by their names in site.toml."""

from __future__ import annotations

import difflib
import os
from importlib import import_module

from build_site.config import TranslateSettings
from build_site.engines.custom import Guarded
from build_site.engines.deep import KEY_VARIABLE, GoogleEngine, LibreEngine, MyMemoryEngine
from build_site.engines.fake import FakeEngine
from build_site.errors import ConfigProblem
from build_site.translate.chain import Engine

NAMES = ("google", "libretranslate", "mymemory", "fake")


def load(name: str, settings: TranslateSettings) -> Engine:
    """The engine of that name, or of `module:Class`. Opens no connection.

    A class is called without arguments and must follow `translate.chain.Engine`; its calls get the deadline of the
    settings. Raises ConfigProblem where there is no such engine.
    """
    if name == "google":
        return GoogleEngine(deadline=settings.deadline)
    if name == "libretranslate":
        key = os.environ.get(KEY_VARIABLE, "")
        return LibreEngine(url=settings.libretranslate_url, key=key, deadline=settings.deadline)
    if name == "mymemory":
        return MyMemoryEngine(deadline=settings.deadline)
    if name == "fake":
        return FakeEngine()
    module, colon, kind = name.partition(":")
    if not (colon and module and kind):
        close = difflib.get_close_matches(name.lower(), NAMES, n=1, cutoff=0.5)
        guess = f"Did you mean {close[0]}? " if close else ""
        raise _problem(
            f"there is no translation engine “{name}”", f"{guess}Known: {', '.join(NAMES)}, or module:Class."
        )
    try:
        found = getattr(import_module(module), kind)
    except Exception as fault:  # a module of somebody else's may raise anything while it is imported
        hint = "The module must be installed, or lie where Python looks for modules."
        raise _problem(f"the translation engine “{name}” cannot be imported: {fault}", hint) from fault
    if not callable(found) or not callable(getattr(found, "translate", None)):
        raise _problem(f"“{name}” is no translation engine", "It needs name, version and translate(texts, pair).")
    return Guarded(found, name, settings.deadline)


def _problem(what: str, hint: str) -> ConfigProblem:
    return ConfigProblem(what, where="site.toml, [translate] engines", hint=hint)
