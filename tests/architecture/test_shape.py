"""Small functions, small files, plain names, documented doors."""

import ast
import re
from statistics import median

import pytest

from tests.architecture.source import FUNCTION, ROOT, functions, length, name, sources, tree

LONGEST_FUNCTION, LONGEST_FILE = 40, 300
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc)(_|$)", re.IGNORECASE)
VAGUE = re.compile(r"^(get|process|handle|do)_|_(data|df)$")
FRAMEWORK_WORDS = {"get_data"}


@pytest.mark.parametrize("path", sources(), ids=name)
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sources(), ids=name)
def test_functions_are_short(path):
    long = [f"{one.name}:{one.lineno} ({length(one)})" for one in functions(path) if length(one) > LONGEST_FUNCTION]
    assert not long


def test_the_usual_function_is_about_ten_lines():
    assert median(length(one) for path in sources() for one in functions(path)) <= 12


@pytest.mark.parametrize("path", sources(), ids=name)
def test_files_say_what_they_are_for(path):
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", sources(), ids=name)
def test_public_functions_are_documented(path):
    hidden = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef) and node.name.startswith("_")]
    nested = {inner for outer in (*functions(path), *hidden) for inner in ast.walk(outer) if inner is not outer}
    overridden = {"register", "__init__"}
    silent = [
        one.name for one in functions(path)
        if one not in nested and not one.name.startswith("_") and one.name not in overridden
        and not ast.get_docstring(one)
    ]  # fmt: skip
    assert not silent


NAMED_BY_SQLALCHEMY = ("process_bind_param", "process_result_value")


def test_nothing_is_called_by_what_it_is_not():
    empty = [name(path) for path in sources() if EMPTY_NAMES.search(path.stem)]
    vague = [
        f"{name(path)}: {node.name}" for path in sources() for node in ast.walk(tree(path))
        if isinstance(node, (*FUNCTION, ast.ClassDef)) and (VAGUE.search(node.name) or EMPTY_NAMES.search(node.name))
    ]  # fmt: skip
    assert not [found for found in empty + vague if not found.endswith(NAMED_BY_SQLALCHEMY)]


def test_tests_stand_where_their_subject_stands():
    folders = {path.relative_to(ROOT).parts[0] for path in sources()}
    beside = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
    }
    assert beside <= folders | {"architecture", "journeys", "stand_ins"}
