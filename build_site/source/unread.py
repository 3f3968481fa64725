"""What a file is that is no seed, and what its owner can do: by its name, by its first bytes, by its letters."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from msgspec import Struct

TAKEN = (".json", ".xml", ".rss", ".atom", ".mhtml", ".mht")
"""Endings of files that `new` makes seeds of."""


SYSTEM_FILES = frozenset({"Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "Icon\r"})
"""What Windows and macOS put into any folder."""
BESIDE = ("_files", ".files")
"""Endings of the folder that a browser puts beside a page which it saves “complete”."""
RECORD = "A record is one JSON object a line: text (or html), and id, title, date, url and more where they are known."
"""What to do about a line of a collection."""


class Unread(Struct, frozen=True):
    """What a file is, as the end of a sentence, and what to do about it."""

    what: str
    hint: str


_PASTE = "Open it, copy the article, and paste it into: python -m build_site new -"
_DOCUMENT = Unread("a document of a word processor, which is not read", _PASTE)
_PDF = Unread(
    "a PDF, which is not read",
    "Save the page from the web instead; or copy the article, and paste it into: python -m build_site new -",
)
_PICTURE = Unread("a picture, which is not read", "Leave it out; pictures of your own go to site_src/static/.")
_PART = Unread("a part of a saved page", "Leave it out: of a saved page only the .html file is read.")
_TAKE = Unread(
    "no seed as it is",
    "Move it out of seeds/, and run: python -m build_site new FILE, which makes seeds of what it has.",
)
_LINK = Unread("a bookmark, not the page", "Open it in a browser, and save the page as HTML.")
_PACKED = Unread(
    "a packed file, which is not opened", "Unpack it; of what is packed singly, only .jsonl.xz is read as it is."
)
_TABLE = Unread(
    "a table, which is not read", "Write one JSON object a row, with text, title, date, url and id, into a .jsonl file."
)


RENAMED = {
    **dict.fromkeys((".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"), ".html"),
    **dict.fromkeys((".markdown", ".mdown", ".mkd"), ".md"),
    **dict.fromkeys((".ndjson", ".jl"), ".jsonl"),
    **dict.fromkeys((".text", ".asc", ".log"), ".txt"),
}
"""Endings of files that are seeds under another ending."""
_BY_ENDING: dict[str, Unread] = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".odt", ".rtf", ".pages", ".wps", ".epub"), _DOCUMENT),
    ".pdf": _PDF,
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".ico"), _PICTURE
    ),
    **dict.fromkeys((".css", ".js", ".woff", ".woff2", ".ttf", ".map", ".download"), _PART),
    **dict.fromkeys(TAKEN, _TAKE),
    **dict.fromkeys((".url", ".webloc", ".desktop", ".lnk"), _LINK),
    **dict.fromkeys((".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst", ".maff", ".warc"), _PACKED),
    **dict.fromkeys((".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".sqlite", ".db"), _TABLE),
    ".webarchive": Unread("Safari’s archive of a page, which is not read", "Save the page again, as “Page Source”."),
    ".eml": Unread("a message, which is not read", _PASTE),
}


def page_of(folder: str, names: Collection[str]) -> str:
    """The saved page among `names` to which a folder beside it belongs; empty where it belongs to none."""
    stem = next((folder[: -len(ending)] for ending in BESIDE if folder.endswith(ending)), "")
    return next((page for page in (f"{stem}.html", f"{stem}.htm") if stem and page in names), "")


def unread_ending(name: str, endings: tuple[str, ...]) -> Unread:
    """Of a file whose name ends with none of `endings`."""
    ending = PurePosixPath(name).suffix
    if better := RENAMED.get(ending.lower()):
        return Unread(f"not read under the ending {ending}", f"Rename it: {better} is the ending that is read.")
    if found := _BY_ENDING.get(ending.lower()):
        return found
    known = ", ".join(endings)
    if not ending:
        return Unread("its name has no ending, which says how it is read", f"Rename it with one of {known}.")
    hint = f"Endings that are read: {known}. Save it as one of them, or move it out of seeds/."
    return Unread(f"the ending {ending} is none that is read", hint)


def unread_kind(name: str) -> Unread | None:
    """Of a file that holds no text of an article in any form that `new` reads, by its ending."""
    found = _BY_ENDING.get(PurePosixPath(name).suffix.lower())
    return None if found is _TAKE else found


_BY_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word document or another packed file"),
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"\xfd7zXZ", "a packed file (xz)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"bplist", "Safari’s archive of a page"),
)
_UTF_8 = "Save the file again with the encoding UTF-8."
_SAMPLE = 20_000


def unread_bytes(data: bytes) -> Unread:
    """Of a file whose bytes are not UTF-8: what it looks like, where that can be told, else no `what`."""
    for start, what in _BY_BYTES:
        if data.startswith(start):
            return Unread(f"it looks like {what}", _PASTE)
    if data[:_SAMPLE].count(0) > len(data[:_SAMPLE]) // 8:
        return Unread("it looks like UTF-16", _UTF_8)
    return old_letters(data[:_SAMPLE].decode("latin-1"), _ENCODINGS) or Unread("", _UTF_8)


class _Encoding(Struct, frozen=True):
    name: str
    unikey: str
    """What UniKey's converter calls it."""
    words: re.Pattern[str]
    """của, các, được, người, những, đồng, huyện, việc, không, Đảng, công, tỉnh in it, read as if it were Latin-1."""


_FONTS = (
    _Encoding(
        "TCVN3",
        "TCVN3 (ABC)",
        re.compile("cña|c¸c|®\xad?îc|ng\xad?êi|nh÷ng|®ång|huyÖn|viÖc|kh«ng|®¶ng|c«ng|tØnh"),
    ),
    _Encoding(
        "VNI", "VNI Windows", re.compile("cuûa|caùc|ñöôïc|ngöôøi|nhöõng|ñoàng|huyeän|vieäc|khoâng|ñaûng|coâng|tænh")
    ),
)
_ENCODINGS = (
    *_FONTS,
    _Encoding(
        "Windows-1258",
        "Vietnamese locale CP 1258",
        re.compile("cuÒa|caìc|ðýõòc|ngýõÌi|nhýÞng|ðôÌng|huyêòn|viêòc|hôòi|nghiò|ðaÒng|tiÒnh|môòt"),
    ),
)
_ENOUGH = 3
"""Different words that prove it; no other language has even one of most of them."""


def old_letters(text: str, encodings: tuple[_Encoding, ...] = _FONTS) -> Unread | None:
    """Of a text in an encoding that was made for fonts (Vietnamese of the nineties and of some offices still), read as
    if it were another."""
    if "®" not in text and "ñ" not in text and encodings is _FONTS:
        return None  # nearly all texts: both encodings have one of these for đ
    for each in encodings:
        if len({*each.words.findall(text)}) >= _ENOUGH:
            hint = (
                f"Convert it to Unicode, in UniKey with Ctrl+Shift+F6: from {each.unikey} to Unicode; save it as UTF-8."
            )
            return Unread(f"its letters are {each.name}, an old encoding of Vietnamese", hint)
    return None
