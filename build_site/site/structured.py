"""What a page says of itself to programs: JSON-LD in the terms of schema.org, made from the page's own context.

Names of articles, people and places are said in the page's language where it has its own word for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from build_site.model import Page
from build_site.site.public import address
from build_site.site.view import SiteView
from build_site.site.wording import Wording

_PEOPLE, _PLACES, _TERMS = 20, 15, 5
"""So many of each an article's data names at most, in the order of its page."""

Node = dict[str, Any]


def structured(page: Page, site: SiteView, w: Wording) -> Node | None:
    """The page's graph; None where it has nothing to say. Addresses are absolute, and left out where the site has
    none."""
    context = page.context
    made: list[Node | None] = []
    if page.template == "article.html":
        made.append(article(context, site, w))
    elif page.template in ("front.html", "root.html"):
        made.append(website(context, site, w))
    elif page.template == "glossary.html":
        made.append(term_set(site, w) | {"description": w.say("glossary_lead")} if not context["here"] else None)
        made.append(terms_of_letter(context, site, w) if context["here"] else None)
    elif page.template == "term.html":
        made.append(term(context, site, w))
    if "dataset" in context:
        made.append(dataset(site, w.lang, **context["dataset"]))
    made.append(breadcrumbs(context, site))
    graph = [node for node in made if node]
    return {"@context": "https://schema.org", "@graph": graph} if graph else None


def article(context: Node, site: SiteView, w: Wording) -> Node:
    """A NewsArticle; a WebPage where nobody knows when it was published, which news must say."""
    target, source = site.reading
    facts, in_source = context["source_facts"], w.lang == source
    tail = context["path"].partition("/")[2]
    title, headline = context["title"], context["headline"]
    shown = title if in_source or not headline else headline
    own = _url(site, context["path"])
    known = {
        "@id": own,
        "url": own,
        "inLanguage": w.lang if headline or in_source else source,
        "dateModified": facts["revised"],
        "isPartOf": {"@id": _url(site, f"{w.lang}/index.html")} if site.address else None,
        "about": [
            _term(each["id"], each["term"], each["target"], site, w)
            for each in sorted(context["terms"], key=lambda each: -each["count"])[:_TERMS]
        ],
    }
    if not facts["published"]:
        return _kept({"@type": "WebPage", "name": shown} | known)
    other_lang = target if in_source else source
    other = {
        "@type": "NewsArticle",
        "@id": _url(site, f"{other_lang}/{tail}"),
        "inLanguage": other_lang,
        "headline": headline if in_source else title,
    }
    credit = [*([facts["agency"]] if facts["agency"] else []), *(name for name, _, _ in facts["authors"])]
    own_publisher = context["publisher"]
    return _kept(
        {"@type": "NewsArticle", "headline": shown}
        | known
        | {
            "inLanguage": w.lang,
            "alternativeHeadline": other["headline"],
            "datePublished": facts["published"],
            "publisher": publisher(site, w.lang),
            "image": _url(site, context.get("card") or "assets/card.png"),
            "author": [
                _kept({"@type": "Person", "name": name, "affiliation": _organisation(organisation)})
                for name, organisation, _ in facts["authors"]
            ],
            "translator": None if in_source else _translator(facts["translator"], site, w),
            "sourceOrganization": _organisation(own_publisher["name"].get(w.lang), own_publisher["home"])
            if own_publisher
            else _organisation(facts["agency"]),
            "creditText": ", ".join(dict.fromkeys(credit)),
            "isBasedOn": facts["url"],
            "translationOfWork": None if in_source else _kept(other),
            "workTranslation": _kept(other) if in_source and headline else None,
            "articleSection": facts["section"][0 if in_source else 1] if facts["section"] else None,
            "keywords": [vi if in_source else en for _, en, vi in context["tags"]],
            "contentLocation": {"@type": "Place", "name": context["place"]} if context["place"] else None,
            "mentions": [*_people(context, site, w), *_places(context, site, w)],
            "citation": [_citation(document, w, source) for document in context["documents"]],
            "isAccessibleForFree": True,
        }
    )


def website(context: Node, site: SiteView, w: Wording) -> Node:
    """The site, on its front pages, with the way to search it."""
    target, source = site.reading
    at_root = context["path"] == "index.html"
    lang = w.lang
    other = source if lang == target else target
    search = f"{_url(site, f'{lang}/search/index.html')}?q={{words}}" if site.address else None
    return _kept(
        {
            "@type": "WebSite",
            "@id": _url(site, "index.html" if at_root else f"{lang}/index.html"),
            "url": _url(site, "index.html" if at_root else f"{lang}/index.html"),
            "name": site.name(lang),
            "alternateName": site.name(other),
            "inLanguage": [target, source] if at_root else lang,
            "description": site.site.tagline.get(lang),
            "publisher": publisher(site, lang),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=words",
            }
            if search
            else None,
        }
    )


def term_set(site: SiteView, w: Wording) -> Node:
    """The glossary as a whole."""
    where = _url(site, f"{w.lang}/glossary/index.html")
    name = f"{w.say('nav_glossary')} – {site.name(w.lang)}"
    return _kept({"@type": "DefinedTermSet", "@id": where, "url": where, "name": name, "inLanguage": w.lang})


