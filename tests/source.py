"""The repository's own Python files, read once for all tests of a process: a thousand files take seconds."""

import ast
import functools
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file's syntax tree, its module first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
