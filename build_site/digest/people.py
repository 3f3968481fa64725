"""The people a text names, with the posts it gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from build_site.digest.appointments import posts_handed, posts_taken, tells_a_career
from build_site.digest.clauses import CLOSE, Clause, Span, prepare, printed
from build_site.digest.facts import DigestFacts
from build_site.digest.names import (
    Candidate,
    after_honorific,
    after_school,
    after_thing,
    candidates,
    is_famous,
    is_strange,
    name_rules,
    start_of_titles,
)
from build_site.digest.posts import end_of_aside, posts_after, posts_before, short_post_before
from build_site.digest.runs import start_of_dashed
from build_site.digest.sentence import KEPT
from build_site.digest.shared_posts import is_list_joint, is_thing_joint, shared_posts
from build_site.folding import fold, fold_tones
from build_site.model import Article, Block, Person, Post


class Named(Struct, frozen=True):
    """One mention of a person in a sentence."""

    name: str
    start: int
    end: int
    posts: tuple[str, ...]


class _Found(Struct):
    """What the sentences read so far say of one name."""

    name: str
    posts: dict[str, Post] = field(default_factory=dict)
    """By their wording, tones folded."""
    blocks: list[int] = field(default_factory=list)

    def hold(self, post: str, block: int) -> None:
        self.posts.setdefault(fold_tones(post), Post(post, block))

    def add(self, other: _Found) -> None:
        self.posts = {**other.posts, **self.posts}
        self.blocks += other.blocks


def find_people(article: Article, facts: DigestFacts) -> tuple[Person, ...]:
    """People in order of first appearance in the blocks, with their posts as printed, each wording once.

    A person is a full name; a given name alone is never taken for one. Two people of one full name are one here:
    a text that tells them apart does so in words this reading does not see.
    """
    found: dict[str, _Found] = {}
    unsure: list[tuple[str, int]] = []
    things: Counter[str] = Counter()
    strange: dict[str, None] = {}
    doubtful: list[tuple[str, str, str, int]] = []
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            for mention in _mentions(text, facts):
                key = fold_tones(mention.candidate.name)
                if not mention.person:
                    things[key] += mention.thing
                    unsure += [(key, number)] * (not mention.thing)
                    continue
                if mention.candidate.strange:
                    strange[key] = None
                person = found.setdefault(key, _Found(mention.candidate.name))
                for post in mention.posts:
                    person.hold(post, number)
                doubtful += [(key, fold_tones(mention.rival), post, number) for post in mention.doubtful]
                person.blocks.append(number)
    for key, rival, post, number in doubtful:  # `Thăm ông A, Tổng Bí thư, Chủ tịch nước B nói`: both posts are B's
        rivals = (rival,) if rival else found.keys() - {key}
        if not any(fold(post) in map(fold, found[other].posts) for other in rivals if other in found):
            found[key].hold(post, number)
    for key, number in unsure:  # a bare short name counts where the text elsewhere says that it is a person
        if key in found:
            found[key].blocks.append(number)
    _join_parts(found, strange)
    _drop_things(found, things)
    _drop_posts_with_names(found, facts)
    return tuple(
        Person(
            person.name,
            tuple(sorted(person.posts.values(), key=lambda post: post.block)),
            tuple(sorted(set(person.blocks))),
        )
        for person in found.values()
    )


def _join_parts(found: dict[str, _Found], strange: Iterable[str]) -> None:
    """Give what is said under a part of a name to the whole name.

    The part is the first words, with no post of its own, as where a text prints `Nguyễn Đăng số` for `Nguyễn Đăng Số`;
    or the last, where it opens with no family name, and one person's name alone ends so: `ông Hoài Anh`.
    """
    for key in list(found):
        for other in [other for other in found if other.startswith(key + " ")]:
            if found[key].posts.keys() <= found[other].posts.keys():
                found[other].add(found.pop(key))
                break
    for key in strange:
        whole = [other for other in found if other.endswith(" " + key)]
        if key in found and len(whole) == 1:
            found[whole[0]].add(found.pop(key))


def _drop_things(found: dict[str, _Found], things: Mapping[str, int]) -> None:
    """Without short names that the text more often gives to a place: `phường Hoàng Liệt` beside `… Hoàng Liệt`."""
    for key in [key for key in found if key.count(" ") == 1 and things.get(key, 0) > 2 * len(set(found[key].blocks))]:
        del found[key]


def _drop_posts_with_names(found: dict[str, _Found], facts: DigestFacts) -> None:
    """Without posts that run on into somebody else: `Thủ tướng Israel Netanyahu` where the text has that person."""
    rules = name_rules(facts)
    ends = {key: " ".join(key.split(" ")[-1 if is_strange(key.split(" ")[-1], rules) else -2 :]) for key in found}
    for key, person in found.items():
        others = tuple(f" {fold(end)}" for other, end in ends.items() if other != key)
        person.posts = {post: value for post, value in person.posts.items() if not fold(post).endswith(others)}


def sentences_of(block: Block) -> Iterator[str]:
    """The sentences of a block, or its whole text where it has not been cut."""
    if block.segments:
        for segment in block.segments:
            yield segment.source
    else:
        yield block.text


def people_in(text: str, facts: DigestFacts) -> list[Named]:
    """Mentions of people in one sentence, from left to right."""
    return [
        Named(one.candidate.name, one.candidate.start, one.candidate.end, one.posts + one.doubtful)
        for one in _mentions(text, facts)
        if one.person
    ]


def full_names_in(text: str, facts: DigestFacts) -> list[str]:
    """Names of the people in one sentence, but for the strange ones, which a translation may write in another way."""
    return [one.candidate.name for one in _mentions(text, facts) if one.person and not one.candidate.strange]


class _Mention(Struct, frozen=True):
    candidate: Candidate
    person: bool
    """Whether anything says that it is a person."""
    thing: bool = False
    """Whether a word before it says that it is a place or a thing."""
    posts: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Posts behind the name that may be somebody else's."""
    rival: str = ""
    """Whose: the person named next; nobody in particular where it is empty."""


