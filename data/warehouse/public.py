"""Makes public.duckdb: cuts the exact counts into tables, attacks them, hides what tells, writes the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from data.attack import Family, Mask, Outcome, defend
from data.warehouse.programme import Programme, attack_newest

FOLDER = Path(__file__).parent
STOCK = ("ministry", "type", "age", "sex", "disability", "parents")
FLOW = ("ministry", "type", "age", "sex", "disability", "route", "reason", "destination")
STOCK_KEYS = ("on_date", "area", "population")
FLOW_KEYS = ("from_date", "to_date", "area", "population", "kind")
Attacked = Mapping[str, object]


def publish_tables(connection: DuckDBPyConnection, progress: Callable[[str, float], None]) -> Attacked:
    """Write every table of `public` from those of `internal`; returns what the attack found, for release.json."""
    for name in ("20_public_stock", "21_public_flows", "22_public_institutions"):
        _script(connection, name)
    progress("attack", 0.0)
    stock, programme = _defend_stock(connection)
    progress("attack", 0.5)
    families = (
        *_tables(connection, "flow_cells", FLOW_KEYS, FLOW),
        _areas(connection, "flow_cells", FLOW_KEYS, FLOW),
        *_quarters(connection),
    )
    flows = _defend(connection, "flow", "flow_cells", families)
    forms = _areas(connection, "family_care_cells", ("on_date",), ("form",))
    care = _defend(connection, "family_care", "family_care_cells", (forms,))
    progress("attack", 1.0)
    _script(connection, "30_publish")
    return {"stock": asdict(stock), "flows": asdict(flows), "family_care": asdict(care), "programme": asdict(programme)}


def _defend_stock(connection: DuckDBPyConnection) -> tuple[Outcome, Programme]:
    """Stocks and the institutions within them together; the newest day by linear programme too."""
    counts, sensitive = _cells(connection, "stock_cells")
    institutions, plain = _cells(connection, "institution_cells")
    families = (
        *_tables(connection, "stock_cells", STOCK_KEYS, STOCK),
        _areas(connection, "stock_cells", STOCK_KEYS, STOCK),
        _family(connection, "sums_of_institutions", {"offset": len(counts)}),
    )
    every, flags = np.concatenate([counts, institutions]), np.concatenate([sensitive, plain])
    extra, outcome = defend(every, flags, families)
    wider, programme = attack_newest(connection, counts, sensitive, extra[: len(counts)])
    if programme.pinned:
        extra[: len(counts)] |= wider
        again, outcome = defend(every, flags, families, extra)
        extra |= again
    _keep(connection, "stock", extra[: len(counts)])
    _keep(connection, "institution", extra[len(counts) :])
    return outcome, programme


def _defend(connection: DuckDBPyConnection, name: str, table: str, families: tuple[Family, ...]) -> Outcome:
    counts, sensitive = _cells(connection, table)
    extra, outcome = defend(counts, sensitive, families)
    _keep(connection, name, extra)
    return outcome


def _cells(connection: DuckDBPyConnection, table: str) -> tuple[Any, Any]:
    """Counts and sensitivity of all cells, in the table's order."""
    columns = connection.execute(f"select children, sensitive from {table} order by rowid").fetchnumpy()
    return columns["children"].astype(np.int64), columns["sensitive"].astype(bool)


def _tables(
    connection: DuckDBPyConnection, cells: str, keys: tuple[str, ...], dimensions: tuple[str, ...]
) -> Iterator[Family]:
    """Every published table as parts of each table that has one dimension less."""
    found = connection.execute(f"select distinct breakdown from {cells} order by breakdown").fetchall()
    exist = {str(row[0]) for row in found}
    for finer in sorted(exist - {""}):
        for dropped in finer.split("+"):
            coarser = "+".join(part for part in finer.split("+") if part != dropped)
            if coarser in exist:
                same = _same((*keys, *(part for part in dimensions if part != dropped)))
                yield _family(
                    connection, "sums_of_tables", {"finer": finer, "coarser": coarser}, cells=cells, same=same
                )


def _areas(connection: DuckDBPyConnection, cells: str, keys: tuple[str, ...], dimensions: tuple[str, ...]) -> Family:
    breakdown = () if cells == "family_care_cells" else ("breakdown",)
    same = _same((*breakdown, *(key for key in keys if key != "area"), *dimensions))
    return _family(connection, "sums_of_areas", {}, cells=cells, same=same)


def _quarters(connection: DuckDBPyConnection) -> Iterator[Family]:
    same = _same(("breakdown", "area", "population", "kind", *FLOW))
    for kind in ("twelve_months", "to_date"):
        for phase in (1, 2, 3, 4):
            yield _family(connection, "sums_of_quarters", {"kind": kind, "phase": phase}, same=same)


def _same(columns: tuple[str, ...]) -> str:
    return " and ".join(f"part.{column} = total.{column}" for column in columns)


def _family(connection: DuckDBPyConnection, name: str, parameters: Mapping[str, object], **names: str) -> Family:
    sql = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    pairs: Mapping[str, Any] = connection.execute(sql.format(**names), dict(parameters)).fetchnumpy()
    return Family.of(pairs["part"].astype(np.int64), pairs["total"].astype(np.int64))


def _keep(connection: DuckDBPyConnection, name: str, extra: Mask) -> None:
    """Remember which cells are hidden beyond the rule."""
    connection.execute(f"create table extra_{name} (cell bigint)")
    connection.execute(
        f"insert into extra_{name} select unnest($cells::bigint[])", {"cells": np.flatnonzero(extra).tolist()}
    )


def _script(connection: DuckDBPyConnection, name: str) -> None:
    connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
