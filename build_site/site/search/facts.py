"""What the search must know of a language: the table [search] of its pack."""

from msgspec import Struct

from build_site.site.search.words import form, words


class SearchFacts(Struct, frozen=True):
    stop_words: str = ""
    """Words that nobody looks for and every text is full of, as written, with blanks between them."""

    @property
    def stop_forms(self) -> frozenset[str]:
        return frozenset(map(form, words(self.stop_words)))
