"""Files of a folder → typed tables and a list of everything wrong with them."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from data.rules.catalogue import ANY, Rule, rules
from data.sources.datasets import datasets
from data.sources.messages import clip, filled
from data.sources.report import LISTED, Problem, Report, joined, listed, problem
from data.sources.stage import stage
from data.sources.statements import statement
from data.sources.typed import find_orphans, type_dataset, vocabulary_of
from geo.countries import Country
from geo.text import Text

Progress = Callable[[str, float], None]
KINDS = Path(__file__).with_name("kinds.sql")
REFERENCE = Path(__file__).parents[1] / "reference"
# Of a whole check's time, reading files takes about this share.
READING = 0.8


def stage_and_check(
    connection: DuckDBPyConnection,
    files: Mapping[str, Path],
    country: Country,
    covers_to: date | None,
    progress: Progress = lambda _what, _share: None,
) -> Report:
    """Read `files` (dataset → path), type them into tables `staged.<dataset>`, and check them by every rule.

    Each table has `row_number` INTEGER and exactly the dataset's columns: day and month DATE (a month is its first
    day), yes_no BOOLEAN, integer BIGINT, number DOUBLE, all else VARCHAR; areas are the country's area codes (or its
    ISO code where the whole country is allowed), codes those of the vocabulary, whatever spelling the file used.
    Columns the file lacks are NULL. A dataset that cannot be read has no table. The country's own vocabulary is used
    if `files` has none. Nothing is raised for bad files: everything is in the Report; `report.errors` empty means the
    tables may be used. `progress` gets a dataset's code, then "rules", and 0–1.
    """
    connection.execute(KINDS.read_text(encoding="utf-8"))
    given = {"vocabulary": REFERENCE / country.code / "vocabulary.csv", **files}
    given = {code: given[code] for code in datasets() if code in given and (code in files or given[code].is_file())}
    reports, present = [_unknown(files)], []
    for done, (code, path) in enumerate(given.items()):
        progress(code, READING * done / len(given))
        report = stage(connection, datasets()[code], path)
        reports.append(report)
        if code in report.rows:
            words = vocabulary_of(connection) if "vocabulary" in present else {}
            type_dataset(connection, datasets()[code], country, words)
            connection.execute(f"drop table raw_{code}")
            present.append(code)
    progress("rules", READING)
    names = {code: path.name for code, path in given.items()}
    checked = joined([*reports, check(connection, present, country, covers_to, names)])
    progress("rules", 1.0)
    return checked


def check(
    connection: DuckDBPyConnection,
    present: Collection[str],
    country: Country,
    covers_to: date | None,
    names: Mapping[str, str],
) -> Report:
    """What the rules find in the typed tables of the datasets `present`. `names` gives each one's file name."""
    for code in present:
        find_orphans(connection, datasets()[code], {one: datasets()[one] for one in present})
    _set_variables(connection, country, covers_to)
    know_places(connection, country)
    reports = []
    for rule in rules().values():
        if {rule.dataset, *rule.needs} <= {ANY, *present}:
            reports.append(_broken(connection, rule, names))
    return joined(reports)


def dataset_of(path: Path) -> str | None:
    """The dataset a file is named after ("placements.csv", "placements 2026-Q3.xlsx"), or None."""
    stem = path.stem.casefold()
    return max((code for code in datasets() if stem.startswith(code)), key=len, default=None)


def _unknown(files: Mapping[str, Path]) -> Report:
    """Files given for no dataset there is."""
    known = ", ".join(datasets())
    wrong = [(code, path) for code, path in files.items() if code not in datasets()]
    return listed(
        [problem("unknown_dataset", file=path.name, dataset="", value=code, detail=known) for code, path in wrong]
    )


def _broken(connection: DuckDBPyConnection, rule: Rule, names: Mapping[str, str]) -> Report:
    """The rows that break one rule: the first LISTED of each dataset, and how many there are."""
    one = rule.dataset != ANY
    sql = statement("of_one_dataset", dataset=rule.dataset, rule=rule.sql) if one else rule.sql
    cursor = connection.execute(statement("broken", rule=sql, listed=LISTED))
    columns = [column[0] for column in cursor.description or ()]
    problems, totals = [], {}
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        totals[row["dataset"], rule.code] = int(row["total"])
        problems.append(_worded(rule, row, names.get(row["dataset"], row["dataset"])))
    return Report(tuple(problems), {}, totals)


def _worded(rule: Rule, row: Mapping[str, Any], file: str) -> Problem:
    value = clip("" if row["value"] is None else str(row["value"]))
    detail = Text(*(_plain(row.get(f"detail_{lang}", row.get("detail"))) for lang in ("uk", "en")))
    column = next((c for c in datasets()[row["dataset"]].columns if c.code == row["column_name"]), None)
    label = column.label if column else Text(row["column_name"], row["column_name"])
    message = filled(rule.message, value=value, detail=detail, column=label)
    remedy = filled(rule.remedy, value=value, detail=detail, column=label)
    code = row["column_name"]
    return Problem(file, row["dataset"], row["row_number"], code, value, rule.code, rule.severity, message, remedy)


def _plain(detail: object) -> str:
    return "" if detail is None else str(detail)


def _set_variables(connection: DuckDBPyConnection, country: Country, covers_to: date | None) -> None:
    today = date.today()
    for name, day in (("today", today), ("covers_to", covers_to or today)):
        connection.execute(f"set variable {name} = date '{day.isoformat()}'")
    for name, degrees in zip(("west", "south", "east", "north"), bounds(country.folder), strict=True):
        connection.execute(f"set variable {name} = {'null' if degrees is None else degrees}")


def know_places(connection: DuckDBPyConnection, country: Country) -> None:
    """Make the table `known_places`: every place below the first level (code), its parent, the area it lies in."""
    lines = [country.places.line(place.code) for level in country.places.levels for place in level.places]
    columns = {
        "code": [line[-1] for line in lines],
        "parent": [line[-2] for line in lines],
        "area": [line[0] for line in lines],
    }
    named = ", ".join(f"unnest(${name}::varchar[]) as {name}" for name in columns)
    connection.execute(f"create or replace table known_places as select {named}", columns)


@cache
def bounds(pack: Path) -> tuple[float | None, float | None, float | None, float | None]:
    """West, south, east and north end of the country in degrees, from its boundaries; None without boundaries."""
    path = pack / "boundaries_lo.geojson"
    if not path.is_file():
        return (None, None, None, None)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    points = [point for feature in features for point in _points(feature["geometry"]["coordinates"])]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _points(part)
