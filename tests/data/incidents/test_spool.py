"""Whole reports or none: sealing, appending, killing, full disks, and what a worker finds."""

import errno
import os
import stat
import subprocess
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadIntakeKey, NotKept, Unreadable
from data.incidents import envelope, intake_keys, spool
from data.incidents.model import Addition, Alleged, Attachment, Kind, Report, Reporter
from data.incidents.reserve import PIECE, Reserve
from data.incidents.spool import Spool, SpoolReader
from tests.data.incidents.spool_killing import CONTEXT, append_until_killed, killed_round, readable
from tests.proof import LONG

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "word-nobody-else-writes"
FULL = Report(
    "a" * 24, NOW, reporter=Reporter.CHILD, kind=Kind.NEGLECT, alleged=Alleged.HEAD, danger=True, ongoing=False,
    area="X", institution_id="DEMO-1", place=SECRET, occurred="2026-11", children=3, age_band="7-17",
    done=("STOPPED", "NOTIFIED_POLICE"), text=SECRET, alleged_text=SECRET, contact=SECRET, safe_time="eve", sender="p",
    quarantined=True, attachments=(Attachment(SECRET, "image/png", b"\0\1\2"), Attachment("b", "text/plain", b"")),
)  # fmt: skip
MORE = Addition("b" * 24, NOW, "K7QF-3M2D", "mac", SECRET, (Attachment("c", "image/jpeg", b"\xff"),))
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can be mounted by root only")


@pytest.fixture
def home(tmp_path) -> Path:
    intake_keys.ensure(tmp_path)
    return tmp_path


def opened(home: Path, folder: Path | None = None, **more) -> tuple[Spool, SpoolReader]:
    folder = folder or home / "spool"
    return (
        Spool(folder, intake_keys.read_public(home), **more),
        SpoolReader(folder, intake_keys.read_private(home)),
    )


@pytest.mark.parametrize("sent", [FULL, MORE, Report("c" * 24, NOW)], ids=["full", "addition", "bare"])
def test_what_was_appended_is_read_as_it_was(home, sent):
    box, reader = opened(home)
    box.append(sent)
    (path,) = reader.waiting()
    assert reader.open(path) == sent
    assert list(reader.waiting()) == [path]
    reader.remove(path)
    assert list(reader.waiting()) == []


def test_every_field_of_a_report_was_tried():
    bare = Report("c" * 24, NOW)
    same = {one.name for one in fields(Report) if getattr(FULL, one.name) == getattr(bare, one.name)}
    assert same <= {"received_at", "channel", "language"}


def test_nothing_that_was_typed_is_readable_on_the_disk(home):
    box, _ = opened(home)
    box.append(FULL)
    box.append(MORE)
    for path in (home / "spool").iterdir():
        assert SECRET.encode() not in path.read_bytes()
        assert SECRET not in path.name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_the_private_half_opens_and_nobody_but_its_owner_reads_it(home):
    assert stat.S_IMODE((home / "intake/private").stat().st_mode) == 0o400
    keys = intake_keys.read_private(home), intake_keys.read_public(home)
    intake_keys.ensure(home)
    assert keys[0].private_bytes_raw() == intake_keys.read_private(home).private_bytes_raw()
    assert keys[0].public_key() == keys[1]


@pytest.mark.parametrize("content", [None, b"", b"short"])
def test_a_missing_or_damaged_key_says_so(tmp_path, content):
    if content is not None:
        (tmp_path / "intake").mkdir()
        (tmp_path / "intake/public").write_bytes(content)
    with pytest.raises(BadIntakeKey):
        intake_keys.read_public(tmp_path)


@given(st.binary(max_size=200))
def test_no_bytes_but_a_sealed_report_are_opened(content):
    key = spool.X25519PrivateKey.from_private_bytes(b"k" * 32)
    with pytest.raises(Unreadable):
        envelope.open_(key, content)


@pytest.mark.parametrize("place", [0, 40, -1])
def test_what_was_changed_is_set_aside_and_never_deleted(home, place):
    box, reader = opened(home)
    box.append(FULL)
    (path,) = reader.waiting()
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        reader.open(path)
    assert list(reader.waiting()) == []
    assert reader.unreadable() == 1
    assert (home / "spool/unreadable" / path.name).read_bytes() == content


