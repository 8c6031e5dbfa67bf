"""Releases as they are read: found, verified, opened read-only and locked down, followed as new ones appear.

No pandas here: the web process imports this module.
"""

import json
import logging
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from data.access import View
from data.errors import NoRows, UnknownRelease
from data.filters import Known
from data.indicators.model import ReleaseInfo
from data.warehouse.publishing import FILES, POINTER, sha256, shelf_folder
from geo.text import Text

LOG = logging.getLogger(__name__)
# All connections of a process to one file must have the same configuration.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "512MB",
    "threads": "2",
    "temp_directory": str(Path(tempfile.gettempdir()) / "portal-duckdb"),
    "max_temp_directory_size": "1GB",
}
LOOK_EVERY = 1.0
# Of what a release is made: raised when tables or columns are added that pages ask for.
FORMAT = 2
PINNED_AT_MOST = 4
# Dimension → category of the vocabulary with its codes; the others' codes are fixed.
CATEGORIES = {
    "ministry": "ministry",
    "type": "facility_type",
    "route": "admission_route",
    "reason": "placement_reason",
    "destination": "exit_destination",
    "form": "care_form",
    "abuse": "abuse_incident",
    "legal_status": "legal_status",
    "stay_mode": "stay_mode",
}
# Where a stay says nothing, it is counted as this.
UNTOLD = {"sex", "route", "reason", "destination", "legal_status", "home_area"}
UNKNOWN = frozenset({"UNKNOWN"})
FIXED = {
    "age": ("0-2", "3-6", "7-17"),
    "sex": ("F", "M"),
    "disability": ("YES", "NO", "UNKNOWN"),
    "parents": ("YES", "NO", "UNKNOWN"),
    "alleged": ("head", "staff", "child", "relative", "visitor", "nobody", "unknown"),
    "delay": ("000-003", "004-005", "006-014", "015-030", "031-120", "121+", "UNKNOWN"),
    "action": ("000-001", "001-024", "024-072", "072+", "NONE"),
}
_verified: set[tuple[Path, str]] = set()
_opening = threading.Lock()


def manifests(home: Path) -> Iterator[Mapping[str, Any]]:
    """Every release's own description (release.json), newest first."""
    found = []
    for path in shelf_folder(home).glob("[!.]*/release.json"):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            LOG.exception("unreadable release: %s", path)
    yield from sorted(found, key=lambda facts: (facts["published_at"], facts["covers_to"], _revision(facts["id"])),
                      reverse=True)  # fmt: skip


def releases(home: Path) -> tuple[ReleaseInfo, ...]:
    """Every release under `home`, newest first."""
    return tuple(info_of(facts) for facts in manifests(home))


def info_of(facts: Mapping[str, Any]) -> ReleaseInfo:
    """What release.json says, as far as readers are concerned."""
    return ReleaseInfo(
        id=facts["id"],
        country=facts["country"],
        published_at=datetime.fromisoformat(facts["published_at"]),
        covers_to=date.fromisoformat(facts["covers_to"]),
        demonstration=facts["demonstration"],
        checksum=facts["checksum"],
        rows=MappingProxyType(dict(facts["rows"])),
        changed=MappingProxyType(dict(facts["changed"])),
    )


