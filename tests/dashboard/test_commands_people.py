"""The secret, the first administrator, the people and the audit log, from the command line."""

import re
import sqlite3
from datetime import date

import pytest
from sqlalchemy import select

from dashboard.__main__ import main
from dashboard.records import opened
from dashboard.settings import settings
from data.errors import GrantRefused, SignInRefused
from data.people import demonstration, invitations, people, sign_in
from data.people.sign_in import Caller
from data.records import audit
from data.records.keys import read_secret, write_secret
from data.records.tables import audit as audit_table
from data.warehouse.release import releases
from geo.countries import country
from tests.data.register import write_folder

PASSWORD = "сім гусей над тихою Десною"
HERE = Caller("192.0.2.0/24", "test")
STAY = {"institution_id": "I1"}


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """An empty PORTAL_HOME with a secret, spoken to in English."""
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "keys" / "secret"))
    monkeypatch.setenv("PORTAL_LANGUAGE", "en")
    write_secret(tmp_path / "keys" / "secret")
    return tmp_path / "home"


def run(capsys, *words):
    """Exit status and what was said."""
    status = main(list(words))
    told = capsys.readouterr()
    return status, told.out, told.err


def link_of(said):
    return re.search(r"/invitation/(\S+)", said)[1]


def publish(tmp_path, *, demonstration, number):
    folder = write_folder(
        tmp_path / f"folder-{number}", covers_to=date(2024, 12, 31), demonstration=demonstration, institutions=[{}],
        placements=[STAY],
    )  # fmt: skip
    return main(["build", str(folder)])


def test_a_secret_is_made_once_and_a_bad_one_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "keys" / "secret"))
    assert run(capsys, "secret")[0] == 0
    made = read_secret(tmp_path / "keys" / "secret").secret
    status, said, _ = run(capsys, "secret")
    assert status == 0
    assert made.decode() not in said
    assert read_secret(tmp_path / "keys" / "secret").secret == made
    (tmp_path / "weak").write_text("changeme" * 8)
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "weak"))
    status, _, said = run(capsys, "secret")
    assert (status, said.count("\n")) == (1, 1)


@pytest.mark.parametrize("words", [["user", "list"], ["audit", "verify"], ["user", "create-admin", "--email", "a@b.c"]])
def test_without_a_secret_no_records_are_opened(own_home, monkeypatch, capsys, words):
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(own_home / "none"))
    status, _, said = run(capsys, *words)
    assert (status, said.count("\n")) == (1, 1)
    assert not (own_home / "records.sqlite").exists()


def test_the_first_administrators_link_works_once_and_ends_the_one_before(own_home, capsys):
    first, said, _ = run(capsys, "user", "create-admin", "--email", "First@Example.org ")
    second, again, _ = run(capsys, "user", "create-admin", "--email", "first@example.org")
    assert (first, second) == (0, 0)
    assert "http://127.0.0.1:8050/invitation/" in again
    assert "72" in again
    with opened(settings()) as store:
        with pytest.raises(SignInRefused):
            invitations.accept(store, link_of(said), name="One", password=PASSWORD)
        invitations.accept(store, link_of(again), name="One", password=PASSWORD)
        with pytest.raises(SignInRefused):
            invitations.accept(store, link_of(again), name="Two", password=PASSWORD)
    status, _, said = run(capsys, "user", "create-admin", "--email", "second@example.org")
    assert (status, said.count("\n")) == (1, 1)


def test_who_is_shut_out_is_out_at_once_and_may_be_replaced(own_home, capsys):
    token = link_of(run(capsys, "user", "create-admin", "--email", "one@example.org")[1])
    with opened(settings()) as store:
        person = invitations.accept(store, token, name="One", password=PASSWORD)
        session = sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)
        assert sign_in.session_of(store, session)
    assert "Administrator" in run(capsys, "user", "list")[1]
    status, said, _ = run(capsys, "user", "disable", "--email", "ONE@example.org")
    assert (status, "1" in said) == (0, True)
    with opened(settings()) as store:
        assert sign_in.session_of(store, session) is None
        with pytest.raises(SignInRefused):
            sign_in.sign_in(store, "one@example.org", PASSWORD, HERE)
        newest = next(one for one in audit.entries(store) if one.act == "person.disable")
        assert (newest.object, newest.person_id, newest.detail) == (f"person:{person}", None, '{"by": "command"}')
    assert "disabled" in run(capsys, "user", "list")[1]
    assert run(capsys, "user", "create-admin", "--email", "two@example.org")[0] == 0


