"""Makes articles to measure with: the same for us and for the programs beside us, and the same on every machine.

Their sentences are those of the repository's own seeds, short ones and the parts of long ones, with the translations
that stand in the memory; people, places and numbers are exchanged in both languages alike, so that nearly every
sentence stands in one article alone, as in the world, and the checks of translations see ordinary text. What is ours
gets an article as a crawler leaves it (title, date, dateline, body, a byline, some of the page around it) and a PO file
with the English; the others get one Markdown file with both languages and the title, date, tags and summary that we
have to find.

    python scripts/bench_corpus.py 1000 FOLDER    writes FOLDER/{seeds,site_src,templates} and FOLDER/markdown/
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_site.translate.catalog import Catalog, Entry  # noqa: E402
from build_site.translate.po import parse, serialise  # noqa: E402

TARGET = 8200
"""Bytes of an article's body, both languages together."""
SHORTEST, LONGEST = 50, 165
"""Letters of a sentence; longer ones are taken part by part, at their semicolons."""
SAID_PLAINLY = 3
"""Names and numbers from which on a sentence needs no frame to be the only one of its kind."""
FIRST, LAST = datetime(2015, 1, 1, 7), datetime(2026, 10, 31, 19)
HEADER = Entry("", "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n")

Pair = tuple[str, str]
"""Vietnamese and English; in patterns with `{p[0]}` for a person, `{l[0]}` for a place, `{n[0]}` for a number, `{f[0]}`
and `{g[0]}` for one with a decimal, `{d}` for the day of publication."""

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
TAGS, MONTHS, PLACES = WORDS["tags"].split(), WORDS["months"].split(), " ".join(WORDS["places"].split()).split(", ")
FAMILIES, MIDDLES, GIVEN = (WORDS[name].split() for name in ("families", "middles", "given"))
PEOPLE = [f"{FAMILIES[i % 20]} {MIDDLES[i // 3 % 10]} {GIVEN[i * 7 // 20 % 20]}" for i in range(400)]
_SYLLABLES = re.compile(r"\w+(?: \w+)*")
_NUMBER = re.compile(
    r"(?<![\w/.,–-])(?!19\d\d|20\d\d)\d{2,3}(?=-[A-ZĐ]|%|[,;.]?(?: (?!nghìn|tháng|" + "|".join(MONTHS) + ")|$))"
)
_YEAR = re.compile(r"(?<![/.,–-] )(?<![\w/.,–-])20\d\d(?= |[,;.](?: |$))(?! [–-])")
_DECIMAL = re.compile(r"(?<![\w/.,-])(\d\d)[.,](\d)(?=%)")


@dataclass(frozen=True)
class Made:
    """One article. Texts are pairs of languages."""

    number: int
    title: Pair
    published: datetime
    agency: str
    byline: str
    section: Pair | None
    furniture: str
    tags: tuple[str, ...]
    headings: dict[int, Pair] = field(default_factory=dict)
    """Paragraph before which it stands → heading."""
    paragraphs: tuple[tuple[Pair, ...], ...] = ()
    """Sentences."""
    layout: int = 0

    @property
    def name(self) -> str:
        """Of its file, without an ending."""
        return f"{self.published:%Y-%m-%d}-{self.number:06}"

    @property
    def summary(self) -> str:
        """What the others are given; ours has to be found."""
        return " ".join(english for _, english in self.paragraphs[0])