def test_the_oldest_comes_first_and_a_mark_finds_what_waits(home):
    box, reader = opened(home)
    sent = [replace(FULL, attempt=f"{number:024d}") for number in range(20)]
    for number, one in enumerate(sent):
        box.append(one, f"mark{number}")
    assert [reader.open(path) for path in reader.waiting()] == sent
    assert box.holds("mark7")
    assert not box.holds("mark99")
    assert not box.holds("*")


def test_a_power_loss_leaves_a_whole_report_or_none(home, monkeypatch):
    """The order of what is done: written, synced, renamed, the folder synced; only then does append return."""
    done = []

    def noted(name):
        real = getattr(os, name)

        def call(*args, **more):
            done.append(name)
            return real(*args, **more)

        return call

    for name in ("write", "fsync", "rename"):
        monkeypatch.setattr(os, name, noted(name))
    box, _ = opened(home)
    box.append(Report("c" * 24, NOW))
    assert done == ["write", "fsync", "rename", "fsync"]


@pytest.mark.parametrize("step", ["write", "fsync", "mkdir", "open"])
def test_whatever_fails_the_report_is_refused_and_nothing_is_left(home, monkeypatch, step):
    def broken(*_args, **_more):
        raise OSError(errno.EIO, "broken")

    box, reader = opened(home)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, broken)
        if step == "mkdir":
            patch.setattr(Path, "mkdir", broken)
        with pytest.raises(NotKept):
            box.append(FULL)
    assert list(reader.waiting()) == []
    assert list((home / "spool").glob("*")) == []


def test_a_folder_that_cannot_be_synced_means_not_kept(home, monkeypatch):
    box, reader = opened(home)
    box.append(MORE)
    calls = []
    real = os.fsync

    def second_fails(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.EIO, "broken")
        real(handle)

    monkeypatch.setattr(os, "fsync", second_fails)
    with pytest.raises(NotKept):
        box.append(FULL)
    assert [reader.open(path) for path in reader.waiting()] == [MORE]


def test_what_was_acknowledged_is_kept_whatever_is_killed(home, tmp_path, record_property):
    rounds = 60 if LONG else 4
    acknowledged = lost = 0
    for number in range(rounds):
        told, there = killed_round(home, tmp_path / f"spool-{number}", 3)
        acknowledged, lost = acknowledged + len(told), lost + len(told - there)
    record_property("rounds × writers", f"{rounds} × 3")
    record_property("acknowledged", acknowledged)
    record_property("lost", lost)
    assert lost == 0
    assert acknowledged >= rounds * 3


def test_two_processes_append_side_by_side(home, tmp_path):
    told = [str(tmp_path / f"told-{number}") for number in range(2)]
    processes = [
        CONTEXT.Process(target=append_until_killed, args=(str(home), str(home / "spool"), one, 40)) for one in told
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert len(readable(home, home / "spool")) == 80


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


@ROOT
def test_a_full_disk_refuses_and_keeps_what_it_had(home, small_disk):
    box, reader = opened(home, small_disk / "spool")
    box.append(FULL)
    (small_disk / "filler").write_bytes(b"")
    _fill(small_disk / "filler")
    large = replace(FULL, attempt="d" * 24, attachments=(Attachment("x", "image/png", b"x" * 2_000_000),))
    with pytest.raises(NotKept):
        box.append(large)
    assert [reader.open(path) for path in reader.waiting()] == [FULL]
    assert not list((small_disk / "spool").glob("*.draft"))
    (small_disk / "filler").unlink()
    box.append(large)
    assert [reader.open(path) for path in reader.waiting()] == [FULL, large]


@ROOT
def test_the_reserve_lets_reports_go_on_when_the_disk_is_full(home, small_disk):
    reserve = Reserve(small_disk / "reserve", 2 * PIECE)
    assert reserve.hold() == 2 * PIECE
    box, reader = opened(home, small_disk / "spool", reserve=reserve)
    _fill(small_disk / "filler")
    sent = [
        replace(FULL, attempt=f"{number:024d}", attachments=(Attachment("x", "image/png", b"x" * 1_500_000),))
        for number in range(5)
    ]
    for one in sent[:4]:
        box.append(one)
    assert not reserve.give()
    with pytest.raises(NotKept):
        box.append(replace(sent[4], attachments=(Attachment("x", "image/png", b"x" * 9_000_000),)))
    assert [reader.open(path) for path in reader.waiting()][:4] == sent[:4]
    (small_disk / "filler").unlink()
    for path in reader.waiting():
        reader.remove(path)
    box.append(FULL)
    assert reserve.hold() == 2 * PIECE


def _fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        for piece in (1 << 20, 4096):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * piece)
