"""Networks are counted, forgotten, and shared between processes; browsers' work is checked."""

import errno
import os
from itertools import count

from data.incidents.flood import BITS, HOUR, Tally, proven

KEY = b"k" * 32


def test_counts_begin_anew_each_hour(tmp_path):
    now = [1_000_000.0]
    tally = Tally(tmp_path / "tally", KEY, lambda: now[0])
    assert [tally.hit("a") for _ in range(12)] == list(range(1, 13))
    assert (tally.hits("a"), tally.hits("b"), tally.hit("b")) == (12, 0, 1)
    now[0] += HOUR
    assert (tally.hits("a"), tally.hit("a")) == (0, 1)


def test_processes_count_together_and_the_file_names_nobody(tmp_path):
    one, other = Tally(tmp_path / "tally", KEY), Tally(tmp_path / "tally", KEY)
    assert [one.hit("10.1.2.0/24"), other.hit("10.1.2.0/24"), one.hit("10.1.2.0/24")] == [1, 2, 3]
    assert b"10.1.2" not in (tmp_path / "tally").read_bytes()
    assert (tmp_path / "tally").stat().st_mode & 0o077 == 0


def test_a_full_disk_does_not_stop_counting(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "posix_fallocate", full)
    tally = Tally(tmp_path / "tally", KEY)
    assert [tally.hit("a"), tally.hit("a")] == [1, 2]


def test_a_proof_is_of_one_form_only():
    attempt = "a" * 24
    proof = next(str(number) for number in count() if proven(attempt, str(number)))
    assert BITS == 16
    assert proven(attempt, proof)
    assert not proven("b" * 24, proof)
    assert not any(proven(attempt, bad) for bad in ("", "x", "\u0661", "9" * 25))
