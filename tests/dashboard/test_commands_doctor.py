"""The doctor looks where it should, and nothing starts that it refuses."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.__main__ import main
from dashboard.checkup import look
from dashboard.mail_settings import Encryption, Mail
from dashboard.records import opened
from dashboard.settings import Settings, developers_switches, settings
from data.doctor import faults
from data.records import audit
from data.records.keys import write_secret
from data.warehouse.build import build
from tests.architecture.source import ROOT
from tests.data.register import write_folder

MAIL = Mail("localhost", 25, Encryption.NONE, "portal@example.org")
NASTY = {
    "DASH_REQUESTS_PATHNAME_PREFIX": "/elsewhere/", "DASH_URL_BASE_PATHNAME": "none", "DASH_MCP_PATH": "stolen",
    "DASH_ASSETS_EXTERNAL_PATH": "https://example.org/", "DASH_SUPPRESS_CALLBACK_EXCEPTIONS": "false",
    "DASH_COMPONENTS_CACHE_MAX_AGE": "soon", "DASH_INCLUDE_ASSETS_FILES": "true", "DASH_HOT_RELOAD_INTERVAL": "often",
    "DASH_PROXY": "nonsense", "dash_routes_pathname_prefix": "/x/", "FLASK_RUN_FROM_CLI": "true",
    "GUNICORN_CMD_ARGS": "--workers 99",
}  # fmt: skip


def small(folder, *, demonstration=True, **build_with):
    """A home with a release of one stay."""
    told = write_folder(
        folder / f"told-{demonstration}", covers_to=date(2024, 12, 31), demonstration=demonstration,
        institutions=[{}], placements=[{"institution_id": "I1"}],
    )  # fmt: skip
    home = folder / f"home-{demonstration}"
    build(told, home, **build_with)
    return home


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """A demonstration's home, and a real one's with the secret elsewhere."""
    folder = tmp_path_factory.mktemp("homes")
    write_secret(folder / "keys" / "secret")
    shown, real = small(folder), small(folder, demonstration=False, secret_file=folder / "keys" / "secret")
    return Settings(home=shown), Settings(home=real, secret_file=folder / "keys" / "secret", mail=MAIL)


@pytest.fixture
def shown(homes):
    """The demonstration, its records opened once."""
    with opened(homes[0]):
        return homes[0]


@contextmanager
def opened_up(path, mode):
    """`path` with another mode, for a while."""
    before = path.stat().st_mode & 0o777
    path.chmod(mode)
    yield
    path.chmod(before)


def keys_of(known, environment=None):
    return [
        fault.key for fault in faults(look(known, environment or {})) if fault.key not in {"disk_low", "disk_short"}
    ]


def test_a_fresh_demonstration_and_a_real_portal_are_well(homes):
    for known in homes:
        assert keys_of(known) == []
        with opened(known) as store:
            audit.record(store, "session.start", "person:1", by=None)
        assert keys_of(known) == []
    assert not look(homes[1], {}).demonstration


def test_looking_changes_nothing(tmp_path):
    assert keys_of(Settings(home=tmp_path / "home")) == ["secret_missing"]
    assert list(tmp_path.iterdir()) == []


def test_a_readable_secret(shown):
    with opened_up(shown.secret_file, 0o444):
        assert keys_of(shown) == ["secret_readable"]


@pytest.mark.parametrize(("secret", "key"), [("short", "secret_short"), ("changeme" * 5, "secret_known")])
def test_a_bad_secret(shown, tmp_path, secret, key):
    (tmp_path / "secret").write_text(secret)
    (tmp_path / "secret").chmod(0o400)
    assert keys_of(Settings(home=shown.home, secret_file=tmp_path / "secret")) == [key]


def test_a_real_release_with_its_secret_beside_it(homes):
    beside = homes[1].home / "secret"
    beside.write_bytes(homes[1].secret_file.read_bytes())
    beside.chmod(0o400)
    try:
        assert keys_of(Settings(home=homes[1].home, mail=MAIL)) == ["secret_beside_records"]
    finally:
        beside.unlink()


@pytest.mark.parametrize("name", ["records.sqlite", "releases/2024-12-31-r1/internal.duckdb"])
def test_readable_stores(shown, name):
    with opened_up(shown.home / name, 0o644):
        assert keys_of(shown) == ["readable"]


@pytest.mark.parametrize("name", ["releases", "releases/2024-12-31-r1"])
def test_folders_that_anybody_may_change(shown, name):
    with opened_up(shown.home / name, 0o777):
        assert keys_of(shown) == ["writable"]


def test_switches_of_developers(shown):
    for name in ("FLASK_DEBUG", "DASH_DEBUG", "DASH_HOT_RELOAD", "DASH_MCP_ENABLED", "dash_debug"):
        assert keys_of(shown, {name: "1"}) == ["switched_on"]
        assert keys_of(shown, {name: "0"}) == []
    assert developers_switches({"FLASK_DEBUG": "true", "DASH_UI": "false"}) == ("FLASK_DEBUG",)


def test_another_secret_than_the_logs_own(shown, tmp_path):
    with opened(shown) as store:
        audit.record(store, "session.start", "person:1", by=None)
    write_secret(tmp_path / "secret")
    assert keys_of(Settings(home=shown.home, secret_file=tmp_path / "secret")) == ["other_key"]


def test_rows_from_the_future(tmp_path):
    write_secret(tmp_path / "secret")
    known = Settings(home=tmp_path)
    with opened(known) as store:
        store.clock = lambda: datetime.now(UTC) + timedelta(minutes=3)
        audit.record(store, "session.start", "person:1", by=None)
    assert keys_of(known) == ["clock"]


def test_records_that_cannot_be_opened(shown, tmp_path):
    write_secret(tmp_path / "secret")
    (tmp_path / "records.sqlite").write_bytes(b"no database at all" * 100)
    (tmp_path / "records.sqlite").chmod(0o600)
    assert keys_of(Settings(home=tmp_path)) == ["records_closed"]
    elsewhere = Settings(home=shown.home, records_url="postgresql://portal:hush@127.0.0.1:9/none")
    assert keys_of(elsewhere) == ["records_closed"]


def test_a_log_that_nobody_anchors_is_a_warning_where_it_matters(homes, tmp_path):
    for known, wanted in zip(homes, ([], ["unanchored"]), strict=True):
        home = tmp_path / known.home.name
        shutil.copytree(known.home, home, ignore=shutil.ignore_patterns("records.sqlite*"))
        own = replace(known, home=home, secret_file=known.secret_file)
        with opened(own) as store:
            store.clock = lambda: datetime.now(UTC) - timedelta(hours=40)
            audit.record(store, "session.start", "person:1", by=None)
        assert keys_of(own) == wanted
        assert not [fault for fault in faults(look(own, {})) if fault.refuses]


def test_an_open_network(shown):
    assert keys_of(Settings(home=shown.home, host="0.0.0.0")) == ["open_network"]
    assert keys_of(Settings(home=shown.home, host="0.0.0.0", behind_tls=True)) == []


@pytest.mark.parametrize("command", ["doctor", "serve", "run"])
def test_what_is_refused_is_told_in_a_line_each_and_does_not_start(shown, monkeypatch, capsys, command):
    for name, value in {
        "PORTAL_HOME": str(shown.home), "PORTAL_HOST": "0.0.0.0", "FLASK_DEBUG": "1", "PORTAL_LANGUAGE": "en"
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert main([command]) == 1
    told = capsys.readouterr()
    lines = [line for line in (told.out + told.err).splitlines() if line.startswith("[stop]")]
    assert len(lines) == 2
    assert "FLASK_DEBUG" in lines[0]
    assert "PORTAL_BEHIND_TLS=1" in lines[1]


def test_serving_without_a_secret_is_refused(homes, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_HOME", str(homes[1].home))
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "none"))
    for command in ("serve", "run"):
        assert main([command]) == 1
        assert "PORTAL_SECRET_FILE" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_well_portal_says_so(homes, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_HOME", str(homes[0].home))
    monkeypatch.setenv("PORTAL_LANGUAGE", "en")
    assert main(["doctor"]) == 0
    assert settings().home == homes[0].home
    assert capsys.readouterr().out.strip()


def test_a_nasty_environment_changes_nothing_of_what_is_served(homes):
    """`run` prints the demonstration's sign-ins, and the frameworks get to see none of their variables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"PORTAL_HOME": str(homes[0].home), "PORTAL_PORT": str(port), "PORTAL_LANGUAGE": "en", "PORTAL_WORKERS": "1"}
    environment = {**os.environ, **NASTY, **own}
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        assert _status(f"{address}/", patience=60) == 200
        for path in ("/_mcp", "/stolen", "/elsewhere/", "/x/"):
            assert _status(address + path) == 404
        text = urllib.request.urlopen(f"{address}/", timeout=20).read().decode()
        assert "example.org" not in text
        assert "elsewhere" not in text
    finally:
        server.terminate()
        said = server.communicate(timeout=20)[0]
    assert address in said
    assert re.search(r"ombudsman@demo\.invalid +Ombudsman", said)


def _status(address: str, patience: float = 0) -> int:
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
