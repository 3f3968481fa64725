"""An editor's word on who and what an article names: entries of the notes take the place of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from build_site.errors import NotesProblem
from build_site.folding import fold
from build_site.model import Article, CitedDocument, Notes, Organisation, Person, Place, Post, Term, TermMatch

Entry = TypeVar("Entry", bound=Person | Place | CitedDocument | Organisation)


def paragraph_numbers(article: Article) -> dict[int, int]:
    """Block → ¶ number: the n-th block of kind paragraph is ¶ n. Other blocks have none."""
    numbers = (block for block, content in enumerate(article.blocks) if content.kind == "paragraph")
    return {block: number for number, block in enumerate(numbers, 1)}


def block_of(article: Article, paragraph: int, what: str, where: str) -> int:
    """The block of a ¶ number. Raises NotesProblem where there is none; `what` opens its sentence."""
    blocks = {number: block for block, number in paragraph_numbers(article).items()}
    if paragraph not in blocks:
        raise NotesProblem(
            f"{what} names ¶ {paragraph}, and the article has ¶ 1 to {len(blocks)}"
            if blocks
            else f"{what} names ¶ {paragraph}, and the article has no paragraph",
            where=where,
            hint="Paragraph numbers are those printed beside the text; headings and captions are not counted.",
        )
    return blocks[paragraph]


def overrule_people(people: Sequence[Person], article: Article, notes: Notes, where: str) -> tuple[Person, ...]:
    """A person of the notes replaces one of that name and comes with no other post than the notes give."""
    told = []
    for each in notes.people:
        block = block_of(article, each.paragraph, f"the person “{each.name}”", where)
        found = next((person for person in people if _same(person.name, each.name)), None)
        blocks = tuple(sorted({block, *(found.blocks if found else ())}))
        told.append(Person(each.name, tuple(Post(post, block) for post in each.posts), blocks, by="editor"))
    return _replaced(people, told, notes.not_here, lambda person: person.name)


def overrule_places(places: Sequence[Place], article: Article, notes: Notes, where: str) -> tuple[Place, ...]:
    told = [
        Place(
            each.name,
            each.kind,
            (block_of(article, each.paragraph, f"the place “{each.name}”", where),),
            by="editor",
        )
        for each in notes.places
    ]
    return _replaced(places, told, notes.not_here, lambda place: place.name)


def overrule_documents(
    documents: Sequence[CitedDocument], article: Article, notes: Notes, where: str
) -> tuple[CitedDocument, ...]:
    told = [
        CitedDocument(
            number=each.number,
            kind=each.kind,
            kind_target=each.kind_target,
            date=each.date,
            issuer=each.issuer,
            issuer_target=each.issuer_target,
            blocks=(block_of(article, each.paragraph, f"the document “{each.number}”", where),),
            by="editor",
        )
        for each in notes.documents
    ]
    return _replaced(documents, told, notes.not_here, lambda document: document.number)


def overrule_organisations(
    organisations: Sequence[Organisation], article: Article, notes: Notes, where: str
) -> tuple[Organisation, ...]:
    told = [
        Organisation(
            each.name,
            each.target,
            None,
            (block_of(article, each.paragraph, f"the organisation “{each.name}”", where),),
            by="editor",
        )
        for each in notes.organisations
    ]
    return _replaced(organisations, told, notes.not_here, lambda organisation: organisation.name)


def overrule_terms(matches: Sequence[TermMatch], terms: Callable[[str], Term], notes: Notes) -> tuple[TermMatch, ...]:
    """Without the terms that the article does not mean; `terms` gives a term by its id."""
    gone = set(map(fold, notes.not_here))
    return tuple(match for match in matches if fold(terms(match.term).term) not in gone)


def refuse_unknown_names(notes: Notes, names: Iterable[str], where: str) -> None:
    """`names`: all that was found, before any was taken out. Raises NotesProblem for a name of `not_here` that nothing
    was found under: misspelt, or no longer needed."""
    known = set(map(fold, names))
    for name in notes.not_here:
        if fold(name) not in known:
            raise NotesProblem(
                f"not_here names “{name}”, and no person, place, organisation, document or term of that name was found",
                where=where,
                hint="Write the name as the article's page prints it, or take it out.",
            )


def _replaced(
    found: Sequence[Entry], told: Sequence[Entry], gone: Sequence[str], name_of: Callable[[Entry], str]
) -> tuple[Entry, ...]:
    """What was found, in its order, an editor's entry in the place of its namesake, the editor's new ones last."""
    by_name: dict[str, Entry] = {fold(name_of(each)): each for each in told}
    hidden = set(map(fold, gone))
    kept: list[Entry] = [by_name.pop(fold(name_of(each)), each) for each in found if fold(name_of(each)) not in hidden]
    return (*kept, *by_name.values())


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)
