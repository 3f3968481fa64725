"""What an editor may set in site_src/site.toml, as typed, frozen settings."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

Positive = Annotated[float, Meta(gt=0)]


class Licence(Struct, frozen=True, forbid_unknown_fields=True):
    """What others may do with the digest's own words (translations, summaries, glossary): publishers' texts stay
    theirs."""

    name: str = ""
    """`CC BY 4.0`; empty: nothing is granted."""
    url: str = ""
    """Where its text stands."""


class SiteSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """[site]: what the site says of itself. Texts are given by language code."""

    name: dict[str, str] = field(default_factory=lambda: {"en": "Bilingual Digest", "vi": "Bản tin song ngữ"})
    """The site's name, by language."""
    tagline: dict[str, str] = field(default_factory=dict)
    """A line under it, by language."""
    base_url: str = ""
    """Where the site will stand in public, with a slash at the end, for feeds, the sitemap, canonical and language
    links; these are left out where it is empty. The site's own links never need it."""
    contact: str = ""
    """An address for corrections, shown at the foot of every page where it is given."""
    cards: bool = False
    """Draw a picture for each article, for those who share a link to it. Needs Pillow; without it all share one."""
    licence: Licence = Licence()
    """Of the digest's own words: the data page and the data files name it."""


class LanguageSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """[languages]: BCP 47 codes of the seeds and of the reader."""

    source: str = "vi"
    """Of the articles in `seeds/`."""
    target: str = "en"
    """Of the readers: what articles are translated into."""

    @property
    def pair(self) -> tuple[str, str]:
        """Both, the source first."""
        return self.source, self.target


ENGINES = ("google", "libretranslate", "mymemory", "chat", "offline", "fake")
"""Translation engines by name; `module:Class` is one of somebody's own."""


class TranslateSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """[translate]: which engines may be asked for what the memory lacks, in order. None by default:
    text sent to an engine leaves the machine, so that is the editor's decision."""

    engines: tuple[str, ...] = ()
    """`google`, `libretranslate`, `mymemory`, `chat`, `offline`, or `module:Class`."""
    google_url: str = "https://translate.google.com/m"
    """The page that the `google` engine asks: Google's, or a mirror of it."""
    libretranslate_url: str = "http://127.0.0.1:5000/"
    """Your LibreTranslate server."""
    chat_model: str = ""
    """Name of the model that the `chat` engine asks for."""
    offline_model: str = ""
    """Folder with the `offline` engine's model, below which `vi-en/` lies; relative to where the program is run."""
    model_index: str = (
        "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/translations-models-v2/records"
    )
    """List of models from which `translate --fetch-model` takes one: by default Mozilla's, for Firefox."""
    model_files: str = ""
    """Address below which the listed files lie; empty: the one that the server of the list names."""
    deadline: Positive = 20.0
    """Seconds that one call to an engine may take in all, its repetitions included."""
    pace: Positive = 2.0
    """Requests a second that a web service may get."""
    budget: Annotated[float, Meta(ge=0)] = 600.0
    """Seconds that one run may spend on asking engines."""
    characters: Annotated[int, Meta(ge=0)] = 200_000
    """Characters that one run may send to engines, those of repetitions included."""


class PagesSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """[pages]: of a site of pages alone, such as this program's documentation, which has no articles."""

    alone: bool = False
    """The Markdown files beside this file and in folders below it are the site. `README.md` is its front page."""
    also: tuple[str, ...] = ()
    """Further files that are pages, relative to this file: `../CHANGELOG.md`."""
    folders: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names of folders by language, in the order in which pages list them: `how-to = { en = "How to", vi = "…" }`. The
    folder `"."` stands for the pages that are in none."""


class PreviewSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """[preview]: what `serve` does for the editor."""

    editor: str = ""
    """Address that opens a file in your editor, with `{path}` and `{line}` in it: `vscode://file{path}:{line}`. Empty:
    the preview shows path and line to copy."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of site.toml."""

    site: SiteSettings = SiteSettings()
    languages: LanguageSettings = LanguageSettings()
    translate: TranslateSettings = TranslateSettings()
    pages: PagesSettings = PagesSettings()
    preview: PreviewSettings = PreviewSettings()
