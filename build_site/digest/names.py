"""Which runs of capitalised syllables may be a person's full name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Endings, Phrases, any_of, first_words, word_at
from build_site.digest.runs import CAPITALS, Run, runs, runs_of
from build_site.digest.sentence import KEPT, Sentence, sentence
from build_site.folding import fold, fold_tones

_CAPITALS = re.compile(rf"[{CAPITALS}]{{2}} [{CAPITALS}]{{2}}")
_DIGIT = re.compile(r"\d")
_CONSONANTS = frozenset("BCDĐGHKLMNPQRSTVX")
LONGEST_NAME = 5
_start = attrgetter("start")


class Candidate(Struct, frozen=True):
    """A span that reads like a full name: two to five capitalised syllables, the first one a family name; or, where
    `strange`, any other capitalised words, which only what stands beside them can make a person."""

    name: str
    start: int
    end: int
    sure: bool
    """Long enough, and its family name plain enough, to be a person without a post or an honorific beside it."""
    lead: str
    """The capitalised words directly before it, in the same run: `Ông`, `Sở Công Thương`; a place at the run's start is
    left out."""
    strange: bool = False
    """Its first word is no family name of the list: `Doraisamy Raja`, `Giuse Vũ Văn Thiên`, `H’Yim Kđoh`."""


class NameRules(Struct, frozen=True):
    surnames: frozenset[str]
    rare: frozenset[str]
    never: frozenset[str]
    with_posts: frozenset[str]
    """Famous names that are people only behind a post."""
    places: frozenset[str]
    place_words: frozenset[str]
    """The first words of these."""
    particles: frozenset[str]
    particle_words: frozenset[str]
    """The first words of these, folded."""
    titles: frozenset[str]
    baptismal: frozenset[str]
    syllable: re.Pattern[str]
    honorifics: frozenset[str]
    honorific_before: Endings
    telling_before: Endings
    thing_before: Endings
    number_before: re.Pattern[str]
    school_before: Endings
    """What is named after people, and has directors: `THPT`."""
    cut: Phrases
    opener: Phrases
    """How a post begins: on tone-folded text, and on folded text."""


@lru_cache(maxsize=8)
def name_rules(facts: DigestFacts) -> NameRules:
    def before(words: tuple[str, ...]) -> Endings:
        return Endings(map(fold, words))

    rare = frozenset(map(fold_tones, facts.rare_surnames))
    places = (*(province.name for province in facts.provinces), *facts.countries, *facts.foreign_cities)
    # `Nguyên` alone may be of the name: Võ Nguyên Giáp.
    long = [opener for opener in facts.post_openers if " " in opener]
    openers = (*long, *(f"{word[0].upper()}{word[1:]} {opener}" for word in facts.post_prefixes for opener in long))
    titles = (word[0].upper() + word[1:] for word in facts.honorifics if " " in word)
    with_posts = frozenset(map(fold_tones, facts.people_with_posts))
    return NameRules(
        surnames=frozenset(map(fold_tones, facts.surnames)) | rare,
        rare=rare,
        never=frozenset(map(fold_tones, (*facts.never_people, *places, *facts.never_places))) - with_posts,
        with_posts=with_posts,
        places=frozenset(map(fold_tones, places)),
        place_words=frozenset(fold_tones(place).partition(" ")[0] for place in places),
        particles=frozenset(facts.name_particles),
        particle_words=first_words(facts.name_particles),
        titles=frozenset(facts.foreign_titles),
        baptismal=frozenset(facts.baptismal_names),
        syllable=re.compile(facts.name_syllable or r"(?!)"),
        honorifics=frozenset(map(fold, facts.honorifics)),
        honorific_before=before(facts.honorifics),
        telling_before=before(facts.telling_honorifics),
        thing_before=before(facts.before_things),
        number_before=re.compile(any_of(map(fold, facts.number_words), before=r"\s\d[\w/]{0,8}$")),
        school_before=before(facts.named_after_people),
        cut=Phrases(map(fold_tones, (*openers, *titles))),
        opener=Phrases(map(fold, facts.post_openers)),
    )


@lru_cache(maxsize=KEPT)
def candidates(text: str, facts: DigestFacts) -> tuple[Candidate, ...]:
    """At most one for each run, from left to right. `text` is NFC."""
    rules = name_rules(facts)
    read = sentence(text)
    listed: Iterable[Run] = runs_of(text)
    if "-" in text or not rules.particle_words.isdisjoint(read.bag):
        listed = _whole(text, listed, rules)
    found = [one for run in listed if len(run.words) > 1 for one in _of_run(read, run, rules)]
    found += _in_capitals(read, rules, facts)
    return tuple(sorted(found, key=_start))


def _of_run(read: Sentence, run: Run, rules: NameRules) -> Iterator[Candidate]:
    """`run` has at least two words."""
    text, toned = read.text, read.toned
    inside = _in_places(run, rules)
    told = not inside and rules.telling_before.start(_before(read.folded, run.starts[0])) >= 0
    while len(run.words) - inside > 2 and run.words[inside] in rules.titles:
        inside, told = inside + 1, True  # `Samdech Techo Hun Sen`
    rare_after_thing = len(run.words) >= 4 and _after_thing(read.folded, run.starts[0], rules)
    for at in _surnames(run, inside, rules):
        if at == 0 and rare_after_thing and fold_tones(run.words[0]) in rules.rare:
            continue  # `Thành ủy Châu Đốc Lâm Quang Thi`
        if at > inside and (told or run.words[inside] in rules.baptismal):
            break  # `Giuse Vũ Văn Thiên`: the whole run is the name
        if found := _candidate(text, toned, run, at, inside, rules, strange=False):
            yield found
            return
    first = inside
    if told and rules.opener.end(read.folded, run.starts[inside], word_at(read.folded, run.starts[inside])):
        return  # `đồng chí Thường Trực Ban Bí thư`
    if not told and run.words[inside] not in rules.baptismal:
        first += next((n for n, word in enumerate(run.words[first:]) if is_strange(word, rules)), len(run.words))
        if first == inside + 1 and fold(run.words[inside]) not in rules.honorifics:
            first = inside  # `Hun Manet`, `Tim Cook`; not `Bà H’Yim`
    if first < len(run.words) - 1 and len(run.words[-1]) > 1:
        found = _candidate(text, toned, run, first, inside, rules, strange=True)
        if found:
            yield found


def _surnames(run: Run, inside: int, rules: NameRules) -> list[int]:
    """Where a name may begin: at the run's start, at a plain family name, at a rare one."""
    found = [at for at in range(inside, len(run.words) - 1) if fold_tones(run.words[at]) in rules.surnames]
    if len(found) < 2:
        return found
    return sorted(found, key=lambda at: at > inside and fold_tones(run.words[at]) in rules.rare)


