"""Callbacks are thin wires whose ends exist."""

import ast
import json
import re

import pytest

from tests.architecture.source import ROOT, functions, length, name, sources

LONGEST = 15
ENDS = {"Input", "Output", "State"}
NOTHING = re.compile(r"[0-9a-f]{64}|")  # a callback without outputs is named by a hash
WIRED = [*sources("callbacks"), ROOT / "dashboard" / "router.py"]


def _called(node: ast.AST) -> str:
    function = getattr(node, "func", None)
    return getattr(function, "attr", None) or getattr(function, "id", "")


@pytest.mark.parametrize("path", WIRED, ids=name)
def test_no_id_is_written_by_hand(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in ENDS and node.args:
            assert not isinstance(node.args[0], (ast.Constant, ast.JoinedStr, ast.Dict)), node.lineno


@pytest.mark.parametrize("path", WIRED, ids=name)
def test_callbacks_are_short(path):
    wires = [one for one in functions(path) if any("callback" in ast.unparse(mark) for mark in one.decorator_list)]
    assert all(length(one) <= LONGEST for one in wires), [one.name for one in wires if length(one) > LONGEST]


@pytest.mark.parametrize("path", WIRED, ids=name)
def test_no_callback_is_made_when_a_module_is_imported(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"^@callback|^from dash import .*\bcallback\b", text, re.MULTILINE)


def _dependencies(app) -> list[dict]:
    return app.server.test_client().get("/_dash-dependencies").get_json()


def test_each_output_has_one_writer(app):
    outputs = [end for spec in _dependencies(app) for end in spec["output"].strip(".").split("...")]
    assert len(outputs) == len(set(outputs))
    assert not [output for output in outputs if "@" in output]


def test_every_id_a_callback_names_is_on_a_page(app, page_ids):
    named = set()
    for spec in _dependencies(app):
        ends = [end.rsplit(".", 1)[0] for end in spec["output"].strip(".").split("...")]
        named |= {*ends, *(part["id"] for part in spec["inputs"] + spec["state"])}
    named = {key for key in named if not key.startswith("{") and not NOTHING.fullmatch(key)}
    assert named <= page_ids


def test_no_id_stands_twice_on_one_page(page_layouts):
    for path, layout in page_layouts.items():
        keys = [json.dumps(key) for node in layout._traverse() if (key := getattr(node, "id", None))]
        assert len(keys) == len(set(keys)), path
