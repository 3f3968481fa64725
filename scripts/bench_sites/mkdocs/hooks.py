"""What MkDocs has no pages for: topics in pages of 50, months, the newest, a feed.

With `--dirty` it reads the changed pages alone, and these are left as they are.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

SIZE = 50
articles: list[dict] = []
state: dict = {}


def on_startup(command: str, dirty: bool) -> None:
    state["dirty"] = dirty


def on_pre_build(config) -> None:
    articles.clear()


def on_page_markdown(markdown: str, page, config, files) -> None:
    articles.append({**page.meta, "date": str(page.meta["date"]), "url": f"/{page.url}"})


def on_env(env, config, files) -> None:
    state["env"] = env


def on_post_build(config) -> None:
    if state["dirty"]:
        return

    def write(url: str, template: str, **values) -> None:
        path = Path(config.site_dir, url.lstrip("/"), "" if url.endswith(".xml") else "index.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(state["env"].get_template(template).render(**values), "utf-8")

    newest = sorted(articles, key=lambda article: (article["date"], article["slug"]), reverse=True)
    write("/", "list.html", title="Newest", members=newest[:20])
    write("/feed.xml", "feed.xml", members=newest[:20])
    for field in ("tags", "months"):
        groups = defaultdict(list)
        for article in newest:
            for name in article[field]:
                groups[name].append(article)
        write(
            f"/{field}/",
            "groups.html",
            title=field,
            groups=sorted((name, f"/{field}/{name}/", len(all_)) for name, all_ in groups.items()),
        )
        for name, members in groups.items():
            size = SIZE if field == "tags" else len(members)
            pages = [members[at : at + size] for at in range(0, len(members), size)]
            urls = [
                f"/{field}/{name}/" + (f"page/{number}/" if number > 1 else "") for number in range(1, len(pages) + 1)
            ]
            for number, (url, part) in enumerate(zip(urls, pages, strict=True)):
                newer = urls[number - 1] if number else ""
                older = urls[number + 1] if number + 1 < len(urls) else ""
                write(url, "list.html", title=name, members=part, newer=newer, older=older)
