"""What servers do, and what our users get: a translation that passes the checks, or a reason, and always in time.

The rows for Google, LibreTranslate and MyMemory are those measured with deep-translator alone, which returns error
pages as translations, gives None, hangs for ever, mixes encodings up, or raises whatever its libraries raise.
"""

from __future__ import annotations

import gzip
import json as jsons
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from build_site.engines.deep import GoogleEngine, LibreEngine, MyMemoryEngine
from build_site.engines.manners import Manners
from build_site.errors import EngineProblem
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Filled, Refused, fill
from build_site.translate.wanted import Want

from .conftest import Behaviour, Server, answer, dripping, dripping_headers, dropping, google, json, silent

PAIR = ("vi", "en")
TEXT = "Ngày 27/02/2012, huyện kết nạp 1.599 đảng viên, đạt 159,9% kế hoạch theo 09-NQ/TU."
GOOD = "On 27 February 2012 the district admitted 1,599 Party members, 159.9% of the plan under 09-NQ/TU."
DEADLINE = 1.0
SORRY = "<html><form>Our systems have detected unusual traffic from your computer network.</form></html>"


def libre(text: object) -> Behaviour:
    return json(jsons.dumps({"translatedText": text}))


def memory(text: object, **more: object) -> Behaviour:
    return json(jsons.dumps({"responseData": {"translatedText": text}, **more}))


def redirected(handler: BaseHTTPRequestHandler) -> None:
    if handler.path.startswith("/sorry"):
        answer(429, SORRY)(handler)
    else:
        answer(302, "", Location="/sorry")(handler)


def moved(handler: BaseHTTPRequestHandler) -> None:
    if handler.path.startswith("/other"):
        libre(GOOD)(handler)
    else:
        answer(307, "", Location="/other")(handler)


