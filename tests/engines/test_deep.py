"""deep-translator's engines against a real server on loopback: each call ends in time, and none lies."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest

from build_site.engines.deep import GoogleEngine, LibreEngine, MyMemoryEngine, _with_country
from build_site.errors import ConfigProblem, EngineProblem
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Refused, fill
from build_site.translate.wanted import Want

from .conftest import Behaviour, Server, answer, dripping, dripping_headers, dropping, google, json, silent

PAIR = ("vi", "en")
TEXT = "Kết nạp 200 đảng viên & quần chúng."
SORRY = "<html><title>Sorry...</title><form>unusual traffic from your computer network <img alt=captcha></form></html>"
DEADLINE = 1.0


def fails(engine: GoogleEngine | LibreEngine | MyMemoryEngine, text: str = TEXT) -> EngineProblem:
    """The problem that one call ends with, within its deadline."""
    start = time.monotonic()
    with pytest.raises(EngineProblem) as caught:
        engine.translate([text], PAIR)
    assert time.monotonic() - start < DEADLINE + 0.7
    assert TEXT not in str(caught.value)
    assert caught.value.where == engine.name
    return caught.value


def test_google_translates(server: Server) -> None:
    """A good answer, its entities resolved; the request says who asks."""
    server.behaviour = google("They&amp;#39;ve admitted 200 members.")
    engine = GoogleEngine(url=server.url + "m", deadline=DEADLINE)
    assert engine.translate([TEXT, TEXT], PAIR) == ["They've admitted 200 members."] * 2
    path, _, agent = server.requests[0]
    query = parse_qs(urlsplit(path).query)
    assert (query["q"], query["sl"], query["tl"]) == ([TEXT], ["vi"], ["en"])
    assert agent.startswith("build_site/")
    assert (engine.name, engine.version[:2]) == ("google", "1.")
    assert engine.translate([], PAIR) == []


def test_a_page_without_charset_is_read_as_utf8(server: Server) -> None:
    """Names keep their marks even where the header forgets the charset."""
    server.behaviour = answer(200, '<div class="result-container">Vũ Đức Bảo said so.</div>', "text/html")
    assert GoogleEngine(url=server.url, deadline=DEADLINE).translate([TEXT], PAIR) == ["Vũ Đức Bảo said so."]


@pytest.mark.parametrize(
    ("behaviour", "what", "retry"),
    [
        (answer(429, "slow down", **{"Retry-After": "60"}), "HTTP 429", True),
        (answer(503, "busy"), "HTTP 503", True),
        (answer(400, "what?"), "HTTP 400", False),
        (answer(200, SORRY), "no translation", False),
        (answer(200, "<html><p>Hello</p></html>"), "no translation", False),
        (answer(200, ""), "no translation", False),
        (google(""), "without a translation", False),
        (google(" "), "without a translation", False),
        (google("Error 500 (Server Error)!!1500.That’s an error.There was an error."), "notice", True),
        (dropping, "cannot be reached", True),
        (answer(200, "x" * 200_000), "more than", False),
    ],
)
@pytest.mark.guarantee("E3")
def test_google_fails_in_one_way(server: Server, behaviour: Behaviour, what: str, retry: bool) -> None:
    """Whatever the server does, it is an EngineProblem that says what, and whether asking again can help."""
    server.behaviour = behaviour
    problem = fails(GoogleEngine(url=server.url, deadline=DEADLINE))
    assert what in problem.what
    assert problem.retry is retry


@pytest.mark.guarantee("E2")
def test_a_redirect_is_not_followed(server: Server) -> None:
    """Google's usual refusal is a redirect to another page; a forged one would take the text elsewhere."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        assert not handler.path.startswith("/sorry")
        answer(302, "", Location="/sorry")(handler)

    server.behaviour = behave
    problem = fails(GoogleEngine(url=server.url + "m", deadline=DEADLINE))
    assert "HTTP 302" in problem.what
    assert "not followed" in problem.hint
    assert not problem.retry


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (silent, "google"),
        (silent, "libretranslate"),
        (silent, "mymemory"),
        (dripping, "google"),
        (dripping, "libretranslate"),
        (dripping_headers, "google"),
    ],
)
@pytest.mark.guarantee("E3")
def test_no_call_hangs(server: Server, kind: object, name: str) -> None:
    """A server that says nothing, or drips its answer or its headers, costs the deadline and no more."""
    server.behaviour = kind(server)  # type: ignore[operator]
    made = {"google": GoogleEngine, "libretranslate": LibreEngine, "mymemory": MyMemoryEngine}[name]
    problem = fails(made(url=server.url, deadline=DEADLINE))
    assert problem.retry
    assert "in time" in problem.what or "within 1 seconds" in problem.what


