"""The people a text names, with the posts it gives them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.names import Candidate, after_honorific, after_thing, candidates
from build_site.digest.posts import posts_after, posts_before, prepare, printed
from build_site.folding import fold_tones
from build_site.model import Article, Block, Person, Post


class Named(Struct, frozen=True):
    """One mention of a person in a sentence."""

    name: str
    start: int
    end: int
    posts: tuple[str, ...]


def find_people(article: Article, facts: DigestFacts) -> tuple[Person, ...]:
    """People in order of first appearance in the blocks, with their posts as printed, each wording once.

    A person is a full name; a given name alone is never taken for one. Two people of one full name are one here:
    a text that tells them apart does so in words this reading does not see.
    """
    found: dict[str, tuple[str, dict[str, int], list[int]]] = {}
    unsure: list[tuple[str, int]] = []
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            for candidate, posts in _read(text, facts):
                key = fold_tones(candidate.name)
                if posts is None:
                    unsure.append((key, number))
                    continue
                _, held, blocks = found.setdefault(key, (candidate.name, {}, []))
                for post in posts:
                    held.setdefault(post, number)
                blocks.append(number)
    for key, number in unsure:  # a bare short name counts where the text elsewhere says that it is a person
        if key in found:
            found[key][2].append(number)
    for key in [key for key in found if any(_is_cut(key, other, found) for other in found)]:
        del found[key]
    return tuple(
        Person(name, tuple(Post(post, block) for post, block in held.items()), tuple(sorted(set(blocks))))
        for name, held, blocks in found.values()
    )


def _is_cut(key: str, other: str, found: dict[str, tuple[str, dict[str, int], list[int]]]) -> bool:
    """Whether the name `key` is but the first words of the name `other`, as where a text prints `Nguyễn Đăng số` for
    `Nguyễn Đăng Số`: it says nothing of its own, and its mentions go to the longer name."""
    if not other.startswith(key + " ") or not found[key][1].keys() <= found[other][1].keys():
        return False
    found[other][2].extend(found[key][2])
    return True


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
        Named(candidate.name, candidate.start, candidate.end, posts)
        for candidate, posts in _read(text, facts)
        if posts is not None
    ]


def _read(text: str, facts: DigestFacts) -> Iterator[tuple[Candidate, tuple[str, ...] | None]]:
    """Each candidate with its posts; None where nothing says that it is a person."""
    names = list(candidates(text, facts))
    if not names:
        return
    clause = prepare(text, facts)
    starts = [name.start for name in names]
    floor = 0
    listed = -1  # end of the last person, if only `,` or `và` may follow
    for name in names:
        before = posts_before(clause, name.start, floor, facts)
        after = posts_after(clause, name.end, starts, facts)
        thing = after_thing(text, name.start, facts)
        honoured = after_honorific(text, name.start, facts)
        in_list = listed >= 0 and text[listed : name.start].strip() in (",", "và", ";")
        named = honoured or in_list
        if not _is_person(name, post=bool(before), beside=named or bool(before or after), named=named, thing=thing):
            yield name, None
            continue
        held = tuple(printed(clause, span) for span in (*before, *after))
        yield name, held
        floor = max((end for _, end in after), default=name.end)
        listed = floor


def _is_person(name: Candidate, *, post: bool, beside: bool, named: bool, thing: bool) -> bool:
    """`post`: a post before it; `beside`: a post or an honorific on either side; `named`: an honorific, or in a list
    of people; `thing`: a word like `xã` or `đường` before it."""
    long = name.name.count(" ") >= 2
    if thing and not named:
        return long and beside  # `xã Trần Hợi` is a place; `Chủ tịch UBND huyện Trần Văn Hải` is not
    if name.lead and not named:
        return long and post
    return name.sure or beside