def _candidate(
    text: str, toned: str, run: Run, at: int, inside: int, rules: NameRules, *, strange: bool
) -> Candidate | None:
    end = _name_end(toned, run, at, rules)
    size = sum(start < end for start in run.starts[at : at + LONGEST_NAME + 1])
    start = run.starts[at]
    if _is_initial(text, end) or not 2 <= size <= LONGEST_NAME or fold_tones(text[start:end]) in rules.never:
        return None
    plain = fold_tones(run.words[at]) not in rules.rare and not any(
        is_strange(word, rules) for word in run.words[at : at + size]
    )
    lead = text[run.starts[inside] : start].rstrip()
    return Candidate(
        text[start:end], start, end, sure=plain and not strange and at == 0 and size >= 3, lead=lead, strange=strange
    )


def _is_initial(text: str, end: int) -> bool:
    """`Nguyễn Trung H.`: whose name is withheld, and shared by many."""
    return text[end - 2] == " " and (text.startswith(".", end) or text[end - 1] in _CONSONANTS)


def is_strange(word: str, rules: NameRules) -> bool:
    """No syllable of the language: `Raja`, `H’Yim`."""
    return _is_strange(word, rules.syllable)


@lru_cache(maxsize=16384)
def _is_strange(word: str, syllable: re.Pattern[str]) -> bool:
    split = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return not syllable.fullmatch("".join(char for char in split if not unicodedata.combining(char)))


