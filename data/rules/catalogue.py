"""The rules: `<code>.sql` gives the wrong rows, `<code>.toml` says what is wrong and how to mend it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.errors import CatalogueError
from data.sources.datasets import datasets
from data.sources.report import Severity
from geo.text import Text

FOLDER = Path(__file__).parent
ANY = "any"


@dataclass(frozen=True)
class Rule:
    """One rule about the rows of one dataset, or of ANY.

    `sql` is one select over tables `staged.<dataset>` (and, for single cells, `found`) that gives the wrong rows:
    row_number, column_name, value, and where it helps detail, or detail_uk and detail_en; a rule of ANY gives dataset
    too. Variables: covers_to and today, dates; west, south, east, north, degrees, NULL if the country has no
    boundaries. `needs` are further datasets; the rule rests while one is absent.
    """

    code: str
    sql: str
    dataset: str
    needs: tuple[str, ...]
    severity: Severity
    message: Text
    remedy: Text


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code. Raises CatalogueError naming the file at fault."""
    found = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}
    lonely = {path.stem for path in FOLDER.glob("*.sql")} - set(found)
    if lonely:
        raise CatalogueError(file=f"{min(lonely)}.sql", wrong="no toml beside it")
    return MappingProxyType(found)


def _read(path: Path) -> Rule:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        rule = Rule(
            code=path.stem,
            sql=path.with_suffix(".sql").read_text(encoding="utf-8").strip().removesuffix(";"),
            dataset=given["dataset"],
            needs=tuple(given.get("needs", ())),
            severity=Severity(given["severity"]),
            message=Text(given["message"]["uk"], given["message"]["en"]),
            remedy=Text(given["remedy"]["uk"], given["remedy"]["en"]),
        )
    except (KeyError, OSError, ValueError) as error:
        raise CatalogueError(file=path.name, wrong=repr(error)) from error
    if not {rule.dataset, *rule.needs} <= {ANY, *datasets()}:
        raise CatalogueError(file=path.name, wrong="names a dataset that does not exist")
    return rule