def test_nobody_is_shut_out_by_a_slip(own_home, capsys):
    status, _, said = run(capsys, "user", "disable", "--email", "nobody@example.org")
    assert (status, said.count("\n")) == (1, 1)
    for wrong in ("nobody", "@", "a b@c", ""):
        with pytest.raises(SystemExit) as left:
            main(["user", "create-admin", "--email", wrong])
        assert left.value.code == 2


def test_the_log_is_shown_anchored_and_verified(own_home, tmp_path, capsys):
    run(capsys, "user", "create-admin", "--email", "one@example.org")
    run(capsys, "user", "create-admin", "--email", "one@example.org")
    anchors = str(tmp_path / "anchors")
    assert run(capsys, "audit", "anchor", "--file", anchors)[0] == 0
    assert run(capsys, "audit", "verify")[0] == 0
    assert run(capsys, "audit", "verify", "--anchors", anchors)[0] == 0
    shown = run(capsys, "audit", "show", "--last", "2")[1].splitlines()
    assert [line.split()[0] for line in shown] == ["row", "2", "3"]
    for missing in ("verify --anchors", "anchor --file"):
        status, _, said = run(capsys, "audit", *missing.split(), str(tmp_path / "none" / "anchors"))
        assert (status, said.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("statements", "number", "anchored"),
    [
        (["update audit set act = 'x' where seq = 2"], "row 2", False),
        (["delete from audit where seq = 1"], "row 1", False),
        (["delete from audit where seq > 1", "delete from audit_anchors"], "row 2", True),
    ],
)
def test_a_broken_log_is_told_with_its_first_bad_row(own_home, tmp_path, capsys, statements, number, anchored):
    for _ in range(2):
        run(capsys, "user", "create-admin", "--email", "one@example.org")
    run(capsys, "audit", "anchor", "--file", str(tmp_path / "anchors"))
    with sqlite3.connect(own_home / "records.sqlite") as connection:
        names = connection.execute("select name from sqlite_master where type = 'trigger' and name like 'audit%'")
        for (name,) in names.fetchall():
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
    if anchored:
        assert run(capsys, "audit", "verify")[0] == 0, "a cut tail is seen by nothing but an anchor elsewhere"
    words = ["--anchors", str(tmp_path / "anchors")] if anchored else []
    status, _, said = run(capsys, "audit", "verify", *words)
    assert (status, number in said) == (1, True)


def test_demonstration_accounts_come_and_go_with_the_release(own_home, tmp_path, capsys):
    run(capsys, "user", "list")
    assert publish(tmp_path, demonstration=True, number=1) == 0
    with opened(settings()) as store:
        told = demonstration.offered(store, country("ua"))
        assert {account.holding.role for account in told} >= {"ombudsman", "administrator", "auditor"}
        session = sign_in.sign_in(store, told[0].email, told[0].password, HERE)
        assert sign_in.session_of(store, session)
    assert run(capsys, "user", "create-admin", "--email", "real@example.org")[0] == 0
    assert publish(tmp_path, demonstration=False, number=2) == 0
    with opened(settings()) as store:
        assert demonstration.offered(store, country("ua")) == ()
        assert sign_in.session_of(store, session) is None
        with pytest.raises(SignInRefused):
            sign_in.sign_in(store, told[0].email, told[0].password, HERE)
        assert {person.state for person, _ in people.everybody(store)} == {"disabled"}
        with pytest.raises(GrantRefused):
            demonstration.provide(store, country("ua"), releases(own_home)[0])
        with store.read() as connection:
            acts = connection.execute(select(audit_table.c.act)).scalars().all()
        assert {"demonstration.create", "demonstration.disabled"} <= set(acts)
    assert run(capsys, "user", "create-admin", "--email", "real@example.org")[0] == 0


def test_a_real_release_never_gets_demonstration_accounts(own_home, tmp_path, capsys):
    run(capsys, "user", "list")
    assert publish(tmp_path, demonstration=False, number=1) == 0
    with opened(settings()) as store:
        assert people.everybody(store) == []
        with pytest.raises(GrantRefused):
            demonstration.provide(store, country("ua"), releases(own_home)[0])
        assert people.everybody(store) == []
