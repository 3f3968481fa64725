"""A project whose every field says what a test puts there: seeds of each kind, memory, notes, glossary, topics,
publishers, settings, pages and corrections."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from build_site.config import Settings
from build_site.fill import fill_memory
from build_site.model import Correction
from build_site.store.project import Project, find_project
from build_site.translate.po import parse, serialise
from tests.conftest import ROOT

Say = Callable[[str], str]
"""What stands in a field, by the field's name."""

SENTENCES = (
    "Sáng nay, ông Nguyễn Văn Bình, Bí thư Huyện ủy Gia Lâm, đã làm việc với xã {0} về công tác cán bộ.",
    "Hội nghị do Ban Tổ chức Huyện ủy tổ chức, có 120 đại biểu của {0} tham dự và nghe bà {1} báo cáo.",
    "Theo Nghị quyết số 18-NQ/TW ngày 25/10/2017, huyện {0} phải sắp xếp lại bộ máy, tinh giản biên chế.",
    "Kết quả 6 tháng đầu năm, toàn huyện {0} kết nạp 1.599 đảng viên mới, vượt chỉ tiêu Thành ủy giao.",
    "Chủ tịch UBND huyện {0} Trần Thị Hoa nhấn mạnh: “{1} là nhiệm vụ trọng tâm của cả nhiệm kỳ 2020 - 2025”.",
)


def body(say: Say, name: str, paragraphs: int = 4) -> list[str]:
    """Paragraphs of two sentences, each with words of the test's in its middle."""
    texts = []
    for number in range(paragraphs):
        pair = (SENTENCES[(number * 2 + each) % len(SENTENCES)] for each in (0, 1))
        texts.append(" ".join(each.format(say(f"{name} body"), say(f"{name} body")) for each in pair))
    return texts


def write_project(folder: Path, say: Say) -> Project:
    """The whole project below a folder that is not there yet; its memory is made of what its own digests ask for."""
    source = folder / "site_src"
    for below in ("seeds/thư mục", "site_src/articles", "site_src/glossary", "site_src/pages", "site_src/static"):
        (folder / below).mkdir(parents=True)
    _seeds(folder / "seeds", say)
    _settings(source, say)
    (source / "topics.toml").write_text(_topics(say), "utf-8")
    (source / "sources.toml").write_text(_sources(say), "utf-8")
    (source / "glossary" / "vi-en.csv").write_text(_glossary(say), "utf-8")
    for name in ("about", "method", "corrections"):
        for lang in ("en", "vi"):
            text = f"# {say('page title')}\n\nA text of ours: {say('page text')}\n"
            (source / "pages" / f"{name}.{lang}.md").write_text(text, "utf-8")
    (source / "articles" / "a.md").write_text(_notes(say), "utf-8")
    project = find_project(folder, templates=ROOT / "templates")
    fill_memory(project)
    _retranslate(project, say)
    (source / "corrections.csv").write_text(_corrections(project, say), "utf-8")
    return project


def _seeds(folder: Path, say: Say) -> None:
    title = f"Huyện Gia Lâm đổi mới công tác cán bộ cùng {say('a title')}"
    lines = [title, "16:45 04/02/2023", *body(say, "a"), f"Ảnh: {say('a caption')} tại hội nghị", "Thu Hà"]
    (folder / "a.txt").write_text("\n\n".join(lines) + "\n", "utf-8")
    front = {
        "title": f"Huyện ủy Thanh Trì sơ kết công tác {say('b title')}",
        "date": "2023-07-31",
        "authors": [say("b author"), say("b author")],
        "section": say("b section"),
        "keywords": [say("b keyword"), say("b keyword")],
        "url": f"https://news.example/{''.join(say('b address').split())}",
        "source": say("b source"),
    }
    head = "".join(f"{name} = {toml(value)}\n" for name, value in front.items())
    (folder / "b.md").write_text(f"+++\n{head}+++\n" + "\n\n".join(body(say, "b")) + "\n", "utf-8")
    paragraphs = "".join(f"<p>{html(each)}</p>" for each in body(say, "c"))
    page = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{html(say("c page title"))}</title>
<meta property="og:title" content="{html(say("c og title"))}"><meta name="author" content="{html(say("c author"))}">
<meta property="og:site_name" content="{html(say("c site"))}"><meta name="keywords" content="{html(say("c words"))}">
<meta property="article:published_time" content="2023-05-06T07:08:09+07:00"></head><body>
<h1>Huyện Văn Lâm đưa cán bộ về cơ sở, {html(say("c title"))}</h1>{paragraphs}<p>Lê Thu Trang</p></body></html>"""
    (folder / "thư mục" / "c.html").write_text(page, "utf-8")
    records = []
    for name in ("d", "e"):
        records.append(
            {
                "id": name,
                "title": f"Tỉnh ủy Hưng Yên bàn về {say(f'{name} title')}",
                "text": "\n".join(body(say, name)),
                "lead": f"Ngày 6/5, Tỉnh ủy Hưng Yên họp về công tác xây dựng Đảng ở {say(f'{name} lead')}.",
                "date": f"2022-0{1 + len(records)}-03",
                "byline": say(f"{name} byline"),
                "section": say(f"{name} section"),
                "url": f"https://news.example/{''.join(say(f'{name} address').split())}",
            }
        )
    lines = [json.dumps(each, ensure_ascii=False) for each in records]
    (folder / "web.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _settings(folder: Path, say: Say) -> None:
    text = f"""[site]