def test_nobody_there() -> None:
    """A refused connection is said in words, without the address, which has the text in it."""
    problem = fails(GoogleEngine(url="http://127.0.0.1:9/", deadline=DEADLINE))
    assert "cannot be reached" in problem.what
    assert "127.0.0.1" not in str(problem)


def test_punctuation_alone(server: Server) -> None:
    """Where deep-translator gives None, the engine says so."""
    server.behaviour = google("…")
    assert "without a translation" in fails(GoogleEngine(url=server.url, deadline=DEADLINE), "…").what


def test_too_long(server: Server) -> None:
    """A text that would be cut or refused is not sent."""
    assert "4,000 characters" in fails(GoogleEngine(url=server.url, deadline=DEADLINE), "a" * 4_001).what
    assert "499 characters" in fails(MyMemoryEngine(url=server.url, deadline=DEADLINE), "a" * 500).what
    assert server.requests == []


def test_unknown_language(server: Server) -> None:
    """A language that the package does not have is an EngineProblem too."""
    engine = GoogleEngine(url=server.url, deadline=DEADLINE)
    with pytest.raises(EngineProblem, match="one of the two languages"):
        engine.translate([TEXT], ("vi", "xx"))


def test_the_source_as_the_answer_is_refused_by_the_chain(server: Server) -> None:
    """Google silently gives back what it cannot translate; the checks see it, as they see a changed number."""
    vi, en = (load_pack(code).translate for code in PAIR)
    for text, finding in (
        (TEXT.replace("&", "&amp;"), "untranslated"),
        ("300 members were admitted.", "200 is missing"),
    ):
        server.behaviour = google(text)
        engine = GoogleEngine(url=server.url, deadline=DEADLINE)
        (result,) = fill([Want("body", TEXT)], [engine], PAIR, vi, en, allowance=Allowance(time.monotonic))
        assert isinstance(result, Refused)
        assert finding in result.reasons[0]


@pytest.mark.guarantee("E6")
def test_threads_get_their_own_sentences(server: Server) -> None:
    """A shared deep-translator instance mixes sentences up; ours is made for each call."""

    def echo(handler: BaseHTTPRequestHandler) -> None:
        google("Sentence " + parse_qs(urlsplit(handler.path).query)["q"][0])(handler)

    server.behaviour = echo
    engine = GoogleEngine(url=server.url, deadline=10)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: engine.translate([f"n{number}"], PAIR)[0], range(80)))
    assert answers == [f"Sentence n{number}" for number in range(80)]


