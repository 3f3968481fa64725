"""What web designers name the parts of a page: tags, classes and ids. Conventions of markup, not of a language."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCK_TAGS = _set(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
    tbody td tfoot th thead time tr ul
    """
)
"""Elements that begin and end a block of text. `time` does not by the book, but it is never a part of a sentence."""
SILENT_TAGS = _set(
    """
    applet audio button canvas datalist embed head iframe input label map math noscript object optgroup option
    script select style svg template textarea title video
    """
)
"""Elements whose text no reader sees, or that are controls."""
FURNITURE_TAGS = _set(
    """
    aside dialog footer menu nav
    """
)
LEAF_TAGS = _set(
    """
    dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre time
    """
)
"""Blocks that are a paragraph, never the place of a whole article."""
HEADING_TAGS = _set(
    """
    h1 h2 h3 h4 h5 h6
    """
)

_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_HIDDEN_CLASSES = _set(
    """
    d-none hidden hide invisible ms-hidden ms-hide sr-only visually-hidden
    """
)

_FURNITURE = _set(
    """
    ad ads adv advert advertisement banner binhluan bookmark breadcrumb breadcrumbs calendar captcha clock comment
    comments cookie copyright counter currentdate disqus docnhieu emoji facebook fb feedback follow footer homnay
    hotline hotnews keyword keywords khaosat lang language latest lienket lienquan like login logo marquee menu
    mostview nav navbar navi navigation navlist newest newsletter newsother now other othernews others pager
    pagination paging poll popular popup print promo qc quangcao rate rating readcounter recommend recommendation
    recommended relate related relatednews relates relation rss search share sharing sidebar signin sitemap social
    socials subscribe survey tag tags thamdo thoitiet ticker tinkhac tinlienquan tinmoi tinnoibat tinxemnhieu
    today toolbar tools topbar trending tukhoa vote weather widget xemnhieu ykien ykienbandoc zalo
    """
)
_PLAIN = _set(
    """
    breadcrumb breadcrumbs comment comments footer menu nav navbar sidebar
    """
)
_COUNTERS = _set(
    """
    counter luotxem print readcounter share social view viewcount views
    """
)
_FURNITURE_PARTS = tuple(
    sorted(
        _set(
            """
    binh-luan breadcrumb comment cung-chuyen-muc cung_chuyen_muc cungchuyenmuc doc-nhieu lien-quan lienquan
    navheader navmenu newsletter pagination quang-cao quangcao readcounter related sidebar submenu tin-cu tin-doc
    tin-khac tin-lien-quan tin-moi tin_khac tincu tinkhac tinlienquan tinmoi xem-nhieu
    """
        )
    )
)
_STAMP = _set(
    """
    createddate date datetime ngay ngaydang posted pubdate publish publishdate published thoigian time timer
    """
)
_BYLINE = _set(
    """
    author authors butdanh byline nguoiviet tacgia writer
    """
)
_TITLE = _set(
    """
    heading headline tieude title
    """
)
_CAPTION = _set(
    """
    caption chuthich chuthichanh figcaption imagecaption imgcaption
    """
)
_LEAD = _set(
    """
    abstract chapeau desc description intro lead sapo standfirst summary tomtat
    """
)
_SECTION = _set(
    """
    cate category chuyenmuc folder section
    """
)
_LONGEST = 200
"""Characters of a class or an id that are looked at."""


def tokens(names: str) -> frozenset[str]:
    """`OtherTitle tin-khac` → other, title, tin, khac, and the whole words without joints: othertitle, tinkhac."""
    names = names[:_LONGEST]
    whole = (re.sub(r"[^a-z0-9]", "", name.lower()) for name in names.split())
    return frozenset(part.lower() for part in _TOKENS.findall(names)) | frozenset(whole)


def is_hidden(classes: str, style: str) -> bool:
    """By the markup alone; what a style sheet hides cannot be known."""
    if style and _HIDDEN_STYLE.search(style[:_LONGEST]):
        return True
    names = set(classes[:_LONGEST].lower().split())
    return bool(names & _HIDDEN_CLASSES) and not any(name.startswith(("d-", "visible")) for name in names - {"d-none"})


def is_furniture(names: str, words: frozenset[str]) -> bool:
    if not words:
        return False
    names = names[:_LONGEST].lower()
    return not words.isdisjoint(_FURNITURE) or any(part in names for part in _FURNITURE_PARTS)


def is_plain_furniture(tag: str, words: frozenset[str]) -> bool:
    """Names that leave little doubt."""
    return tag in ("footer", "nav") or not words.isdisjoint(_PLAIN)


def is_counter(words: frozenset[str]) -> bool:
    """Small controls and counters that stand in a line of their own."""
    return not words.isdisjoint(_COUNTERS)


def is_stamp(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_STAMP)


def is_byline(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_BYLINE)


def is_title(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_TITLE)


def is_caption(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_CAPTION)


def is_lead(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_LEAD)


def is_section(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_SECTION)
