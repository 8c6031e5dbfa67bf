"""The commands say what they did, and why they did not."""

import pytest

from dashboard import documents
from dashboard.__main__ import main
from dashboard.commands import COMMANDS


def test_generated_pages_are_fresh():
    assert documents.stale() == []


def test_releases_are_listed(home, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_HOME", str(home))
    assert main(["releases"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("id ")
    assert "2026-09-30-r1" in lines[1]


@pytest.mark.parametrize("command", ["build", "check"])
def test_wrong_rows_are_listed_in_both_languages_and_change_nothing(home, tmp_path, monkeypatch, capsys, command):
    monkeypatch.setenv("PORTAL_HOME", str(home))
    wrong = tmp_path / "family_care.csv"
    wrong.write_text("region,as_of,care_form,children\nАтлантида,2025-12-31,GUARD,багато\n", encoding="utf-8")
    before = (home / "releases" / "CURRENT").read_text()
    assert main([command, str(tmp_path if command == "build" else wrong)]) == 1
    told = "".join(capsys.readouterr())
    assert "family_care.csv" in told
    assert "uk:" in told
    assert "en:" in told
    assert "багато" in told
    assert "Traceback" not in told
    assert (home / "releases" / "CURRENT").read_text() == before


@pytest.mark.parametrize("options", [["happiness"], ["exits", "--by", "colour"], ["exits", "--where", "ministry"]])
def test_a_wrong_question_is_refused_with_a_sentence(home, monkeypatch, capsys, options):
    monkeypatch.setenv("PORTAL_HOME", str(home))
    assert main(["measure", *options]) == 1
    assert capsys.readouterr().err.strip()


def test_every_command_explains_itself(capsys):
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
    assert "PORTAL" in capsys.readouterr().out