name = {{ en = {toml(say("site name"))}, vi = {toml(say("site name"))} }}
tagline = {{ en = {toml(say("tagline"))}, vi = {toml(say("tagline"))} }}
base_url = "https://digest.example/"
contact = {toml(say("contact"))}
licence = {{ name = {toml(say("licence"))}, url = "https://licence.example/" }}

[translate]
engines = ["fake"]
"""
    msgspec.toml.decode(text, type=Settings)
    (folder / "site.toml").write_text(text, "utf-8")


def _topics(say: Say) -> str:
    text = ""
    for slug, parent in (("party", ""), ("party-building", "party"), ("cadre-work", "party")):
        table = {"slug": slug, "vi": say("topic vi"), "en": say("topic en")}
        table |= {"description_en": say("topic description"), "description_vi": say("topic description")}
        more = {"keywords": [{"party-building": "đảng viên"}.get(slug, "cán bộ"), say("topic keyword").lower()]}
        table |= {"parent": parent} | more if parent else {}
        text += "[[topic]]\n" + "".join(f"{name} = {toml(value)}\n" for name, value in table.items())
    return text


def _sources(say: Say) -> str:
    return f"""[default]
rights = "full"
[[source]]
name = {{ vi = {toml(say("publisher"))}, en = {toml(say("publisher"))} }}
hosts = ["news.example"]
home = "https://news.example/"
rights = "full"
"""


def _glossary(say: Say) -> str:
    lines = io.StringIO(newline="")
    columns = ("term", "target", "abbr", "variants", "alternatives", "pos", "domain", "definition", "note", "source")
    writer = csv.writer(lines)
    writer.writerow((*columns, "forbidden", "reviewed_by"))

    def one(name: str) -> str:
        # `;` stands between the values of a cell.
        return say(name).replace(";", ",")

    for term in ("Huyện ủy", "cán bộ", "đảng viên", "Ban Tổ chức", "Thành ủy", "nhiệm kỳ"):
        cells = [one(f"term {name}") for name in columns[1:]]
        writer.writerow((term, *cells, one("term forbidden"), one("term reviewer")))
    writer.writerow((one("term term"), *(one(f"term {name}") for name in columns[1:]), "", ""))
    return lines.getvalue()


def _notes(say: Say) -> str:
    tables: dict[str, Any] = {
        "headline": say("notes headline"),
        "section": say("notes section"),
        "place": say("notes place"),
        "tags": ["party-building", "cadre-work"],
        "authors": [{"name": say("notes author"), "organisation": say("notes organisation"), "role": "text"}],
        "summary": [{"paragraph": at, "en": say("notes summary"), "vi": say("notes summary")} for at in (1, 2)],
        "figures": [
            {"paragraph": 1, "value": say("notes figure"), "en": say("notes figure"), "vi": say("notes figure")}
        ],
        "people": [{"name": say("notes person"), "paragraph": 1, "posts": [say("notes post")]} for _ in range(2)],
        "places": [{"name": say("notes place"), "paragraph": 2, "kind": "xã"}],
        "organisations": [{"name": say("notes body"), "paragraph": 2, "en": say("notes body")}],
        "documents": [
            {
                "number": say("notes document"),
                "paragraph": 1,
                "kind": say("notes document kind"),
                "kind_en": say("notes document kind"),
                "date": "2020-08-05",
                "issuer": say("notes issuer"),
                "issuer_en": say("notes issuer"),
            }
        ],
    }
    text = "".join(f"{name} = {toml(value)}\n" for name, value in tables.items())
    return f"+++\n{text}+++\nTo readers: {say('notes note')}\n"


def _retranslate(project: Project, say: Say) -> None:
    """Another target in every entry: a person's in most, a machine's or an old one in some, with comments."""
    for path in sorted(project.memory.rglob("*.po")):
        catalog = parse(path.read_text("utf-8"), str(path))
        entries = []
        for number, entry in enumerate(catalog.entries):
            target = say("translation")
            if number % 5 == 3:
                entries.append(structs.replace(entry, target=target))
            elif number % 5 == 4:
                entries.append(
                    structs.replace(
                        entry, target=target, comments=(), flags=("fuzzy",), previous_id=say("translation previous")
                    )
                )
            else:
                comments = (f"note: {say('translation note')}", say("translation comment"))
                entries.append(structs.replace(entry, target=target, comments=comments, flags=()))
        assert catalog.header
        head = catalog.header.target + f"Last-Translator: {' '.join(say('translator').split())}\n"
        head += "PO-Revision-Date: 2026-11-22 08:30+0000\n"
        header = structs.replace(catalog.header, target=head)
        path.write_text(serialise(structs.replace(catalog, entries=tuple(entries), header=header)), "utf-8")


def _corrections(project: Project, say: Say) -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([field.name for field in structs.fields(Correction)])
    for article, kind in (("a", "correction"), ("b", "wording")):
        texts = [say("correction") for _ in range(4)]
        writer.writerow(("2026-11-20", article, *texts, kind))
    return lines.getvalue()


def toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f") if _is_bmp(value) else _quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + " }"
    return str(value)


def _is_bmp(text: str) -> bool:
    return all(ord(char) < 0x10000 for char in text)


def _quoted(text: str) -> str:
    # JSON writes what is beyond U+FFFF as two surrogates, which TOML refuses.
    return '"' + "".join(json.dumps(c)[1:-1] if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in text) + '"'


def html(text: str) -> str:
    """Text of an HTML page, also in a quoted attribute."""
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, written)
    return text


def copy_of(project: Project, folder: Path) -> Project:
    """The same project elsewhere, without its site and state."""
    for name in ("seeds", "site_src"):
        shutil.copytree(project.root / name, folder / name)
    return find_project(folder, templates=project.templates)
