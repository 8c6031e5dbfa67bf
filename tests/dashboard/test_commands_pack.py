"""The command that checks a country pack: what is wrong, where, and how to mend it, in the reader's language."""

import re
import shutil
from pathlib import Path

import pytest

from dashboard.__main__ import main
from geo.countries import FOLDER
from geo.text import Lang
from layouts.words import has

SOURCES = [*FOLDER.parent.glob("check*.py")]


def test_our_pack_passes(capsys):
    assert main(["pack", "check"]) == 0
    assert "raion: " in capsys.readouterr().out


@pytest.mark.parametrize("lang", list(Lang))
def test_a_broken_pack_is_told_with_row_fault_and_remedy(tmp_path: Path, capsys, monkeypatch, lang):
    monkeypatch.setenv("PORTAL_LANGUAGE", str(lang))
    folder = Path(shutil.copytree(FOLDER / "ua", tmp_path / "ua"))
    path = folder / "raions.csv"
    path.write_text(path.read_text("utf-8").replace(",UA01000000000013043,", ",UA99,", 1), "utf-8")
    assert main(["pack", "check", str(folder)]) == 1
    told = capsys.readouterr()
    assert "raions.csv" in told.out
    assert "UA99" in told.out
    assert len(told.out.splitlines()) == 2
    assert "{" not in told.out + told.err
    assert str(folder) in told.err


def test_every_fault_has_a_sentence_and_a_remedy_in_both_languages():
    keys = {
        key
        for path in SOURCES
        for key in re.findall(r'PackProblem\([^"]*?"(?:\w+\.\w+", None, ")?(\w+)"', path.read_text("utf-8"))
    }
    assert len(keys) >= 15
    for key in keys:
        for lang in Lang:
            assert has(f"pack.problem.{key}", lang), key
            assert has(f"pack.remedy.{key}", lang), key
