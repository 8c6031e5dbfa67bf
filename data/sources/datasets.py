"""The import contract: what one row of each dataset is, its columns, and what headings they may have.

Each dataset is one file, datasets/<dataset>.toml; those files are the data dictionary too.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.errors import CatalogueError
from geo.areas import fold
from geo.text import Text

FOLDER = Path(__file__).parent / "datasets"
# And code:<category of the vocabulary>, place:<level of the country below the areas>. An event_value is what its row's
# event asks for.
KINDS = frozenset(
    ("text", "area", "area_or_country", "choice", "day", "month", "integer", "number", "yes_no", "url", "event_value")
)
# Datasets that others refer to are read first.
ORDER = (
    "vocabulary", "institutions", "institution_events", "placements", "returns", "family_care", "population",
    "services", "published", "targets", "milestones", "territory_status", "rollout", "incidents", "nil_returns",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One allowed code of a column whose codes are fixed, and what people write for it."""

    code: str
    label: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column.

    `kind` is one of KINDS, `code:<category>` or `place:<level>`. `signed` numbers may be below zero. `refers` names
    the dataset whose first key column holds the values allowed here. `choices` are the codes of kind `choice`.
    """

    code: str
    kind: str
    required: bool
    signed: bool
    refers: str
    label: Text
    synonyms: tuple[str, ...]
    description: Text
    choices: tuple[Choice, ...]

    @property
    def category(self) -> str:
        """The vocabulary's category of a `code:` column, else empty."""
        return self.kind.removeprefix("code:") if self.kind.startswith("code:") else ""

    @property
    def level(self) -> str:
        """The country's level of a `place:` column, else empty."""
        return self.kind.removeprefix("place:") if self.kind.startswith("place:") else ""

    @property
    def headings(self) -> frozenset[str]:
        """Every heading the column is known by, folded."""
        return frozenset(fold(name, {}) for name in (self.code, self.label.uk, self.label.en, *self.synonyms))


@dataclass(frozen=True)
class Dataset:
    """One kind of file. `key` names the columns that together occur once; `row` says what one row is."""

    code: str
    label: Text
    row: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, code: str) -> Column:
        """The column with this code. Raises KeyError."""
        return {column.code: column for column in self.columns}[code]


@cache
def datasets() -> Mapping[str, Dataset]:
    """All datasets by code, those that others refer to first. Raises CatalogueError naming the file at fault."""
    return MappingProxyType({code: _read(FOLDER / f"{code}.toml") for code in ORDER})


def _read(path: Path) -> Dataset:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(_column(entry) for entry in given["columns"])
        dataset = Dataset(path.stem, _text(given["label"]), _text(given["row"]), tuple(given["key"]), columns)
    except (KeyError, OSError, ValueError) as error:
        raise CatalogueError(file=path.name, wrong=repr(error)) from error
    _require(path, bool(dataset.key) and set(dataset.key) <= {column.code for column in columns}, "key")
    headings = [heading for column in columns for heading in column.headings]
    _require(path, len(headings) == len(set(headings)), "two columns share a heading")
    return dataset


def _column(given: Mapping[str, Any]) -> Column:
    kind = str(given["kind"])
    if kind not in KINDS and not kind.startswith(("code:", "place:")):
        raise ValueError(f"{given['code']}: no kind {kind}")
    choices = tuple(Choice(c["code"], _text(c), tuple(c["synonyms"])) for c in given.get("choices", ()))
    if (kind == "choice") != bool(choices):
        raise ValueError(f"{given['code']}: choices go with kind choice")
    return Column(
        code=given["code"],
        kind=kind,
        required=given.get("required", False),
        signed=given.get("signed", False),
        refers=given.get("refers", ""),
        label=_text(given["label"]),
        synonyms=tuple(given["synonyms"]),
        description=_text(given["description"]),
        choices=choices,
    )


def _text(given: Mapping[str, str]) -> Text:
    return Text(given["uk"], given["en"])


def _require(path: Path, good: bool, wrong: str) -> None:
    if not good:
        raise CatalogueError(file=path.name, wrong=wrong)
