"""SQL lives in data; the environment is read in one place; secrets and settings nowhere else."""

import ast
import re

import pytest

from tests.architecture.source import name, sources, tree

SQL = re.compile(
    r"\bselect\b[\s\S]+\bfrom\b|\binsert into\b|\bupdate\b[\s\S]+\bset\b|\bdelete from\b|\bcreate table\b",
    re.IGNORECASE,
)
BUILDS = re.compile(r"/data/(sources|warehouse|demonstration)/")
QUOTED = re.compile(r"\b(select|insert|update|delete|where)\b[^{]*(=|<|>|like|in \()\s*'?\{", re.IGNORECASE)


def _strings(path):
    documentation = {
        id(node.body[0].value) for node in ast.walk(tree(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node)
    }  # fmt: skip
    return [
        node.value for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]  # fmt: skip


@pytest.mark.parametrize("path", sources("geo", "layouts", "callbacks", "dashboard"), ids=name)
def test_sql_stays_in_data(path):
    assert not [text[:60] for text in _strings(path) if SQL.search(text)]


@pytest.mark.parametrize("path", [path for path in sources("data") if not BUILDS.search(str(path))], ids=name)
def test_no_value_is_written_into_sql(path):
    """Where readers' questions are answered values are bound; a build may name tables and columns of the contract."""
    formatted = [ast.unparse(node)[:80] for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr)]
    assert not [text for text in formatted if QUOTED.search(text)]


@pytest.mark.parametrize("path", sources(), ids=name)
def test_only_settings_read_the_environment(path):
    text = path.read_text(encoding="utf-8")
    assert path.stem == "settings" or not re.search(r"os\.environ|getenv\(", text)
