"""Every key in both languages with the same braces; every key the code names exists; ids are used once."""

import re
from pathlib import Path

from data.states import Flag, State
from geo.text import Lang
from layouts import ids
from layouts.words import book

ROOT = Path(__file__).resolve().parents[2]
BRACES = re.compile(r"{(\w+)}")
NAMED = re.compile(r"""\b(?:word|plural|has)\(\s*"([a-z0-9_.]+)\"""")


def test_same_keys_and_braces_in_both_languages():
    uk, en = book(Lang.UK), book(Lang.EN)
    assert uk.keys() == en.keys()
    for key in uk:
        assert isinstance(uk[key], str) == isinstance(en[key], str), key
        if isinstance(uk[key], str):
            assert set(BRACES.findall(uk[key])) == set(BRACES.findall(en[key])), key
        else:
            assert {"one", "few", "many", "other"} <= set(uk[key]), key
            assert {"one", "other"} <= set(en[key]), key


def test_every_key_named_in_the_code_exists():
    known = book(Lang.UK).keys()
    for folder in ("layouts", "callbacks", "dashboard"):
        for path in (ROOT / folder).rglob("*.py"):
            missing = [key for key in NAMED.findall(path.read_text("utf-8")) if key not in known]
            assert not missing, f"{path}: {missing}"


def test_every_state_and_flag_has_words():
    known = book(Lang.UK)
    for state in State:
        assert f"state.{state}" in known
        assert state is State.VALUE or f"state.{state}.symbol" in known
    assert all(f"flag.{flag}" in known for flag in Flag)


def test_ids_are_unique():
    found = []
    for holder in vars(ids).values():
        if isinstance(holder, type) and holder is not ids.Card:
            for value in vars(holder).values():
                if isinstance(value, ids.Card):
                    found += [value.name, value.head, value.title, value.graph, value.aside, value.table, value.foot]
                elif (
                    isinstance(value, str)
                    and not value.startswith(("__", "The", "What"))
                    and re.fullmatch(r"[a-z0-9_-]+", value)
                ):
                    found.append(value)
    repeated = {one for one in found if found.count(one) > 1} - {"layouts.ids"}
    assert not repeated
