"""Text → types: `raw_<dataset>` becomes `staged.<dataset>`, and every cell that could not be understood a finding."""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from data.sources.datasets import Column, Dataset
from data.sources.mapping import SEPARATOR, Vocabulary, resolver
from data.sources.statements import statement
from geo.countries import Country
from geo.text import Text

READ_IN_SQL = ("day", "month", "integer", "number", "url")
TYPES = {"day": "date", "month": "date", "integer": "bigint", "number": "double", "yes_no": "boolean"}


def type_dataset(connection: DuckDBPyConnection, dataset: Dataset, country: Country, vocabulary: Vocabulary) -> None:
    """Make `staged.<dataset>` of `raw_<dataset>`, and put what is wrong with single cells into `found`.

    Findings: empty (a required cell), misread, negative, repeated (a key that occurred before).
    """
    names = connection.execute(statement("columns_of", dataset=dataset.code)).fetchall()
    present = {name for (name,) in names}
    columns = [column for column in dataset.columns if column.code in present]
    spelled = [column for column in columns if _resolve(connection, dataset, column, country, vocabulary)]
    chosen = ", ".join(_typed(column, present, column in spelled) for column in dataset.columns)
    joins = " ".join(_join(dataset, column) for column in spelled)
    connection.execute(statement("typed", dataset=dataset.code, columns=chosen, joins=joins))
    for column in columns:
        for finding in _findings(column, column in spelled):
            sql = statement(finding, dataset=dataset.code, joins=_join(dataset, column), column=column.code)
            connection.execute(sql, _where(dataset, column))
    _find_repeated(connection, dataset)


def find_orphans(connection: DuckDBPyConnection, dataset: Dataset, typed: Mapping[str, Dataset]) -> None:
    """Add to `found` every cell of `dataset` that refers to a row that a present dataset does not have."""
    for column in dataset.columns:
        if column.refers in typed:
            names = {"there": column.refers, "key": typed[column.refers].key[0], "column": column.code}
            connection.execute(statement("orphan", dataset=dataset.code, **names), _where(dataset, column))


def vocabulary_of(connection: DuckDBPyConnection) -> dict[str, dict[str, Text]]:
    """The staged vocabulary: category → code → label."""
    labels: dict[str, dict[str, Text]] = {}
    for category, code, uk, en in connection.execute(statement("vocabulary")).fetchall():
        labels.setdefault(category, {})[code] = Text(uk or code, en or code)
    return labels


def _where(dataset: Dataset, column: Column) -> dict[str, str]:
    return {"dataset": dataset.code, "column": column.code, "kind": column.kind}


def _findings(column: Column, spelled: bool) -> list[str]:
    """The statements that look for what can be wrong with a cell of this column."""
    findings = ["misread_spelling"] if spelled else ["misread"] if column.kind in READ_IN_SQL else []
    if column.required:
        findings.append("empty")
    if column.kind in ("integer", "number") and not column.signed:
        findings.append("negative")
    return findings


def _spelling(column: Column) -> str:
    """The text a resolver is asked about."""
    cell = f'raw."{column.code}"'
    beside = "event" if column.kind == "event_value" else "region" if column.level else ""
    return f'raw."{beside}" || chr({ord(SEPARATOR)}) || {cell}' if beside else cell


def _resolve(
    connection: DuckDBPyConnection, dataset: Dataset, column: Column, country: Country, vocabulary: Vocabulary
) -> bool:
    """Understand every distinct spelling once; False if the column's kind needs no resolver."""
    understand = resolver(dataset, column, country, vocabulary)
    if understand is None:
        return False
    sql = statement("spellings", dataset=dataset.code, spelling=_spelling(column))
    rows: list[tuple[object, ...]] = []
    for (text,) in connection.execute(sql).fetchall():
        one = understand(text)
        rows.append((dataset.code, column.code, text, one.value, one.good, one.hint.uk, one.hint.en))
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        marks = ", ".join("(?, ?, ?, ?, ?, ?, ?)" for _ in some)
        connection.execute("insert into resolved values " + marks, [value for row in some for value in row])
    return True


def _join(dataset: Dataset, column: Column) -> str:
    return statement("for_column", dataset=dataset.code, column=column.code, spelling=_spelling(column))


def _typed(column: Column, present: set[str], spelled: bool) -> str:
    kind = TYPES.get(column.kind, "varchar")
    if column.code not in present:
        return f'null::{kind} as "{column.code}"'
    if spelled:
        return f'"for_{column.code}".value::{kind} as "{column.code}"'
    macro = f"typed_{column.kind}" if column.kind in READ_IN_SQL else ""
    return f'{macro}(raw."{column.code}") as "{column.code}"'


def _find_repeated(connection: DuckDBPyConnection, dataset: Dataset) -> None:
    names = {
        "key": ", ".join(f'"{part}"' for part in dataset.key),
        "here": ", ".join(f'here."{part}"' for part in dataset.key),
        "same": " and ".join(f'here."{part}" is not distinct from keys."{part}"' for part in dataset.key),
    }
    sql = statement("repeated", dataset=dataset.code, first=dataset.key[0], **names)
    connection.execute(sql, _where(dataset, dataset.column(dataset.key[0])))
