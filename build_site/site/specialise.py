"""Templates made for one language of the interface before they are compiled: what they say in that language, and which
of two ways they go by it, is known for all pages, so it is worked out once and not for each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, Undefined
from jinja2.nodes import (
    Add,
    And,
    Assign,
    Block,
    Call,
    CallBlock,
    Compare,
    CondExpr,
    Const,
    EnvironmentAttribute,
    EvalContext,
    Expr,
    For,
    Getattr,
    Getitem,
    If,
    Impossible,
    Macro,
    Name,
    Node,
    Not,
    Or,
    Output,
    Template,
    Tuple,
)
from jinja2.visitor import NodeTransformer

from build_site.site.parsed import below, bound

_TURNS: dict[str, Callable[[Expr], Expr]] = {
    "first": Not,
    "index0": lambda turn: turn,
    "index": lambda turn: Add(turn, Const(1)),
}
"""What a loop may be asked of its turns alone, made of the number of the turn from 0."""
_PLAIN = (str, bool, int, type(None))


def specialise(
    template: Template, environment: Environment, known: Mapping[str, Any], attributes: Mapping[str, str]
) -> Template:
    """`template`, with everything that depends on `known` alone replaced by its value. `attributes` says which known
    names are attributes of the environment, and under which name: calls of their methods need not look for them.

    A name that the template gives another meaning to (a loop's variable, a macro's argument) is left alone in all of
    it; a name that it sets once, outside of everything, to a value that is known, is known too.
    """
    own = bound(below(template))
    constants = {name: value for name, value in known.items() if name not in own}
    attributes = {name: attribute for name, attribute in attributes.items() if name in constants}
    worker = _Specialiser(environment, constants, attributes, _set_once(template))
    worker.visit(template)
    return template


class _Specialiser(NodeTransformer):
    def __init__(
        self,
        environment: Environment,
        constants: dict[str, Any],
        attributes: Mapping[str, str],
        once: frozenset[str],
    ) -> None:
        self._environment = environment
        self._attributes = attributes
        self._constants = constants
        self._once = once
        self._evaluation = EvalContext(environment)
        self._loops = 0

    def _value(self, node: Node) -> Any:
        """What a node stands for. Raises Impossible where a page decides it."""
        if isinstance(node, Const):
            return node.value
        if isinstance(node, Name) and node.ctx == "load" and node.name in self._constants:
            return self._constants[node.name]
        if isinstance(node, Getattr):
            found = self._environment.getattr(self._value(node.node), node.attr)
            if isinstance(found, Undefined):
                raise Impossible
            return found
        if isinstance(node, Getitem):
            owner, key = self._value(node.node), self._value(node.arg)
            if isinstance(owner, Mapping) and key in owner:
                return owner[key]
        raise Impossible

    def _known(self, node: Expr) -> Expr:
        try:
            value = self._value(node)
        except Impossible:
            return node
        return Const(value, lineno=node.lineno) if type(value) in _PLAIN else node

    def visit_Name(self, node: Name) -> Expr:
        return self._known(node)

    def visit_Getattr(self, node: Getattr) -> Expr:
        known = self._known(node)
        return known if known is not node else self.generic_visit(node)  # type: ignore[return-value]

    def visit_Getitem(self, node: Getitem) -> Expr:
        self.generic_visit(node)
        return self._known(node)

    def visit_Call(self, node: Call) -> Expr:
        """A call of a known object's method with known arguments: `w.say("published")`."""
        self.generic_visit(node)
        if node.dyn_args or node.dyn_kwargs or not isinstance(node.node, Getattr):
            return node
        try:
            method = self._value(node.node)
            if not node.kwargs:
                value = method(*(self._value(each) for each in node.args))
                return Const(value, lineno=node.lineno) if type(value) in _PLAIN else node
        except (Impossible, KeyError):
            pass  # an unknown key is told when the page is rendered, with its line
        owner = node.node.node
        if isinstance(owner, Name) and owner.name in self._attributes:
            node.node.node = EnvironmentAttribute(self._attributes[owner.name], lineno=node.lineno)
        return node

    def _worked_out(self, node: Expr) -> Expr:
        self.generic_visit(node)
        if all(isinstance(each, Const) for each in node.iter_child_nodes() if isinstance(each, Expr)):
            try:
                return Const(node.as_const(self._evaluation), lineno=node.lineno)
            except Impossible:
                return node
        return node

    visit_Not = visit_Concat = _worked_out

    def visit_Compare(self, node: Compare) -> Expr:
        self.generic_visit(node)
        if isinstance(node.expr, Const) and all(isinstance(each.expr, Const) for each in node.ops):
            return Const(node.as_const(self._evaluation), lineno=node.lineno)
        return node

    def visit_And(self, node: And) -> Expr:
        self.generic_visit(node)
        if isinstance(node.left, Const):
            return node.right if node.left.value else node.left
        return node

    def visit_Or(self, node: Or) -> Expr:
        self.generic_visit(node)
        if isinstance(node.left, Const):
            return node.left if node.left.value else node.right
        return node

    def visit_CondExpr(self, node: CondExpr) -> Expr:
        self.generic_visit(node)
        if isinstance(node.test, Const) and (node.test.value or node.expr2 is not None):
            return node.expr1 if node.test.value else node.expr2  # type: ignore[return-value]
        return node

    def visit_If(self, node: If) -> Node | list[Node]:
        ways: list[If] = []
        otherwise = node.else_
        for way in (node, *node.elif_):
            way.elif_, way.else_ = [], []
            self.generic_visit(way)
            if not isinstance(way.test, Const):
                ways.append(way)
            elif way.test.value:
                otherwise = way.body
                break
        else:
            otherwise = self._all(otherwise)
        if not ways:
            return otherwise
        first, *ways[0].elif_ = ways
        first.else_ = otherwise
        return first

    def visit_For(self, node: For) -> Node:
        """A loop that asks only which turn this is counts its turns; Jinja's own object looks ahead for each."""
        self.generic_visit(node)
        asked = [] if node.recursive or node.test else list(_of_loop(node.body))
        if asked and all(isinstance(each, Getattr) and each.attr in _TURNS for each in asked):
            self._loops += 1
            turn = f"_turn{self._loops}"
            _Counted(turn).count(node.body)
            node.target = Tuple([Name(turn, "store"), node.target], "store", lineno=node.lineno)
            enumerated = EnvironmentAttribute("enumerate", lineno=node.lineno)
            node.iter = Call(enumerated, [node.iter], [], None, None, lineno=node.lineno)
        return node

    def _all(self, nodes: list[Node]) -> list[Node]:
        return _joined([each for node in nodes for each in self.visit_list(node)])

    def visit_Assign(self, node: Assign) -> Node:
        self.generic_visit(node)
        if isinstance(node.target, Name) and node.target.name in self._once and isinstance(node.node, Const):
            self._constants[node.target.name] = node.node.value
        return node

    def generic_visit(self, node: Node, *args: Any, **named: Any) -> Node:
        """Pieces that came to stand side by side become one."""
        super().generic_visit(node, *args, **named)
        for field, value in node.iter_fields():
            if field in ("body", "else_") and isinstance(value, list):
                value[:] = _joined(value)
        return node


