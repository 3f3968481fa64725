"""What the lines of a PO file say, one after the other."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NoReturn

from build_site.errors import MemoryProblem
from build_site.translate.catalog import Catalog, Entry

_KEYWORDS = frozenset({"msgctxt", "msgid", "msgstr"})
_PLURAL = re.compile(r"msgid_plural|msgstr\[\d{1,3}\]")
_BODY = re.compile(r'(?:[^"\\]++|\\[abfnrtv"\\])*+')
# The statements of an entry in a line each, as nearly all are written, and behind them what begins another.
MESSAGE = re.compile(r'msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr "(.*)"(\n++(?=msgctxt|msgid|#(?!~))|\n*+\Z)')
_ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
_REFERENCE = re.compile("\u2068[^\u2069]*\u2069|[^ \t\u2068]+")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class _Draft:
    """An entry while its lines are read; texts are lists of parts.

    Few containers, and gone as soon as the entry is made: much of a parser's time goes to the collector.
    """

    __slots__ = ("line", "lists", "obsolete", "part", "previous_part", "raw", "texts")

    def __init__(self) -> None:
        self.lists: defaultdict[str, list[str]] = defaultdict(list)
        """Comments of each kind, by the name of Entry's field."""
        self.raw: list[str] = []
        self.texts: dict[str, list[str]] = {}
        """By keyword; previous ones by `| keyword`."""
        self.part: list[str] | None = None
        self.previous_part: list[str] | None = None
        self.obsolete = False
        self.line = 0

    def entry(self) -> Entry:
        texts = {keyword: parts[0] if len(parts) == 1 else "".join(parts) for keyword, parts in self.texts.items()}
        lists = self.lists.get
        return Entry(
            texts["msgid"],
            texts["msgstr"],
            texts.get("msgctxt"),
            tuple(lists("comments", ())),
            tuple(lists("other", ())),
            tuple(lists("extracted", ())),
            tuple(lists("references", ())),
            tuple(lists("flags", ())),
            texts.get("| msgctxt"),
            texts.get("| msgid"),
            self.obsolete,
            self.line,
        )


