"""Writing small user functions out in the fused loop, instead of calling them for every record.

A call is most of the cost of ``lambda w: (w, 1)``. In the driver, :func:`find` looks a function's source up, and
uses it only if compiling it again gives exactly the function's own bytecode: source that has changed, or that only
looks alike, is never used. What is taken is a single expression without inner scopes.

In a worker, :class:`Inliner` renders the expression with the loop's own variables in place of the parameters.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import operator
import os
from collections.abc import Callable, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

from pyrite._dataclasses import dataclass

_TOKEN = "pyrite__"
_LARGEST_SOURCE = 400_000
_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
#: Names that look at the frame they are called in, which would be another one.
_FRAME_BOUND = frozenset(
    {"locals", "globals", "vars", "dir", "eval", "exec", "super", "__class__", "breakpoint"}
)
_INNER_SCOPES = (
    ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.NamedExpr, ast.Yield, ast.YieldFrom,
    ast.Await,
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Where an expression stands in the user's source, for tracebacks."""

    filename: str
    line: int
    name: str
    text: str


@dataclass(frozen=True)
class Inline:
    """A function's body as text, its parameters and outer names replaced by tokens.

    ``uses`` counts how often each parameter occurs; ``parts`` are the two items where the body is a pair.
    """

    text: str
    parts: tuple[str, str] | None
    uses: tuple[int, ...]
    names: tuple[str, ...]
    origin: Origin


# ---------------------------------------------------------------------------------------------- in the driver

_found: dict[CodeType, Inline | None] = {}
_sources: dict[str, Source] = {}


@dataclass(frozen=True)
class Source:
    """A parsed file: functions by line, and the names that some function of it rebinds (``global``, ``nonlocal``)."""

    lines: Sequence[str]
    functions: Mapping[int, Sequence[ast.Lambda | ast.FunctionDef]]
    rebound: frozenset[str]


def typed_sources(functions: Sequence[Any]) -> dict[str, list[str]]:
    """The lines of functions that stand in no file (a notebook's cells, a shell), by the name Python gave them."""
    names = {f.__code__.co_filename for f in functions if type(f) is FunctionType}
    return {
        name: linecache.getlines(name)
        for name in names
        if not os.path.isabs(name) and name in linecache.cache
    }


def know_sources(sources: Mapping[str, list[str]]) -> None:
    """Let tracebacks of this process show them."""
    for name, lines in sources.items():
        linecache.cache[name] = (sum(map(len, lines)), None, lines, name)


def find_all(functions: Sequence[Any]) -> dict[CodeType, Inline]:
    """The functions that can be written out, by their code."""
    found: dict[CodeType, Inline] = {}
    for function in functions:
        if type(function) is FunctionType:
            inline = find(function)
            if inline is not None:
                found[function.__code__] = inline
    return found


def find(function: FunctionType) -> Inline | None:
    """The function's expression, or ``None`` if it cannot be written out safely."""
    code = function.__code__
    if code not in _found:
        if len(_found) > 10_000:
            _found.clear()
        try:
            _found[code] = _find(function, code)
        except (SyntaxError, ValueError, RecursionError, OSError, UnicodeDecodeError):
            _found[code] = None
    return _found[code]


def _find(function: FunctionType, code: CodeType) -> Inline | None:
    plain = not (code.co_flags & 0x0C or code.co_kwonlyargcount or function.__defaults__ or code.co_cellvars)
    if not plain or code.co_filename.startswith(_OURS) or not 1 <= code.co_argcount <= 2:
        return None
    source = _source(code.co_filename, function.__globals__)
    for candidate in source.functions.get(code.co_firstlineno, ()):
        body = _expression(candidate)
        if body is not None and _same(candidate, code):
            return _rendered(body, code, source.rebound)
    return None


def _source(filename: str, space: dict[str, Any]) -> Source:
    lines = linecache.getlines(filename, space)
    known = _sources.get(filename)
    if known is None or known.lines != lines:
        functions: dict[int, list[ast.Lambda | ast.FunctionDef]] = {}
        rebound: set[str] = set()
        text = "".join(lines)
        for node in ast.walk(ast.parse(text)) if len(text) <= _LARGEST_SOURCE else ():
            if isinstance(node, (ast.Lambda, ast.FunctionDef)):
                functions.setdefault(node.lineno, []).append(node)
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                rebound.update(node.names)
        known = _sources[filename] = Source(list(lines), functions, frozenset(rebound))
    return known


def _expression(node: ast.Lambda | ast.FunctionDef) -> ast.expr | None:
    if isinstance(node, ast.Lambda):
        return node.body
    if not node.decorator_list:
        body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
        if len(body) == 1 and isinstance(body[0], ast.Return):
            return body[0].value
    return None


def _same(node: ast.Lambda | ast.FunctionDef, code: CodeType) -> bool:
    """Whether compiling ``node`` gives ``code``, but for where it stands."""
    inner: ast.stmt = ast.Return(node) if isinstance(node, ast.Lambda) else node
    free = [ast.arg(name) for name in code.co_freevars]
    arguments = ast.arguments(posonlyargs=[], args=free, kwonlyargs=[], kw_defaults=[], defaults=[])
    outer = ast.FunctionDef(name="outer", args=arguments, body=[inner], decorator_list=[])
    if hasattr(outer, "type_params"):
        outer.type_params = []
    module = ast.fix_missing_locations(ast.Module([outer], []))
    made: Any = compile(module, code.co_filename, "exec", flags=code.co_flags & 0x1FF0000, dont_inherit=True)
    wrapper = next(c for c in made.co_consts if isinstance(c, CodeType))
    again = next((c for c in wrapper.co_consts if isinstance(c, CodeType)), None)
    return again is not None and _signature(again) == _signature(code)


