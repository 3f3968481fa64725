"""Pages become bytes: one Jinja environment for the whole site, compiled before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.meta import find_referenced_templates
from jinja2.nodes import Template
from markupsafe import Markup

from build_site.errors import TemplateProblem
from build_site.model import Page
from build_site.site.borrowed import directed, marked
from build_site.site.environment import PageEnvironment
from build_site.site.interface import ENGLISH
from build_site.site.prose import html
from build_site.site.public import alternates
from build_site.site.source_words import source_words
from build_site.site.states import LOWEST_FIRST
from build_site.site.structured import structured
from build_site.site.view import SiteView

_HINT = "python -m build_site docs templates describes the variables of each template."
Compiled = Callable[..., BytecodeCache]
"""(what the templates of a cache are made for, whatever it is) → the cache"""
_DEFAULT = "default/"
"""Below it a theme finds the packaged templates, to change a block of one."""


class _Templates(BaseLoader):
    """Templates from a mapping, compiled under their own names, so that a traceback says which template it was."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = dict(templates)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        if template not in self._templates:
            raise TemplateNotFound(template)
        return self._templates[template], template, None

    def list_templates(self) -> list[str]:
        return sorted(self._templates)


class Renderer:
    """`Renderer(templates, site).render(page)`. `templates` maps names (`article.html`) to their sources.

    `compiled` keeps the compiled templates between runs. Raises TemplateProblem (`where` is template:line) at once when
    any template does not compile, and from `render` when a template asks for what is not there. Where all are `known`
    to be in order, each is loaded with the first page that is made with it.
    """

    def __init__(
        self,
        templates: Mapping[str, str],
        site: SiteView,
        *,
        compiled: Compiled | None = None,
        known: bool = False,
    ) -> None:
        self._site = site
        self._words = site.words
        self._lends = any(site.borrowed.values())
        self._templates = templates
        packaged = _Templates(templates)
        self._environments = {lang: self._environment(lang, packaged, compiled) for lang in self._words}
        if not known:
            self.prove()

    def prove(self) -> None:
        """Compile every template. Raises TemplateProblem for the first that is wrong."""
        packaged = _Templates(self._templates)
        for name, text in self._templates.items():
            if _DEFAULT in text:
                _check_names(packaged, name, text)
        own = sorted(name for name in self._templates if name.endswith(".html") and not name.startswith(_DEFAULT))
        for name in own:
            parsed: dict[str, Template] = {}
            for environment in self._environments.values():
                environment.parsed = parsed
                _compile(environment, name)
                environment.parsed = None

    def _environment(self, lang: str, templates: BaseLoader, compiled: Compiled | None) -> PageEnvironment:
        """The templates' language for the pages of one interface language."""
        site = self._site
        target, source = site.reading
        words = self._words[lang]
        known = {
            "lang": lang,
            "other": source if lang == target else target,
            "target": target,
            "source": source,
            "ui": words.strings,
            "words": self._words,
            "site": site.site,
            "base_url": site.address,
            "site_names": {each: site.name(each) for each in self._words},
            "taglines": {each: site.site.tagline.get(each, "") for each in self._words},
        }
        environment = PageEnvironment(
            known,
            words,
            loader=templates,
            autoescape=True,
            optimized=False,  # `specialise` has worked out what is known
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            auto_reload=False,
            bytecode_cache=compiled and compiled(lang, site.ui, site.borrowed, site.site, site.reading),
        )
        environment.filters["source_words"] = source_words(site.letters)
        environment.filters["tojson"] = _script_json
        environment.globals.update(
            topics={topic.slug: topic for topic in site.topics},
            topic_names={each: _topic_names(site, each) for each in self._words},
            texts={each: [(name, title) for at, name, title in site.texts if at == each] for each in self._words},
            states=tuple(reversed(LOWEST_FIRST)),
            # Only editors' Markdown goes through this, never article text; raw HTML in it is shown as text.
            markdown=html,
        )
        return environment

    def render(self, page: Page) -> bytes:
        """The page as UTF-8. Depends on (template, context) alone, besides the templates and the site."""
        lang = page.context["lang"]
        tree, _, tail = page.context["path"].partition("/")
        depth = page.context["path"].count("/")
        context = {
            "root": "../" * depth,
            "home": "../" * (depth - 1) if tree == lang and tail else f"{lang}/",
            "tail": tail if tree == lang else "",
            "versions": alternates(self._site.address, page.context, self._site.reading),
            "structured": structured(page, self._site, self._words[lang]),
        } | page.context
        if page.template not in self._templates:
            raise TemplateProblem("there is no such template", where=page.template, hint=_HINT)
        template = _compile(self._environments[lang], page.template)
        try:
            text: str = template.render(context)
            return (self._told_apart(text) if self._lends or self._site.directions else text).encode("utf-8")
        except (TemplateError, KeyError, TypeError, ValueError, AttributeError) as problem:
            raise TemplateProblem(
                f"{_said(problem)} (for {page.path})", where=_where(problem, page.template), hint=_HINT
            ) from problem

    def _told_apart(self, text: str) -> str:
        """With the language of English words in another interface, and the directions of writing."""
        return directed(marked(text, ENGLISH), self._site.directions)


def _check_names(templates: BaseLoader, name: str, text: str) -> None:
    """A packaged template that a theme builds upon is there: found now, not with the first page."""
    try:
        tree = Environment().parse(text, name)
    except TemplateSyntaxError as problem:
        raise _syntax(problem, name) from problem
    for asked in find_referenced_templates(tree):
        if asked and asked not in templates.list_templates():
            raise TemplateProblem(f"there is no template {asked}", where=name, hint=_HINT)


def _compile(environment: PageEnvironment, name: str) -> Any:
    try:
        return environment.get_template(name)
    except TemplateSyntaxError as problem:
        raise _syntax(problem, name) from problem
    except TemplateNotFound as problem:
        raise TemplateProblem(f"there is no template {problem.name}", where=name, hint=_HINT) from problem


def _syntax(problem: TemplateSyntaxError, name: str) -> TemplateProblem:
    where = f"{problem.name or name}:{problem.lineno}"
    return TemplateProblem(problem.message or "syntax error", where=where, hint=_HINT)


def _script_json(value: Any) -> Markup:
    """What a script block holds: as it is read, no larger than it must be, and nothing in it ends the block."""
    text = msgspec.json.encode(value).decode("utf-8")
    for sign, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(sign, written)
    return Markup(text)


def _topic_names(site: SiteView, lang: str) -> dict[str, str]:
    """Topics carry a name in either language: the source's page shows the one, every other page the other."""
    in_source = lang == site.languages.source
    return {topic.slug: topic.source if in_source else topic.target for topic in site.topics}


def _said(problem: Exception) -> str:
    if isinstance(problem, KeyError):
        return f"no such key: {problem.args[0]!r}" if problem.args else "no such key"
    return str(problem) or type(problem).__name__


def _where(problem: Exception, template: str) -> str:
    """The innermost line of a template in the traceback; Jinja maps compiled lines back to the template's own."""
    from traceback import extract_tb

    frames = [frame for frame in extract_tb(problem.__traceback__) if frame.filename.endswith(".html")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else template
