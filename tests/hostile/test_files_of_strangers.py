"""XML, TOML, CSV, JSON and PO that others send: nothing in them opens a file, swells, or ends the program."""

# ruff: noqa: E501 - tables of what others send
from __future__ import annotations

import builtins
import io
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_site.errors import BuildSiteError
from build_site.source import decode_source
from build_site.store.addresses import Addresses
from build_site.store.corrections import read_corrections
from build_site.store.notes import read_notes
from build_site.store.publishers import read_publishers
from build_site.store.seeds import Collection, read_records
from build_site.store.settings import read_settings
from build_site.store.termbase import read_termbase
from build_site.store.topics import read_topics
from build_site.store.views import read_views
from build_site.translate.exchange_csv import read_csv
from build_site.translate.exchange_tbx import read_tbx
from build_site.translate.exchange_tmx import read_tmx
from build_site.translate.exchange_xliff import read_xliff
from tests.conftest import ROOT

PAIR = ("vi", "en")
Read = Callable[[Path], Any]
READERS: dict[str, Read] = {
    "tmx": lambda path: read_tmx(path.read_bytes(), PAIR, path.name),
    "xlf": lambda path: read_xliff(path.read_bytes(), path.name),
    "tbx": lambda path: read_tbx(path.read_bytes(), PAIR, path.name),
    "csv": lambda path: read_csv(path.read_bytes(), path.name),
    "terms": read_termbase,
    "corrections": read_corrections,
    "urls": Addresses,
    "views": lambda path: read_views(path, {}),
    "notes": read_notes,
    "settings": read_settings,
    "topics": read_topics,
    "sources": read_publishers,
    "md": lambda path: decode_source("a.md", path.read_bytes()),
    "html": lambda path: decode_source("a.html", path.read_bytes()),
    "jsonl": lambda path: list(read_records(path.parent, Collection(path.name, ""))),
    "record": lambda path: decode_source("a.jsonl#1", path.read_bytes()),
}


def tmx(text: str, before: str = "") -> bytes:
    return f'{before}<tmx version="1.4"><header/><body><tu><tuv xml:lang="vi"><seg>{text}</seg></tuv></tu></body></tmx>'.encode()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DEEP = 100_000
