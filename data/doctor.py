"""What is wrong with an installation: pure checks on facts that somebody else gathered.

A Fault that `refuses` keeps the portal from starting, one that does not is a warning. A full disk warns only: reports
of abuse are taken in as long as a single one can be stored.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from data.incidents.alarms import Alarm, Watch
from data.records.health import Health

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DRIFT = timedelta(seconds=30)
ANCHOR_AGE = timedelta(hours=26)
DISK_SHORT, DISK_LOW = 0.08, 0.15


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `doctor.<key>` is the sentence, with the mend; `parameters` fill it."""

    key: str
    refuses: bool = True
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What was found. Modes are permission bits; `private` and `shared` are what is there of the portal's own files.

    `secret`: what `keys.weakness` says, or "missing". `demonstration`: of the served release, None without one.
    `switches`: developers' switches in the environment. `disk_free`: share of the disk. `records`: None where there
    are none yet; `records_closed`: why they could not be opened. `mail`: a server is named. `watch`: how the worker,
    the spool and the outbox stand; None where nothing ran yet. `reserve_short`: megabytes of
    the room for reports that are not held. `intake_key`: what reports are opened with.
    """

    home: Path
    secret_file: Path
    secret: str = ""
    secret_mode: int = 0o400
    secret_of_root: bool = False
    demonstration: bool | None = True
    switches: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    behind_tls: bool = False
    private: Mapping[Path, int] = field(default_factory=dict)
    shared: Mapping[Path, int] = field(default_factory=dict)
    disk_free: float = 1.0
    records: Health | None = None
    records_closed: str = ""
    mail: bool = True
    watch: Watch | None = None
    reserve_short: int = 0
    intake_key: Path | None = None
    intake_key_mode: int = 0o400


def faults(facts: Facts) -> tuple[Fault, ...]:
    """Everything that is wrong, what refuses first."""
    found = [fault for check in CHECKS for fault in check(facts)]
    return tuple(sorted(found, key=lambda fault: not fault.refuses))


def _secret(facts: Facts) -> Iterator[Fault]:
    path = facts.secret_file
    if facts.secret:
        yield Fault(f"secret_{facts.secret}", parameters={"path": path})
    if facts.secret == "missing":
        return
    if facts.secret_mode & 0o037 or (facts.secret_mode & 0o040 and not facts.secret_of_root):
        yield Fault("secret_readable", parameters={"path": path, "mode": f"{facts.secret_mode:03o}"})
    if facts.demonstration is False and path.resolve().is_relative_to(facts.home.resolve()):
        yield Fault("secret_beside_records", parameters={"path": path, "home": facts.home})


def _switches(facts: Facts) -> Iterator[Fault]:
    for name in facts.switches:
        yield Fault("switched_on", parameters={"name": name})


def _files(facts: Facts) -> Iterator[Fault]:
    for path, mode in facts.private.items():
        if mode & 0o077:
            yield Fault("readable", parameters={"path": path, "mode": f"{mode:03o}"})
    for path, mode in facts.shared.items():
        if mode & 0o002:
            yield Fault("writable", parameters={"path": path, "mode": f"{mode:03o}"})


def _network(facts: Facts) -> Iterator[Fault]:
    if facts.host not in LOOPBACK and not facts.behind_tls:
        yield Fault("open_network", parameters={"host": facts.host})


def _records(facts: Facts) -> Iterator[Fault]:
    if facts.records_closed:
        yield Fault("records_closed", parameters={"why": facts.records_closed})
    if facts.records is None:
        return
    health = facts.records
    if not health.durable:
        yield Fault("not_durable")
    if not health.own_key:
        yield Fault("other_key", parameters={"path": facts.secret_file})
    if (ahead := max(health.ahead, health.drift)) > DRIFT:
        yield Fault("clock", parameters={"seconds": round(ahead.total_seconds())})
    if facts.demonstration is False and health.unanchored > ANCHOR_AGE:
        yield Fault("unanchored", False, {"hours": round(health.unanchored.total_seconds() / 3600)})


def _mail(facts: Facts) -> Iterator[Fault]:
    if facts.demonstration is False and not facts.mail:
        yield Fault("no_mail", False)


def _intake(facts: Facts) -> Iterator[Fault]:
    if facts.intake_key and facts.intake_key_mode & 0o077:
        yield Fault("intake_key", parameters={"path": facts.intake_key, "mode": f"{facts.intake_key_mode:03o}"})


def _watch(facts: Facts) -> Iterator[Fault]:
    """The worker may well be about to be started: nothing of this refuses."""
    if facts.watch is None:
        return
    spool, mail = facts.watch.spool, facts.watch.mail
    told: dict[Alarm, Mapping[str, object]] = {
        Alarm.WORKER_SILENT: {},
        Alarm.SPOOL_STUCK: {"path": facts.home / "spool", "minutes": _minutes(spool.oldest), "waiting": spool.waiting},
        Alarm.SPOOL_UNREADABLE: {"path": facts.home / "spool/unreadable", "unreadable": spool.unreadable},
        Alarm.MAIL_STUCK: {"dead": mail.dead, "minutes": _minutes(mail.oldest)},
    }
    for alarm in facts.watch.alarms:
        yield Fault(str(alarm), False, told[alarm])


def _minutes(age: timedelta) -> int:
    return round(age.total_seconds() / 60)


def _disk(facts: Facts) -> Iterator[Fault]:
    if facts.disk_free < DISK_LOW:
        key = "disk_short" if facts.disk_free < DISK_SHORT else "disk_low"
        yield Fault(key, False, {"share": f"{facts.disk_free:.0%}", "home": facts.home})
    if facts.reserve_short:
        yield Fault("reserve_short", False, {"megabytes": facts.reserve_short, "home": facts.home})


CHECKS: tuple[Callable[[Facts], Iterator[Fault]], ...] = (
    _secret, _switches, _files, _intake, _network, _records, _disk, _mail, _watch
)  # fmt: skip