def test_an_abandoned_call_leaves_no_lasting_thread(server: Server) -> None:
    """A dripping answer is given up by its thread as well, soon after the caller has gone on."""
    server.behaviour = dripping(server)
    fails(GoogleEngine(url=server.url, deadline=DEADLINE))
    end = time.monotonic() + 3
    while any(thread.name == "engine google" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(thread.name == "engine google" for thread in threading.enumerate())


def test_libretranslate(server: Server) -> None:
    """Text and key travel in the body; a slash is added to the address; a server that wants no key gets none."""
    server.behaviour = json('{"translatedText": "200 members were admitted."}')
    for key in ("s3cret key", ""):
        engine = LibreEngine(url=server.url.rstrip("/"), key=key, deadline=DEADLINE)
        assert engine.translate([TEXT], PAIR) == ["200 members were admitted."]
        path, body, _ = server.requests[-1]
        assert path == "/translate"
        fields = parse_qs(body)
        assert (fields["q"], fields["source"], fields["target"]) == ([TEXT], ["vi"], ["en"])
        assert fields.get("api_key", [""]) == [key]


@pytest.mark.parametrize(
    ("behaviour", "what"),
    [
        (json('{"error": "Invalid API key s3cret"}', 403), "HTTP 403"),
        (json('{"error": "no s3cret"}'), "cannot be understood"),
        (json('{"translatedText": null}'), "without a translation"),
        (json('{"translatedText": ["a"]}'), "without a translation"),
        (json("null"), "no translation"),
        (json('"s3cret"'), "cannot be understood"),
        (answer(200, "<html>s3cret</html>"), "not JSON"),
        (answer(500, "s3cret"), "HTTP 500"),
    ],
)
@pytest.mark.guarantee("E5")
def test_libretranslate_fails_without_telling_its_key(server: Server, behaviour: Behaviour, what: str) -> None:
    """No message, hint or chained exception repeats the key."""
    server.behaviour = behaviour
    problem = fails(LibreEngine(url=server.url, key="s3cret", deadline=DEADLINE))
    assert what in problem.what
    assert "s3cret" not in f"{problem!r} {problem} {problem.hint}"
    assert problem.__context__ is None or problem.__suppress_context__


def test_a_key_in_an_answer_is_redacted(server: Server) -> None:
    """Even a notice that quotes the key is shown without it."""
    server.behaviour = json('{"translatedText": "That’s an error: s3cret"}')
    problem = fails(LibreEngine(url=server.url, key="s3cret", deadline=DEADLINE))
    assert "***" in problem.what
    assert "s3cret" not in str(problem)


def test_libretranslate_needs_a_web_address() -> None:
    """A wrong address is a mistake in the settings."""
    with pytest.raises(ConfigProblem, match="no web address"):
        LibreEngine(url="localhost:5000")


@pytest.mark.parametrize(
    ("text", "what", "retry"),
    [
        ('{"responseData": {"translatedText": "MYMEMORY WARNING: YOU USED ALL AVAILABLE"}}', "notice", False),
        ('{"responseData": {"translatedText": "QUERY LENGTH LIMIT EXCEEDED. MAX 500"}}', "notice", False),
        ('{"responseData": {"translatedText": null}, "matches": []}', "cannot be understood", False),
        ('{"responseData": null}', "cannot be understood", False),
    ],
)
def test_mymemory_notices(server: Server, text: str, what: str, retry: bool) -> None:
    """Quota notices that come as translations with status 200 are problems."""
    server.behaviour = json(text)
    problem = fails(MyMemoryEngine(url=server.url, deadline=DEADLINE))
    assert what in problem.what
    assert problem.retry is retry


def test_mymemory_translates(server: Server) -> None:
    """The language codes are those it knows."""
    server.behaviour = json('{"responseData": {"translatedText": "200 members were admitted."}}')
    assert MyMemoryEngine(url=server.url, deadline=DEADLINE).translate([TEXT], PAIR) == ["200 members were admitted."]
    assert parse_qs(urlsplit(server.requests[0][0]).query)["langpair"] == ["vi-VN|en-GB"]


@pytest.mark.parametrize(
    ("code", "sent"), [("vi", "vi-VN"), ("en", "en-GB"), ("fr", "fr-FR"), ("id", "id-ID"), ("pt-BR", "pt-BR")]
)
def test_mymemory_is_asked_with_countries(code: str, sent: str) -> None:
    """Of any pair: the language's own country, or the one that MyMemory has."""
    known = ("fr-BE", "fr-FR", "en-GB", "en-AU", "id-ID", "vi-VN", "pt-PT", "pt-BR")
    assert _with_country(code, known) == sent
