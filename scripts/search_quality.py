"""Measures the search in a browser, on a site of 2,000 articles of ../shared/data/scale, beside Pagefind.

    scripts/search_quality [--site BUILD] [--pagefind PYTHON] [--show] [--pool FILE]

Printed: the places of the articles that hold "Gia Lâm" for two queries; what a first result costs to fetch; the time
of a query once its files are there; and the precision of the first five results over 30 queries typed as readers type.

Without --site, a site is built in a temporary folder (a minute). `--pagefind` names a Python that has the package
`pagefind[bin]`; it then indexes the same pages and answers the same queries in the same run, over a loopback server,
since it does not work from a folder. Ours is opened from the folder.

The labels (tests/quality/labels/search.jsonl) hold, for each query, the ids that a reader judged and those of them that
were found relevant; no texts. A result that nobody has judged counts as wrong, and is reported; `--pool` writes these,
mixed by id so that nothing tells which engine found them, with their texts, to be read and judged. Needs Chromium
($CHROMIUM, or on PATH).
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCALE = ROOT.parent / "shared" / "data" / "scale" / "vi_articles.jsonl.xz"
LABELS = ROOT / "tests" / "quality" / "labels" / "search.jsonl"
ARTICLES, EVERY, OFFSET, HOLDING, PLACE = 2000, 50, 7, 8, "Gia Lâm"
FIRST = 5
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Judged(msgspec.Struct, frozen=True):
    query: str
    relevant: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()


# The site -------------------------------------------------------------------------------------------------------------


def sample() -> Iterator[str]:
    """Every 50th article, and the first eight from the web that hold the place's name: 2,000 lines."""
    held = 0
    with lzma.open(SCALE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, EVERY * (ARTICLES - HOLDING))):
            wanted = number % EVERY == OFFSET
            if not wanted and held < HOLDING and PLACE in line and json.loads(line)["source"] == "web":
                held += 1
                wanted = True
            if wanted:
                yield line