class Corpus:
    """Articles by number, from the seeds and their translations in the repository."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        known: dict[str, list[Pair]] = {"body": [], "heading": [], "post": []}
        for path in sorted((root / "site_src" / "translations" / "en").glob("*.po")):
            for entry in parse(path.read_text("utf-8"), path.name).entries:
                if entry.context in known and entry.target and not entry.obsolete:
                    known[entry.context].append((entry.source, entry.target))
        self.patterns = list(dict.fromkeys(_pattern(each) for pair in known["body"] for each in _sentences(pair)))
        self.headings = known["heading"]
        self.posts = known["post"]

    def article(self, number: int, *, edition: int = 0, retitled: int = 0) -> Made:
        """Another `edition` says so in its last paragraph; one that is `retitled` has so often had another title."""
        chance = random.Random(7919 * number + 13)
        people = _skewed(chance, PEOPLE, 4)
        places = _skewed(chance, PLACES, 3)
        published = FIRST + timedelta(minutes=chance.randrange(int((LAST - FIRST).total_seconds()) // 60))

        def told(pattern: Pair, said: Pair = ("", "")) -> Pair:
            """The pattern with names and numbers of this article, others at each call."""
            chance.shuffle(people)
            chance.shuffle(places)
            tenths = [chance.randint(111, 989) for _ in range(3)]
            words = {
                "p": people, "l": places, "d": published, "month": MONTHS[published.month - 1], "edition": edition,
                "n": [chance.randint(11, 999) for _ in range(9)],
                "f": [f"{each // 10},{each % 10}" for each in tenths],
                "g": [f"{each // 10}.{each % 10}" for each in tenths],
            }  # fmt: skip
            vietnamese, english = pattern
            return vietnamese.format_map({**words, "said": said[0]}), english.format_map({**words, "said": said[1]})

        title = told(chance.choice(WORDS["titles"]))
        sentences = [told(chance.choice(WORDS["leads"]))]
        chance.shuffle(patterns := list(self.patterns))
        size = 0
        for pattern in patterns:
            if size > TARGET:
                break
            pair = told(pattern)
            if pattern[0].count("{") < SAID_PLAINLY:
                pair = told(chance.choice(WORDS["frames"]), (pair[0].removesuffix("."), pair[1].removesuffix(".")))
            sentences.append(pair)
            size += len("".join(sentences[-1]).encode())
        paragraphs = [tuple(sentences[:1])]
        paragraphs += [tuple(sentences[at : at + 2]) for at in range(1, len(sentences), 2)]
        headings = {len(paragraphs) // 2: chance.choice(self.headings)} if chance.random() < 0.5 else {}
        section, furniture = chance.choice((None, *WORDS["sections"])), chance.choice(WORDS["furniture"]).lstrip()
        byline, agency = chance.choice(PEOPLE), chance.choice(WORDS["agencies"])
        tags = tuple(_skewed(chance, TAGS, chance.randint(3, 6)))
        if edition:
            paragraphs.append((told(WORDS["edited"]),))
        if retitled:
            title = (f"{title[0]}, đợt {retitled}", f"{title[1]}, round {retitled}")
        return Made(
            number, title, published, agency, byline, section, furniture, tags, headings, tuple(paragraphs),
            chance.randrange(3),
        )  # fmt: skip

    def newest(self, number: int) -> Made:
        """An article that is younger than all others."""
        return replace(self.article(number), published=LAST + timedelta(minutes=number))

    def catalog(self, made: Made, last: str | None = None) -> Catalog:
        """The PO file; `last` in place of the last sentence's translation."""
        pairs = [("title", made.title), *(("body", pair) for part in made.paragraphs for pair in part)]
        if last is not None:
            pairs[-1] = ("body", (pairs[-1][1][0], last))
        pairs[1] = ("body", (made.agency + pairs[1][1][0], pairs[1][1][1]))
        pairs += [("heading", pair) for pair in made.headings.values()]
        pairs += [("section", made.section)] if made.section else []
        text = " ".join(pair[0] for _, pair in pairs)
        pairs += [("post", pair) for pair in self.posts if pair[0] in text]
        # What an article says twice stands in its file once.
        entries = {(context, pair[0]): Entry(pair[0], pair[1], context) for context, pair in pairs}
        return Catalog(tuple(entries.values()), HEADER)


def raw(made: Made) -> str:
    """An article as a crawler leaves it: pages of three kinds."""
    title, at = made.title[0], made.published
    head = {
        0: f"{title} ({at:%H:%M %d/%m/%Y})",
        1: f"{title}\nNgày đăng {at:%d/%m/%Y} | {at:%H:%M}  | Lượt xem: {made.number % 4000 + 17}",
        2: f"{title}\nCập nhật: {at:%H:%M} | {at:%d/%m/%Y}",
    }[made.layout]
    parts = [made.section[0], head] if made.section else [head]
    for number, paragraph in enumerate(made.paragraphs):
        if number in made.headings:
            parts.append(f"* {made.headings[number][0]}")
        parts.append((made.agency if number == 0 else "") + " ".join(sentence for sentence, _ in paragraph))
    parts.append(made.byline)
    if made.furniture:
        parts.append(made.furniture)
    return "\n\n".join(parts) + "\n"


def markdown(made: Made, *, meta: bool = False) -> str:
    """The same in one Markdown file with YAML front matter; with `Name: value` lines where `meta`."""
    fields: dict[str, object] = {
        "title": made.title[1], "title_vi": made.title[0], "date": f"{made.published:%Y-%m-%d}", "slug": made.name,
        "summary": made.summary,
    }  # fmt: skip
    if meta:
        head = [*(f"{name}: {value}" for name, value in fields.items()), f"tags: {', '.join(made.tags)}"]
    else:
        head = ["---", *(f"{name}: {_yaml(value)}" for name, value in fields.items())]
        head += [f"tags: [{', '.join(made.tags)}]", f'months: ["{made.published:%Y-%m}"]', "---"]
    body = []
    for language, heading in enumerate(("Tiếng Việt", "English")):
        body.append(f"## {heading}")
        for number, paragraph in enumerate(made.paragraphs):
            if number in made.headings:
                body.append(f"### {made.headings[number][language]}")
            body.append(" ".join(pair[language] for pair in paragraph))
    return "\n".join(head) + "\n\n" + "\n\n".join(body) + "\n"