class Reader:
    """The entries read so far, the one at hand, and where we are."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.number = 0
        self.entries: list[Entry] = []
        self.draft = _Draft()

    def next(self) -> None:
        """Begin a new entry where the one at hand has its msgstr: whatever follows opens the next."""
        if "msgstr" in self.draft.texts:
            self.entries.append(self.draft.entry())
            self.draft = _Draft()

    def comment(self, line: str) -> None:
        """A line that begins with # but is neither obsolete nor previous."""
        self.next()
        kind, rest = line[1:2], line[2:]
        if kind in {"", " "}:
            self.draft.lists["comments"].append(rest)
        elif kind == ".":
            self.draft.lists["extracted"].append(rest.removeprefix(" "))
        elif kind == ":":
            self.draft.lists["references"] += (part.strip("\u2068\u2069") for part in _REFERENCE.findall(rest))
        elif kind == ",":
            self.draft.lists["flags"] += (flag for part in rest.split(",") if (flag := part.strip(" \t")))
        else:
            self.draft.lists["other"].append(line)

    def obsolete(self, line: str, rest: str) -> None:
        """A line `#~ …`."""
        if rest[:1] == '"' or rest[:3] == "msg":
            self.statement(rest, obsolete=True)
        else:
            self.next()
            self.draft.lists["other"].append(line)

    def previous(self, line: str, rest: str) -> None:
        """A line `#| …` or `#~| …`."""
        self.next()
        rest = rest.strip(" \t")
        if rest[:1] == '"' and self.draft.previous_part is not None:
            self.draft.previous_part.append(self.string(rest))
            return
        keyword, text = self.words(line, rest)
        if keyword == "msgstr":
            self.plural()
        self.draft.previous_part = self.draft.texts[f"| {keyword}"] = [self.string(text)]

    def message(self, match: re.Match[str]) -> bool:
        """An entry's three statements at one go. Returns False where something is in the way: `statement` says what."""
        self.next()
        draft = self.draft
        if draft.texts:
            return False
        context, source, target, blank = match.groups()
        line = self.number + 1
        if "\\" in match[0] or match[0].count('"') > 6:
            context, self.number = self.string(f'"{context}"'), line
            source, self.number = self.string(f'"{source}"'), line + 1
            target = self.string(f'"{target}"')
        if draft.lists:
            draft.line, draft.texts = line, {"msgctxt": [context], "msgid": [source], "msgstr": [target]}
            self.next()
        else:
            self.entries.append(Entry(source, target, context, line=line))
        self.number = line + len(blank)
        return True

    def statement(self, line: str, *, obsolete: bool) -> None:
        """`msgctxt "…"`, `msgid "…"`, `msgstr "…"`, or a continuation `"…"`."""
        if line[0] == '"':
            if self.draft.part is None or self.draft.obsolete != obsolete:
                self.broken(line)
            self.draft.part.append(self.string(line))
            return
        keyword, text = self.words(line, line)
        if keyword != "msgstr":
            self.next()
        draft = self.draft
        if keyword in draft.texts or (keyword == "msgctxt" and "msgid" in draft.texts):
            self.incomplete()
        if keyword == "msgstr" and "msgid" not in draft.texts:
            raise self.problem("msgstr without a msgid before it", "Restore the msgid, or delete the line.")
        if draft.part is not None and draft.obsolete != obsolete:
            self.broken(line)
        if keyword == "msgid":
            draft.line = self.number
        draft.obsolete = obsolete
        draft.part = draft.texts[keyword] = [self.string(text)]

    def words(self, line: str, statement: str) -> tuple[str, str]:
        """The keyword and the quoted text of a statement. `line`: the whole, for the message."""
        before, _, _ = statement.partition('"')
        keyword, text = before.rstrip(" \t"), statement[len(before) :]
        if len(text) < 2 or text[-1] != '"':
            self.broken(line)
        if keyword not in _KEYWORDS:
            if _PLURAL.fullmatch(keyword):
                self.plural()
            self.broken(line)
        return keyword, text

    def string(self, text: str) -> str:
        """The content of a quoted text."""
        if len(text) >= 2 and text[0] == text[-1] == '"':
            body = text[1:-1]
            if "\\" not in body and '"' not in body:
                return body
            if _BODY.fullmatch(body):
                return _ESCAPE.sub(lambda match: ESCAPES[match[1]], body)
        raise self.problem(
            f"this text is not quoted as PO wants it: {text[:60]}",
            'A text stands between two " on one line; inside it write \\" for a quotation mark, \\\\ for a backslash.',
        )

    def catalog(self) -> Catalog:
        self.next()
        if self.draft.texts:
            self.incomplete()
        header = None
        seen: dict[tuple[str | None, str], int] = {}
        live, obsolete = [], []
        for entry in self.entries:
            if entry.obsolete:
                obsolete.append(entry)
                continue
            self.number = entry.line
            first = seen.setdefault((entry.context, entry.source), entry.line)
            if first != entry.line:
                shown = entry.source if len(entry.source) <= 60 else entry.source[:60] + "…"
                raise self.problem(
                    f"the same text stands here a second time (first in line {first}): “{shown}”",
                    "Keep the better translation and delete the other entry.",
                )
            if entry.source == "" and entry.context is None:
                header = entry
            else:
                live.append(entry)
        return Catalog((*live, *obsolete), header, self.where, tuple(self.draft.raw))

    def problem(self, what: str, hint: str) -> MemoryProblem:
        return MemoryProblem(what, where=f"{self.where}:{self.number}", hint=hint)

    def broken(self, line: str) -> NoReturn:
        if line.startswith(_CONFLICT):
            raise self.problem(
                "an unresolved merge conflict",
                "Choose one of the two versions, and remove the <<<<<<<, ======= and >>>>>>> lines.",
            )
        raise self.problem(
            f"this line cannot be read: {line[:60]}",
            "Expected a comment (#), msgctxt, msgid, msgstr or a quoted text that continues the line above.",
        )

    def plural(self) -> NoReturn:
        raise self.problem(
            "a plural entry; the memory of a digest has none",
            "Give each sentence an entry with one msgid and one msgstr.",
        )

    def incomplete(self) -> NoReturn:
        lacks = "msgstr" if "msgid" in self.draft.texts else "msgid"
        self.number = self.draft.line or self.number
        raise self.problem(
            f"an entry without {lacks}",
            'Complete the entry (msgstr "" where there is no translation yet), or delete it.',
        )