def terms_of_letter(context: Node, site: SiteView, w: Wording) -> Node:
    """A letter's page of a long glossary: a part of the set, whose terms say for themselves that they belong to it."""
    where = _url(site, context["path"])
    letter = "0–9" if context["here"] == "#" else context["here"]
    name = f"{w.say('nav_glossary')}: {letter} – {site.name(w.lang)}"
    node = {"@type": "CollectionPage", "@id": where, "url": where, "name": name, "inLanguage": w.lang}
    return _kept(node | {"isPartOf": _website(site, w.lang), "about": term_set(site, w)})


def term(context: Node, site: SiteView, w: Wording) -> Node:
    """A term on its own page."""
    names = [context["target_term"] if w.lang == site.reading[1] else context["term"]]
    others = dict.fromkeys([*names, *context["abbr"], *context["variants"], *context["alternatives"]])
    return _kept(
        _term(context["id"], context["term"], context["target_term"], site, w)
        | {
            "url": _url(site, context["path"]),
            "alternateName": list(others),
            "termCode": context["id"],
            "description": _in(site.reading[0], context["definition"], w),
            "inDefinedTermSet": term_set(site, w),
        }
    )


def breadcrumbs(context: Node, site: SiteView) -> Node | None:
    """`crumbs` of the context: [name, path below the language's tree or None], the front page first."""
    crumbs: Sequence[Sequence[str | None]] = context.get("crumbs") or ()
    if not crumbs or not site.address:
        return None
    items = []
    for position, (name, path) in enumerate(crumbs, 1):
        where = _url(site, f"{context['lang']}/{path}") if path is not None else None
        items.append(_kept({"@type": "ListItem", "position": position, "name": name, "item": where}))
    return {"@type": "BreadcrumbList", "itemListElement": items}


def dataset(
    site: SiteView,
    lang: str,
    *,
    path: str,
    name: str,
    description: str,
    license: str,  # noqa: A002 - schema.org's own word
    files: Sequence[tuple[str, str]],
) -> Node:
    """The data files, on the page at `path` that describes them. `files`: (media type, path below the site's root);
    `license`: its address."""
    return _kept(
        {
            "@type": "Dataset",
            "name": name,
            "description": description,
            "url": _url(site, path),
            "inLanguage": list(site.reading),
            "license": license,
            "creator": publisher(site, lang),
            "isAccessibleForFree": True,
            "distribution": [
                _kept({"@type": "DataDownload", "encodingFormat": kind, "contentUrl": _url(site, file)})
                for kind, file in files
            ],
        }
    )


def publisher(site: SiteView, lang: str) -> Node:
    """The digest itself."""
    return _kept(
        {
            "@type": "Organization",
            "name": site.name(lang),
            "url": _url(site, "index.html"),
            "logo": _url(site, "assets/icon-512.png"),
        }
    )


def _website(site: SiteView, lang: str) -> Node | None:
    if not site.address:
        return None
    where = _url(site, f"{lang}/index.html")
    return {"@type": "WebSite", "@id": where, "url": where, "name": site.name(lang)}


def _term(slug: str, vi: str, en: str, site: SiteView, w: Wording) -> Node:
    name, other = (vi, en) if w.lang == site.reading[1] else (en, vi)
    where = _url(site, f"{w.lang}/glossary/{slug}/index.html")
    alike = other == name
    return _kept({"@type": "DefinedTerm", "@id": where, "name": name, "alternateName": None if alike else other})


def _people(context: Node, site: SiteView, w: Wording) -> list[Node]:
    return [
        _kept(
            {
                "@type": "Person",
                "name": person["name"],
                "jobTitle": _job(person["posts"][0], w.lang == site.reading[1]) if person["posts"] else None,
                "url": _url(site, f"{w.lang}/people/{person['slug']}/index.html") if person["slug"] else None,
            }
        )
        for person in context["people"][:_PEOPLE]
    ]


def _job(post: Node, in_source: bool) -> str:
    said: str = post["sources"][0] if in_source or not post["target"] else post["target"]
    return said


def _places(context: Node, site: SiteView, w: Wording) -> list[Node]:
    return [
        _kept(
            {
                "@type": "Place",
                "name": w.kind("place", place["name"]) or place["name"],
                "url": _url(site, f"{w.lang}/places/{place['slug']}/index.html"),
            }
        )
        for place in context["places"][:_PLACES]
    ]


def _citation(document: Node, w: Wording, source: str) -> str:
    """`Resolution 18-NQ/TW, 25 October 2017`."""
    if w.lang == source or not document["kind_target"]:
        kind, name = document["kind"], document["name"]
    else:
        kind, name = document["kind_target"], document["name_target"] or document["name"]
    said = name if not kind or name.startswith(kind) else f"{kind} {name}"
    return f"{said}, {w.date(document['date'])}" if document["date"] else said


def _in(lang: str, text: str, w: Wording) -> Node | str:
    """A text with its language where that is not the page's."""
    return text if lang == w.lang or not text else {"@value": text, "@language": lang}


def _translator(name: str | None, site: SiteView, w: Wording) -> Node | None:
    """A person, or the digest where its editors sign together; never an engine."""
    if not name:
        return None
    return publisher(site, w.lang) if name == w.say("credit_editors") else {"@type": "Person", "name": name}


def _organisation(name: str | None, url: str | None = None) -> Node | None:
    return _kept({"@type": "Organization", "name": name, "url": url}) if name else None


def _url(site: SiteView, path: str) -> str | None:
    return address(site.address, path) if site.address else None


def _kept(node: Node) -> Node:
    """Without what is not known."""
    return {key: value for key, value in node.items() if value}
