"""One thing wrong, one line that says so; nothing wrong, nothing said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data.doctor import Facts, Fault, faults
from data.incidents.alarms import Spooled, Watch
from data.incidents.outbox import Standing
from data.records.health import Health
from geo.text import Lang
from layouts.words import word

HOME, SECRET = Path("/srv/portal"), Path("/etc/portal/secret")
WELL = Facts(
    home=HOME,
    secret_file=SECRET,
    demonstration=False,
    private={HOME / "records.sqlite": 0o600, HOME / "releases/1/internal.duckdb": 0o600},
    shared={HOME: 0o700, HOME / "releases": 0o755},
    disk_free=0.5,
    records=Health(),
)


def minutes(number):
    return timedelta(minutes=number)


REFUSALS = [
    ({"secret": "missing", "secret_mode": 0}, "secret_missing"),
    ({"secret": "short"}, "secret_short"),
    ({"secret": "known"}, "secret_known"),
    ({"secret_mode": 0o644}, "secret_readable"),
    ({"secret_mode": 0o604}, "secret_readable"),
    ({"secret_mode": 0o440}, "secret_readable"),
    ({"secret_mode": 0o460, "secret_of_root": True}, "secret_readable"),
    ({"secret_file": HOME / "secret"}, "secret_beside_records"),
    ({"secret_file": HOME / "releases" / ".." / "keys" / "secret"}, "secret_beside_records"),
    ({"switches": ("FLASK_DEBUG",)}, "switched_on"),
    ({"private": {HOME / "records.sqlite": 0o644}}, "readable"),
    ({"private": {HOME / "releases/1/internal.duckdb": 0o640}}, "readable"),
    ({"shared": {HOME / "releases": 0o777}}, "writable"),
    ({"host": "0.0.0.0"}, "open_network"),
    ({"host": "192.168.1.7"}, "open_network"),
    ({"records": None, "records_closed": "OperationalError"}, "records_closed"),
    ({"records": Health(durable=False)}, "not_durable"),
    ({"records": Health(own_key=False)}, "other_key"),
    ({"records": Health(ahead=timedelta(seconds=31))}, "clock"),
    ({"records": Health(drift=timedelta(seconds=31))}, "clock"),
    ({"intake_key": HOME / "intake/private", "intake_key_mode": 0o440}, "intake_key"),
]
WARNINGS = [
    ({"records": Health(unanchored=timedelta(hours=27))}, "unanchored"),
    ({"disk_free": 0.149}, "disk_low"),
    ({"disk_free": 0.079}, "disk_short"),
    ({"mail": False}, "no_mail"),
    ({"reserve_short": 60}, "reserve_short"),
    ({"watch": Watch(worker=timedelta(minutes=6))}, "worker_silent"),
    ({"watch": Watch(worker=None)}, "worker_silent"),
    ({"watch": Watch(spool=Spooled(3, timedelta(minutes=6)))}, "spool_stuck"),
    ({"watch": Watch(spool=Spooled(0, timedelta(), 1))}, "spool_unreadable"),
    ({"watch": Watch(mail=Standing(1, timedelta(minutes=16), 0))}, "mail_stuck"),
    ({"watch": Watch(mail=Standing(0, timedelta(), 1))}, "mail_stuck"),
]
FINE = [
    {},
    {"secret_mode": 0o600},
    {"secret_mode": 0o440, "secret_of_root": True},
    {"demonstration": True, "secret_file": HOME / "secret"},
    {"demonstration": None, "secret_file": HOME / "secret"},
    {"demonstration": True, "records": Health(unanchored=timedelta(days=90))},
    {"host": "0.0.0.0", "behind_tls": True},
    {"host": "::1"},
    {"records": None},
    {"records": Health(ahead=timedelta(seconds=29), drift=timedelta(seconds=29), unanchored=timedelta(hours=25))},
    {"disk_free": 0.16},
    {"demonstration": True, "mail": False},
    {"watch": Watch(timedelta(minutes=4), Standing(9, timedelta(minutes=14), 0), Spooled(9, timedelta(minutes=4)))},
    {"intake_key": HOME / "intake/private", "intake_key_mode": 0o400},
]


@pytest.mark.parametrize(("change", "key"), REFUSALS)
def test_what_is_dangerous_refuses(change, key):
    (found,) = faults(replace(WELL, **change))
    assert (found.key, found.refuses) == (key, True)


@pytest.mark.parametrize(("change", "key"), WARNINGS)
def test_what_can_wait_warns(change, key):
    (found,) = faults(replace(WELL, **change))
    assert (found.key, found.refuses) == (key, False)


@pytest.mark.parametrize("change", FINE)
def test_what_is_well_is_not_mentioned(change):
    assert faults(replace(WELL, **change)) == ()


def test_everything_that_is_wrong_is_told_at_once_and_what_refuses_first():
    ill = replace(WELL, secret="known", host="0.0.0.0", disk_free=0.01, switches=("DASH_DEBUG", "FLASK_DEBUG"))
    keys = [(fault.key, fault.refuses) for fault in faults(ill)]
    assert keys == [
        ("secret_known", True), ("switched_on", True), ("switched_on", True), ("open_network", True),
        ("disk_short", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("change", "key"), REFUSALS + WARNINGS)
@pytest.mark.parametrize("lang", Lang)
def test_every_fault_is_one_line_without_gaps(change, key, lang):
    for fault in faults(replace(WELL, **change)):
        line = word(f"doctor.{fault.key}", lang, **fault.parameters)
        assert not [gap for gap in ("\n", "{", "}", "None") if gap in line]


def test_a_fault_does_not_change():
    with pytest.raises(AttributeError):
        Fault("clock").key = "other"
