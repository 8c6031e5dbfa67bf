"""Places below the first level: raions, hromadas or what a country calls them; their codes, names and parents."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from geo.areas import fold
from geo.errors import GeoError, UnknownPlace
from geo.pack import Pack
from geo.text import Text

COLUMNS = ("code", "pcode", "parent", "name_uk", "name_en", "short_uk", "short_en", "aliases", "seat")


@dataclass(frozen=True)
class Place:
    """One place of a level below the first.

    `code` is the code used in data and addresses, `pcode` that of the humanitarian data sets, `parent` the code of the
    place or area it lies in. `aliases` are earlier and other names; `seat`: its parent is governed from here.
    """

    code: str
    pcode: str
    parent: str
    name: Text
    short: Text
    aliases: tuple[str, ...]
    seat: bool

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every code and name it may be called by."""
        return (self.code, self.pcode, *(text for one in (self.name, self.short) for text in (one.uk, one.en)),
                *self.aliases)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """A level of the country: 2 lies in the areas, 3 in 2. `code` names its column in data and its files in the pack.

    `shaped`: the pack promises a boundary for every place; otherwise boundaries are used if somebody puts them there.
    `approximate`: the boundaries are rebuilt, which is said under every map.
    """

    number: int
    code: str
    name: Text
    shaped: bool
    approximate: bool
    attribution: Text
    places: tuple[Place, ...]

    @property
    def layer(self) -> str:
        """The file of its boundaries in the pack."""
        return f"{self.code}s.geojson"


@dataclass(frozen=True, eq=False)
class Places:
    """All levels below the first, and how their places are found."""

    levels: tuple[Level, ...]
    _words: Mapping[str, str] = field(repr=False)
    _by_code: Mapping[str, Place] = field(repr=False)
    _levels: Mapping[str, int] = field(repr=False)
    _children: Mapping[str, tuple[Place, ...]] = field(repr=False)
    _spelled: Mapping[str, tuple[Place, ...]] = field(repr=False)

    def place(self, code: str) -> Place:
        """The place with this code. Raises UnknownPlace."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownPlace(code=code[:60]) from None

    def knows(self, code: str) -> bool:
        """Whether some level has this code."""
        return code in self._by_code

    def level_of(self, code: str) -> int:
        """The number of a place's level; 1 for whatever is none of them."""
        return self._levels.get(code, 1)

    def children_of(self, code: str) -> tuple[Place, ...]:
        """The places right inside an area or a place, in the pack's order; none where it is not divided."""
        return self._children.get(code, ())

    def line(self, code: str) -> tuple[str, ...]:
        """The codes from the first-level area down to this one, itself included."""
        steps = [code]
        while steps[0] in self._by_code:
            steps.insert(0, self._by_code[steps[0]].parent)
        return tuple(steps)

    def named(self, text: str, level: int, within: str = "") -> tuple[Place, ...]:
        """The places of a level that `text` names by code or name, inside `within`; several: namesakes."""
        found = self._spelled.get(fold(text, self._words), ())
        return tuple(
            one for one in found if self._levels[one.code] == level and (not within or within in self.line(one.code))
        )


def read_levels(pack: Pack, folder: Path, areas: Iterable[str], words: Mapping[str, str]) -> Places:
    """The levels a pack declares, none if it declares none. Raises GeoError naming file and line of what is wrong."""
    levels = tuple(_level(entry, folder) for entry in pack.tables("levels")) if pack.has("levels") else ()
    above = frozenset(areas)
    for number, level in enumerate(levels, start=2):
        if level.number != number:
            raise pack.wrong("levels", f"level {number} is missing")
        for line, place in enumerate(level.places, start=2):
            if place.parent not in above:
                raise GeoError(file=f"{level.code}s.csv", line=line, wrong="no such parent", value=place.parent)
        above = frozenset(place.code for place in level.places)
    return _found(levels, words)


def read_places(path: Path) -> tuple[Place, ...]:
    """The places of one level's file, in its order. Raises GeoError naming the line at fault."""
    places = []
    for line, row in rows_of(path):
        empty = [column for column in COLUMNS if not row[column] and column not in ("aliases", "seat")]
        if empty:
            raise GeoError(file=path.name, line=line, wrong="cells are empty", columns=empty)
        places.append(_place(row))
    codes = [place.code for place in places]
    if len(set(codes)) < len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise GeoError(file=path.name, column="code", wrong="used twice", values=twice)
    return tuple(places)


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row. Raises GeoError if the file cannot be read or has other columns."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise GeoError(file=path.name, wrong="columns", found=reader.fieldnames, expected=list(COLUMNS))
            for line, row in enumerate(reader, start=2):
                yield line, {column: (row.get(column) or "").strip() for column in COLUMNS}
    except (OSError, UnicodeDecodeError) as error:
        raise GeoError(file=path.name, wrong=str(error)) from error


def _level(entry: Pack, folder: Path) -> Level:
    code = entry.string("code")
    if not code.isidentifier():
        raise entry.wrong("code", "not a plain word")
    return Level(
        number=entry.whole("number"), code=code, name=entry.text("name"), shaped=entry.flag("shapes"),
        approximate=entry.flag("approximate"), attribution=entry.text("attribution"),
        places=read_places(folder / f"{code}s.csv"),
    )  # fmt: skip


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"], pcode=row["pcode"], parent=row["parent"], name=Text(row["name_uk"], row["name_en"]),
        short=Text(row["short_uk"], row["short_en"]),
        aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()), seat=row["seat"] == "1",
    )  # fmt: skip


def _found(levels: tuple[Level, ...], words: Mapping[str, str]) -> Places:
    by_code: dict[str, Place] = {}
    numbers: dict[str, int] = {}
    children: dict[str, list[Place]] = {}
    spelled: dict[str, list[Place]] = {}
    for level in levels:
        for place in level.places:
            by_code[place.code], numbers[place.code] = place, level.number
            children.setdefault(place.parent, []).append(place)
            for key in _keys(place, level, words):
                spelled.setdefault(key, []).append(place)
    return Places(
        levels, words, MappingProxyType(by_code), MappingProxyType(numbers),
        MappingProxyType({code: tuple(found) for code, found in children.items()}),
        MappingProxyType({key: tuple(found) for key, found in spelled.items()}),
    )  # fmt: skip


def _keys(place: Place, level: Level, words: Mapping[str, str]) -> set[str]:
    """A place's folded spellings; other names also with the level's word after them."""
    keys = {fold(spelling, words) for spelling in place.spellings}
    return keys | {fold(f"{one} {word}", words) for one in place.aliases for word in (level.name.uk, level.name.en)}