@lru_cache(maxsize=KEPT)
def _mentions(text: str, facts: DigestFacts) -> tuple[_Mention, ...]:
    """All of a sentence: places and the checks of translations ask for them too."""
    names = candidates(text, facts)
    return tuple(_read(text, names, facts)) if names else ()


def _read(text: str, names: Sequence[Candidate], facts: DigestFacts) -> Iterator[_Mention]:
    clause = prepare(text, facts)
    starts = [name.start for name in names if not _is_thing(clause, name, facts)]
    past = tells_a_career(clause, facts)
    floor = last_thing = 0  # `đường Lê Lợi, Nguyễn Du`: a list of things goes on
    listed = -1  # end of the last person, if only `,` or `và` may follow
    shared: tuple[str, ...] = ()
    waiting: list[_Mention] = []  # people of one list, for the posts that follow the last
    for place, name in enumerate(names):
        start = start_of_titles(text, name.start, facts)
        before = [] if _is_body(clause, name, facts) else posts_before(clause, start, floor, facts)
        after = posts_after(clause, name.end, starts, facts, has_post=bool(before))
        thing = is_thing_joint(text[last_thing : name.start], facts) or _follows_thing(clause, name, before, facts)
        opening = min((span[0] for span in before), default=name.start)
        in_list = listed >= 0 and is_list_joint(text[listed : name.start], facts)
        joined = listed >= 0 and is_list_joint(text[listed:opening], facts)
        named = in_list or after_honorific(clause.plain, name.start, facts)
        famous = is_famous(name.name, facts)
        if famous:  # `tư tưởng Hồ Chí Minh`, `Lăng Chủ tịch Hồ Chí Minh` name nobody
            short = short_post_before(clause, name.start, facts)
            if thing or not short or after_thing(clause.plain, short[0], facts):
                continue
            before = [short]
        if not famous and not _is_person(
            name,
            post=bool(before),
            beside=named or bool(before or after.spans),
            named=named,
            thing=thing,
            school=after_school(clause.plain, name.start, facts),
        ):
            last_thing = name.end if thing else last_thing
            yield _Mention(name, person=False, thing=thing)
            continue
        if not in_list or ";" in text[listed : name.start]:
            yield from waiting
            waiting = []
        shared = shared if joined else ()
        shared = shared_posts(clause, name.start, floor, before, facts) or shared
        end = max((end for _, end in after.spans), default=name.end)
        limit = names[place + 1].start if place + 1 < len(names) else len(text)
        taken = () if past else posts_taken(clause, end, limit, starts, facts)
        handed = () if past or before else posts_handed(clause, name.start, floor, starts, facts)
        # `Theo lời Quốc vương A, Chủ tịch nước chúc …`: behind a name with its post, another may be another's.
        doubt = after.runs_on or (bool(before) and text.startswith(",", name.end))
        behind = _texts(clause, after.spans, facts, after.former)
        own = (*_texts(clause, (*before, *handed), facts), *(not doubt) * behind, *_texts(clause, taken, facts))
        given = (*(post for post in shared if post not in own), *own)
        rival = names[place + 1].name if after.runs_on else ""
        waiting.append(_Mention(name, person=True, posts=given, doubtful=doubt * behind, rival=rival))
        if taken:
            later = _texts(clause, taken, facts)
            yield from (replace(one, posts=tuple(dict.fromkeys((*one.posts, *later)))) for one in waiting)
            waiting = []
        floor = max((end for _, end in taken), default=end)
        closed = clause.text.startswith((")", CLOSE), floor)  # `ông A (Phó Chủ nhiệm thường trực), ông B`
        listed = end_of_aside(clause, floor + closed, facts)
    yield from waiting


