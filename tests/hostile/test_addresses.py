"""An address that is none is no link, and no text ends a script."""

# ruff: noqa: E501 - tables of what others send
from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from build_site.errors import BuildSiteError, ConfigProblem
from build_site.site.render import _script_json
from build_site.site.search.entry import Passage
from build_site.site.search.files import passage_file
from build_site.source import decode_source
from build_site.source.address import web_address
from build_site.source.unicode import shown
from build_site.store.publishers import read_publishers
from build_site.store.settings import read_settings
from tests.hostile.fields import toml
from tests.hostile.test_skeleton import KNOWN

TRICKS = (
    *(
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "jAvAsCrIpT:alert(1)",
        " javascript:alert(1)",
    ),
    *("\tjavascript:alert(1)", "\njavascript:alert(1)", "\rjavascript:alert(1)", "\x00javascript:alert(1)"),
    *("\x01javascript:alert(1)", "\x1fjavascript:alert(1)", "\u00a0javascript:alert(1)", "\ufeffjavascript:alert(1)"),
    *("java\tscript:alert(1)", "java\nscript:alert(1)", "java\rscript:alert(1)", "java\x00script:alert(1)"),
    *(
        "j\na\nv\na\ns\nc\nr\ni\np\nt:alert(1)",
        "javascript\t:alert(1)",
        "javascript\n:alert(1)",
        "javascript\u00a0:alert(1)",
    ),
    *("javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "&#106;avascript:alert(1)"),
    *(
        "&#x6A&#x61&#x76&#x61script:alert(1)",
        "javascript%3Aalert(1)",
        "%6Aavascript:alert(1)",
        "javascript://%0aalert(1)",
    ),
    *(
        "javascript:/*--></title></style></textarea></script>*/alert(1)",
        "javascript:https://a.example/",
        "ｊavascript:alert(1)",
    ),
    *("javaſcript:alert(1)", "javascript\uff1aalert(1)", "\u200bjavascript:alert(1)", "\u202ejavascript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "DATA:text/html,x", "data:,x"),
    *("data:image/svg+xml,<svg onload=alert(1)>", "vbscript:msgbox(1)", "VBScript:x", "livescript:x", "mocha:x"),
    *("file:///etc/passwd", "ftp://a.example/", "blob:https://a.example/x", "filesystem:https://a.example/x"),
    *("view-source:https://a.example/", "about:blank", "ws://a.example/", "intent://a#Intent;end", "tel:1", "sms:1"),
    *(
        "//a.example/x",
        "/\\a.example/",
        "\\\\a.example\\x",
        "https:a.example",
        "https:/a.example",
        "https:///a.example/",
    ),
    *("http://", "https://?x", "https://#x", "http://[", "https://[::1", "https://a.example/ onclick=alert(1)"),
    *("https://a.example/\n\nx", "https://a.example/\tx", "https://a.exa\x00mple/", "https://a.example/\u202etxt.exe"),
    *("ht\ntps://a.example/", "https\n://a.example/", "a.example/x", "?x", "#x", "..", "", "   ", "\x00"),
)
GOOD = (
    "https://a.example/",
    "http://a.example/b?c=d&e=f#g",
    "HTTPS://A.example/",
    "https://báo.vn/tin-tức",
    "https://[::1]/",
)


@pytest.mark.guarantee("C2")
def test_sixty_tricks():
    """Whatever pretends to be an address of the web and is not, is none; what is one, is one."""
    assert len(TRICKS) >= 60
    assert [trick for trick in TRICKS if web_address(trick)] == []
    assert [good for good in GOOD if web_address(good) != good] == []


@pytest.mark.guarantee("C2")
@pytest.mark.parametrize("trick", TRICKS, ids=ascii)
def test_no_door_lets_one_in(trick, tmp_path):
    """Neither front matter, a record, nor a page's own markup gives an article such an address; a publisher's home and
    a licence with one stop the build."""
    text = "Hội nghị sơ kết công tác xây dựng Đảng 6 tháng đầu năm 2023 của huyện Gia Lâm."
    page = f'<link rel="canonical" href="{_attribute(trick)}"><meta property="og:url" content="{_attribute(trick)}"><h1>Tít</h1><p>{text}</p>'
    seeds = {
        "a.md": f"+++\nurl = {toml(trick)}\n+++\n{text}",
        "a.jsonl#1": json.dumps({"id": 1, "text": text, "url": trick}),
        "a.html": page,
    }
    for name, data in seeds.items():
        try:
            found = decode_source(name, data.encode("utf-8")).evidence.url
        except BuildSiteError:
            continue
        # What no reader sees is gone before: a whole address without it is one.
        assert found is None or found == web_address(shown(trick)), name
    path = tmp_path / "site.toml"
    path.write_text(f"[site]\nlicence = {{ name = 'x', url = {toml(trick)} }}\n", "utf-8")
    if shown(trick) and not web_address(shown(trick)):
        with pytest.raises(ConfigProblem, match="not a web address"):
            read_settings(path)
    path.write_text(f'[[source]]\nname = {{ vi = "a", en = "a" }}\nagencies = ["A"]\nhome = {toml(trick)}\n', "utf-8")
    if not web_address(shown(trick)):
        with pytest.raises(ConfigProblem, match="is not an address"):
            read_publishers(path)


def _attribute(text: str) -> str:
    return text.replace('"', "&quot;")


ENDS = (
    *(f"</script{end}" for end in ("", ">", " >", "\t>", "\n>", "/>", "\f>", " x>", "\r>", "//")),
    *(
        "</SCRIPT>",
        "</ScRiPt>",
        "</scr\x00ipt>",
        "<!--<script>",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<script",
        "<SCRIPT>",
    ),
    *(
        "\u2028</script>",
        "\u2029",
        "\\u003c/script>",
        "\\",
        '\\"',
        '"',
        "'",
        '"}]}</script>',
        "');alert(1)//",
        "*/alert(1)/*",
    ),
    *(
        "`${alert(1)}`",
        "&lt;/script&gt;",
        "&#60;/script&#62;",
        "</noscript>",
        "</title>",
        "</style>",
        "</textarea>",
        "<?",
        "%>",
    ),
)


@pytest.mark.guarantee("C3")
def test_nothing_ends_a_script_block():
    """Data within a page holds no sign of HTML and no end of a line of JavaScript; it reads back as it was. So do the
    search's files, which are scripts of their own."""
    assert len(ENDS) >= 40
    for text in (*ENDS, *KNOWN):
        made = str(_script_json({text: [text]}))
        assert not re.search("[<>&']", made), text
        assert json.loads(made) == {text: [text]}
        _, script = passage_file("articles/2023/a", [Passage("top", text, text)])
        said = re.fullmatch(rb"digestSearch\.text\((.*)\);\n", script, re.DOTALL)
        assert said
        assert json.loads(b"[" + said[1] + b"]")[1] == [["top", text, text]]


ADDRESSES = {
    "root", "home", "beside", "target", "source", "page_address", "address", "feed_address", "base_url", "licence.url", "publisher.home", "source_facts.url", "f.url", "c.csl",
}  # fmt: skip
"""What an address in a template may begin with: ways within the site, and addresses that are checked on their way in;
target and source are codes of languages, c.csl is a citation's own bytes."""
LINT = {
    r"\|\s*safe\b": "safe",
    r"\bMarkup\b|autoescape|\{%-?\s*raw": "escaping switched off",
    r"[\s\"']on[a-z]+\s*=\s*[\"']": "an inline handler",
    r"\sstyle\s*=": "an inline style",
    r"<style|<iframe|<object|<embed|<base\b": "an element that pages have no use for",
    r"\s[\w-]+=\{[{%]": "an attribute without quotation marks",
    r"javascript:|data:": "an address that runs",
}


def faults(name: str, text: str) -> list[str]:
    """What is wrong with a template, with its line."""
    found = []
    text = re.sub(r"\{#.*?#\}", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(text.split("\n"), 1):
        found += [f"{name}:{number}: {what}" for pattern, what in LINT.items() if re.search(pattern, line)]
        for match in re.finditer(r'\s(?:href|src|action|formaction|poster|cite)="\{\{-?\s*([\w.]+)', line):
            if match[1] not in ADDRESSES and not match[1].startswith(("root", "home")):
                found.append(f"{name}:{number}: an address begins with {match[1]}")
    tags = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "x", text, flags=re.DOTALL)
    for match in re.finditer(r"<[a-z][^<>]*?\s[\w-]+=(?![\"'])[^<>]*", re.sub(r'"[^"<>]*"', '""', tags)):
        found.append(f"{name}: an attribute without quotation marks: {match[0]}")
    for match in re.finditer(r"<script\b([^>]*)>", text):
        if "src=" not in match[1] and 'type="application/ld+json"' not in match[1]:
            found.append(f"{name}: a script that stands in the page")
    return found


@pytest.mark.guarantee("C4")
def test_templates_have_no_hole(root):
    """No template of ours or of the example theme switches escaping off but in one named place, leaves an attribute
    unquoted, has a handler, a style or a script in the page, or begins an address with a text that nobody has checked."""
    paths = [*(root / "templates").rglob("*.html"), *(root / "tests").rglob("theme/*.html")]
    assert len(paths) > 25
    found = [fault for path in paths for fault in faults(path.name, path.read_text("utf-8"))]
    assert found == ["_prose.html:5: safe"]


def test_the_lint_sees():
    """Each kind of hole is found."""
    for bad in (
        *(
            "{{ x|safe }}",
            "{{ x | safe }}",
            "{% autoescape false %}",
            '<p onclick="x">',
            '<p style="x">',
            "<p class={{ x }}>",
            "<p class=x{{ y }}>",
            '<p id="a"\n class=b>',
        ),
        *(
            '<a href="{{ x }}">',
            '<a href="{{ each.url }}">',
            "<script>x</script>",
            '<a href="javascript:x">',
            "<style>",
        ),
    ):
        assert faults("a", bad), bad
    assert not faults("a", '<a href="{{ root }}x">{# {{ x|safe }} #}</a><script src="{{ root }}a.js"></script>')


def test_every_payload_is_there():
    """The fixture has more than a hundred known texts, each once."""
    lines = (Path(__file__).parent / "payloads.txt").read_text("utf-8").splitlines()
    assert len(set(lines)) == len(lines) > 100
    assert unescape("&lt;") == "<"
