"""What has become stale without an article's having changed: files of the site that are lost, and corrections."""

from __future__ import annotations

import msgspec

from build_site.store.corrections import FILE
from build_site.store.files import content_mark, input_signature, read_bytes
from build_site.store.manifest import OWNER
from build_site.store.outputs import ASSET, DATA, SEARCH
from build_site.store.stale import ARTICLE, FEED
from build_site.store.standing import Lost
from build_site.store.state import State
from build_site.work.workshop import Workshop


def find_lost(state: State, found: Lost) -> bool:
    """Mark what makes the files of the site that have been found to be gone, or altered. Returns whether one is among
    them that only a plan of everything makes."""
    if found.turn is not None and state.get("turn") != found.turn:
        state.put("turn", found.turn)
    state.standing.restore(found.stand, found.folders)
    lost = state.outputs.made(found.paths)
    if not lost:
        return False
    from build_site.work.plan import lists_of

    state.outputs.forget(made.path for made in lost)
    unmarked = False
    for made in lost:
        if made.owner is None:
            state.stale.mark(ARTICLE, state.articles.at(made.path))
        elif made.owner.startswith("feed "):
            state.stale.mark(FEED, [made.owner.removeprefix("feed ")])
        elif lists := list(lists_of(made.owner)):
            state.stale.mark_lists(lists)
            for kind, slug in lists:
                state.shelves.forget_pages(kind, slug)
        elif made.owner in (DATA, SEARCH):
            state.stale.mark(made.owner, [made.path])
        elif made.owner not in (ASSET, OWNER):
            unmarked = True
    return unmarked


def find_corrected(shop: Workshop, state: State, *, hurried: bool) -> None:
    """Mark the articles that site_src/corrections.csv names, or named, where the file is another. A build in a hurry
    makes their pages alone, so the next one finds the file to be another still, and makes the list of corrections and
    its feed. Raises ConfigProblem."""
    now = input_signature(shop.project.site_src / FILE)
    if state.get("corrections") == now:
        return
    mark = content_mark(read_bytes(shop.project.site_src / FILE))
    if state.get("corrections read") == mark:
        state.put("corrections", now)
        return
    from build_site.work.correcting import Corrections

    before = state.get("corrected")
    articles = set(Corrections(shop, state).articles)
    named = articles.union(msgspec.json.decode(before, type=list[str]) if before else ())
    state.stale.mark(ARTICLE, sorted(named))
    state.put("corrected", msgspec.json.encode(sorted(named if hurried else articles)).decode())
    if not hurried:
        state.put("corrections", now)
        state.put("corrections read", mark)
