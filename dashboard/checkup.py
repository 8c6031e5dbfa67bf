"""Gathers what the doctor judges: files and their modes, the environment, the disk, the records."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from dashboard.letterbox import MEGABYTE, RESERVE
from dashboard.settings import Settings, developers_switches
from data.doctor import Facts
from data.errors import BadSecret, UnknownRelease
from data.incidents import alarms, intake_keys
from data.incidents.alarms import Spooled, Watch
from data.records import health, opening
from data.records.keys import Keys, read_secret
from data.records.store import Store, sqlite_url
from data.warehouse.publishing import shelf_folder
from data.warehouse.release import releases, served

PRIVATE_FILES = ("records.sqlite", "records.sqlite-wal", "records.sqlite-shm")
SHARED_FILES = (".", "releases", "releases/CURRENT")


def look(known: Settings, environment: Mapping[str, str] | None = None) -> Facts:
    """The facts of this installation. Changes nothing, and raises nothing for what is wrong."""
    keys, secret = _keys(known.secret_file)
    records, watch, closed = _records(known, keys) if keys else (None, None, "")
    home = known.home
    inside = list(shelf_folder(home).glob("[!.]*/internal.duckdb"))
    return Facts(
        home=home,
        secret_file=known.secret_file,
        secret=secret,
        secret_mode=_mode(known.secret_file),
        secret_of_root=_of_root(known.secret_file),
        demonstration=_demonstration(home),
        switches=developers_switches(environment),
        host=known.host,
        behind_tls=known.behind_tls,
        private=_modes([*(home / name for name in PRIVATE_FILES), *inside, *_provider_secret(known)]),
        shared=_modes([*(home / name for name in SHARED_FILES), *(path.parent for path in inside)]),
        disk_free=_disk_free(home),
        records=records,
        records_closed=closed,
        mail=known.mail is not None,
        watch=watch,
        reserve_short=_reserve_short(known),
        intake_key=key if (key := known.home / intake_keys.FOLDER / intake_keys.PRIVATE).exists() else None,
        intake_key_mode=_mode(key),
    )


def _keys(path: Path) -> tuple[Keys | None, str]:
    try:
        return read_secret(path), ""
    except BadSecret as error:
        return None, str(error.parameters["why"])


def _records(known: Settings, keys: Keys) -> tuple[health.Health | None, Watch | None, str]:
    """What the records tell of themselves and of the work in the background, or why they cannot be opened.

    None: there are none yet, or nothing has worked with them. They are not migrated.
    """
    if not opening.there(known.records_url, known.home):
        return None, None, ""
    store = Store(known.records_url or sqlite_url(known.home), keys)
    try:
        return health.look(store), _watch(store, known.home), ""
    except SQLAlchemyError as error:
        return None, None, type(getattr(error, "orig", None) or error).__name__
    finally:
        store.close()


def _watch(store: Store, home: Path) -> Watch | None:
    if not inspect(store.engine).has_table("heartbeats"):
        return None
    found = alarms.look(store, home)
    return found if found.worker is not None or found.spool != Spooled() else None


def _reserve_short(known: Settings) -> int:
    """Megabytes of the room for reports that are not held; 0 where none is wanted or nothing was ever taken in."""
    folder = known.home / intake_keys.FOLDER
    if not (folder / intake_keys.PUBLIC).is_file():
        return 0
    held = sum(path.stat().st_size for path in (folder / RESERVE).glob("[0-9]*") if path.is_file())
    return max(known.reserve - held // MEGABYTE, 0)


def _demonstration(home: Path) -> bool | None:
    """Whether the served release, or the newest while none is served, is a demonstration."""
    found = {info.id: info for info in releases(home)}
    try:
        return found[served(home)].demonstration
    except (KeyError, UnknownRelease):
        return next((info.demonstration for info in found.values()), None)


def _provider_secret(known: Settings) -> Iterator[Path]:
    """The provider's secret, unless it is root's and only its group may read it as well."""
    if known.provider and not (_of_root(known.provider.secret_file) and not _mode(known.provider.secret_file) & 0o037):
        yield known.provider.secret_file


def _modes(paths: Iterable[Path]) -> dict[Path, int]:
    return {path: _mode(path) for path in paths if path.exists()}


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0


def _of_root(path: Path) -> bool:
    try:
        return path.stat().st_uid == 0
    except OSError:
        return False


def _disk_free(home: Path) -> float:
    there = next((folder for folder in (home, *home.parents) if folder.is_dir()), Path(os.sep))
    total, _, free = shutil.disk_usage(there)
    return free / total if total else 1.0
