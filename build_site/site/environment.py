"""The templates' language by the shortest way: what Jinja does for any value and any callable, a site of thousands of
pages needs a million times for a few kinds of them. The bytes are the same."""

from __future__ import annotations

from types import MethodType
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from build_site.site.wording import Wording

_OF_DICTS = frozenset(dir(dict))


class _Generator(CodeGenerator):
    """Code that puts a value out as `PageEnvironment.escaped` gives it."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Context(Context):
    """Calls macros and interface words without asking what else they might be."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not MethodType or type(called.__self__) is not Wording:
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class PageEnvironment(Environment):
    """Jinja's, for pages: their contexts are dictionaries of text."""

    code_generator_class = _Generator
    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja has it; an entry of a dictionary is not looked for among its methods first."""
        if type(obj) is dict and attribute not in _OF_DICTS:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    @staticmethod
    def escaped(value: object) -> str:
        """What `markupsafe.escape` makes of a value, as a plain string: nothing but joining comes after it."""
        kind = type(value)
        if kind is str:
            text: str = value  # type: ignore[assignment]
            text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
            return text.replace("'", "&#39;").replace('"', "&#34;")
        return value if kind is Markup else escape(value)  # type: ignore[return-value]
