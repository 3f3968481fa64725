"""A language pack: what the stages must know of one language, table by table of language/<code>.toml, and of the pair:
its tables `with.<code>` have been laid over the others."""

from typing import Literal

from msgspec import Struct

from build_site.clean.facts import CleanFacts
from build_site.digest.facts import DigestFacts
from build_site.segment.facts import SegmentFacts
from build_site.site.charts.facts import ChartFacts
from build_site.site.search.facts import SearchFacts
from build_site.translate.facts import TranslateFacts


class LanguagePack(Struct, frozen=True, forbid_unknown_fields=True):
    """Every table may be missing: then that stage works with general rules only."""

    code: str
    """BCP 47."""
    name: str
    """The language's name for itself."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Which way it is written."""
    letters: str = ""
    """Its letters besides a to z, small and capital: by those that the other language lacks a word is told as this
    one's."""
    languages: dict[str, str] = {}
    """Names of languages in this one, by code: as they stand inside a sentence."""
    segment: SegmentFacts = SegmentFacts()
    clean: CleanFacts = CleanFacts()
    translate: TranslateFacts = TranslateFacts()
    digest: DigestFacts = DigestFacts()
    search: SearchFacts = SearchFacts()
    charts: ChartFacts = ChartFacts()
    ui: dict[str, str] = {}
    """The interface's strings; where it has none, English stands in."""
