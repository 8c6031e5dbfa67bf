"""Signs of life, the right to work, the daily summary, and what the spool and the outbox make somebody look at."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from data.access import Extent, Holding, Role
from data.incidents import alarms, digest, heartbeat
from data.incidents.alarms import Alarm
from data.incidents.tables import heartbeats, outbox
from geo.duties import duties
from tests.data.incidents import cast
from tests.data.incidents.timed import clock as moved_clock
from tests.data.incidents.timed import store as timed

__all__ = ["moved_clock", "timed"]
RULES = duties("ua")


@pytest.fixture
def clock(moved_clock):
    return moved_clock


def test_silence_is_late_and_so_is_who_never_spoke(timed, clock):
    after = timedelta(minutes=5)
    assert heartbeat.late(timed, "worker", after)
    assert heartbeat.newest(timed, "worker") is None
    heartbeat.beat(timed, "worker", "1")
    clock.move(minutes=5)
    assert not heartbeat.late(timed, "worker", after)
    clock.move(seconds=1)
    assert heartbeat.late(timed, "worker", after)
    heartbeat.beat(timed, "worker", "2")
    assert heartbeat.newest(timed, "worker") == heartbeat.Beat("worker", timedelta(), "2")


def test_one_of_many_holds_the_right_to_work(store):
    held = []
    owners = [f"w{number}" for number in range(6)]
    threads = [
        threading.Thread(target=lambda one=one: held.append(heartbeat.hold(store, "lease", one, 15))) for one in owners
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == [False] * 5 + [True]


def test_the_right_is_kept_given_back_and_taken_over(timed, clock):
    assert heartbeat.hold(timed, "lease", "a", 15)
    assert not heartbeat.hold(timed, "lease", "b", 15)
    clock.move(seconds=10)
    assert heartbeat.hold(timed, "lease", "a", 15)
    clock.move(seconds=10)
    assert not heartbeat.hold(timed, "lease", "b", 15)
    heartbeat.release(timed, "lease", "b")
    assert not heartbeat.hold(timed, "lease", "b", 15)
    heartbeat.release(timed, "lease", "a")
    assert heartbeat.hold(timed, "lease", "b", 15)
    clock.move(seconds=16)
    assert heartbeat.hold(timed, "lease", "a", 15)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_put_right_leaves_nobody_without_a_worker_for_long(timed, clock, minutes):
    heartbeat.hold(timed, "lease", "a", 15)
    clock.move(minutes=minutes)
    assert heartbeat.hold(timed, "lease", "b", 15)


def test_postgres_goes_by_its_own_clock(store, clock):
    """The portal's own clock stands in these tests; the database's does not."""
    heartbeat.beat(store, "worker")
    with store.read() as connection:
        at = connection.execute(select(heartbeats.c.at)).scalar_one()
    near = abs(at - datetime.now(UTC)) < timedelta(minutes=1)
    assert near is not store.on_sqlite


def digests(store):
    with store.read() as connection:
        return connection.execute(select(outbox).where(outbox.c.event == "digest")).mappings().all()


def test_the_summary_is_made_once_a_day_at_the_packs_hour_and_counts_only(timed, clock):
    chief = cast.person(timed, "chief", Holding(Role.OMBUDSMAN))
    cast.person(timed, "officer", Holding(Role.OFFICER))
    cast.case(timed)
    clock.now = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)  # 7:59 in Kyiv
    assert digest.run(timed, RULES) == 0
    clock.move(minutes=1)
    assert [digest.run(timed, RULES) for _ in range(3)] == [1, 0, 0]
    (row,) = digests(timed)
    assert row["person_id"] == chief.person_id
    told = '{"day": "2026-11-24", "open": 1, "overdue": 1, "received": 1, "waiting": 1}'
    assert (row["payload"], row["incident_id"]) == (told, None)
    clock.move(days=1)
    assert digest.run(timed, RULES) == 1


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_a_day_on_which_the_clocks_change_has_one_summary(timed, clock, change):
    cast.person(timed, "chief", Holding(Role.OMBUDSMAN))
    clock.now = change - timedelta(hours=6)
    for _ in range(100):
        clock.move(minutes=20)
        digest.run(timed, RULES)
    days = [row["payload"] for row in digests(timed)]
    assert len(days) == len(set(days)) == 2  # the evening before's, the day's own


def test_a_summary_does_not_count_what_its_reader_may_not_know(timed, clock):
    here = frozenset({cast.HOME})
    cast.person(timed, "both", Holding(Role.OMBUDSMAN), Holding(Role.HEAD, Extent(institutions=here)))
    cast.case(timed)
    cast.case(timed, institution_id=cast.SCHOOL)
    clock.move(hours=2)
    assert digest.run(timed, RULES) == 1
    assert '"open": 1' in digests(timed)[0]["payload"]


def test_the_spool_and_what_cannot_be_read(tmp_path, timed):
    spool = tmp_path / "spool"
    (spool / "unreadable").mkdir(parents=True)
    assert alarms.spooled(tmp_path / "nothing") == alarms.Spooled()
    (spool / "1.sealed").write_bytes(b"1")
    (spool / "2.draft").write_bytes(b"2")
    heartbeat.beat(timed, "worker")
    assert alarms.look(timed, tmp_path).alarms == ()
    old = time.time() - 301
    os.utime(spool / "1.sealed", (old, old))
    (spool / "unreadable" / "3.sealed").write_bytes(b"3")
    found = alarms.look(timed, tmp_path)
    assert (found.spool.waiting, found.spool.unreadable) == (1, 1)
    assert found.alarms == (Alarm.SPOOL_STUCK, Alarm.SPOOL_UNREADABLE)


def test_every_alarm_is_raised_by_its_cause(timed, clock, tmp_path):
    person = cast.person(timed, "officer", Holding(Role.OFFICER))
    assert alarms.raised(timed, tmp_path, RULES, person) == (Alarm.WORKER_SILENT,)
    heartbeat.beat(timed, "worker")
    assert alarms.raised(timed, tmp_path, RULES, person) == ()
    cast.case(timed)
    clock.move(minutes=4)
    heartbeat.beat(timed, "worker")
    assert alarms.raised(timed, tmp_path, RULES, person) == ()
    clock.move(minutes=12)
    heartbeat.beat(timed, "worker")
    assert alarms.raised(timed, tmp_path, RULES, person) == (Alarm.MAIL_STUCK,)
    with timed.write() as connection:
        connection.execute(update(outbox).values(sent_at=clock()))
    assert alarms.raised(timed, tmp_path, RULES, person) == ()