class _Counted(NodeTransformer):
    """Puts the number of the turn, from 0, where a loop was asked which it is."""

    def __init__(self, turn: str) -> None:
        self._turn = turn

    def count(self, body: list[Node]) -> None:
        body[:] = [self.visit(part) for part in body]

    def visit_For(self, node: For) -> Node:
        node.iter = self.visit(node.iter)
        return node

    def visit_Getattr(self, node: Getattr) -> Node:
        if not _is_loop(node.node):
            return self.generic_visit(node)
        turn = Name(self._turn, "load", lineno=node.lineno)
        return _TURNS[node.attr](turn)


def _is_loop(node: Node) -> bool:
    return isinstance(node, Name) and node.name == "loop"


def _of_loop(nodes: Iterable[Node]) -> Iterator[Node]:
    """What these ask of the loop that they stand in, or that which may ask for more than is to be seen."""
    for node in nodes:
        if _is_loop(node) or isinstance(node, Block) or (isinstance(node, Getattr) and _is_loop(node.node)):
            yield node
        elif isinstance(node, For):
            yield from _of_loop([node.iter])
            behind = [*node.else_, *([node.test] if node.test else [])]
            yield from (node for part in behind if any(map(_is_loop, (part, *part.find_all(Name)))))
        elif isinstance(node, (Macro, CallBlock)):
            yield from (node for each in node.find_all(Name) if _is_loop(each))
        else:
            yield from _of_loop(node.iter_child_nodes())


def _joined(nodes: list[Node]) -> list[Node]:
    joined: list[Node] = []
    for node in nodes:
        if isinstance(node, Output) and joined and isinstance(joined[-1], Output):
            joined[-1] = Output([*joined[-1].nodes, *node.nodes], lineno=joined[-1].lineno)
        else:
            joined.append(node)
    return joined


def _set_once(template: Template) -> frozenset[str]:
    """Names that are given a value exactly once, at the top of the template."""
    inner = {name for part in template.body if not isinstance(part, Assign) for name in _stored(part)}
    at_top: list[str] = []
    for part in template.body:
        if isinstance(part, Assign):
            at_top += _stored(part)
    return frozenset(name for name in at_top if at_top.count(name) == 1 and name not in inner)


def _stored(node: Node) -> list[str]:
    return [each.name for each in below(node) if isinstance(each, Name) and each.ctx != "load"]
