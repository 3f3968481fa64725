"""How an article is cited: BibTeX that TeX can read, CSL-JSON in its own structure."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from msgspec import structs

from build_site.model import Author, Publisher
from build_site.site.citation import citation
from tests.site.samples import gia_lam, in_state, view

TAIL = "articles/2023/gia-lam-doi-moi"


def cited(digest: Any = None, lang: str = "en", base_url: str = "https://digest.example/") -> dict[str, Any]:
    """What its page is told; `csl` is the file whose bytes are its own address."""
    found = citation(digest or gia_lam(), tail=TAIL, lang=lang, site=view(base_url))
    start, _, data = found["csl"].partition(",")
    assert start == "data:application/json"
    return found | {"csl": unquote(data)}


def fields(bibtex: str) -> dict[str, str]:
    """The fields of one entry, read as BibTeX reads it: braces must balance, with a backslash before them or not."""
    head, _, rest = bibtex.partition("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,", head)
    found = {}
    at = 0
    while match := re.compile(r"\s*(\w+) = ").match(rest, at):
        at = match.end()
        if rest[at] != "{":
            end = re.compile(r"\w+").match(rest, at)
            assert end
            found[match[1]], at = end[0], end.end()
        else:
            depth, start = 0, at
            while True:
                char = rest[at]
                depth += (char == "{") - (char == "}")
                at += 1
                if not depth:
                    break
            found[match[1]] = rest[start + 1 : at - 1]
        at += rest[at] == ","
    assert rest[at:].strip() == "}"
    return found


def test_original_and_translation_are_told_apart():
    """Original title, its translation in brackets, the byline as printed, the digest as translator."""
    item = json.loads(cited()["csl"])[0]
    title = gia_lam().title
    assert item["title"] == f"{title.source} [{title.target}]"
    assert item["original-title"] == title.source
    assert item["author"] == [{"literal": "Vương Vân"}]
    assert item["translator"] == [{"literal": "Vietnam Local Digest"}]
    assert item["container-title"] == "HNP"
    assert item["issued"] == {"date-parts": [[2023, 2, 4]]}
    assert (item["language"], item["type"]) == ("vi", "article-newspaper")
    assert item["URL"] == f"https://digest.example/en/{TAIL}/"
    assert "accessed" not in item


def test_each_language_cites_its_own_page():
    """The Vietnamese page names the digest in Vietnamese and its own address."""
    item = json.loads(cited(lang="vi")["csl"])[0]
    assert item["URL"] == f"https://digest.example/vi/{TAIL}/"
    assert item["translator"] == [{"literal": "Bản tin địa phương Việt Nam"}]


def test_without_an_address_none_is_given():
    """A site that does not know where it stands leaves the address out."""
    found = cited(base_url="")
    assert "URL" not in json.loads(found["csl"])[0]
    assert "url" not in fields(found["bibtex"])


def test_nobody_translated_what_a_machine_did():
    """Where only a machine translated, the digest is the editor, and the note says so."""
    item = json.loads(cited(in_state(gia_lam(), "machine"))["csl"])[0]
    assert "translator" not in item
    assert item["editor"] == [{"literal": "Vietnam Local Digest"}]
    assert "Unchecked machine translation" in item["note"]


def test_without_byline_the_publisher_is_the_author():
    """The publisher stands for the author once, and is not said again; without a date there is none."""
    digest = gia_lam()
    article = structs.replace(digest.article, authors=(), published=None, agency=None)
    digest = structs.replace(digest, article=article, publisher=Publisher({"en": "Hanoi Moi", "vi": "Hà Nội Mới"}))
    item = json.loads(cited(digest)["csl"])[0]
    assert item["author"] == [{"literal": "Hanoi Moi"}]
    assert "container-title" not in item
    assert "issued" not in item
    known = fields(cited(digest)["bibtex"])
    assert "year" not in known
    assert "month" not in known


@pytest.mark.parametrize(
    "text", ["50% & more", "a_b #1 $2 ~x ^y", "braces {open", "} closed {", "back\\slash", "a\nb  c", "{}{}", "%"]
)
@pytest.mark.guarantee("C1")
def test_bibtex_survives_any_title(text):
    """What means something to TeX is escaped: the entry stays one entry, and the text can be read back."""
    digest = gia_lam()
    article = structs.replace(digest.article, title=text, authors=(Author(text), Author("and others")))
    known = fields(cited(structs.replace(digest, article=article))["bibtex"])
    back = known["title"].removeprefix("{").removesuffix("}")
    escapes = {rf"\{char}": char for char in "%&$#_"} | {
        r"\textbackslash{}": "\0",
        r"\textasciitilde{}": "~",
        r"\textasciicircum{}": "^",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
    }
    for written, meant in escapes.items():
        back = back.replace(written, meant)
    assert back.replace("\0", "\\").startswith(" ".join(text.split()) + " [")
    assert known["author"].endswith(" and {and others}")


def test_bibtex_has_the_facts():
    """Year, month as BibTeX's own word, publisher, translator, address, language."""
    known = fields(cited()["bibtex"])
    assert (known["year"], known["month"], known["howpublished"]) == ("2023", "feb", "HNP")
    assert known["translator"] == "{Vietnam Local Digest}"
    assert known["url"] == f"https://digest.example/en/{TAIL}/"
    assert known["language"] == "vi"
