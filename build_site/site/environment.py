"""The templates' language by the shortest way: what Jinja does for any value and any callable, a site of thousands of
pages needs a million times for a few kinds of them. The bytes are the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MethodType
from typing import Any, TypeVar

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import (
    Call,
    Const,
    EnvironmentAttribute,
    EvalContext,
    Expr,
    Filter,
    Getattr,
    Getitem,
    Name,
    Output,
    Template,
    Test,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from build_site.site.specialise import specialise
from build_site.site.wording import Wording

try:
    # Under markupsafe's public function, which makes an object of every string; that costs five times as much.
    from markupsafe._speedups import _escape_inner as _signs_escaped
except ImportError:  # markupsafe without its compiled part, or of another version

    def _signs_escaped(text: str, /) -> str:
        return str(escape(text))


_OF_DICTS = frozenset(dir(dict))
_WORDS = frozenset((str, bool, type(None), Wording))
"""What a macro's result may be kept by; numbers not: 1 is True."""
_Asked = TypeVar("_Asked", Test, Filter)
_MORE = object()
"""Stands for an argument that is more than words."""


class _Generator(CodeGenerator):
    """Code that puts a value out as `PageEnvironment.escaped` gives it, neighbours in one piece, and that asks the
    interface's wording without a detour."""

    def visit_Output(self, node: Output, frame: Frame) -> None:
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        # Each piece that a block yields passes through every template that it stands in: one is better than twenty.
        together = frame.copy()
        together.buffer = self.temporary_identifier()
        self.writeline(f"{together.buffer} = []", node)
        super().visit_Output(node, together)
        self.writeline(f"yield concat({together.buffer})")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:
        name = node.node.name if isinstance(node.node, Name) and node.attr not in _OF_DICTS else None
        ref = name and frame.symbols.find_ref(name)
        if ref:
            # An entry of a dictionary, at once; a key that is not there is a KeyError, which names the line as well.
            self.write(f"({ref}[{node.attr!r}] if type({ref}) is dict else ")
        super().visit_Getattr(node, frame)
        if ref:
            self.write(")")

    def visit_Test(self, node: Test, frame: Frame) -> None:
        super().visit_Test(_may_lack(node) if node.name in ("defined", "undefined") else node, frame)

    def visit_Filter(self, node: Filter, frame: Frame) -> None:
        super().visit_Filter(_may_lack(node) if node.name in ("default", "d") else node, frame)

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        if not isinstance(node.node, Getattr) or not isinstance(node.node.node, EnvironmentAttribute):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.{node.node.node.name}.{node.node.attr}(")
        for number, argument in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(argument, frame)
        self.write(")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


def _may_lack(asked: _Asked) -> _Asked:
    """A test or a filter that may be asked of a key that is not there."""
    if isinstance(asked.node, Getattr):
        asked.node = Getitem(asked.node.node, Const(asked.node.attr), "load", lineno=asked.lineno)
    return asked


class _Context(Context):
    """Calls macros and interface words without asking what else they might be."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is not Macro and kind is not _Kept and (kind is not MethodType or type(called.__self__) is not Wording):
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        if kind is _Kept:
            return called(self.eval_ctx, args, named)
        if kind is Macro:
            return called(self.eval_ctx, *args, **named)
        return called(*args, **named)


def _key(value: object) -> object:
    """What a macro's result may be kept by, of one argument."""
    if type(value) is list and all(type(each) is str for each in value):
        return tuple(value)
    return value if type(value) in _WORDS else _MORE


class _Kept:
    """A macro of an imported template, which sees its arguments and what all pages share, and nothing of the page: what
    it gives for the same words is the same, so it is kept."""

    _MOST = 20_000
    """Results kept; the pages of a large site have more names than should stay in memory."""

    def __init__(self, macro: Macro) -> None:
        self.macro = macro
        self._results: dict[tuple[object, ...], Any] = {}

    def __call__(self, evaluation: EvalContext, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        key = args if _WORDS.issuperset(map(type, args)) else tuple(map(_key, args))
        if named or _MORE in key:
            return self.macro(evaluation, *args, **named)
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= self._MOST:
                self._results.clear()
            found = self._results[key] = self.macro(evaluation, *args)
        return found


class PageEnvironment(Environment):
    """Jinja's, for pages in one language: their contexts are dictionaries of text. `known` are names that stand for
    the same in all of them, as does `w`, the wording; templates have them as globals."""

    code_generator_class = _Generator
    context_class = _Context

    def __init__(self, known: Mapping[str, Any], words: Wording, **options: Any) -> None:
        super().__init__(**options)
        self._known = {**known, "w": words}
        self.words = words
        self._macros: dict[tuple[TemplateModule, str], _Kept] = {}
        self.globals.update(self._known)

    def _parse(self, source: str, name: str | None, filename: str | None) -> Template:
        return specialise(super()._parse(source, name, filename), self, self._known, {"w": "words"})

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
            kept = self._macros[(module, name)] = _Kept(found)
        return kept

    @staticmethod
    def escaped(value: object) -> str:
        """What `markupsafe.escape` makes of a value, as a plain string: nothing but joining comes after it."""
        kind = type(value)
        if kind is str:
            return _signs_escaped(value)  # type: ignore[arg-type]
        return value if kind is Markup else escape(value)  # type: ignore[return-value]
