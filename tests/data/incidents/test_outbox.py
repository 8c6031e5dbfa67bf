"""Messages: written with what gives rise to them, leased by one, tried again, given up, and one Message-ID each."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.access import Holding, Role
from data.incidents import outbox
from data.incidents.tables import notices
from data.incidents.tables import outbox as outbox_table
from data.records.tables import people
from tests.data.incidents import cast
from tests.data.incidents.timed import clock as moved_clock
from tests.data.incidents.timed import store as timed

__all__ = ["moved_clock", "timed"]


@pytest.fixture
def clock(moved_clock):
    return moved_clock


def put(store, person, event="incident.new", case_id=None, mark="1", **more):
    with store.write() as connection:
        return outbox.enqueue(connection, store, event, incident_id=case_id, people=[person], mark=mark, **more)


def rows(store, table=outbox_table):
    with store.read() as connection:
        return connection.execute(select(table)).mappings().all()


def test_the_same_thing_twice_is_one_message_and_one_notice(store, officer):
    assert [put(store, officer.person_id) for _ in range(3)] == [1, 0, 0]
    assert put(store, officer.person_id, mark="2") == 1
    assert len(rows(store)) == len(rows(store, notices)) == 2


def test_a_change_that_is_rolled_back_tells_nobody(store, officer):
    def fail():
        with store.write() as connection:
            outbox.enqueue(connection, store, "incident.new", incident_id=None, people=[officer.person_id])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not rows(store)
    assert not rows(store, notices)


def test_rows_hold_the_number_and_nothing_else_of_a_case(store, officer):
    cast.case(store)
    (row,) = rows(store)
    assert json.loads(row["payload"]) == {"number": "2026-0001"}
    whole = json.dumps([dict(found) for table in (outbox_table, notices) for found in rows(store, table)], default=str)
    assert not [canary for canary in cast.CANARY.values() if canary in whole]


def test_the_disabled_and_the_invented_get_no_mail(store, officer, second):
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == officer.person_id).values(demonstration=True))
        connection.execute(update(people).where(people.c.id == second.person_id).values(state="disabled"))
        outbox.enqueue(connection, store, "x", incident_id=None, people=[officer.person_id, second.person_id, "nobody"])
    assert outbox.lease(store, "w") is None
    assert [row["person_id"] for row in rows(store, notices)] == [officer.person_id]
    assert outbox.standing(store) == outbox.Standing(0, timedelta(), 0)


def test_a_lease_is_for_one_and_for_a_while(timed, clock):
    person = cast.person(timed, "one", Holding(Role.OFFICER)).person_id
    put(timed, person)
    first = outbox.lease(timed, "a")
    assert first.tries == 1
    assert outbox.lease(timed, "b") is None
    assert not outbox.due(timed)
    clock.move(seconds=outbox.LEASE.total_seconds() + 1)
    second = outbox.lease(timed, "b")
    assert (second.id, second.row, second.tries) == (first.id, first.row, 2)
    outbox.sent(timed, second)
    clock.move(days=1)
    assert outbox.lease(timed, "a") is None


def test_a_clock_put_right_by_minutes_holds_no_message_up(timed, clock):
    """Written, leased and put off by a clock ten minutes ahead."""
    person = cast.person(timed, "one", Holding(Role.OFFICER)).person_id
    put(timed, person)
    message = outbox.lease(timed, "a")
    clock.move(minutes=-10)
    assert outbox.lease(timed, "b").id == message.id
    clock.move(minutes=10)
    outbox.failed(timed, message, "smtp_451")
    clock.move(minutes=-10)
    assert outbox.lease(timed, "b").id == message.id


def test_failures_wait_longer_each_time_and_never_all_alike():
    waits = [[outbox.wait(tries).total_seconds() for _ in range(50)] for tries in range(1, 30)]
    for tries, found in enumerate(waits, start=1):
        longest = min(outbox.FIRST_WAIT.total_seconds() * 2 ** (tries - 1), outbox.LONGEST_WAIT.total_seconds())
        assert longest / 2 <= min(found) <= max(found) <= longest
        assert len(set(found)) > 40


def test_what_failed_comes_back_and_is_given_up_after_a_day(timed, clock):
    person = cast.person(timed, "one", Holding(Role.OFFICER)).person_id
    put(timed, person)
    dead, tries = False, 0
    while not dead and tries < 100:
        clock.move(hours=1)
        dead = outbox.failed(timed, outbox.lease(timed, "a"), "smtp_451")
        tries += 1
    assert tries == 24
    assert outbox.standing(timed).dead == 1
    assert outbox.standing(timed).stuck
    clock.move(days=8)
    assert not outbox.standing(timed).stuck, "nobody is reminded for ever"


def test_a_refusal_for_ever_is_given_up_at_once(timed):
    put(timed, cast.person(timed, "one", Holding(Role.OFFICER)).person_id)
    assert outbox.failed(timed, outbox.lease(timed, "a"), "smtp_550", for_ever=True)
    assert outbox.lease(timed, "a") is None
    assert rows(timed)[0]["last_error"] == "smtp_550"


def test_a_quarter_of_an_hour_without_delivery_is_an_alarm(timed, clock):
    put(timed, cast.person(timed, "one", Holding(Role.OFFICER)).person_id)
    clock.move(minutes=14)
    assert not outbox.standing(timed).stuck
    clock.move(minutes=2)
    assert outbox.standing(timed) == outbox.Standing(1, timedelta(minutes=16), 0)
    assert outbox.standing(timed).stuck


def test_without_a_mail_server_pages_tell_and_nothing_rings(timed, clock):
    put(timed, cast.person(timed, "one", Holding(Role.OFFICER)).person_id)
    assert outbox.pass_over(timed) == 1
    clock.move(hours=1)
    assert not outbox.standing(timed).stuck
    assert len(rows(timed, notices)) == 1


def test_many_senders_at_once_never_take_the_same(store, officer):
    for number in range(40):
        put(store, officer.person_id, mark=str(number))
    found, lock = [], threading.Lock()

    def take(name):
        while (message := outbox.lease(store, name)) is not None:
            with lock:
                found.append(message.id)
            outbox.sent(store, message)

    threads = [threading.Thread(target=take, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found)) == 40


def test_two_who_write_the_same_at_once_disturb_nobody(store, officer):
    """One of two transactions waits for the other, and finds that it was told already."""
    new = []
    threads = [threading.Thread(target=lambda: new.append(put(store, officer.person_id))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [0, 0, 0, 0, 0, 1]
