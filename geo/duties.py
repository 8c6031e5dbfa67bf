"""What a country's law asks for when a child may have been hurt: steps, terms and days off, from the pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from geo.countries import FOLDER, country
from geo.pack import Pack
from geo.text import Text

Choice = TypeVar("Choice", bound=StrEnum)


class Applies(StrEnum):
    """When a step is asked for. CHILD_INVOLVED: the victim, or whoever is alleged, is a child."""

    ALWAYS = "always"
    CHILD_INVOLVED = "child_involved"
    DANGER = "danger"


class Trust(StrEnum):
    """How sure a legal term is: seen in the text of the law or an authority's word, or recalled and yet to be seen."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True)
class Duty:
    """One statutory step: a code of the vocabulary's `case_workflow`.

    `hours`: the term, counted from the report; 0 is at once, None that no term is known, which is said and never
    guessed. `working`: only hours of working days count. `told`: a reporter may tick it as done already. `unless`: who
    may not be told of the case through this step when they are the one alleged.
    """

    code: str
    order: int
    label: Text
    who: Text
    hours: float | None
    working: bool
    applies: Applies
    source: Text
    url: str
    confidence: Trust
    told: bool
    unless: frozenset[str]


@dataclass(frozen=True)
class Level:
    """A level of escalation: whom it alerts (codes of roles) and how long they have before the next one is alerted."""

    roles: frozenset[str]
    danger: timedelta
    other: timedelta

    def wait(self, danger: bool) -> timedelta:
        """The time this level has."""
        return self.danger if danger else self.other


@dataclass(frozen=True)
class DaysOff:
    """Which days are not working days. `weekend`: 0 is Monday. `fixed`: (month, day).

    `easter`: days after Orthodox Easter. `moved`: a holiday on a weekend gives the next working day off.
    `suspended`: from which day until which (None: until further notice) no holiday is observed.
    """

    weekend: frozenset[int]
    fixed: frozenset[tuple[int, int]]
    easter: tuple[int, ...]
    moved: bool
    suspended: tuple[tuple[date, date | None], ...]


@dataclass(frozen=True)
class Silence:
    """When an institution that reports nothing is worth a look: `months` without a report or a nil return, where
    `expected` reports per 100 children and year would be usual."""

    months: int
    expected: float


@dataclass(frozen=True)
class Duties:
    """All that the pack says of reports. `severe_kinds` and `severe_alleged`: closing such a case takes two persons.

    `digest_hour`: when the daily summary is made, in the time of `zone` (an IANA name).
    """

    steps: tuple[Duty, ...]
    acknowledge: tuple[Level, ...]
    severe_kinds: frozenset[str]
    severe_alleged: frozenset[str]
    days_off: DaysOff
    silence: Silence
    zone: str
    digest_hour: int

    def step(self, code: str) -> Duty:
        """The step of this code. Raises KeyError."""
        return {duty.code: duty for duty in self.steps}[code]


@cache
def duties(code: str = "ua") -> Duties:
    """The duties of the country `code`. Raises UnknownCountry, or GeoError if the pack is malformed."""
    return read_duties(FOLDER / country(code).code / "incidents.toml", country(code).time_zone)


def read_duties(path: Path, zone: str) -> Duties:
    """The duties written down in `path`. Raises GeoError naming file and key of whatever is wrong."""
    pack = Pack.read(path)
    severe, silence = pack.table("severe"), pack.table("silence")
    return Duties(
        steps=_steps(pack),
        acknowledge=tuple(_level(entry) for entry in pack.tables("levels")),
        severe_kinds=frozenset(severe.strings("kinds")),
        severe_alleged=frozenset(severe.strings("alleged")),
        days_off=_days_off(pack.table("days_off")),
        silence=Silence(round(silence.amount("months")), silence.amount("expected")),
        zone=zone,
        digest_hour=_hour(pack),
    )


def _steps(pack: Pack) -> tuple[Duty, ...]:
    steps = tuple(_duty(number, entry) for number, entry in enumerate(pack.tables("steps"), start=1))
    if len({duty.code for duty in steps}) != len(steps):
        raise pack.wrong("steps", "a step stands twice")
    return steps


def _duty(order: int, entry: Pack) -> Duty:
    return Duty(
        code=entry.string("code"),
        order=order,
        label=entry.text("label"),
        who=entry.text("who"),
        hours=entry.amount("hours") if entry.has("hours") else None,
        working=entry.flag("working") if entry.has("working") else False,
        applies=_one(entry, "applies", Applies),
        source=entry.text("source"),
        url=entry.string("url") if entry.has("url") else "",
        confidence=_one(entry, "confidence", Trust),
        told=entry.flag("told") if entry.has("told") else False,
        unless=frozenset(entry.strings("unless")) if entry.has("unless") else frozenset(),
    )


def _one(entry: Pack, key: str, choices: type[Choice]) -> Choice:
    try:
        return choices(entry.string(key))
    except ValueError as error:
        raise entry.wrong(key, str(error)) from None


def _level(entry: Pack) -> Level:
    danger, other = (entry.amount(key) for key in ("danger_minutes", "other_minutes"))
    if not danger or not other:
        raise entry.wrong("danger_minutes", "a level needs time to act in")
    return Level(frozenset(entry.strings("roles")), timedelta(minutes=danger), timedelta(minutes=other))


def _days_off(entry: Pack) -> DaysOff:
    weekend = frozenset(entry.numbers("weekend"))
    if not weekend < set(range(7)):
        raise entry.wrong("weekend", "numbers from 0 (Monday) to 6, and not all of them")
    return DaysOff(
        weekend=weekend,
        fixed=frozenset(_month_day(entry, text) for text in entry.strings("fixed")),
        easter=entry.numbers("orthodox_easter"),
        moved=entry.flag("moved"),
        suspended=tuple(_suspended(entry.tables("suspended"))) if entry.has("suspended") else (),
    )


def _suspended(entries: Iterable[Pack]) -> Iterable[tuple[date, date | None]]:
    for entry in entries:
        since, until = entry.day("since"), entry.day("until") if entry.has("until") else None
        if until and until < since:
            raise entry.wrong("until", "it ends before it begins")
        yield since, until


def _month_day(entry: Pack, text: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year
    except ValueError:
        raise entry.wrong("fixed", f"{text} is no month and day (MM-DD)") from None
    return day.month, day.day


def _hour(pack: Pack) -> int:
    hour = pack.amount("digest_hour")
    if hour > 23 or hour != int(hour):
        raise pack.wrong("digest_hour", "a whole hour from 0 to 23")
    return int(hour)
