"""Settings come from PORTAL_* and are refused in one line when they make no sense."""

from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.settings import BadSetting, settings


def test_everything_has_a_usual_value():
    known = settings({})
    assert (known.host, known.port, known.country, known.language) == ("127.0.0.1", 8050, "ua", "uk")
    assert known.home == Path("var").absolute()


@pytest.mark.parametrize(
    "given", [{"PORTAL_PORT": "http"}, {"PORTAL_PORT": "0"}, {"PORTAL_PORT": "99999"}, {"PORTAL_LANGUAGE": "ru"}]
)
def test_a_value_that_makes_no_sense_is_refused(given):
    with pytest.raises(BadSetting, match=next(iter(given))):
        settings(given)


@pytest.mark.parametrize(("text", "minds"), [("", True), ("1", True), ("0", False), ("off", False)])
def test_a_server_minds_its_worker_unless_told_otherwise(text, minds):
    assert settings({"PORTAL_WORKER": text}).worker is minds


def test_mail_is_off_until_a_server_is_named_and_a_bad_one_is_refused():
    assert settings({}).mail is None
    known = settings({"PORTAL_SMTP_URL": "smtps://mail.example.org", "PORTAL_MAIL_FROM": "portal@example.org"})
    assert (known.mail.host, known.mail.port, known.mail.sender) == ("mail.example.org", 465, "portal@example.org")
    with pytest.raises(BadSetting, match="PORTAL_MAIL_FROM"):
        settings({"PORTAL_SMTP_URL": "smtps://mail.example.org"})


def test_a_command_says_so_in_one_line(monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_PORT", "http")
    assert main(["releases"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_serving_without_a_release_says_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path))
    assert main(["serve"]) == 1
    assert "Traceback" not in capsys.readouterr().err