MEANT: dict[str, tuple[str, bytes, str]] = {
    "a billion laughs": ("tmx", tmx("&a9;", f'<!DOCTYPE tmx [<!ENTITY a0 "ha">{LAUGHS}]>'), "XML|entities"),
    "laughs in a table of terms": ("tbx", f'<!DOCTYPE martif [<!ENTITY a0 "ha">{LAUGHS}]><martif>&a9;</martif>'.encode(), "XML|entities"),
    "a quadratic blow-up": ("tmx", tmx("&a;" * 9_000, f'<!DOCTYPE tmx [<!ENTITY a "{"a" * 50_000}">]>'), "XML|entities"),
    "an entity that names a file": ("xlf", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>', "XML|entities"),
    "an entity that names a host": ("tmx", tmx("&e;", '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>'), "XML|entities"),
    "a parameter entity": ("tmx", tmx("x", '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'), ""),
    "a DTD that names a file": ("tmx", tmx("x", '<!DOCTYPE tmx SYSTEM "file:///etc/passwd">'), "OK"),
    "a style sheet": ("tmx", tmx("x", '<?xml-stylesheet href="file:///etc/passwd"?>'), "OK"),
    "an inclusion": ("xlf", b'<xliff xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd" parse="text"/></xliff>', ""),
    "elements in elements": ("tmx", tmx("<x>" * DEEP), "not XML"),
    "an attribute of ten megabytes": ("tbx", b'<martif x="' + b"a" * 11_000_000 + b'"/>', "not XML"),
    "no end": ("tmx", b"<tmx><body><tu>", "not XML"),
    "nothing": ("tmx", b"", "not XML"),
    "NUL": ("xlf", b"<xliff>\0</xliff>", "not XML"),
    "another encoding than it says": ("tmx", b'<?xml version="1.0" encoding="utf-8"?><tmx>\xff\xfe</tmx>', "not XML"),
    "an encoding that nobody knows": ("tmx", b'<?xml version="1.0" encoding="x-none"?><tmx/>', ""),
    "lists in lists": ("notes", b"+++\nx = " + b"[" * DEEP + b"\n+++\n", "nests too deep"),
    "tables in tables": ("settings", b"x = " + b"{a = " * 20_000, "nests too deep"),
    "a number of a million digits": ("sources", b"x = " + b"1" * 1_000_000, "a number is too long"),
    "front matter without end": ("md", b"+++\n" + b"x = 1\n" * 1000, "missing"),
    "front matter with a number for a date": ("md", b"+++\ndate = 5\n+++\nText.", "front matter"),
    "front matter with a day that is none": ("md", b"+++\ndate = 2023-02-30\n+++\nText.", "front matter"),
    "front matter with another clock": ("md", b"+++\ndate = 07:32:00\n+++\nText.", "front matter"),
    "front matter that nests": ("md", b"+++\ntitle = " + b"[" * DEEP + b"\n+++\nText.", "nests too deep"),
    "keys twice": ("topics", b"a = 1\na = 2\n", "Cannot overwrite a value"),
    "an open quotation mark": ("terms", b'term,target\n"a,b\n' + b"x,y\n" * 1000, "broken quotes"),
    "a cell of a megabyte": ("terms", b'term,target\n"' + b"a" * 1_000_000 + b'",b\n', ""),
    "NUL in a table": ("csv", b"source,target\na\0,b\n", ""),
    "too many cells": ("corrections", b"date,article,source,before,after,note,kind\n" + b"," * 10_000 + b"\n", "values instead of"),
    "JSON in JSON": ("jsonl", b'{"id": ' + b"[" * DEEP + b"\n", "OK"),
    "a record that nests": ("record", b'{"text": ' + b'{"a":' * DEEP, "not a record"),
    "half a character in a record": ("record", b'{"text": "\\ud800 x"}', ""),
    "a number beyond any": ("record", b'{"id": ' + b"9" * 5000 + b', "text": "a"}', ""),
    "views without end": ("views", b"a," + b"9" * 100_000 + b"\n", ""),
}  # fmt: skip


@pytest.mark.guarantee("C13")
@pytest.mark.parametrize("name", MEANT)
def test_thirty_files(name, tmp_path, monkeypatch):
    """Each is refused with words for it, or read without what it wants; none takes a second, opens another file or
    connects to anything."""
    assert len(MEANT) >= 30
    kind, data, wanted = MEANT[name]
    path = tmp_path / "file"
    path.write_bytes(data)
    opened: list[str] = []
    real = open
    monkeypatch.setattr(socket.socket, "connect", lambda *_: opened.append("a connection"))
    for module in (builtins, io):
        monkeypatch.setattr(
            module, "open", lambda where, *more, **named: opened.append(str(where)) or real(where, *more, **named)
        )
    started = time.process_time()
    said, found = "", None
    try:
        found = READERS[kind](path)
    except BuildSiteError as error:
        said = str(error)
    assert wanted in ("", "OK") or any(each in said for each in wanted.split("|"))
    assert wanted != "OK" or not said
    assert len(said) < 2_000
    assert "root:" not in repr(found)
    assert time.process_time() - started < 2
    assert {each for each in opened if each != str(path)} <= {str(each) for each in (ROOT / "build_site").rglob("*")}


PLAIN: dict[str, bytes] = {
    "tmx": tmx("Một.").replace(b"</tu>", b'<tuv xml:lang="en"><seg>One.</seg></tuv></tu>'),
    "xlf": b'<xliff version="1.2"><file original="a"><body><trans-unit id="1"><source>M</source><target>O</target></trans-unit></body></file></xliff>',
    "tbx": b'<martif><text><body><termEntry id="a"><langSet xml:lang="vi"><tig><term>a</term></tig></langSet></termEntry></body></text></martif>',
    "csv": b"source,target,state\na,b,human\n'=a,\"x\ny\",machine\n",
    "terms": b'term,target,abbr,definition\nhuy\xe1\xbb\x87n,district,H; HU,"A unit, of two"\n',
    "corrections": b"date,article,source,before,after,note,kind\n2026-11-20,a,x,y,z,,wording\n",
    "urls": b"id,address\na,articles/2023/a\nb,articles/2023/b\n",
    "views": b"address,views\n/en/articles/2023/a/,17\n",
    "notes": b'+++\nheadline = "A"\ntags = ["a"]\n[[summary]]\nparagraph = 1\nen = "A"\nvi = "B"\n+++\nA *note*.\n',
    "settings": b'[site]\nname = { en = "A", vi = "B" }\nbase_url = "https://a.example/"\n[translate]\nengines = []\ndeadline = 2.5\n',
    "topics": b'[[topic]]\nslug = "a"\nvi = "A"\nen = "B"\n',
    "sources": b'[[source]]\nname = { vi = "A", en = "B" }\nhosts = ["a.vn"]\nhome = "https://a.vn/"\nrights = "full"\n',
    "md": b'+++\ntitle = "A"\ndate = 2023-01-01\nkeywords = ["a", "b"]\n+++\n# A\n\nText, *more*.\n',
    "jsonl": b'{"id": 1, "text": "a"}\n{"id": "b", "html": "<p>a</p>", "date": "2023-01-01"}\n',
    "record": b'{"id": 1, "title": "A", "text": "a b", "url": "https://a.vn/", "date": "2023-01-01"}',
}  # fmt: skip


@pytest.mark.guarantee("C13")
@pytest.mark.parametrize("kind", PLAIN)
def test_broken_files(kind, tmp_path):
    """Bytes cut, doubled, swapped and put in: the file is read, or refused as what it is."""
    path = tmp_path / "file"
    whole = PLAIN[kind]
    signs = (
        b"",
        b"\0",
        b"\xff",
        b'"',
        b"'",
        b",",
        b";",
        b"\n",
        b"\r",
        b"[",
        b"{",
        b"]",
        b"<",
        b"&",
        b"=",
        b"+++",
        b"\\",
        b"\\u0000",
        b"9" * 20,
        b"-",
        b"\xcc\x81",
    )
    for number in range(150):
        chance = random.Random(f"{kind}{number}")
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.choice((0, 1, 1, 3, 20))] = chance.choice(signs)
        path.write_bytes(data)
        try:
            READERS[kind](path)
        except BuildSiteError:
            continue
        except Exception as error:
            raise AssertionError(f"{kind} {number}: {bytes(data)!r}") from error
