"""Engines by their names in site.toml."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from build_site.config import ENGINES, TranslateSettings
from build_site.engines.chat import CHAT_KEY_VARIABLE, CHAT_URL_VARIABLE, ChatEngine
from build_site.engines.custom import Guarded
from build_site.engines.deep import KEY_VARIABLE, GoogleEngine, LibreEngine, MyMemoryEngine
from build_site.engines.fake import FakeEngine
from build_site.engines.manners import Manners
from build_site.engines.offline import OfflineEngine
from build_site.engines.secrets import redacted
from build_site.errors import ConfigProblem
from build_site.translate.chain import Engine


def load(
    name: str,
    settings: TranslateSettings,
    *,
    left: Callable[[], float] = lambda: float("inf"),
    spend: Callable[[int], bool] = lambda size: True,
) -> Engine:
    """The engine of that name, or of `module:Class`. Opens no connection.

    A class is called without arguments and must follow `translate.chain.Engine`; its calls get the deadline of the
    settings. `left`: seconds that the whole run has left, which no call outlasts; `spend(characters)`: whether the run
    may send so many more, and counts them. Raises ConfigProblem where there is no such engine, or it lacks what it
    needs.
    """
    manners = Manners(name, deadline=settings.deadline, pace=settings.pace, left=left, spend=spend)
    if name == "google":
        return GoogleEngine(url=settings.google_url, manners=manners)
    if name == "libretranslate":
        return LibreEngine(url=settings.libretranslate_url, key=os.environ.get(KEY_VARIABLE, ""), manners=manners)
    if name == "mymemory":
        return MyMemoryEngine(manners=manners)
    if name == "chat":
        url, key = os.environ.get(CHAT_URL_VARIABLE, ""), os.environ.get(CHAT_KEY_VARIABLE, "")
        return ChatEngine(url=url, key=key, model=settings.chat_model, manners=manners)
    if name == "offline":
        return OfflineEngine(Path(settings.offline_model), deadline=settings.deadline, left=left)
    if name == "fake":
        return FakeEngine()
    module, colon, kind = name.partition(":")
    if not (colon and module and kind):
        close = difflib.get_close_matches(name.lower(), ENGINES, n=1, cutoff=0.5)
        guess = f"Did you mean {close[0]}? " if close else ""
        raise _problem(
            f"there is no translation engine “{name}”", f"{guess}Known: {', '.join(ENGINES)}, or module:Class."
        )
    try:
        found = getattr(import_module(module), kind)
    except Exception as fault:  # a module of somebody else's may raise anything while it is imported
        hint = "The module must be installed, or lie where Python looks for modules."
        raise _problem(redacted(f"the translation engine “{name}” cannot be imported: {fault}"), hint) from None
    if not callable(found) or not callable(getattr(found, "translate", None)):
        raise _problem(f"“{name}” is no translation engine", "It needs name, version and translate(texts, pair).")
    return Guarded(found, name, settings.deadline, left)


def _problem(what: str, hint: str) -> ConfigProblem:
    return ConfigProblem(what, where="site.toml, [translate] engines", hint=hint)