def build(folder: Path) -> Path:
    """The site of the sample, with this repository's glossary, topics, pages and templates, untranslated."""
    ours = shutil.ignore_patterns("translations", "articles", "urls.csv")
    shutil.copytree(ROOT / "site_src", folder / "site_src", ignore=ours)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "scale.jsonl").write_text("".join(sample()), "utf-8")
    command = [sys.executable, "-m", "build_site", "build", "--project", str(folder), "--templates", "templates"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return folder / "build"


def articles(site: Path) -> dict[str, dict[str, Any]]:
    """Address below en/ → the article's data."""
    found = {}
    for path in site.glob("en/articles/*/*/article.json"):
        data = json.loads(path.read_text("utf-8"))
        found[path.parent.relative_to(site / "en").as_posix()] = data
    return found


def text_of(article: dict[str, Any]) -> str:
    """What the article's page shows of the source."""
    segments = (segment["vi"] or "" for block in article["blocks"] for segment in block["segments"])
    return "\n".join([article["title"]["vi"], *segments])


# The engines: each gives the addresses below en/ of what it finds, best first -----------------------------------------


class Ours:
    """The search page, opened from the folder and asked by typing."""

    def __init__(self, browser: Browser, site: Path) -> None:
        self.browser, self.address = browser, (site / "en/search/index.html").as_uri()
        self.page = self._open()

    def _open(self) -> Page:
        page = self.browser.new_page()
        page.goto(self.address)
        page.wait_for_function("document.querySelector('#f-year').options.length > 1")
        return page

    def _ask(self, page: Page, query: str) -> None:
        page.fill("#q", query)
        page.locator(".ask").evaluate("form => form.requestSubmit()")
        page.wait_for_function("text => document.querySelector('#search').dataset.asked === text", arg=query)

    def find(self, query: str) -> list[str]:
        self._ask(self.page, query)
        links = self.page.locator(".hits .item h2 a").evaluate_all("links => links.map(each => each.href)")
        return [_tail(link) for link in links]

    def fetched(self, query: str) -> int:
        """Bytes of all files that a first query takes: the script, the index, and what ten results show."""
        page, files = self.browser.new_page(), []
        page.on("requestfinished", lambda request: files.append(request.url))
        page.goto(self.address)
        self._ask(page, query)
        page.close()
        scripts = {url for url in files if url.endswith(".js")}
        return sum(map(_size, scripts))

    def milliseconds(self, query: str) -> float:
        """From the order to the list, with all files there already."""
        self._ask(self.page, query)
        self._ask(self.page, "")
        return float(self.page.evaluate(TIMED, query))


TIMED = """query => new Promise(done => {
  const page = document.getElementById("search"), box = document.getElementById("q");
  box.value = query;
  const started = performance.now();
  new MutationObserver((_, watch) => {
    if (page.dataset.asked !== query) return;
    watch.disconnect();
    done(performance.now() - started);
  }).observe(page, { attributes: true, attributeFilter: ["data-asked"] });
  box.form.requestSubmit();
})"""


class Pagefind:
    """The same article pages, indexed by Pagefind as its manual says and asked through its own script."""

    def __init__(self, browser: Browser, site: Path, python: str, folder: Path) -> None:
        command = [python, "-m", "pagefind", "--site", str(site), "--output-path", str(folder / "pagefind")]
        command += ["--glob", "en/articles/**/index.html", "--root-selector", "main", "--force-language", "vi"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        (folder / "index.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8")
        self.browser, self.folder = browser, folder
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{server.server_port}/index.html"
        self.page = browser.new_page()
        self.page.goto(self.address)

    def _ask(self, page: Page, query: str, most: int) -> list[str]:
        found: list[str] = page.evaluate(
            """async ([query, most]) => {
              window.engine ||= await import("./pagefind/pagefind.js");
              const found = await window.engine.search(query);
              return Promise.all(found.results.slice(0, most).map(async each => (await each.data()).url));
            }""",
            [query, most],
        )
        return [_tail(each) for each in found]

    def find(self, query: str) -> list[str]:
        return self._ask(self.page, query, 10)

    def fetched(self, query: str) -> int:
        page, files = self.browser.new_page(), []
        page.on("requestfinished", lambda request: files.append(request.url))
        page.goto(self.address)
        self._ask(page, query, 10)
        page.close()
        return sum(_size(url, self.folder) for url in set(files) if "/pagefind/" in url)

    def milliseconds(self, query: str) -> float:
        self.find(query)
        return float(
            self.page.evaluate(
                """async query => {
                  const started = performance.now();
                  const found = await window.engine.search(query);
                  await Promise.all(found.results.slice(0, 10).map(each => each.data()));
                  return performance.now() - started;
                }""",
                query,
            )
        )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def _tail(address: str) -> str:
    """articles/2024/some-title, of any address of an article's page."""
    return "articles/" + address.partition("/articles/")[2].partition("/index.html")[0].rstrip("/").partition("#")[0]


def _size(url: str, folder: Path = Path("/")) -> int:
    return (folder / unquote(urlsplit(url).path).lstrip("/")).stat().st_size


# The report -----------------------------------------------------------------------------------------------------------


def place_of_holders(engine: Ours | Pagefind, holders: set[str], query: str) -> str:
    found = engine.find(query)
    places = [number for number, tail in enumerate(found, 1) if tail in holders]
    first = sum(place <= len(holders) for place in places)
    return f"{first} of the first {len(holders)}, {sum(place <= 6 for place in places)} of the first 6"


def score(found: list[str], judged: Judged) -> tuple[float, float]:
    """(precision of the first five; the same as a share of what the known relevant articles allow)"""
    right = sum(each in judged.relevant for each in found[:FIRST])
    return right / FIRST, right / min(FIRST, len(judged.relevant) or FIRST)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--site", type=Path, help="a site of the sample that is built already")
    options.add_argument("--pagefind", metavar="PYTHON", help="a Python that has pagefind[bin]")
    options.add_argument("--show", action="store_true", help="every query with its score and its first five")
    options.add_argument("--pool", type=Path, metavar="FILE", help="write what nobody has judged yet, with its text")
    given = options.parse_args()
    labels = [msgspec.json.decode(line, type=Judged) for line in LABELS.read_text("utf-8").splitlines()]
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        site = given.site.resolve() if given.site else build(folder)
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        engines: dict[str, Ours | Pagefind] = {"ours": Ours(browser, site)}
        if given.pagefind:
            (folder / "served").mkdir()
            engines["Pagefind"] = Pagefind(browser, site, given.pagefind, folder / "served")
        else:
            print("Pagefind: not installed (--pagefind PYTHON)")
        report(site, engines, labels, given)
        browser.close()


def report(site: Path, engines: dict[str, Ours | Pagefind], labels: list[Judged], given: argparse.Namespace) -> None:
    known = articles(site)
    ids = {tail: article["id"].rpartition("/")[2] for tail, article in known.items()}
    holders = {tail for tail, article in known.items() if PLACE in text_of(article)}
    print(f"{len(known)} articles, {len(holders)} hold {PLACE}")
    unjudged: dict[str, set[str]] = {each.query: set() for each in labels}
    for name, engine in engines.items():
        for query in (PLACE, "Gia Lam"):
            print(f"{name:9} {query:8} {place_of_holders(engine, holders, query)}")
        fetched = [engine.fetched(query) for query in (PLACE, "Gia Lam", *(each.query for each in labels))]
        print(f"{name:9} first result: {fetched[0]:,} bytes for {PLACE}, {fetched[1]:,} for Gia Lam;", end=" ")
        print(f"median of all queries {statistics.median(fetched):,.0f}, most {max(fetched):,}")
        times = [min(engine.milliseconds(each.query) for _ in range(5)) for each in labels]
        middle = statistics.median(times)
        print(f"{name:9} a query once loaded (best of five): median {middle:.1f} ms, most {max(times):.1f} ms")
        scores = []
        for judged in labels:
            found = [ids[tail] for tail in engine.find(judged.query)][:FIRST]
            unjudged[judged.query] |= set(found) - judged.judged
            scores.append(score(found, judged))
            if given.show:
                marks = " ".join(("+" if each in judged.relevant else "-") + each for each in found)
                print(f"{name:9} {scores[-1][0]:.1f}  {judged.query:32} {marks}")
        precision, share = (statistics.mean(each[n] for each in scores) for n in (0, 1))
        print(
            f"{name:9} precision at {FIRST}: {precision:.3f}; of what is possible: {share:.3f} ({len(labels)} queries)"
        )
    open_ = sum(map(len, unjudged.values()))
    if open_:
        print(f"{open_} results nobody has judged: they count as wrong")
    if given.pool:
        by_id = {ids[tail]: article for tail, article in known.items()}
        with given.pool.open("w", encoding="utf-8") as out:
            for query, more in unjudged.items():
                for each in sorted(more):
                    print(json.dumps([query, each, text_of(by_id[each])], ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