def truncated(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    handler.wfile.write(f'<div class="result-container">{GOOD[:40]}'.encode())
    handler.close_connection = True


# engine · what the server does · what our users get: the translation, or a part of the reason
ROWS: dict[str, tuple[str, Behaviour | Callable[[Server], Behaviour], str]] = {
    "a good answer": ("google", google(GOOD), GOOD),
    "entities, twice escaped": ("google", google(GOOD.replace("the plan", "the district&amp;#39;s plan")), "’s plan"),
    "br between lines": ("google", google(GOOD.replace(" members, 159", "<br>members,<br/>159")), GOOD),
    "a line break within": ("google", google(GOOD.replace(", 159", ",\n159")), GOOD),
    "no charset in the header": (
        "google",
        answer(200, f'<div class="result-container">{GOOD[:-1]}, said Vũ Đức Bảo.</div>', "text/html"),
        "said Vũ Đức Bảo.",
    ),
    "429": ("google", answer(429, "slow down"), "HTTP 429"),
    "429 with a rest of a minute": ("google", answer(429, "slow", **{"Retry-After": "60"}), "HTTP 429"),
    "a redirect to a sorry page": ("google", redirected, "HTTP 302"),
    "503": ("google", answer(503, "busy"), "HTTP 503"),
    "404": ("google", answer(404, "gone"), "HTTP 404"),
    "a captcha with 200": ("google", answer(200, SORRY), "holds no translation"),
    "a page without the result": ("google", answer(200, "<p>Hello</p>"), "holds no translation"),
    "an error as the result": ("google", google("Error 500 (Server Error)!!1500.That’s an error."), "a notice"),
    "the source as the result": ("google", google(TEXT), "untranslated"),
    "punctuation as the result": ("google", google("…"), "empty"),
    "an empty result": ("google", google(""), "without a translation"),
    "blanks as the result": ("google", google("&nbsp; "), "without a translation"),
    "half the sentence": ("google", google("On 27 February 2012 the district"), "1.599 is missing"),
    "a changed number": ("google", google(GOOD.replace("1,599", "1,559")), "1.599 is missing"),
    "a moved separator": ("google", google(GOOD.replace("1,599", "1.599")), "numbers"),
    "another day": ("google", google(GOOD.replace("27 February", "28 February")), "dates"),
    "a changed document number": ("google", google(GOOD.replace("09-NQ/TU", "90-NQ/TU")), "09-NQ/TU is missing"),
    "somebody else's sentence": ("google", google("The commune inspected 12 schools."), "numbers"),
    "the connection dropped": ("google", dropping, "cannot be reached"),
    "a truncated answer": ("google", truncated, "cannot be reached"),
    "no answer": ("google", silent, "in time|within"),
    "a byte now and then": ("google", dripping, "in time|within"),
    "a header's byte now and then": ("google", dripping_headers, "in time|within"),
    "a packed page that swells": (
        "google",
        answer(200, gzip.compress(bytes(10_000_000)), **{"Content-Encoding": "gzip"}),
        "more than 100,000 bytes",
    ),
    "a rest until a day that no calendar has": (
        "google",
        answer(429, "x", **{"Retry-After": f"Mon, {'9' * 20} Jan 2024 00:00:00 GMT"}),
        "HTTP 429",
    ),
    "an endless page": ("google", answer(200, "x" * 300_000), "more than 100,000 bytes"),
    "libre: a good answer": ("libretranslate", libre(GOOD), GOOD),
    "libre: error with 200": ("libretranslate", json('{"error": "Slowdown"}'), "cannot be understood"),
    "libre: HTML": ("libretranslate", answer(200, "<html>Login</html>"), "not JSON"),
    "libre: 403": ("libretranslate", json('{"error": "Invalid API key"}', 403), "HTTP 403"),
    "libre: 400": ("libretranslate", json('{"error": "vi is not supported"}', 400), "HTTP 400"),
    "libre: null": ("libretranslate", libre(None), "without a translation"),
    "libre: empty": ("libretranslate", libre(""), "without a translation"),
    "libre: a list": ("libretranslate", libre([GOOD]), "without a translation"),
    "libre: an error as text": ("libretranslate", libre("Internal Server Error"), "error text"),
    "libre: no answer": ("libretranslate", silent, "in time|within"),
    "libre: a byte now and then": ("libretranslate", dripping, "in time|within"),
    "libre: a header's byte now and then": ("libretranslate", dripping_headers, "in time|within"),
    "libre: truncated": ("libretranslate", truncated, "cannot be reached"),
    "libre: 429": ("libretranslate", json('{"error": "Slowdown: 20 per 1 minute"}', 429), "HTTP 429"),
    "libre: 500": ("libretranslate", json('{"error": "Cannot translate text"}', 500), "HTTP 500"),
    "libre: the source": ("libretranslate", libre(TEXT), "untranslated"),
    "libre: its portal as text": ("libretranslate", libre("Visit the portal to get an API key"), "error text"),
    "libre: entities": ("libretranslate", libre(GOOD.replace("the plan", "the district&#39;s plan")), "’s plan"),
    "libre: a redirect": ("libretranslate", answer(302, "", Location="/login"), "HTTP 302"),
    "libre: a redirect that would take the key along": ("libretranslate", moved, "HTTP 307"),
    "libre: half a character": ("libretranslate", json(f'{{"translatedText": "{GOOD} \\ud800"}}'), "U+D800"),
    "libre: control characters": ("libretranslate", json(f'{{"translatedText": "{GOOD} \\u0000"}}'), "U+0000"),
    "libre: text that turns round": ("libretranslate", json(f'{{"translatedText": "\\u202e{GOOD}"}}'), "U+202E"),
    "libre: unseen blanks": ("libretranslate", json(f'{{"translatedText": "\\ufeff{GOOD}\\u200b"}}'), GOOD),
    "libre: JSON too deep to read": ("libretranslate", json("[" * 90_000), "cannot be understood"),
    "libre: dropped": ("libretranslate", dropping, "cannot be reached"),
    "mymemory: a good answer": ("mymemory", memory(GOOD), GOOD),
    "mymemory: quota": ("mymemory", memory("MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS"), "a notice"),
    "mymemory: 429 quota": ("mymemory", json("{}", 429), "HTTP 429"),
    "mymemory: too long": (
        "mymemory",
        memory("QUERY LENGTH LIMIT EXCEEDED. MAX 500 CHARS"),
        "a notice",
    ),
    "mymemory: wrong pair": ("mymemory", memory("'VI' IS AN INVALID SOURCE LANGUAGE"), "error text"),
    "mymemory: a notice in its status": (
        "mymemory",
        memory("INVALID LANGUAGE PAIR SPECIFIED. EXAMPLE: LANGPAIR=EN|IT", responseStatus="403"),
        "a notice",
    ),
    "mymemory: no key": ("mymemory", memory("AUTHENTICATION FAILURE"), "error text"),
    "mymemory: a byte now and then": ("mymemory", dripping, "in time|within"),
    "mymemory: a header's byte now and then": ("mymemory", dripping_headers, "in time|within"),
    "mymemory: dropped": ("mymemory", dropping, "cannot be reached"),
    "mymemory: truncated": ("mymemory", truncated, "cannot be reached"),
    "mymemory: 503": ("mymemory", answer(503, "busy"), "HTTP 503"),
    "mymemory: the source": ("mymemory", memory(TEXT), "untranslated"),
    "mymemory: empty": ("mymemory", memory("", matches=[]), "cannot be understood|without"),
    "mymemory: another's sentence": ("mymemory", memory("The commune inspected 12 schools."), "numbers"),
    "mymemory: null": ("mymemory", memory(None, matches=[]), "cannot be understood|without"),
    "mymemory: no data": ("mymemory", json('{"responseData": null}'), "cannot be understood"),
    "mymemory: HTML": ("mymemory", answer(200, "<html>"), "not JSON"),
    "mymemory: no answer": ("mymemory", silent, "in time|within"),
}


ENGINES = {"google": GoogleEngine, "libretranslate": LibreEngine, "mymemory": MyMemoryEngine}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.guarantee("E3")
def test_what_our_users_get(server: Server, row: str) -> None:
    """The row's translation or reason; within the deadline; and never a traceback, an address or the sentence."""
    name, behaviour, wanted = ROWS[row]
    server.behaviour = behaviour(server) if behaviour in {silent, dripping, dripping_headers} else behaviour  # type: ignore[assignment,arg-type]
    engine = ENGINES[name](url=server.url, manners=Manners(name, deadline=DEADLINE, chance=lambda: 0.1))
    vi, en = (load_pack(code).translate for code in PAIR)
    start = time.monotonic()
    (result,) = fill([Want("body", TEXT)], [engine], PAIR, vi, en, allowance=Allowance(time.monotonic))
    assert time.monotonic() - start < DEADLINE + 0.7
    if isinstance(result, Filled):
        assert result.target.replace("'", "’").endswith(wanted) or wanted in result.target.replace("'", "’")
        return
    assert isinstance(result, Refused)
    (reason,) = result.reasons
    assert any(part in reason for part in wanted.split("|")), reason
    assert TEXT not in reason
    assert server.url not in reason


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("why", ["refused", "no such name"])
def test_nobody_there(name: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port where nobody listens, and a name that no server knows, are told in words, without the sentence."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    if why == "no such name":
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    url = "http://127.0.0.1:9/" if why == "refused" else "http://translate.invalid/"
    engine = ENGINES[name](url=url, manners=Manners(name, deadline=DEADLINE, chance=lambda: 0.1))
    with pytest.raises(EngineProblem, match="cannot be reached") as caught:
        engine.translate([TEXT], PAIR)
    assert caught.value.retry
    assert TEXT not in f"{caught.value!r}"
    assert url not in f"{caught.value!r}"


def test_a_redirect_is_asked_once(server: Server) -> None:
    """It is not followed, and not asked for again: it would end there again."""
    server.behaviour = answer(302, "", Location="/x")
    engine = GoogleEngine(url=server.url, manners=Manners("google", deadline=DEADLINE, chance=lambda: 0.1))
    with pytest.raises(EngineProblem, match="HTTP 302"):
        engine.translate([TEXT], PAIR)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ENGINES)
def test_a_proxy_never_sees_what_a_server_on_this_machine_is_asked(
    server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in the environment is for the world outside; a server on loopback is asked directly."""
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9/")
    server.behaviour = {"google": google(GOOD), "libretranslate": libre(GOOD), "mymemory": memory(GOOD)}[name]
    engine = ENGINES[name](url=server.url, manners=Manners(name, deadline=DEADLINE, chance=lambda: 0.1))
    assert engine.translate([TEXT], PAIR) == [GOOD]


@pytest.mark.parametrize("text", ["…", "***", "- - -"])
def test_signs_alone(server: Server, text: str) -> None:
    """Where deep-translator gives None for a text of signs, nothing is saved."""
    server.behaviour = google(text)
    engine = GoogleEngine(url=server.url, manners=Manners("google", deadline=DEADLINE))
    vi, en = (load_pack(code).translate for code in PAIR)
    (result,) = fill([Want("body", text)], [engine], PAIR, vi, en, allowance=Allowance(time.monotonic))
    assert isinstance(result, Refused)
    assert "without a translation" in result.reasons[0]