def _whole(text: str, found: Iterable[Run], rules: NameRules) -> Iterator[Run]:
    """The runs; those of a foreign name that a hyphen or a particle divides are one: `Lula da Silva`, `Díaz-Canel`."""
    held: Run | None = None
    for run in found:
        if held:
            between = text[held.end : run.starts[0]]
            joint = between == "-" or between.strip() in rules.particles
            if joint and is_strange(held.words[-1], rules) and is_strange(run.words[0], rules):
                held = Run(held.words + run.words, held.starts + run.starts, run.end)
                continue
            yield held
        held = run
    if held:
        yield held


def _in_capitals(read: Sentence, rules: NameRules, facts: DigestFacts) -> Iterator[Candidate]:
    """Names in capitals directly behind an honorific: `đồng chí TRẦN THANH MẪN`; the name is given in normal case."""
    text = read.text
    if not _CAPITALS.search(text):
        return
    for run in runs(text, str.isupper):
        for at in range(max(0, len(run.words) - LONGEST_NAME), len(run.words) - 1):
            first = fold_tones(run.words[at].capitalize())
            if first in rules.surnames and after_honorific(read.folded, run.starts[at], facts):
                name = " ".join(word.capitalize() for word in run.words[at:])
                yield Candidate(name, run.starts[at], run.end, sure=False, lead="")
                break


def _in_places(run: Run, rules: NameRules) -> int:
    """Number of words that the name of a place takes at the start of the run: 2 in `Quảng Ninh Đặng Xuân Phương`."""
    if fold_tones(run.words[0]) not in rules.place_words:
        return 0
    sizes = range(min(4, len(run.words) - 1), 0, -1)
    return next((size for size in sizes if fold_tones(" ".join(run.words[:size])) in rules.places), 0)


def _name_end(toned: str, run: Run, at: int, rules: NameRules) -> int:
    """The name ends with its run, or before a post that follows it without a comma."""
    following = run.starts[at + 1 : at + LONGEST_NAME + 1]
    return next((start - 1 for start in following if rules.cut.end(toned, start, fold(word_at(toned, start)))), run.end)


def _before(folded: str, start: int) -> str:
    return folded[max(0, start - 40) : start].rstrip(" :")


def after_honorific(folded: str, start: int, facts: DigestFacts) -> bool:
    """`đồng chí`, `các đồng chí:`, `Ông` directly before `start`."""
    return name_rules(facts).honorific_before.start(_before(folded, start)) >= 0


def after_thing(folded: str, start: int, facts: DigestFacts) -> bool:
    """`xã`, `đường`, `Trường THPT`, `số 5` directly before `start`: what follows names a place or a thing."""
    return _after_thing(folded, start, name_rules(facts))


def _after_thing(folded: str, start: int, rules: NameRules) -> bool:
    before = _before(folded, start)
    return rules.thing_before.start(before) >= 0 or bool(
        _DIGIT.search(before, max(0, len(before) - 9)) and rules.number_before.search(before)
    )


def after_school(folded: str, start: int, facts: DigestFacts) -> bool:
    """`Trường THPT`, `đường` directly before `start`: what follows is its name, even behind a post."""
    return name_rules(facts).school_before.start(_before(folded, start)) >= 0


def start_of_titles(text: str, start: int, facts: DigestFacts) -> int:
    """Where the titles of another country begin that stand before the name at `start`: `Samdech Techo Hun Sen`."""
    titles = name_rules(facts).titles
    while (word := text[max(0, start - 12) : start].rstrip().rpartition(" ")[2]) in titles and text[start - 1] == " ":
        start -= len(word) + 1
    return start


def is_famous(name: str, facts: DigestFacts) -> bool:
    """A name of history, which more things carry than texts tell of the person."""
    return fold_tones(name) in name_rules(facts).with_posts