def served(home: Path) -> str:
    """The id the pointer names. Raises UnknownRelease if nothing has been published."""
    try:
        return str(json.loads((shelf_folder(home) / POINTER).read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError) as error:
        raise UnknownRelease(id="") from error


def open_release(home: Path, id: str | None = None) -> "Release":
    """The release with this id (None: the served one), verified once per process.

    Raises UnknownRelease if there is none, or if a file is not the one that was published.
    """
    identity = served(home) if id is None else id
    folder = shelf_folder(home) / identity
    if folder.parent != shelf_folder(home) or identity.startswith(".") or not (folder / "release.json").is_file():
        raise UnknownRelease(id=identity)
    try:
        facts = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        info = info_of(facts)
        good = facts["id"] == identity and all(_is_as_published(folder / name, facts["files"][name]) for name in FILES)
        if good:
            return Release(folder, info, home, int(facts.get("format", 1)))
    except (OSError, ValueError, KeyError, duckdb.Error) as error:
        raise UnknownRelease(id=identity) from error
    raise UnknownRelease(id=identity)


class Release:
    """One immutable release, open for reading from any number of threads."""

    def __init__(self, folder: Path, info: ReleaseInfo, home: Path, format: int = FORMAT) -> None:
        self.info, self._format = info, format
        self._home = home
        self._connections = {View.PUBLIC: _connect(folder / "public.duckdb")}
        self._internal = folder / "internal.duckdb"
        self._lock = threading.Lock()

    def rows(
        self, view: View, sql: str, parameters: Mapping[str, object] = MappingProxyType({})
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Column names and all rows of one query, its `$names` bound to `parameters`.

        Raises NoRows where a release made before some table or column is asked for it.
        """
        with self._connection(view).cursor() as cursor:
            try:
                cursor.execute(sql, dict(parameters))
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                if self._format < FORMAT:
                    raise NoRows(release=self.info.id) from error
                raise
            return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()

    @cached_property
    def vocabulary(self) -> Mapping[str, Mapping[str, Text]]:
        """Category → code → what it is called."""
        _, rows = self.rows(View.PUBLIC, "select category, code, uk, en from vocabulary")
        found: dict[str, dict[str, Text]] = {}
        for category, code, uk, en in rows:
            found.setdefault(category, {})[code] = Text(uk, en)
        return MappingProxyType({category: MappingProxyType(codes) for category, codes in found.items()})

    @cached_property
    def latest(self) -> date:
        """The newest day that both views have numbers for."""
        days = self.dates(View.PUBLIC)
        return days[-1] if days else self.info.covers_to

    @cached_property
    def _dates(self) -> Mapping[View, tuple[date, ...]]:
        sql = "select on_date, public from release_dates order by on_date"
        days = {view: tuple(row[0] for row in self.rows(view, sql)[1]) for view in View}
        return MappingProxyType(days)

    def dates(self, view: View) -> tuple[date, ...]:
        """The days stocks are kept for in this view, ascending."""
        return self._dates[view]

    @property
    def known(self) -> Known:
        """The indicators, codes and releases a query string may name."""
        from data.indicators.catalogue import catalogue  # the catalogue's queries come to releases, not back

        identities = frozenset(info.id for info in releases(self._home))
        return Known(frozenset(catalogue()), identities, self._codes)

    @cached_property
    def _codes(self) -> Mapping[str, frozenset[str]]:
        _, rows = self.rows(View.PUBLIC, "select distinct area from area_states")
        codes = {dimension: frozenset(members) for dimension, members in FIXED.items()}
        for dimension, category in CATEGORIES.items():
            codes[dimension] = frozenset(self.vocabulary.get(category, {}))
        codes["area"] = codes["home_area"] = frozenset(row[0] for row in rows)
        return MappingProxyType({name: told | UNKNOWN if name in UNTOLD else told for name, told in codes.items()})

    def _connection(self, view: View) -> DuckDBPyConnection:
        """This view's connection. The internal file is opened when it is first asked for."""
        with self._lock:
            if view not in self._connections:
                self._connections[view] = _connect(self._internal)
            return self._connections[view]


class Shelf:
    """The releases of one home, and the served one, followed as the pointer moves."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._lock = threading.Lock()
        self._open: dict[str, Release] = {}
        self._current: Release | None = None
        self._looked = 0.0

    def current(self) -> Release:
        """The served release. Raises UnknownRelease while nothing can be served.

        Looks at the pointer at most once a second. A new release that cannot be opened leaves the old one served.
        """
        current = self._current
        if current is not None and time.monotonic() - self._looked < LOOK_EVERY:
            return current
        with self._lock:
            if self._current is not None and time.monotonic() - self._looked < LOOK_EVERY:
                return self._current
            self._current = self._follow()
            self._looked = time.monotonic()
            return self._current

    def release(self, id: str | None = None) -> Release:
        """The release with this id, None: the served one. Raises UnknownRelease."""
        current = self.current()
        if id is None or id == current.info.id:
            return current
        with self._lock:
            if id not in self._open:
                while len(self._open) >= PINNED_AT_MOST:
                    self._open.pop(next(iter(self._open)))
                self._open[id] = open_release(self.home, id)
            return self._open[id]

    def infos(self) -> tuple[ReleaseInfo, ...]:
        """Every release, newest first."""
        return releases(self.home)

    def _follow(self) -> Release:
        old = self._current
        try:
            if old is not None and served(self.home) == old.info.id:
                return old
            return open_release(self.home)
        except UnknownRelease:
            if old is None:
                raise
            LOG.exception("the pointer names a release that cannot be opened; still serving %s", old.info.id)
            return old


def _connect(path: Path) -> DuckDBPyConnection:
    connection = duckdb.connect(str(path), read_only=True, config=LOCKED_DOWN)
    # A file that this process has open already shares its configuration, which is locked by then.
    if not (connection.execute("select current_setting('lock_configuration')").fetchone() or (False,))[0]:
        connection.execute("set lock_configuration = true")
    return connection


def _is_as_published(path: Path, facts: Mapping[str, Any]) -> bool:
    """Whether the file is the one that was published; its checksum is computed once per process."""
    if path.stat().st_size != facts["bytes"]:
        return False
    with _opening:
        if (path, facts["sha256"]) not in _verified:
            if sha256(path) != facts["sha256"]:
                return False
            _verified.add((path, facts["sha256"]))
    return True


def _revision(identity: str) -> int:
    return int(identity.rpartition("-r")[2] or 0)
