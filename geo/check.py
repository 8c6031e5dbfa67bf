"""Check a country pack: its tables, its layers, the shapes drawn from them. Nothing is changed, nothing is raised."""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from geo import boundaries
from geo.areas import read_areas
from geo.check_layers import LayerOf, check_layer, layer_of_areas, layer_of_level
from geo.countries import Country, read_country
from geo.errors import GeoError
from geo.layers import draw_layer
from geo.pack import Pack
from geo.places import COLUMNS, rows_of
from geo.problems import PackProblem, PackReport, Weight


def check_pack(folder: Path) -> PackReport:
    """Everything that is wrong with the pack in `folder`, in the order in which it should be mended.

    Layers are looked at only if the tables are right: their codes come from there.
    """
    found = tuple(_tables(folder))
    if found:
        return PackReport(found)
    try:
        country = read_country(folder)
    except GeoError as error:
        return PackReport((_unreadable(error, "country.toml"),))
    return _layers(country)


def _unreadable(error: GeoError, file: str) -> PackProblem:
    told = dict(error.parameters)
    named, line = str(told.pop("file", file)), told.pop("line", None)
    detail = "; ".join(f"{name}: {value}" for name, value in told.items())
    return PackProblem(named, line if isinstance(line, int) else None, "unreadable", {"detail": detail})


def _tables(folder: Path) -> Iterator[PackProblem]:
    """What is wrong with areas.csv and the file of every level."""
    try:
        pack = Pack.read(folder / "country.toml")
        above: Collection[str] = {area.code for area in read_areas(folder / "areas.csv")}
        levels = [entry.string("code") for entry in pack.tables("levels")] if pack.has("levels") else []
    except GeoError as error:
        yield _unreadable(error, "country.toml")
        return
    except (OSError, UnicodeDecodeError) as error:
        yield PackProblem("areas.csv", None, "unreadable", {"detail": str(error)})
        return
    known = set(above)
    for code in levels:
        path = folder / f"{code}s.csv"
        try:
            rows = list(rows_of(path))
        except GeoError as error:
            yield _unreadable(error, path.name)
            return
        yield from _rows(path.name, rows, above, known)
        above = {row["code"] for _, row in rows}
        known |= above


def _rows(
    file: str, rows: Sequence[tuple[int, dict[str, str]]], above: Collection[str], known: Collection[str]
) -> Iterator[PackProblem]:
    """What is wrong with the rows of one level. `above`: the codes one level up; `known`: all codes so far."""
    first: dict[str, int] = {}
    for line, row in rows:
        for column in COLUMNS:
            if not row[column] and column not in ("aliases", "seat"):
                yield PackProblem(file, line, "cell_empty", {"column": column})
        for code in {row["code"], row["pcode"]} - {""}:
            if code in known or first.setdefault(code, line) != line:
                yield PackProblem(file, line, "code_twice", {"value": code, "row": first.get(code, "–")})
        if row["parent"] and row["parent"] not in above:
            yield PackProblem(file, line, "parent_unknown", {"value": row["parent"]})


def _layers(country: Country) -> PackReport:
    """What is wrong with the boundaries of every level, and whether the drawn shapes are theirs."""
    problems: list[PackProblem] = []
    looked: list[tuple[str, int, int | None]] = []
    parents: LayerOf | None = None
    for layer in (layer_of_areas(country), *(layer_of_level(country, level) for level in country.places.levels)):
        found = list(check_layer(country, layer, parents))
        problems += found
        looked.append((layer.level, len(layer.codes), len(layer.features) if layer.there else None))
        parents = layer
    if not any(one.weight is Weight.ERROR for one in problems):
        problems += _drawn(country)
    return PackReport(tuple(problems), tuple(looked))


def _drawn(country: Country) -> Iterator[PackProblem]:
    """Whether each file of drawn shapes is what the build step makes of the layers of now."""
    with tempfile.TemporaryDirectory() as place:
        target = Path(place)
        try:
            boundaries.build(country, target)
            for level in country.places.levels:
                draw_layer(country, level, target)
        except GeoError as error:
            yield _unreadable(error, boundaries.SOURCE)
            return
        for path in sorted(target.iterdir()):
            there = country.folder / path.name
            if not there.is_file() or there.read_bytes() != path.read_bytes():
                yield PackProblem(path.name, None, "shapes_stale", {"country": country.code})
