"""What the architecture tests read: the tracked files and the syntax trees of the house's own code."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("geo", "data", "layouts", "callbacks", "dashboard")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def sources(*folders: str, ending: str = ".py") -> list[Path]:
    """The tracked files of these folders (all five by default); recipes and generated migrations apart."""
    wanted = folders or FOLDERS
    inside = (path for path in tracked() if path.suffix == ending and path.relative_to(ROOT).parts[0] in wanted)
    return sorted(path for path in inside if not {"recipe", "versions"} & set(path.parts))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, nested ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring apart."""
    body = function.body
    documented = ast.get_docstring(function) is not None
    docstring = (body[0].end_lineno or 0) - body[0].lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def name(path: Path) -> str:
    """The path as a test's name."""
    return str(path.relative_to(ROOT))
