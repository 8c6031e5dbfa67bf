"""What a release says about its areas: their state, the children living there, the tables. Read once a release."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from data.access import View
from data.errors import NoRows
from data.indicators.periods import Calendar
from data.indicators.question import ABUSE_TABLES
from data.states import Flag, State
from geo.countries import country

if TYPE_CHECKING:
    from data.indicators.question import Question
    from data.warehouse.release import Release

FLOWS = frozenset({"flows", "flow_parts"})


@dataclass(frozen=True)
class Stretch:
    """The state of an area from a day up to, and without, another; None: open."""

    since: date
    until: date | None
    state: State
    flags: tuple[Flag, ...]


NOT_LIVE = Stretch(date.min, None, State.NOT_LIVE, ())


class Facts:
    """One release's areas. Nothing here is counted; it is looked up many times by every question."""

    def __init__(self, release: "Release") -> None:
        self._release = ref(release)  # not held: what is known of a release goes when the release goes
        self.country = country(release.info.country)
        self.iso = self.country.iso
        self.areas = tuple(area.code for area in self.country.areas)
        self.order = {code: number for number, code in enumerate((self.iso, *self.areas))}
        self._children: dict[tuple[object, ...], int] = {}

    @property
    def release(self) -> "Release":
        """The release itself; whoever asks about it holds it."""
        found = self._release()
        assert found is not None
        return found

    @cached_property
    def codes(self) -> Mapping[str, frozenset[str]]:
        """The codes that exist, per dimension."""
        return self.release.known.codes

    @cached_property
    def stretches(self) -> Mapping[str, tuple[Stretch, ...]]:
        """Per area its states in time, ascending."""
        _, rows = self.release.rows(
            View.PUBLIC,
            "select area, from_date, until_date, state, partial, provisional from area_states order by area, from_date",
        )
        found: dict[str, list[Stretch]] = {}
        for area, since, until, state, partial, provisional in rows:
            flags = (Flag.PARTIAL,) * bool(partial) + (Flag.PROVISIONAL,) * bool(provisional)
            found.setdefault(area, []).append(Stretch(since, until, State(state), flags))
        return {area: tuple(stretches) for area, stretches in found.items()}

    def stretch(self, area: str, day: date) -> Stretch:
        """The area's state on a day; an area of which nothing is told is not in the rollout yet."""
        stretches = self.stretches.get(area, ())
        number = bisect_right(stretches, day, key=lambda stretch: stretch.since) - 1
        if number < 0 or ((until := stretches[number].until) is not None and until <= day):
            return NOT_LIVE
        return stretches[number]

    @cached_property
    def counted(self) -> Mapping[str, tuple[tuple[date, ...], tuple[Mapping[tuple[str, str], int], ...]]]:
        """Per area the dates at which its children were counted, ascending, and (age, sex) → children at each."""
        _, rows = self.release.rows(
            View.PUBLIC, "select area, on_date, age, sex, children from population order by area, on_date"
        )
        found: dict[str, dict[date, dict[tuple[str, str], int]]] = {}
        for area, day, age, sex, children in rows:
            found.setdefault(area, {}).setdefault(day, {})[age, sex] = children
        return {area: (tuple(days), tuple(days.values())) for area, days in found.items()}

    def children(self, area: str, day: date, ages: tuple[str, ...] = (), sexes: tuple[str, ...] = ()) -> int | None:
        """Children living in the area at the newest count up to `day`, of these ages and sexes (empty: all)."""
        days, counts = self.counted.get(area, ((), ()))
        number = bisect_right(days, day) - 1
        if number < 0:
            return None
        key = (area, number, ages, sexes)
        if key not in self._children:
            found = counts[number].items()
            self._children[key] = sum(
                n for (age, sex), n in found if (not ages or age in ages) and (not sexes or sex in sexes)
            )
        return self._children[key]

    @cached_property
    def tables(self) -> Mapping[str, frozenset[str]]:
        """The public tables there are: relation → breakdowns. Releases older than a table have none of it."""
        _, there = self.release.rows(View.PUBLIC, "select table_name from information_schema.tables")
        names = [name for name in ("stock", "flows") if (name,) in there]
        sql = " union all ".join(f"select distinct '{name}', breakdown from {name}" for name in names)
        _, rows = self.release.rows(View.PUBLIC, sql)
        found = {name: frozenset(b for table, b in rows if table == name) for name in names}
        abuse = {"incidents": ABUSE_TABLES, "exposure": found["stock"], "silence": frozenset({""})}
        return found | (abuse if ("incidents",) in there else {})

    @cached_property
    def report_calendars(self) -> Mapping[View, Calendar]:
        """The same of reports of abuse: in public years, and quarters for the country."""
        _, rows = self.release.rows(View.PUBLIC, "select distinct from_date, to_date from incidents")
        public = replace(self.calendars[View.PUBLIC], flows=frozenset((a, b) for a, b in rows))
        return {**self.calendars, View.PUBLIC: public}

    @cached_property
    def silence_calendars(self) -> Mapping[View, Calendar]:
        """The same of silent institutions: ends of quarters, in public of years."""
        sql = "select distinct on_date from silence order by on_date"
        days = {view: tuple(day for (day,) in self.release.rows(view, sql)[1]) for view in View}
        return {view: replace(known, dates=days[view], any_day=False) for view, known in self.calendars.items()}

    @cached_property
    def movements(self) -> bool:
        """Whether the internal file keeps comings and goings row by row: releases made before that do not."""
        sql = "select count(*) from duckdb_tables() where table_name = 'movements'"
        return bool(self.release.rows(View.INTERNAL, sql)[1][0][0])

    def require_rows(self, question: "Question") -> None:
        """Raise NoRows where the question needs comings and goings row by row and the release has none."""
        needed = any(name in FLOWS and question.by_rows(name) for name in question.relations)
        if needed and not self.movements:
            raise NoRows(release=self.release.info.id)

    @cached_property
    def published_on(self) -> tuple[date, ...]:
        """The days of which somebody published something, ascending."""
        _, rows = self.release.rows(View.PUBLIC, "select distinct on_date from published order by on_date")
        return tuple(day for (day,) in rows)

    @cached_property
    def calendars(self) -> Mapping[View, Calendar]:
        """The days and periods each view can answer."""
        _, rows = self.release.rows(View.PUBLIC, "select distinct from_date, to_date from flow_periods")
        covers_to = self.release.info.covers_to
        public = Calendar(self.release.dates(View.PUBLIC), covers_to, frozenset((a, b) for a, b in rows))
        internal = Calendar(self.release.dates(View.INTERNAL), covers_to, any_day=True)
        return {View.PUBLIC: public, View.INTERNAL: internal}


_FACTS: "WeakKeyDictionary[Release, Facts]" = WeakKeyDictionary()


def facts(release: "Release") -> Facts:
    """The facts of a release, read when first asked for and kept as long as the release is."""
    found = _FACTS.get(release)
    if found is None:
        found = _FACTS.setdefault(release, Facts(release))
    return found
