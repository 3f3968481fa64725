"""How one interface language says dates, numbers and counts. All words come from the `[ui]` table of its pack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from types import SimpleNamespace

from build_site.site.borrowed import lent
from build_site.site.rows import EXACT
from build_site.site.urls import slug


class Wording:
    """Strings and formats of one language; `ui.key` in templates is `strings.key`; an unknown key is an error."""

    def __init__(self, lang: str, strings: Mapping[str, str], borrowed: frozenset[str] = frozenset()) -> None:
        """`borrowed`: keys of strings that are in English, to be marked as such."""
        self.lang = lang
        if borrowed:
            strings = {key: lent(text) if key in borrowed else text for key, text in strings.items()}
        self.strings = SimpleNamespace(**strings)
        self._table = dict(strings)
        self._months = [""] + [strings[f"month_{n}"] for n in range(1, 13)]
        self._singular = tuple(map(int, strings.get("singular", "1").split()))
        self._short_months = [""] + [strings[f"month_short_{n}"] for n in range(1, 13)]
        # Articles number their blocks alike; a page names each of them many times.
        self.label, self.name = (lru_cache(1024)(partial(self._of_block, kind)) for kind in ("label", "name"))

    def say(self, key: str, **values: object) -> str:
        """The string `key` with its {placeholders} filled. Raises KeyError where one is not there."""
        text = self._table[key]
        return text.format_map(values) if values else text

    def get(self, key: str, fallback: str) -> str:
        """The string `key`, or that of `fallback` where the pack has no such key (rules and kinds that are data)."""
        return self._table[key] if key in self._table else self._table[fallback]

    def has(self, key: str) -> bool:
        """Whether the pack has the string `key`."""
        return key in self._table

    def _of_block(self, key: str, anchor: str) -> str:
        """A block of an article by its anchor: `p3` → `¶ 3` (`label`), `Paragraph 3` (`name`)."""
        return self.say(f"{key}_{anchor[0]}", n=anchor[1:])

    def kind(self, prefix: str, text: str | None) -> str | None:
        """The word of this language for a kind as the source prints it: `huyện` → `district`; None if not known.
        The key is its slug, or letter for letter behind a colon (`place:Ấn Độ`)."""
        if not text:
            return None
        return self._table.get(f"{prefix}:{text}") or self._table.get(f"{prefix}_{slug(text).replace('-', '_')}")

    def number(self, value: int) -> str:
        """1599 → `1,599`."""
        return f"{value:,}".replace(",", self._table["thousands"])

    def size(self, value: int) -> str:
        """Of a file: 814 → `814 bytes`, 52_300 → `52.3 kB`, 52_000 → `52 kB`, 1_240_000 → `1.2 MB`."""
        if value < 1000:
            return self._table["bytes"].format(n=value)
        decimal = self._table.get("decimal") or ("," if self._table["thousands"] == "." else ".")
        unit, part = ("megabytes", 1_000_000) if value >= 999_950 else ("kilobytes", 1000)
        return self._table[unit].format(n=f"{value / part:.1f}".removesuffix(".0").replace(".", decimal))

    def count(self, key: str, value: int) -> str:
        """`count("articles", 1)` → `1 article`: keys articles_one and articles_other. `singular` says which numbers
        take the first, if it is not 1 alone."""
        form = "one" if value in self._singular else "other"
        return self._table[f"{key}_{form}"].format(n=self.number(value))

    def at_least(self, key: str, value: int) -> str:
        """The same of a number as `rows.at_least` has it: 7 → `7 articles`, 20 → `20+ articles`."""
        if value <= EXACT:
            return self.count(key, value)
        return self._table[f"{key}_other"].format(n=f"{self.number(value)}+")

    def date(self, iso: str) -> str:
        """`2023-02-04T16:45:00+07:00` → `4 February 2023`."""
        return self._table["date"].format(
            d=int(iso[8:10]), m=int(iso[5:7]), month=self._months[int(iso[5:7])], y=iso[:4]
        )

    def short_date(self, iso: str) -> str:
        """→ `4 Feb 2023`."""
        return self._table["date_short"].format(
            d=int(iso[8:10]), m=int(iso[5:7]), month=self._short_months[int(iso[5:7])], y=iso[:4]
        )

    def day(self, iso: str) -> str:
        """→ `4 February`, under a heading that gives the year."""
        return self._table["date_day"].format(d=int(iso[8:10]), m=int(iso[5:7]), month=self._months[int(iso[5:7])])

    def month(self, iso: str) -> str:
        """`2023-02` → `February 2023`."""
        return self._table["date_month"].format(m=int(iso[5:7]), month=self._months[int(iso[5:7])], y=iso[:4])

    def month_alone(self, iso: str) -> str:
        """`2023-02` → `February`, under a heading that gives the year."""
        return self._table["month_alone"].format(m=int(iso[5:7]), month=self._months[int(iso[5:7])])

    def time(self, iso: str) -> str | None:
        """→ `16:45`; None where the text gives a date alone."""
        return iso[11:16] if len(iso) > 10 else None


def span_of_lines(lines: tuple[int, ...] | list[int]) -> str:
    """[17] → `17`; [17, 18, 20] → `17–20`."""
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]}–{lines[-1]}"