def _is_thing(clause: Clause, name: Candidate, facts: DigestFacts) -> bool:
    """`Huyện ủy Ninh Hải`, `TP Hồ Chí Minh`: two syllables behind the kind of a place or a body are its name, and
    nobody's; so is a famous name there, and wherever no office stands before it."""
    famous = is_famous(name.name, facts)
    if famous and not short_post_before(clause, name.start, facts):
        return True  # `Học viện Chính trị quốc gia Hồ Chí Minh`
    short = famous or name.name.count(" ") == 1
    plain = clause.plain
    return short and after_thing(plain, name.start, facts) and not after_honorific(plain, name.start, facts)


def _follows_thing(clause: Clause, name: Candidate, before: Sequence[Span], facts: DigestFacts) -> bool:
    """`xã Trần Hợi`; without a post before it also `nút giao Hùng Vương - Trần Quý Cáp`."""
    if after_thing(clause.plain, name.start, facts):
        return True
    first = name.start if before else start_of_dashed(clause.printed, name.start)
    return first != name.start and after_thing(clause.plain, first, facts)


def _is_body(clause: Clause, name: Candidate, facts: DigestFacts) -> bool:
    """`Bí thư Đoàn Học viện …`, `huyện Đoàn Mường Ảng`: a family name that is a body's too, where a body is due."""
    if name.name.split(" ", 1)[0] not in facts.body_surnames:
        return False
    return after_thing(clause.plain, name.start, facts) or bool(short_post_before(clause, name.start, facts))


def _texts(clause: Clause, spans: Iterable[Span], facts: DigestFacts, former: str = "") -> tuple[str, ...]:
    """The posts as printed, each behind what is printed once for all: `nguyên: Ủy viên …, Bí thư …`."""
    return tuple(f"{former} {post}".lstrip() for span in spans for post in printed(clause, span, facts))


def _is_person(name: Candidate, *, post: bool, beside: bool, named: bool, thing: bool, school: bool) -> bool:
    """`post`: a post before it; `beside`: a post or an honorific on either side; `named`: an honorific, or in a list
    of people; `thing`: a word like `xã` or `đường` before it;
    `school`: one like `THPT`, of which people are directors, but whose name this is."""
    if school and not named:
        return False
    long = name.name.count(" ") >= 2
    if thing and not named:
        return long and beside  # `xã Trần Hợi` is a place; `Chủ tịch UBND huyện Trần Văn Hải` is not
    if name.strange:
        return post or named
    if name.lead and not named:
        return long and post
    return name.sure or beside
