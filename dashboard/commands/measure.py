"""Print an indicator's numbers: the same rows as the pages, the files and the API."""

import argparse
import sys
from datetime import date

from dashboard.settings import Settings
from data.access import EVERYTHING, VISITOR, View
from data.errors import BadFilter
from data.filters import DIMENSIONS, Every, Filters, Population
from data.indicators.catalogue import indicator

SCOPES = {View.PUBLIC: VISITOR, View.INTERNAL: EVERYTHING}


def options(parser: argparse.ArgumentParser, _known: Settings) -> None:
    """The words are those of the query string on a page."""
    parser.add_argument("indicator", metavar="INDICATOR")
    parser.add_argument("--by", default="", help=f"breakdowns, comma-separated: {', '.join(DIMENSIONS)}")
    parser.add_argument("--as-of", type=_day, metavar="DATE")
    parser.add_argument("--from", dest="since", type=_day, metavar="DATE")
    parser.add_argument("--to", dest="until", type=_day, metavar="DATE")
    parser.add_argument("--every", choices=[str(one) for one in Every])
    parser.add_argument("--where", nargs="+", action="extend", default=[], metavar="KEY=VALUE", help="ministry=MES,MOH")
    parser.add_argument("--population", choices=[str(one) for one in Population], default=str(Population.ALL))
    parser.add_argument("--view", choices=[str(one) for one in View], default=str(View.PUBLIC))
    parser.add_argument("--release", metavar="ID")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")


def run(chosen: argparse.Namespace, known: Settings) -> int:
    """Raises what `measure` raises, and BadFilter for a dimension or code that does not exist."""
    from data.export import csv, json
    from data.indicators.measure import measure
    from data.warehouse.release import open_release

    release = open_release(known.home, chosen.release)
    measured = measure(release, SCOPES[View(chosen.view)], filters(chosen))
    stream = csv.stream if chosen.format == "csv" else json.stream
    for part in stream(measured):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    return 0


def filters(chosen: argparse.Namespace) -> Filters:
    """The question asked by these options."""
    question = Filters(
        indicator=indicator(chosen.indicator).code,
        as_of=chosen.as_of,
        since=chosen.since,
        until=chosen.until,
        every=Every(chosen.every) if chosen.every else None,
        population=Population(chosen.population),
        by=tuple(_dimension(name) for name in chosen.by.split(",") if name),
    )
    return question.choose(**dict(_condition(text) for text in chosen.where))


def _condition(text: str) -> tuple[str, tuple[str, ...]]:
    key, _, value = text.partition("=")
    codes = tuple(code for code in value.split(",") if code)
    if not codes:
        raise BadFilter(dimension=key, value=value)
    return _dimension(key), codes


def _dimension(name: str) -> str:
    if name not in DIMENSIONS:
        raise BadFilter(dimension=name, value=name)
    return name


def _day(text: str) -> date:
    return date.fromisoformat(text)
