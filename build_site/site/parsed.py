"""Templates as they have been parsed: what is in them, and a copy. Jinja's own ways take a generator for each node that
they come by, which is a quarter of what compiling costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from jinja2 import Environment
from jinja2.nodes import FromImport, Import, Macro, Name, Node, NSRef

_Copied = TypeVar("_Copied", bound=Node)


def below(node: Node) -> Iterator[Node]:
    """Every node of a template below this one, in no order to rely on. What Jinja has for it takes a generator for each
    node on the way."""
    todo = [node]
    while todo:
        for value in vars(todo.pop()).values():
            if isinstance(value, Node):
                todo.append(value)
                yield value
            elif type(value) is list:
                children = [each for each in value if isinstance(each, Node)]
                todo += children
                yield from children


def copied(node: _Copied, environment: Environment) -> _Copied:
    """A template, or a part of one, for another environment."""
    parts = vars(node).copy()
    for name, value in parts.items():
        if isinstance(value, Node):
            parts[name] = copied(value, environment)
        elif type(value) is list:
            parts[name] = [copied(each, environment) if isinstance(each, Node) else each for each in value]
    parts["environment"] = environment
    copy = object.__new__(type(node))
    copy.__dict__ = parts
    return copy


def bound(nodes: Iterable[Node]) -> set[str]:
    """Names that are given a meaning of their own by one of these."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Name):
            if node.ctx != "load":
                found.add(node.name)
        elif isinstance(node, (NSRef, Macro)):
            found.add(node.name)
        elif isinstance(node, Import):
            found.add(node.target)
        elif isinstance(node, FromImport):
            found.update(name if isinstance(name, str) else name[1] for name in node.names)
    return found