def _signature(code: CodeType) -> tuple[Any, ...]:
    constants = tuple((type(c), c) for c in code.co_consts if not isinstance(c, CodeType))
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_argcount)


def _rendered(body: ast.expr, code: CodeType, rebound: frozenset[str]) -> Inline | None:
    parameters = code.co_varnames[: code.co_argcount]
    uses = [0] * len(parameters)
    names: list[str] = []
    for part in ast.walk(body):
        if isinstance(part, _INNER_SCOPES):
            return None
        if isinstance(part, ast.Name):
            if part.id in parameters:
                uses[parameters.index(part.id)] += 1
            elif part.id in _FRAME_BOUND or part.id in rebound or _TOKEN in part.id:
                return None
            elif part.id not in names:
                names.append(part.id)
    tokens = {name: f"{_TOKEN}p{i}_" for i, name in enumerate(parameters)}
    tokens.update((name, f"{_TOKEN}n{i}_") for i, name in enumerate(names))
    renamed = _Renamed(tokens).visit(_copy(body))
    text = ast.unparse(renamed)
    if "\n" in text:
        return None
    parts = None
    if isinstance(renamed, ast.Tuple) and len(renamed.elts) == 2:
        first, second = map(ast.unparse, renamed.elts)
        if not any(isinstance(item, ast.Starred) for item in renamed.elts):
            parts = (first, second)
    shown = linecache.getline(code.co_filename, body.lineno).strip()
    return Inline(
        text, parts, tuple(uses), tuple(names), Origin(code.co_filename, body.lineno, code.co_name, shown)
    )


def _copy(body: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(body), mode="eval").body


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]):
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._names.get(node.id, node.id), node.ctx)


# ---------------------------------------------------------------------------------------------- in a worker


class Inliner:
    """Renders calls of functions as expressions, as far as a program's ``inlines`` allow."""

    def __init__(self, inlines: Mapping[CodeType, Inline]):
        self._inlines = inlines

    def render(
        self, function: Callable[..., Any], args: Sequence[str], name: Callable[[Any], str]
    ) -> Rendered | None:
        """``function(*args)`` as an expression, or ``None``. ``name`` gives a value a name in the loop."""
        if type(function) is not FunctionType:
            return _of_operator(function, args, name)
        inline = self._inlines.get(function.__code__)
        if inline is None or len(args) != len(inline.uses):
            return None
        if any(uses > 1 and not arg.isidentifier() for uses, arg in zip(inline.uses, args)):
            return None
        values = []
        for outer in inline.names:
            found, value = _value(function, outer)
            if not found:
                return None
            values.append(value)
        tokens = {f"{_TOKEN}p{i}_": arg if _atomic(arg) else f"({arg})" for i, arg in enumerate(args)}
        tokens.update((f"{_TOKEN}n{i}_", name(value)) for i, value in enumerate(values))
        if inline.parts is not None:
            first, second = (_substituted(part, tokens) for part in inline.parts)
            return Rendered(f"({first}, {second})", inline.origin, (first, second))
        return Rendered(f"({_substituted(inline.text, tokens)})", inline.origin)


@dataclass(frozen=True)
class Rendered:
    """An expression, where it comes from, and its two items where it is a pair."""

    text: str
    origin: Origin | None = None
    parts: tuple[str, str] | None = None


def _substituted(text: str, tokens: Mapping[str, str]) -> str:
    for token, replacement in tokens.items():
        text = text.replace(token, replacement)
    return text


def _atomic(text: str) -> bool:
    return text.isidentifier() or text.isdigit()


_INFIX = {operator.add: "+", operator.mul: "*", operator.or_: "|", operator.and_: "&", operator.sub: "-"}


def _of_operator(function: Any, args: Sequence[str], name: Callable[[Any], str]) -> Rendered | None:
    """The functions of the operator module, written with their operators."""
    if type(function) is operator.itemgetter and len(args) == 1:
        items = function.__reduce__()[1]
        if len(items) != 1:
            return None
        # The text of a small number is a constant of the loop, faster than a name.
        item = repr(items[0]) if type(items[0]) is int else name(items[0])
        return Rendered(f"{args[0]}[{item}]")
    try:
        infix = _INFIX.get(function)
    except TypeError:
        return None
    return Rendered(f"({args[0]} {infix} {args[1]})") if infix is not None and len(args) == 2 else None


def _value(function: FunctionType, name: str) -> tuple[bool, Any]:
    """What an outer name of the function stands for now."""
    free = function.__code__.co_freevars
    if name in free:
        try:
            return True, (function.__closure__ or ())[free.index(name)].cell_contents
        except ValueError:
            return False, None
    if name in function.__globals__:
        return True, function.__globals__[name]
    if hasattr(builtins, name):
        return True, getattr(builtins, name)
    return False, None
