"""Makes public.duckdb: cuts the exact counts into tables, attacks them, hides what tells, writes the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from data.attack import Outcome, defend
from data.sums import Cells, Family, Mask, Numbers
from data.warehouse.programme import Programme, attack_newest

FOLDER = Path(__file__).parent
STOCKS = ("stock", "institution", "raion")
SUMS_OF_STOCKS = (
    ("sums_of_tables", "stock"), ("sums_of_areas", "stock"), ("sums_of_institutions", "stock"),
    ("sums_of_raions", "stock"), ("sums_within_raions", "stock"),
)  # fmt: skip


def publish_tables(connection: DuckDBPyConnection, progress: Callable[[str, float], None]) -> Mapping[str, object]:
    """Write every table of `public` from those of `internal`; returns what the attack found, for release.json."""
    names = ("20_public_stock", "21_public_flows", "22_public_institutions", "23_public_raions", "23_public_incidents")
    for number, name in enumerate(names):
        progress("tables", number / len(names))
        _script(connection, name)
    progress("attack", 0.0)
    with ThreadPoolExecutor(1) as pool, connection.cursor() as cursor:
        waiting = pool.submit(_defend, cursor, "flow", ("tables", "areas", "quarters"))
        stock, programme = _defend_stock(connection)
        progress("attack", 0.5)
        flows = waiting.result()
    care = _defend(connection, "family_care", ("areas",))
    incidents = _defend(connection, "incident", ("tables", "areas", "quarters"))
    silence = _defend(connection, "silence", ("areas",))
    progress("attack", 1.0)
    for name in ("30_publish", "31_publish_incidents"):
        _script(connection, name)
    outcomes = {"stock": stock, "flows": flows, "family_care": care, "incidents": incidents, "silence": silence}
    return {**{name: asdict(outcome) for name, outcome in outcomes.items()}, "programme": asdict(programme)}


def _defend_stock(connection: DuckDBPyConnection) -> tuple[Outcome, Programme]:
    """Stocks, the institutions and the raions within them together; the newest day by linear programme too."""
    every, flags, watched, groups, starts = _side_by_side(connection, STOCKS)
    stocks = starts["institution"]
    places = {"institutions": starts["institution"], "raions": starts["raion"]}
    families = tuple(
        family for script, name in SUMS_OF_STOCKS for family in _family(connection, script, name=name, **places)
    )
    cells, outcome = defend(every, flags, families, groups, guarded=watched)
    wider, programme = attack_newest(connection, every[:stocks], flags[:stocks], cells.extra[:stocks])
    if programme.pinned:
        cells.extra[:stocks] |= wider
        near = tuple(family.touching(np.isin(groups, groups[:stocks][wider])) for family in families)
        cells, again = defend(every, flags, near, groups, cells.extra, watched)
        outcome = replace(again, pinned_before=outcome.pinned_before)
    ends = [*starts.values(), len(every)]
    for number, name in enumerate(STOCKS):
        _keep(connection, name, cells, ends[number], ends[number + 1])
    return outcome, programme


def _side_by_side(
    connection: DuckDBPyConnection, names: Sequence[str]
) -> tuple[Numbers, Mask, Mask, Numbers, dict[str, int]]:
    """The cells of several tables in one row: counts, flags, guards, blocks (each table its own), where each begins."""
    tables = [_cells(connection, name) for name in names]
    starts, blocks, cell, block = {}, [], 0, 0
    for name, (counts, _, _, own) in zip(names, tables, strict=True):
        starts[name] = cell
        blocks.append(own + block)
        cell, block = cell + len(counts), block + int(own.max(initial=-1)) + 1
    counts, flags, guards = (np.concatenate([table[place] for table in tables]) for place in range(3))
    return counts, flags, guards, np.concatenate(blocks), starts


def _defend(connection: DuckDBPyConnection, name: str, kinds: tuple[str, ...]) -> Outcome:
    counts, sensitive, guarded, blocks = _cells(connection, name)
    families = tuple(_families(connection, name, kinds))
    cells, outcome = defend(counts, sensitive, families, blocks, guarded=guarded)
    _keep(connection, name, cells, 0, len(counts))
    return outcome


def _cells(connection: DuckDBPyConnection, name: str) -> tuple[Numbers, Mask, Mask, Numbers]:
    """All cells in the table's order: counts; are zeros hidden; and to be guarded; population, place and period."""
    sql = f"""select children, sensitive, guarded, dense_rank() over (order by period, place, population) - 1 as block
              from {name}_cells order by {name}_cells.rowid"""
    found: Mapping[str, Any] = connection.execute(sql).fetchnumpy()
    sensitive, guarded = (found[column].astype(bool) for column in ("sensitive", "guarded"))
    return found["children"].astype(np.int64), sensitive, guarded, found["block"].astype(np.int64)


def _families(connection: DuckDBPyConnection, name: str, kinds: tuple[str, ...]) -> Iterator[Family]:
    """All sums among the cells of `name`."""
    for kind in kinds:
        yield from _family(connection, f"sums_of_{kind}", name=name)


def _family(connection: DuckDBPyConnection, script: str, **places: object) -> Iterator[Family]:
    """The sums of one script; `places` fill its braces: names of tables, and where their cells begin."""
    sql = (FOLDER / f"{script}.sql").read_text(encoding="utf-8").format(**places)
    found: Mapping[str, Any] = connection.execute(sql).fetchnumpy()
    family, part, total = (found[column].astype(np.int64) for column in ("family", "part", "total"))
    for number in np.unique(family):
        kind = script.rpartition("_")[2]
        yield Family.of(part[family == number], total[family == number], f"{kind}/{number}")


def _keep(connection: DuckDBPyConnection, name: str, cells: Cells, start: int, end: int) -> None:
    """Remember which cells are hidden beyond the rule, and of which totals the zeros are."""
    extra = np.flatnonzero((cells.extra & ~cells.small)[start:end])
    vague = sorted({
        (name.partition("/")[0], cell)
        for name, totals in cells.vague.items() for cell in np.flatnonzero(totals[start:end]).tolist()
    })  # fmt: skip
    connection.execute(f"create table extra_{name} (cell bigint)")
    connection.execute(f"insert into extra_{name} select unnest($cells::bigint[])", {"cells": extra.tolist()})
    connection.execute(f"create table vague_{name} (family varchar, cell bigint)")
    parameters = {"families": [kind for kind, _ in vague], "cells": [cell for _, cell in vague]}
    sql = f"insert into vague_{name} select unnest($families::varchar[]), unnest($cells::bigint[])"
    connection.execute(sql, parameters)


def _script(connection: DuckDBPyConnection, name: str) -> None:
    connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
