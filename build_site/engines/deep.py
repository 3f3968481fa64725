"""deep-translator's Google, LibreTranslate and MyMemory as engines that end in time and do not lie.

What deep-translator does not do itself: timeouts, one instance per call (a shared one mixes up sentences under
threads), one kind of error, keys kept out of addresses and messages, and telling a notice from a translation.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from build_site.engines.deadline import within
from build_site.engines.http import Client
from build_site.engines.manners import Manners
from build_site.engines.secrets import redacted, web_address
from build_site.errors import EngineProblem

LONGEST = 4_000
"""Characters that are sent at once: Vietnamese takes 2.5 characters of an address each, and servers stop at 16 KB."""
KEY_VARIABLE = "BUILD_SITE_LIBRETRANSLATE_KEY"
_CLIENT = Client()
# What these services print in place of a translation, with status 200; and whether asking again soon may help.
_NOTICES = {
    "mymemory warning": False,
    "query length limit": False,
    "invalid language pair": False,
    "please select two distinct languages": False,
    "(server error)!!1": True,
    "that’s an error": True,
    "that's an error": True,
}


class _Deep:
    """What the three have in common."""

    name = ""
    module = ""
    public = ""
    """The address of the service itself; empty where there is none."""
    longest = LONGEST

    def __init__(self, *, url: str, deadline: float = 20.0, manners: Manners | None = None) -> None:
        """`deadline`: seconds that one text may take in all; `manners` has its own, and paces the requests too."""
        self.url = url
        self.named = url != self.public
        """Whether an editor has named the address."""
        self.manners = manners or Manners(self.name, deadline=deadline)
        self.key = ""

    @property
    def deadline(self) -> float:
        return self.manners.deadline

    @property
    def sent(self) -> int:
        """Characters sent so far, those of repetitions included."""
        return self.manners.sent

    @property
    def version(self) -> str:
        try:
            return version("deep-translator")
        except PackageNotFoundError:
            return "unknown"

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """One translation a text. Raises EngineProblem at the first that fails."""
        return [self._one(text, pair) for text in texts]

    def _one(self, text: str, pair: tuple[str, str]) -> str:
        if len(text) > self.longest:
            what = f"{self.name} takes {self.longest:,} characters at once; this text has {len(text):,}"
            raise EngineProblem(what, where=self.name, fault=False)
        return self.manners.ask(lambda seconds: self._try(text, pair, seconds), len(text))

    def _try(self, text: str, pair: tuple[str, str], seconds: float) -> str:
        try:
            module = import_module(f"deep_translator.{self.module}")
            module.requests = _CLIENT  # type: ignore[attr-defined]
            answer = within(seconds, lambda: self._ask(module, text, pair, seconds), self.name)
        except EngineProblem as problem:
            what, hint = problem.what, problem.hint
            raise self._problem(what, hint=hint, retry=problem.retry, after=problem.after) from None
        except Exception as fault:
            raise self._problem(_in_words(fault, self.name)) from None
        if not isinstance(answer, str) or not answer.strip():
            raise self._problem(f"{self.name} answered without a translation")
        answer = html.unescape(answer).strip()
        notice = next((one for one in _NOTICES if one in answer.casefold() and one not in text.casefold()), None)
        if notice:
            what = f"{self.name} sent a notice in place of a translation: {answer[:80]}"
            raise self._problem(what, retry=_NOTICES[notice])
        if redacted(answer, self.key) != answer:
            raise self._problem(f"{self.name} answered with a key of this machine")
        return answer

    def _ask(self, module: Any, text: str, pair: tuple[str, str], seconds: float) -> Any:
        """Runs in the call's own thread."""
        _CLIENT.limit(self.name, seconds, named=self.named)
        translator = self._translator(module, *pair)
        translator._base_url = self.url
        return translator.translate(text)

    def _translator(self, module: Any, source: str, target: str) -> Any:
        raise NotImplementedError

    def _problem(self, what: str, *, hint: str = "", retry: bool = False, after: float = 0.0) -> EngineProblem:
        what, hint = redacted(what, self.key), redacted(hint, self.key)
        return EngineProblem(what, where=self.name, hint=hint, retry=retry, after=after)


class GoogleEngine(_Deep):
    """Google's mobile page, scraped: no key, no promise. Texts go into the address of a GET request."""

    name = "google"
    module = "google"
    public = "https://translate.google.com/m"

    def __init__(
        self, *, url: str = "https://translate.google.com/m", deadline: float = 20.0, manners: Manners | None = None
    ) -> None:
        """Raises ConfigProblem where `url` is no http address."""
        url = web_address(url, "site.toml, [translate] google_url", "https://translate.google.com/m")
        super().__init__(url=url, deadline=deadline, manners=manners)

    def _translator(self, module: Any, source: str, target: str) -> Any:
        return module.GoogleTranslator(source=source, target=target)


class LibreEngine(_Deep):
    """A LibreTranslate server, your own or another's."""

    name = "libretranslate"
    module = "libre"

    def __init__(self, *, url: str, key: str = "", deadline: float = 20.0, manners: Manners | None = None) -> None:
        """Raises ConfigProblem where `url` is no http address; a slash at its end is added where it lacks."""
        url = web_address(url, "site.toml, [translate] libretranslate_url", "http://127.0.0.1:5000/")
        super().__init__(url=url if url.endswith("/") else f"{url}/", deadline=deadline, manners=manners)
        self.key = key

    def _translator(self, module: Any, source: str, target: str) -> Any:
        # The constructor insists on a key, also for servers that want none.
        translator = module.LibreTranslator(source=source, target=target, api_key="none", custom_url=self.url)
        translator.api_key = self.key or None
        return translator


class MyMemoryEngine(_Deep):
    """MyMemory without an account: about 5,000 characters a day, 500 at once."""

    name = "mymemory"
    module = "mymemory"
    public = "https://api.mymemory.translated.net/get"
    longest = 499

    def __init__(
        self,
        *,
        url: str = "https://api.mymemory.translated.net/get",
        deadline: float = 20.0,
        manners: Manners | None = None,
    ) -> None:
        super().__init__(url=url, deadline=deadline, manners=manners)

    def _translator(self, module: Any, source: str, target: str) -> Any:
        known = tuple(module.MY_MEMORY_LANGUAGES_TO_CODES.values())
        return module.MyMemoryTranslator(source=_with_country(source, known), target=_with_country(target, known))


def _with_country(code: str, known: Sequence[str]) -> str:
    """`vi` → `vi-VN`, as MyMemory wants it: the country of the language's name (`fr-FR`), else the first there is."""
    if code in known:
        return code
    language = code.partition("-")[0]
    own = f"{language}-{language.upper()}"
    return own if own in known else next((each for each in known if each.partition("-")[0] == language), code)


def _in_words(fault: Exception, name: str) -> str:
    """Why a call failed, without the text that was sent or the address (deep-translator's messages have both)."""
    kind = type(fault).__name__
    if kind == "TranslationNotFound":
        return f"{name} answered with a page that holds no translation (a captcha, or a changed page)"
    if kind == "LanguageNotSupportedException":
        return f"{name} does not know one of the two languages"
    if kind == "JSONDecodeError":
        return f"{name} answered with something that is not JSON"
    return f"{name} answered with something that cannot be understood ({kind})"
