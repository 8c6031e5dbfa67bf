"""Read every indicator: `<code>.toml` says what it means, `<code>.sql` says how it is counted."""

import functools
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from data.errors import CatalogueError, UnknownIndicator
from data.filters import DIMENSIONS, Population
from data.indicators.model import Denominator, Direction, Indicator, Kind, Unit
from geo.text import Text

FOLDER = Path(__file__).parent
TEXTS = ("label", "short", "question", "definition", "formula", "caveat", "source")
FIELDS = frozenset(Indicator.__dataclass_fields__) - {"code", "sql", "classes_by"}
E = TypeVar("E", bound=StrEnum)


@functools.cache
def catalogue() -> Mapping[str, Indicator]:
    """Every indicator by its code, in alphabetical order. Raises CatalogueError naming the file and the field."""
    return MappingProxyType(read(FOLDER))


def indicator(code: str) -> Indicator:
    """The indicator with this code. Raises UnknownIndicator."""
    try:
        return catalogue()[code]
    except KeyError:
        raise UnknownIndicator(code=code[:60]) from None


def read(folder: Path) -> dict[str, Indicator]:
    """All `<code>.toml` + `<code>.sql` pairs of a folder. Raises CatalogueError, also for one half of a pair."""
    stems = sorted({path.stem for pattern in ("*.toml", "*.sql") for path in folder.glob(pattern)})
    return {stem: _Reader(folder, stem).indicator() for stem in stems}


class _Reader:
    """Reads one pair, field by field, so that an error can name its field."""

    def __init__(self, folder: Path, code: str) -> None:
        self.path, self.code = folder / f"{code}.toml", code
        try:
            self.told = tomllib.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CatalogueError(file=self.path.name, field="", reason=str(error)) from error

    def indicator(self) -> Indicator:
        for name in sorted(FIELDS.symmetric_difference(set(self.told) - {"classes_by"})):
            raise self.wrong(name, "missing" if name in FIELDS else "unknown")
        texts = {name: self.text(name) for name in TEXTS}
        return Indicator(
            code=self.code,
            sql=self.sql(),
            kind=self.one("kind", Kind),
            unit=self.one("unit", Unit),
            decimals=self.number("decimals"),
            direction=self.one("direction", Direction),
            denominator=self.one("denominator", Denominator),
            populations=self.populations(),
            breakdowns=self.members("breakdowns", frozenset(DIMENSIONS)),
            fixes=self.fixes(),
            classes=self.bounds("classes", self.told["classes"]),
            classes_by=self.classes_by(),
            corresponds=self.line("corresponds"),
            group=self.line("group"),
            **texts,
        )

    def wrong(self, field: str, reason: str) -> CatalogueError:
        return CatalogueError(file=self.path.name, field=field, reason=reason)

    def sql(self) -> str:
        path = self.path.with_suffix(".sql")
        try:
            return path.read_text("utf-8")
        except OSError as error:
            raise CatalogueError(file=path.name, field="", reason=str(error)) from error

    def text(self, name: str) -> Text:
        told = self.told[name]
        if not isinstance(told, dict) or set(told) != {"uk", "en"}:
            raise self.wrong(name, "needs uk and en")
        for lang, words in told.items():
            if not isinstance(words, str) or not words.strip() or words != words.strip():
                raise self.wrong(f"{name}.{lang}", "needs words without spaces around them")
        return Text(**told)

    def line(self, name: str) -> str:
        if not isinstance(self.told[name], str):
            raise self.wrong(name, "needs a text")
        return str(self.told[name])

    def number(self, name: str) -> int:
        told = self.told[name]
        if type(told) is not int or not 0 <= told <= 3:
            raise self.wrong(name, "needs a whole number from 0 to 3")
        return told

    def one(self, name: str, kind: type[E]) -> E:
        try:
            return kind(self.told[name])
        except ValueError:
            raise self.wrong(name, f"needs one of {', '.join(kind)}") from None

    def members(self, name: str, allowed: frozenset[str]) -> tuple[str, ...]:
        told = self.told[name]
        if not isinstance(told, list) or not set(told) <= allowed or len(set(told)) != len(told):
            raise self.wrong(name, f"needs a list of {', '.join(sorted(allowed))}, each once")
        return tuple(told)

    def populations(self) -> tuple[Population, ...]:
        codes = self.members("populations", frozenset(Population))
        if not codes:
            raise self.wrong("populations", "needs at least one")
        return tuple(Population(code) for code in codes)

    def fixes(self) -> tuple[str, ...]:
        fixed = self.members("fixes", frozenset({*DIMENSIONS, "population"}))
        if set(fixed) & set(self.told["breakdowns"]):
            raise self.wrong("fixes", "what the SQL decides cannot be a breakdown")
        return fixed

    def classes_by(self) -> tuple[tuple[Population, tuple[float, ...]], ...]:
        told = self.told.get("classes_by", {})
        if not isinstance(told, dict) or not set(told) <= set(self.told["populations"][1:]):
            raise self.wrong("classes_by", "needs a table of populations other than the first")
        return tuple((Population(code), self.bounds(f"classes_by.{code}", told[code])) for code in told)

    def bounds(self, name: str, told: object) -> tuple[float, ...]:
        if not isinstance(told, list) or len(told) != 4 or not all(type(bound) in (int, float) for bound in told):
            raise self.wrong(name, "needs four numbers")
        if sorted(set(told)) != told:
            raise self.wrong(name, "needs rising numbers")
        return tuple(float(bound) for bound in told)