@dataclass(frozen=True)
class Ours:
    """A project of ours made of the corpus. The repository's pages, topics, glossary and templates are copied."""

    folder: Path
    corpus: Corpus

    def fill(self, articles: int) -> None:
        left_out = shutil.ignore_patterns("translations", "articles", "urls.csv", "corrections.csv")
        shutil.copytree(self.corpus.root / "site_src", self.folder / "site_src", ignore=left_out)
        shutil.copytree(self.corpus.root / "templates", self.folder / "templates")
        (self.folder / "seeds").mkdir()
        self._po.mkdir(parents=True)
        for number in range(articles):
            self.write(self.corpus.article(number))

    @property
    def _po(self) -> Path:
        return self.folder / "site_src" / "translations" / "en"

    def write(self, made: Made) -> None:
        self.write_seed(made)
        self.write_po(made)

    def write_seed(self, made: Made) -> None:
        (self.folder / "seeds" / f"{made.name}.txt").write_text(raw(made), "utf-8")

    def write_po(self, made: Made, last: str | None = None) -> None:
        (self._po / f"{made.name}.po").write_text(serialise(self.corpus.catalog(made, last)), "utf-8")


def _sentences(pair: Pair) -> Iterator[Pair]:
    """The pair where it is short, else its parts where both languages have as many, with the same numbers."""
    parts = [pair]
    if len(pair[0]) > LONGEST:
        columns = [[part.strip(" .…") for part in text.split(";")] for text in pair]
        if len(columns[0]) != len(columns[1]):
            return
        parts = [(_sentence(one), _sentence(other)) for one, other in zip(*columns, strict=True)]
    for vietnamese, english in parts:
        same = sorted(re.findall(r"\d{2,}", vietnamese)) == sorted(re.findall(r"\d{2,}", english))
        whole = vietnamese[-1] == english[-1] == "." and vietnamese.count("“") == vietnamese.count("”")
        # Datelines are of our own making; `./.` ends an article.
        whole = whole and not re.search(" - |/[.]", vietnamese)
        if whole and SHORTEST <= len(vietnamese) <= LONGEST and (same or len(parts) == 1):
            yield vietnamese, english


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _pattern(pair: Pair) -> Pair:
    """The pair with places for other people, places and numbers, where both languages name the same ones."""
    vietnamese, english = pair
    people, places, numbers = count(), count(), count()
    for name in _names(vietnamese):
        if re.search(rf"(?<!\w){name}(?!\w)", english):
            person = name.split()[0] in FAMILIES and name.count(" ") > 1
            slot = f"{{p[{next(people) % 4}]}}" if person else f"{{l[{next(places) % 3}]}}"
            vietnamese, english = vietnamese.replace(name, slot), english.replace(name, slot)
    if _DECIMAL.findall(vietnamese) == _DECIMAL.findall(english):
        decimals = count(), count()
        vietnamese = _DECIMAL.sub(lambda _: f"{{f[{next(decimals[0])}]}}", vietnamese)
        english = _DECIMAL.sub(lambda _: f"{{g[{next(decimals[1])}]}}", english)
    if _YEAR.findall(vietnamese) == _YEAR.findall(english):
        vietnamese, english = (_YEAR.sub("{d.year}", text) for text in (vietnamese, english))
    found = [_NUMBER.findall(text) for text in (vietnamese, english)]
    for number in found[0]:
        if found[0].count(number) == found[1].count(number) == 1:
            slot = f"{{n[{next(numbers) % 8}]}}"
            named = re.compile(rf"(?<![\w/.,–-]){number}(?![\w.,]\d)")
            vietnamese, english = named.sub(slot, vietnamese), named.sub(slot, english)
    return vietnamese, english


def _names(text: str) -> list[str]:
    """Runs of two to four syllables with capitals: longest first."""
    found: dict[str, None] = {}
    for phrase in _SYLLABLES.findall(text):
        run: list[str] = []
        for syllable in (*phrase.split(), ""):
            if syllable[:1].isupper() and syllable[1:].islower():
                run.append(syllable)
                continue
            if 2 <= len(run) <= 4:
                found[" ".join(run)] = None
            run = []
    return sorted(found, key=len, reverse=True)


def _skewed(chance: random.Random, pool: list[str], wanted: int) -> list[str]:
    """So many different ones of a pool; its first are taken more often than its last."""
    found: dict[str, None] = {}
    while len(found) < wanted:
        found[pool[int(len(pool) * chance.random() ** 2)]] = None
    return list(found)


def _yaml(value: object) -> str:
    return str(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else json.dumps(value, ensure_ascii=False)


def main() -> None:
    articles, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus()
    Ours(folder, corpus).fill(articles)
    (folder / "markdown").mkdir()
    for number in range(articles):
        made = corpus.article(number)
        (folder / "markdown" / f"{made.name}.md").write_text(markdown(made), "utf-8")


if __name__ == "__main__":
    main()
