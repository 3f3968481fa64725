"""The templates' language by the shortest way: what Jinja does for any value and any callable, a site of thousands of
pages needs a million times for a few kinds of them. The bytes are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.nodes import Template as Parsed
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from build_site.site.wording import Wording

if TYPE_CHECKING:
    from jinja2.compiler import CodeGenerator

try:
    # Under markupsafe's public function, which makes an object of every string; that costs five times as much.
    from markupsafe._speedups import _escape_inner as _signs_escaped
except ImportError:  # markupsafe without its compiled part, or of another version

    def _signs_escaped(text: str, /) -> str:
        return str(escape(text))


_OF_DICTS = frozenset(dir(dict))
_WORDS = frozenset((str, bool, type(None), Wording))
"""What a macro's result may be kept by; numbers not: 1 is True."""
_MORE = object()
"""Stands for an argument that is more than words."""


def _called(macro: Macro, evaluation: EvalContext, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """A macro, asked by position alone where it can be: what it lacks it gives itself."""
    lacks = macro._argument_count - len(args)
    if named or lacks < 0 or macro.caller or macro.catch_kwargs or macro.catch_varargs or not evaluation.autoescape:
        return macro(evaluation, *args, **named)
    return Markup(macro._func(*args, *[missing] * lacks))


class _Context(Context):
    """Calls macros and interface words without asking what else they might be."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is not Macro and kind is not _Kept and (kind is not MethodType or type(called.__self__) is not Wording):
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        if kind is _Kept:
            return called(*args, **named)
        if kind is Macro:
            return _called(called, self.eval_ctx, args, named)
        return called(*args, **named)


def _key(value: object) -> object:
    """What a macro's result may be kept by, of one argument."""
    if type(value) is list and all(type(each) is str for each in value):
        return tuple(value)
    return value if type(value) in _WORDS else _MORE


class _Kept:
    """A macro of an imported template, which sees its arguments and what all pages share, and nothing of the page: what
    it gives for the same words is the same, so it is kept."""

    _MOST = 4_000
    """Results kept; the pages of a large site have more names than should stay in memory."""

    def __init__(self, macro: Macro, evaluation: EvalContext) -> None:
        self.macro, self._evaluation = macro, evaluation
        self._results: dict[tuple[object, ...], Any] = {}

    def __call__(self, *args: Any, **named: Any) -> Any:
        key = args if _WORDS.issuperset(map(type, args)) else tuple(map(_key, args))
        if named or _MORE in key:
            return _called(self.macro, self._evaluation, args, named)
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= self._MOST:
                self._results.clear()
            found = self._results[key] = _called(self.macro, self._evaluation, args, named)
        return found


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What a page imports: all templates of an environment have the same globals, which Jinja would compare each
        time."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class PageEnvironment(Environment):
    """Jinja's, for pages in one language: their contexts are dictionaries of text. `known` are names that stand for
    the same in all of them, as does `w`, the wording; templates have them as globals."""

    context_class = _Context
    template_class = _Template

    def __init__(self, known: Mapping[str, Any], words: Wording, **options: Any) -> None:
        super().__init__(**options)
        self._known = {**known, "w": words}
        self.words = words
        self.parsed: dict[str, Parsed] | None = None
        """Source → what it was parsed as, where environments of several languages compile the same templates."""
        self._macros: dict[tuple[TemplateModule, str], _Kept] = {}
        self.globals.update(self._known)

    # What compiles is loaded where a template is not known yet.

    @property
    def code_generator_class(self) -> type[CodeGenerator]:  # type: ignore[override]
        from build_site.site.generator import Generator

        return Generator

    def _parse(self, source: str, name: str | None, filename: str | None) -> Parsed:
        from build_site.site.parsed import copied
        from build_site.site.specialise import specialise

        if self.parsed is None:
            template = super()._parse(source, name, filename)
        else:
            if source not in self.parsed:
                self.parsed[source] = super()._parse(source, name, filename)
            template = copied(self.parsed[source], self)
        return specialise(template, self, self._known, {"w": "words"})

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        """One dictionary, which each page copies, where Jinja looks into two for each name."""
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja has it; an entry of a dictionary is not looked for among its methods first."""
        if type(obj) is dict and attribute not in _OF_DICTS:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if type(obj) is TemplateModule:
            return self._kept(obj, attribute)
        return super().getattr(obj, attribute)

    def _kept(self, module: TemplateModule, name: str) -> Any:
        """What an imported template calls `name`."""
        kept = self._macros.get((module, name))
        if kept is None:
            found = super().getattr(module, name)
            if type(found) is not Macro:
                return found
            kept = self._macros[(module, name)] = _Kept(found, EvalContext(self))
        return kept

    def macro(self, context: Context, module: Any, name: str) -> Callable[..., Any]:
        """What an imported template calls `name`, to be asked at once."""
        found = self._kept(module, name) if type(module) is TemplateModule else self.getattr(module, name)
        return found if type(found) is _Kept else partial(context.call, found)

    signs = staticmethod(_signs_escaped)
    """What `markupsafe.escape` makes of a text, as a plain string."""

    @staticmethod
    def escaped(value: object) -> str:
        """What `markupsafe.escape` makes of a value, as a plain string: nothing but joining comes after it."""
        kind = type(value)
        if kind is str:
            return _signs_escaped(value)  # type: ignore[arg-type]
        return value if kind is Markup else escape(value)  # type: ignore[return-value]
