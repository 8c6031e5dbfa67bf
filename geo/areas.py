"""Areas of the first level: their codes, their names, and how what people write is matched to them."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GeoError
from geo.text import Text

COLUMNS = (
    "code",
    "iso",
    "koatuu",
    "pcode",
    "kind",
    "name_uk",
    "name_en",
    "short_uk",
    "short_en",
    "genitive_uk",
    "genitive_en",
    "locative_uk",
    "locative_en",
    "aliases",
    "km2_official",
    "population_published",
    "label_dx",
    "label_dy",
)
APOSTROPHES = re.compile("['`´‘’‛ʹʼʻ′\"“”«»]")
SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Area:
    """One area of the first level of a country.

    `code` is the code used in all data and addresses; `iso` ISO 3166-2; `koatuu` the code before 2020; `pcode` the
    code of the humanitarian data sets. `genitive` goes after a noun ("children of ..."), `locative` carries its own
    preposition ("in ..."). `label_offset` moves the map label, in km east and north.
    """

    code: str
    iso: str
    koatuu: str
    pcode: str
    kind: str
    name: Text
    short: Text
    genitive: Text
    locative: Text
    aliases: tuple[str, ...]
    km2_official: int
    population_published: bool
    label_offset: tuple[float, float]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every code and name this area may be called by."""
        codes = (self.code, self.iso, self.koatuu, self.koatuu.lstrip("0"), self.pcode)
        texts = (self.name, self.short, self.genitive, self.locative)
        return (*codes, *(words for text in texts for words in (text.uk, text.en)), *self.aliases)


def read_areas(path: Path) -> tuple[Area, ...]:
    """The areas of a pack's areas.csv, in the file's order. Raises GeoError naming the line at fault."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise GeoError(file=path.name, wrong="columns", found=reader.fieldnames, expected=list(COLUMNS))
        areas = tuple(_area(row, path.name, number) for number, row in enumerate(reader, start=2))
    for column in ("code", "iso", "koatuu", "pcode"):
        _unique(path.name, column, (getattr(area, column) for area in areas))
    return areas


def fold(text: str, words: Mapping[str, str]) -> str:
    """`text` made comparable: no case, apostrophes or punctuation, single spaces, each of `words` replaced."""
    plain = SEPARATORS.sub(" ", APOSTROPHES.sub("", unicodedata.normalize("NFC", text).casefold()))
    return " ".join(words.get(word, word) for word in plain.split())


def _area(row: Mapping[str, str | None], file: str, line: int) -> Area:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    empty = [column for column in COLUMNS if not cells[column] and column != "aliases"]
    if empty or None in row:
        raise GeoError(file=file, line=line, wrong="cells are empty or too many", columns=empty)
    if cells["population_published"] not in ("0", "1"):
        raise GeoError(file=file, line=line, column="population_published", value=cells["population_published"])
    return Area(
        code=cells["code"],
        iso=cells["iso"],
        koatuu=cells["koatuu"],
        pcode=cells["pcode"],
        kind=cells["kind"],
        name=Text(cells["name_uk"], cells["name_en"]),
        short=Text(cells["short_uk"], cells["short_en"]),
        genitive=Text(cells["genitive_uk"], cells["genitive_en"]),
        locative=Text(cells["locative_uk"], cells["locative_en"]),
        aliases=tuple(alias.strip() for alias in cells["aliases"].split(";") if alias.strip()),
        km2_official=int(_number(cells["km2_official"], file, line, "km2_official")),
        population_published=cells["population_published"] == "1",
        label_offset=(
            _number(cells["label_dx"], file, line, "label_dx"),
            _number(cells["label_dy"], file, line, "label_dy"),
        ),
    )


def _number(value: str, file: str, line: int, column: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise GeoError(file=file, line=line, column=column, value=value, wrong="not a number") from None


def _unique(file: str, column: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise GeoError(file=file, column=column, value=value, wrong="used twice")
        seen.add(value)
