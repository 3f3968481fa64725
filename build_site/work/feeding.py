"""Feeds as jobs: each is made anew when one of the articles that it holds, or the program, has changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from build_site.site.entries import article_entry, brief_entry
from build_site.site.feeds import ATOM, JSON, NEWEST, Feed, feed_files
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.stale import FEED
from build_site.store.state import State
from build_site.work.storing import digest_of
from build_site.work.workshop import Workshop

FED = "tag"
"""The kind of lists that have feeds."""
_FOLDER = "tags"


class FeedJob(Struct, frozen=True):
    """One list of articles to be told in a feed, in both languages: all of them with their texts, those of a tag in
    brief."""

    kind: str
    """A Mention's kind; empty: all articles."""
    slug: str
    names: tuple[str, ...]
    ids: tuple[str, ...]
    """Of the newest dated articles, newest first."""
    key: str

    @property
    def folder(self) -> str:
        """Below the language's tree: `tags/cadre-work/`; empty for all articles."""
        return f"{_FOLDER}/{self.slug}/" if self.kind else ""


def feed_jobs(
    shop: Workshop, state: State, version: str, everything: bool
) -> Iterator[tuple[str, FeedJob | None, tuple[str, ...]]]:
    """(owner, the job, the files that it makes) for the site and each tag: everything, or what is stale; no
    job where a list has no feed any more. None at all for a site without an address: a feed must name its own."""
    if not shop.view.address:
        return
    names = {("", ""): ()} | {(FED, slug): names for slug, names, _ in state.shelves.slugs(FED)}
    wanted = list(names) if everything else [tuple(each.split("/", 1)) for each in state.stale.of(FEED)]
    for kind, slug in wanted:
        job = _feed(state, version, kind, slug, names.get((kind, slug), ()))
        files = () if not job else (ATOM,) if kind else (ATOM, JSON)
        folder = job.folder if job else ""
        yield (
            f"feed {kind}/{slug}",
            job,
            tuple(f"{lang}/{folder}{name}" for lang in shop.view.reading for name in files),
        )


def _feed(state: State, version: str, kind: str, slug: str, names: tuple[str, ...]) -> FeedJob | None:
    ids = state.naming.newest(kind, slug, NEWEST) if kind else state.shelves.newest(NEWEST)
    if not ids:
        return None
    # In brief it is what lists know of its articles; no other word of their texts makes it anew.
    known = state.articles.known_of if kind else state.articles.made_from
    made_from = [known(each) for each in ids]
    key = fingerprint(version, "feed", msgspec.json.encode((kind, slug, names, made_from)))
    return FeedJob(kind, slug, names, ids, key)


def make_feeds(shop: Workshop, state: State, job: FeedJob) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of the files of one job."""
    site = shop.view
    tails = state.articles.tails(job.ids)
    digests = [] if job.kind else [digest_of(state, each, {}) for each in job.ids]
    records = [state.articles.record(each) for each in job.ids] if job.kind else []
    for lang in site.reading:
        w = Wording(lang, site.ui[lang])
        entries = [article_entry(digest, tails[digest.article.id], w=w, site=site) for digest in digests]
        entries += [brief_entry(each, state.articles.brief(each.id), w=w, site=site) for each in records if each]
        name = _name(job, w, shop)
        feed = Feed(
            lang=lang,
            folder=f"{lang}/{job.folder}",
            title=f"{name} – {site.name(lang)}" if name else site.name(lang),
            author=site.name(lang),
            entries=tuple(entry for entry in entries if entry),
            subtitle=w.say("feed_of_tag", name=name) if name else site.site.tagline.get(lang, ""),
            whole=not job.kind,
        )
        yield from feed_files(feed, site.address)


def _name(job: FeedJob, w: Wording, shop: Workshop) -> str:
    """What the feed is about, as its page is headed."""
    if not job.kind:
        return ""
    topic = next((topic for topic in shop.topics if topic.slug == job.slug), None)
    if topic is None:
        return job.names[0]
    return topic.source if w.lang == shop.view.reading[1] else topic.target
