"""From a template to Python: code that puts a value out as `PageEnvironment.escaped` gives it, in one list for each
block, and that asks the interface's wording and imported macros without a detour. The bytes are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_PARAMETER
from jinja2.nodes import (
    Block,
    Call,
    CallBlock,
    Concat,
    CondExpr,
    Const,
    EnvironmentAttribute,
    Expr,
    Filter,
    Getattr,
    Getitem,
    Import,
    Macro,
    Name,
    Node,
    Output,
    Template,
    Test,
)

from build_site.site.parsed import below, bound

if TYPE_CHECKING:
    from build_site.site.environment import PageEnvironment

_OF_DICTS = frozenset(dir(dict))
_OF_TEXTS = frozenset(("endswith", "get", "lower", "partition", "removesuffix", "replace", "rpartition", "startswith"))
"""Methods of texts, and one of dictionaries, which templates call: nothing of a page has a value of such a name."""
_OF_LOOPS = frozenset(("first", "last", "index", "index0", "length"))
_TEXT = frozenset(
    ("say", "get", "label", "name", "number", "size", "count", "date", "short_date", "day", "month", "month_alone")
)
"""Methods of the wording that give a text, whatever they are asked."""
_Asked = TypeVar("_Asked", Test, Filter)


class _Either(NamedTuple):
    """What is put out where `test` holds, and where it does not."""

    test: Expr
    then: list[_Piece]
    otherwise: list[_Piece]


_Piece = str | Expr | _Either
"""Text as it stands, a value, or one of two."""


class Generator(CodeGenerator):
    """Of a `PageEnvironment`."""

    environment: PageEnvironment
    _above: Sequence[Node] = ()
    """What the function holds that is about to begin."""
    _imported: frozenset[str] = frozenset()
    """Names that stand for imported templates."""

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:
        self._above = node.body
        self._imported = frozenset(each.target for each in below(node) if isinstance(each, Import))
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("signs, escaped = environment.signs, environment.escaped")

    def macro_body(self, node: Macro | CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        self._above = node.body
        return super().macro_body(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        """A function looks up what its loops ask for once, and puts out in one piece: what a block yields passes
        through every template that it stands in."""
        outermost = frame.rootlevel or frame.block_frame
        body = self.blocks[frame.block].body if frame.block_frame and frame.block else self._above
        self._above = ()
        if body and not frame.require_output_check:
            for name in sorted(_asked(body) - bound(each for top in body for each in (top, *below(top)))):
                frame.symbols.load(name)
        super().enter_frame(frame)
        if outermost and not frame.require_output_check:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        if (frame.rootlevel or frame.block_frame) and frame.buffer is not None:
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def visit_Output(self, node: Output, frame: Frame) -> None:
        plain = frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or self.environment.finalize
        if plain or frame.require_output_check or frame.buffer is None:
            super().visit_Output(node, frame)
            return
        pieces = self._pieces(node.nodes, frame)
        self.writeline(f"{frame.buffer}.append(" if len(pieces) == 1 else f"{frame.buffer}.extend((")
        self.indent()
        for piece in pieces:
            self.newline(piece.test if isinstance(piece, _Either) else piece if isinstance(piece, Node) else None)
            self._put(piece, frame)
            self.write(",")
        self.outdent()
        self.writeline(")" if len(pieces) == 1 else "))")

    def _pieces(self, nodes: Iterable[Expr], frame: Frame) -> list[_Piece]:
        """What is put out one after the other; what is known stands escaped, neighbours in one."""
        found: list[_Piece] = []
        for node in nodes:
            more: list[_Piece]
            try:
                more = [self._output_child_to_const(node, frame, self._make_finalize())]
            except Exception:  # a page decides it, or tells what is wrong
                if isinstance(node, Concat):
                    more = self._pieces(node.nodes, frame)
                elif isinstance(node, CondExpr):
                    otherwise = node.expr2 or Const("")
                    more = [_Either(node.test, self._pieces([node.expr1], frame), self._pieces([otherwise], frame))]
                else:
                    more = [node]
            for piece in more:
                if isinstance(piece, str) and found and isinstance(found[-1], str):
                    found[-1] += piece
                elif piece != "":
                    found.append(piece)
        return found

    def _put(self, piece: _Piece, frame: Frame) -> None:
        if isinstance(piece, str):
            self.write(repr(piece))
        elif isinstance(piece, _Either):
            soft = frame.soft()
            self.write("(")
            self._joined(piece.then, soft)
            self.write(" if ")
            self.visit(piece.test, soft)
            self.write(" else ")
            self._joined(piece.otherwise, soft)
            self.write(")")
        else:
            self._escaped(piece, frame)

    def _joined(self, pieces: list[_Piece], frame: Frame) -> None:
        self.write("" if len(pieces) == 1 else "concat((" if pieces else "''")
        for piece in pieces:
            self._put(piece, frame)
            self.write("" if len(pieces) == 1 else ", ")
        self.write("))" if len(pieces) > 1 else "")

    def _escaped(self, node: Expr, frame: Frame) -> None:
        """A value as `PageEnvironment.escaped` gives it; most are told by their kind at once."""
        method = _of_words(node)
        if method in _TEXT:
            self.write("signs(")
            self.visit(node, frame)
            self.write(")")
            return
        ready = isinstance(node, Call) and not method
        self.write("(v if type(v := " if ready else "(signs(v) if type(v := ")
        self.visit(node, frame)
        self.write(") is Markup else escaped(v))" if ready else ") is str else escaped(v))")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:
        name = node.node.name if isinstance(node.node, Name) and node.attr not in _OF_DICTS else None
        ref = name and frame.symbols.find_ref(name)
        if ref and name == "loop" and node.attr in _OF_LOOPS:
            load = frame.symbols.find_load(ref)
            if load and load[0] == VAR_LOAD_PARAMETER:
                self.write(f"{ref}.{node.attr}")
                return
        if ref:
            # An entry of a dictionary, at once; a key that is not there is a KeyError, which names the line as well.
            self.write(f"({ref}[{node.attr!r}] if type({ref}) is dict else ")
        super().visit_Getattr(node, frame)
        if ref:
            self.write(")")

    def visit_Test(self, node: Test, frame: Frame) -> None:
        ref = frame.symbols.find_ref(node.node.name) if isinstance(node.node, Name) else None
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
        elif node.name == "defined" and ref:
            self.write(f"({ref} is not missing and not isinstance({ref}, Undefined))")
        else:
            super().visit_Test(_may_lack(node) if node.name in ("defined", "undefined") else node, frame)

    def visit_Filter(self, node: Filter, frame: Frame) -> None:
        super().visit_Filter(_may_lack(node) if node.name in ("default", "d") else node, frame)

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        method = _of_words(node)
        if method == "say" and self._told(node, frame):
            return
        if method:
            self.write(f"environment.words.{method}(")
        elif isinstance(node.node, EnvironmentAttribute):
            self.write(f"{node.node.name}(")
        elif isinstance(node.node, Getattr) and node.node.attr in _OF_TEXTS and not (node.dyn_args or node.dyn_kwargs):
            self.visit(node.node.node, frame)
            self.write(f".{node.node.attr}(")
        elif self._of_import(node) and not forward_caller:
            assert isinstance(node.node, Getattr)
            self.write("environment.macro(context, ")
            self.visit(node.node.node, frame)
            self.write(f", {node.node.attr!r})(")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        for number, argument in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(argument, frame)
        self.write(")")

    def _of_import(self, node: Call) -> bool:
        """Whether it calls a macro of an imported template, by position alone."""
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(node.node, Getattr):
            return False
        return isinstance(node.node.node, Name) and node.node.node.name in self._imported

    def _told(self, node: Call, frame: Frame) -> bool:
        """`w.say("name_sentence", n=s.number)`, whose words are known: `'Sentence %s' % (…,)`. Whether that could be
        done: each word in braces is given and stands alone in them."""
        key = node.args[0] if len(node.args) == 1 else None
        if not isinstance(key, Const) or not self.environment.words.has(key.value):
            return False
        given = {each.key: each.value for each in node.kwargs}
        text, asked = "", []
        for before, name, form, conversion in Formatter().parse(self.environment.words.say(key.value)):
            text += before.replace("%", "%%")
            if name is not None:
                if form or conversion or name not in given:
                    return False
                text += "%s"
                asked.append(name)
        if sorted(asked) != sorted(given):
            return False
        self.write(f"({text!r} % (")
        for name in asked:
            self.visit(given[name], frame)
            self.write(", ")
        self.write("))")
        return True


def _of_words(node: Node) -> str:
    """The method of the wording that is called; empty where it is another call."""
    owner = node.node if isinstance(node, Call) else None
    of_words = isinstance(owner, Getattr) and isinstance(owner.node, EnvironmentAttribute)
    return owner.attr if isinstance(owner, Getattr) and of_words else ""


def _may_lack(asked: _Asked) -> _Asked:
    """A test or a filter that may be asked of a key that is not there."""
    if isinstance(asked.node, Getattr):
        asked.node = Getitem(asked.node.node, Const(asked.node.attr), "load", lineno=asked.lineno)
    return asked


def _inside(nodes: Iterable[Node]) -> Iterator[Node]:
    """These and what is in them, but for blocks and macros, which are functions of their own."""
    for node in nodes:
        yield node
        if not isinstance(node, (Block, Macro, CallBlock)):
            yield from _inside(node.iter_child_nodes())


def _asked(body: Sequence[Node]) -> set[str]:
    return {node.name for node in _inside(body) if isinstance(node, Name) and node.ctx == "load"} - {
        "loop",
        "self",
        "super",
        "caller",
        "kwargs",
        "varargs",
    }
