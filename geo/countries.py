"""Countries: everything the portal knows of one comes from its pack, the folder geo/countries/<code>."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from geo.areas import Area, fold, read_areas
from geo.errors import GeoError, UnknownArea, UnknownCountry, UnknownPlace
from geo.pack import Pack
from geo.places import Place, Places, read_levels
from geo.text import Lang, Text

FOLDER = Path(__file__).parent / "countries"


@dataclass(frozen=True)
class Emergency:
    """A telephone number to call when a child is in danger, as it is printed."""

    code: str
    number: str
    name: Text


@dataclass(frozen=True)
class Required:
    """A point, in degrees, that must lie inside the boundaries of an area."""

    area: str
    longitude: float
    latitude: float


@dataclass(frozen=True, eq=False)
class Country:
    """A country, its areas of the first level, and the places of the levels below.

    `code` names the pack, `iso` stands for the whole country in data. `ministries` and `facility_types` are codes in
    the order of menus; `owner_of` gives a type's usual ministry. `protected_areas` are the codes of areas whose
    institutions are published without coordinates. `reference_dates` are days on which national figures were
    published; `break_dates` days after which series do not continue. `projection` is a PROJ string in km.
    `required` are points that the boundaries must hold inside an area, whatever map they came from.
    """

    code: str
    iso: str
    name: Text
    genitive: Text
    locative: Text
    area_word: Text
    projection: str
    time_zone: str
    languages: tuple[Lang, ...]
    areas: tuple[Area, ...]
    folder: Path
    ministries: tuple[str, ...]
    ministry_names: Mapping[str, Text]
    ministry_short: Mapping[str, Text]
    facility_types: tuple[str, ...]
    owner_of: Mapping[str, str]
    emergency: tuple[Emergency, ...]
    protected_areas: frozenset[str]
    reference_dates: tuple[date, ...]
    break_dates: tuple[date, ...]
    borders_note: Text
    attribution: Text
    places: Places
    required: tuple[Required, ...]
    _words: Mapping[str, str] = field(repr=False)
    _by_code: Mapping[str, Area] = field(repr=False)
    _by_spelling: Mapping[str, str] = field(repr=False)

    def area(self, code: str) -> Area:
        """The area with this code. Raises UnknownArea; names and other codes go through `resolve`."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownArea(country=self.code, code=code) from None

    def level(self, number: int) -> tuple[Area, ...] | tuple[Place, ...]:
        """The areas (1) or the places of a lower level; none if the country has no such level."""
        if number == 1:
            return self.areas
        return next((level.places for level in self.places.levels if level.number == number), ())

    def raion(self, code: str) -> Place:
        """The second-level place with this code. Raises UnknownPlace."""
        place = self.places.place(code)
        if self.places.level_of(code) != 2:
            raise UnknownPlace(code=code)
        return place

    def children_of(self, code: str) -> tuple[Area, ...] | tuple[Place, ...]:
        """What lies right inside the country (its ISO code), an area or a place; nothing where it is not divided."""
        return self.areas if code == self.iso else self.places.children_of(code)

    def resolve(self, text: str) -> str | None:
        """The code of the area `text` names in any accepted code or spelling, case and apostrophes apart; else None."""
        return self._by_spelling.get(fold(text, self._words))


@cache
def country(code: str = "ua") -> Country:
    """The country whose pack is geo/countries/<code>. Raises UnknownCountry, or GeoError if the pack is malformed."""
    folder = FOLDER / code
    if not code.isidentifier() or not (folder / "country.toml").is_file():
        raise UnknownCountry(code=code, known=sorted(path.parent.name for path in FOLDER.glob("*/country.toml")))
    return read_country(folder)


def read_country(folder: Path) -> Country:
    """The country described by the pack in `folder`. Raises GeoError naming file and key of whatever is wrong."""
    pack = Pack.read(folder / "country.toml")
    areas = read_areas(folder / "areas.csv")
    spelling = pack.table("spelling")
    words = spelling.string_map("words")
    ministries = pack.tables("ministries")
    owned = pack.strings_map("facility_types")
    return Country(
        code=pack.string("code"),
        iso=pack.string("iso"),
        name=pack.text("name"),
        genitive=pack.text("genitive"),
        locative=pack.text("locative"),
        area_word=pack.text("area_word"),
        projection=pack.string("projection"),
        time_zone=pack.string("time_zone"),
        languages=_languages(pack),
        areas=areas,
        folder=folder,
        ministries=tuple(entry.string("code") for entry in ministries),
        ministry_names=MappingProxyType({entry.string("code"): entry.text("name") for entry in ministries}),
        ministry_short=MappingProxyType({entry.string("code"): entry.text("short") for entry in ministries}),
        facility_types=tuple(kind for kinds in owned.values() for kind in kinds),
        owner_of=MappingProxyType({kind: owner for owner, kinds in owned.items() for kind in kinds}),
        emergency=tuple(_emergency(entry) for entry in pack.tables("emergency")),
        protected_areas=_protected(pack, areas),
        reference_dates=pack.dates("reference_dates"),
        break_dates=pack.dates("break_dates"),
        borders_note=pack.text("borders_note"),
        attribution=pack.text("attribution"),
        required=_required(pack, areas),
        _words=words,
        _by_code=MappingProxyType({area.code: area for area in areas}),
        _by_spelling=_spellings(areas, words, spelling.strings_map("stems")),
        places=read_levels(pack, folder, (area.code for area in areas), words),
    )


def _languages(pack: Pack) -> tuple[Lang, ...]:
    try:
        return tuple(Lang(language) for language in pack.strings("languages"))
    except ValueError as error:
        raise pack.wrong("languages", str(error)) from None


def _emergency(entry: Pack) -> Emergency:
    return Emergency(entry.string("code"), entry.string("number"), entry.text("name"))


def _protected(pack: Pack, areas: Iterable[Area]) -> frozenset[str]:
    codes = frozenset(pack.strings("protected_areas"))
    if unknown := codes - {area.code for area in areas}:
        raise pack.wrong("protected_areas", f"no such areas: {sorted(unknown)}")
    return codes


def _required(pack: Pack, areas: Iterable[Area]) -> tuple[Required, ...]:
    entries = pack.tables("required") if pack.has("required") else ()
    found = tuple(Required(one.string("area"), one.number("longitude"), one.number("latitude")) for one in entries)
    if unknown := {one.area for one in found} - {area.code for area in areas}:
        raise pack.wrong("required", f"no such areas: {sorted(unknown)}")
    return found


def _spellings(
    areas: Iterable[Area], words: Mapping[str, str], stems: Mapping[str, tuple[str, ...]]
) -> Mapping[str, str]:
    """Folded spelling → area code. A spelling of one area may not be another's; names come before stems."""
    areas = tuple(areas)
    exact: dict[str, str] = {}
    for area in areas:
        for spelling in area.spellings:
            key = fold(spelling, words)
            if exact.setdefault(key, area.code) != area.code:
                raise GeoError(file="areas.csv", value=spelling, wrong="names two areas", areas=[exact[key], area.code])
    stemmed: dict[str, str] = {}
    for area in areas:
        for word in stems.get(area.kind, ()):
            for spelling in (area.short.uk, area.short.en, *area.aliases):
                key = f"{fold(spelling, words)} {word}"
                if key not in exact:
                    stemmed[key] = area.code
    return MappingProxyType({**stemmed, **exact})
