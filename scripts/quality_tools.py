"""Scores this program's reading of HTML pages beside the libraries that are installed, on ../shared/data/html.

    python -m venv .venv-tools
    .venv-tools/bin/pip install trafilatura newspaper4k readability-lxml lxml_html_clean justext \\
        resiliparse msgspec markdown-it-py charset-normalizer
    .venv-tools/bin/python scripts/quality_tools.py

A library that is not installed is left out. The scores are those of quality.py.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import quality

Answer = dict[str, Any]
"""text, title, date (ISO), byline; what a tool does not give is absent."""


def ours(html: str, data: bytes) -> Answer:
    article = quality.read(lambda: quality.decode_source("page.html", data))
    if article is None:
        return {"text": ""}
    return {
        "text": "\n".join(quality.body_of(article)),
        "title": article.title,
        "date": (article.published or "")[:10],
        "byline": ", ".join(author.name for author in article.authors),
    }


def tools() -> Iterator[tuple[str, Callable[[str, bytes], Answer]]]:
    """(name, reader) of this program and of each library that is there."""
    yield "this program", ours
    try:
        import trafilatura

        def with_trafilatura(html: str, data: bytes) -> Answer:
            meta = trafilatura.extract_metadata(html)
            given = {"title": meta.title, "date": meta.date, "byline": meta.author} if meta else {}
            return {"text": trafilatura.extract(html, include_comments=False) or "", **given}

        yield "trafilatura", with_trafilatura
    except ImportError:
        pass
    try:
        import newspaper

        def with_newspaper(html: str, data: bytes) -> Answer:
            page = newspaper.Article("https://example.vn/a.html", language="vi", fetch_images=False)
            page.download(input_html=html)
            page.parse()
            date = page.publish_date.strftime("%Y-%m-%d") if page.publish_date else ""
            return {"text": page.text, "title": page.title, "date": date, "byline": ", ".join(page.authors)}

        yield "newspaper4k", with_newspaper
    except ImportError:
        pass
    try:
        from lxml import html as lxml_html
        from readability import Document

        def with_readability(html: str, data: bytes) -> Answer:
            page = Document(html)
            text = page.summary()
            body = "\n".join(lxml_html.fromstring(text).itertext()) if text.strip() else ""
            return {"text": body, "title": page.short_title()}

        yield "readability-lxml", with_readability
    except ImportError:
        pass
    try:
        import justext

        words = justext.get_stoplist("Vietnamese")

        def with_justext(html: str, data: bytes) -> Answer:
            paragraphs = justext.justext(data, words, encoding="utf-8")
            return {"text": "\n".join(each.text for each in paragraphs if not each.is_boilerplate)}

        yield "justext", with_justext
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        yield "resiliparse", lambda html, data: {"text": extract_plain_text(html, main_content=True)}
    except ImportError:
        pass


def main() -> None:
    gold = [json.loads(line) for line in (quality.DATA / "html/gold.jsonl").read_text("utf-8").splitlines()]
    print(f"{'':<18}{'F1':>7}{'articles':>10}{'title':>8}{'date':>8}{'invented':>10}{'byline':>8}")
    for name, reader in tools():
        scores: dict[str, list[float]] = defaultdict(list)
        for page in gold:
            data = (quality.DATA / "html/pages" / page["file"]).read_bytes()
            try:
                answer = reader(data.decode("utf-8", "replace"), data)
            except Exception:  # another's library: a crash is a page it did not read
                answer = {"text": ""}
            score(answer, page, scores)

        def shown(key: str, scores: dict[str, list[float]] = scores) -> str:
            return f"{sum(scores[key]) / len(scores[key]):.3f}" if scores[key] else "–"

        columns = (("F1", 7), ("articles", 10), ("title", 8), ("date", 8), ("invented", 10), ("byline", 8))
        print(f"{name:<18}" + "".join(f"{shown(key):>{width}}" for key, width in columns))


def score(answer: Answer, page: dict[str, Any], scores: dict[str, list[float]]) -> None:
    lead = [page["lead"]] if page["lead"] else []
    required = quality.bag(lead + [block["text"] for block in page["blocks"] if block["type"] != "caption"])
    optional = [block["text"] for block in page["blocks"] if block["type"] == "caption"]
    optional += [
        page["title"] or "",
        page["byline"] or "",
        page.get("source") or "",
        (page["date"] or "").replace("-", " "),
    ]
    body = quality.bag([answer["text"]])
    precision = (body & (required + quality.bag(optional))).total() / body.total() if body else 0.0
    f1 = quality.f1(precision, (body & required).total() / max(1, required.total()))
    scores["F1"].append(f1)
    if page["kind"] == "article":
        scores["articles"].append(f1)
    if "title" in answer:
        scores["title"].append(quality.same_title(answer["title"], page["title"]))
    if "date" in answer:
        scores["date" if page["date"] else "invented"].append(
            (answer["date"] or "")[:10] == page["date"] if page["date"] else bool(answer["date"])
        )
    if "byline" in answer and page["byline"]:
        found = [word for word in quality.syllables(answer["byline"]) if word not in quality.BYLINE_WORDS]
        gold = [word for word in quality.syllables(page["byline"]) if word not in quality.BYLINE_WORDS]
        scores["byline"].append(set(gold) <= set(found) and len(found) - len(gold) <= 3)


if __name__ == "__main__":
    main()
