"""A question checked against what its indicator allows, and the SQL that answers it: one for both files."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from data.access import Permission, Predicate, Scope, View, rows_allowed
from data.errors import NotAllowed, NotPublished
from data.filters import Filters, Notice
from data.indicators.model import Denominator, Indicator, Kind
from data.indicators.periods import Period

FOLDER = Path(__file__).parent / "relations"
STOCK_DIMENSIONS = ("ministry", "type", "age", "sex", "disability", "parents")
FLOW_DIMENSIONS = ("ministry", "type", "age", "sex", "disability", "route", "reason", "destination")
FACILITY_DIMENSIONS = ("ministry", "type")
INCIDENT_DIMENSIONS = ("ministry", "type", "abuse", "alleged", "delay", "action")
# Told by the rows of stays alone: no table keeps them apart, so only the internal file answers.
STOCK_ROWS = ("route", "reason", "legal_status", "stay_mode", "home_area")
FLOW_ROWS = ("parents", "legal_status", "stay_mode", "home_area")
SENSITIVE = frozenset({"disability", "parents", "reason"})
ABUSE = frozenset({"incidents", "silence"})
ABUSE_TABLES = frozenset({"", *INCIDENT_DIMENSIONS})
CONTROLLED = frozenset({"stock", "stock_parts", "flows", "flow_parts", "family_care"}) | ABUSE


@dataclass(frozen=True)
class Relation:
    """A name that indicator SQL may read. `table`: the controlled table behind it; `parts`: fixed dimensions too.

    `rows`: dimensions that no table keeps, only the rows of stays.
    """

    dimensions: tuple[str, ...]
    table: str = ""
    parts: bool = False
    rows: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All dimensions it can be asked by."""
        return (*self.dimensions, *self.rows)


RELATIONS = {
    "stock": Relation(STOCK_DIMENSIONS, "stock", rows=STOCK_ROWS),
    "stock_parts": Relation(STOCK_DIMENSIONS, "stock", parts=True, rows=STOCK_ROWS),
    "flows": Relation(FLOW_DIMENSIONS, "flows", rows=FLOW_ROWS),
    "flow_parts": Relation(FLOW_DIMENSIONS, "flows", parts=True, rows=FLOW_ROWS),
    "operating": Relation(FACILITY_DIMENSIONS),
    "closed": Relation(FACILITY_DIMENSIONS),
    "family_care": Relation(("form",)),
    "published": Relation(FACILITY_DIMENSIONS),
    "incidents": Relation(INCIDENT_DIMENSIONS, "incidents"),
    "exposure": Relation(FACILITY_DIMENSIONS, "exposure"),
    "silence": Relation((), "silence"),
}


def adapt(filters: Filters, indicator: Indicator) -> tuple[Filters, tuple[Notice, ...]]:
    """The question without what the indicator does not allow, and a notice for each thing dropped. For pages."""
    notices, allowed = [], frozenset(indicator.breakdowns)
    for dimension in dict.fromkeys((*filters.by, *dict(filters.where))):
        if dimension not in allowed:
            notices.append(Notice("dimension_dropped", (("dimension", dimension), ("indicator", indicator.code))))
    population = filters.population
    if population not in indicator.populations:
        population = indicator.populations[0]
        notices.append(Notice("population_adapted", (("population", population), ("indicator", indicator.code))))
    kept = replace(
        filters,
        indicator=indicator.code,
        population=population,
        by=tuple(dimension for dimension in filters.by if dimension in allowed),
        where=tuple((dimension, codes) for dimension, codes in filters.where if dimension in allowed),
    )
    return kept, tuple(notices)


def check(filters: Filters, indicator: Indicator) -> None:
    """Raise NotAllowed for a breakdown, a filter or a population that the indicator does not allow."""
    _, notices = adapt(filters, indicator)
    for notice in notices:
        told = dict(notice.parameters)
        name = "population" if "population" in told else "by" if told["dimension"] in filters.by else told["dimension"]
        allowed = tuple(map(str, indicator.populations)) if name == "population" else indicator.breakdowns
        raise NotAllowed(**told, parameter=name, allowed=allowed)


@dataclass(frozen=True)
class Question:
    """An allowed question with its periods. `any_day`: some day is none of those on which stocks are kept.

    `within`: whose rows alone are counted; None: all. `listing`: row by row instead of counted.
    """

    indicator: Indicator
    filters: Filters
    periods: tuple[Period, ...]
    view: View
    any_day: bool = False
    within: Scope | None = None
    listing: bool = False

    @property
    def by(self) -> tuple[str, ...]:
        """The breakdowns asked for but the area, which is always there."""
        return tuple(dict.fromkeys(dimension for dimension in self.filters.by if dimension != "area"))

    @property
    def asked(self) -> frozenset[str]:
        """The dimensions broken down or filtered by, the area excepted."""
        return frozenset({*self.by, *dict(self.filters.where)} - {"area"})

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations that the indicator's SQL reads."""
        return read_by(self.indicator.sql)

    @property
    def controlled(self) -> bool:
        """Whether the public see other numbers than the exact ones: children are rounded and hidden, facts are not."""
        return not CONTROLLED.isdisjoint(self.relations)

    @property
    def sensitive(self) -> bool:
        """Whether a zero of this question is hidden in public too, so that a missing row is no zero."""
        if self.view is View.INTERNAL or not any(RELATIONS[name].table for name in self.relations):
            return False
        if of_abuse(self.indicator):
            return True
        return bool(SENSITIVE & {*self.asked, *self.indicator.fixes}) or self.filters.population == "status"

    def dimensions(self, relation: str) -> frozenset[str]:
        """The dimensions that a relation must keep apart to answer."""
        told = RELATIONS[relation]
        return (self.asked | frozenset(self.indicator.fixes if told.parts else ())) & frozenset(told.told)

    def by_rows(self, relation: str) -> bool:
        """Whether only rows of stays can answer."""
        told = RELATIONS[relation]
        return self.view is View.INTERNAL and (self.listing or not self.asked.isdisjoint(told.rows)) and bool(told.rows)

    def breakdown(self, relation: str) -> str:
        """The name of the public table a relation needs: its dimensions in their order, joined by `+`."""
        kept = self.dimensions(relation)
        return "+".join(dimension for dimension in RELATIONS[relation].told if dimension in kept)

    def require_published(self, tables: Mapping[str, frozenset[str]]) -> None:
        """Raise NotPublished, naming the dimensions, unless every controlled relation's table is in `tables`."""
        if not self._published(tables):
            told = {"dimensions": ", ".join(sorted(self.asked)), "indicator": self.indicator.code}
            raise NotPublished(**told, drop=self._drop(tables), parameter="by")

    def _published(self, tables: Mapping[str, frozenset[str]]) -> bool:
        controlled = [(RELATIONS[name].table, self.breakdown(name)) for name in self.relations if RELATIONS[name].table]
        return all(breakdown in tables.get(table, frozenset()) for table, breakdown in controlled)

    def _drop(self, tables: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
        """The fewest dimensions without which there is a table, those asked for last first."""
        asked = [name for name in (*(d for d, _ in self.filters.where), *self.by) if name != "area"]
        for size in range(1, len(asked) + 1):
            for some in combinations(reversed(asked), size):
                by = tuple(name for name in self.filters.by if name not in some)
                fewer = replace(self.filters.choose(**dict.fromkeys(some, ())), by=by)
                if replace(self, filters=fewer)._published(tables):
                    return some
        return tuple(asked)

    def sql(self) -> str:
        """The whole statement: the relations at their periods, the indicator's own SQL, the grouping asked for."""
        published = self.indicator.kind is Kind.PUBLISHED
        parts = self.indicator.denominator is Denominator.PARTS
        return template("question_published" if published else "question").format(
            relations=",\n".join((template("periods"), *(self._relation(name) for name in self.relations))),
            indicator=self.indicator.sql,
            by="".join(f", {dimension}" for dimension in self.by),
            denominator="sum(denominator)" if parts else "null",
            reported="count(form)" if "family_care" in self.relations else "count(*)",
        )

    def sql_of_rows(self, allowed: str) -> str:
        """The beginning of a statement about the numerator's rows: `listed` are all of them, `allowed` the reader's."""
        relations = ",\n".join((template("periods"), *(self._relation(name) for name in self.relations)))
        return template("rows").format(relations=relations, indicator=self.indicator.sql, allowed=allowed)

    def parameters(self, sql: str) -> dict[str, object]:
        """The values bound to the statement: just those it names."""
        values: dict[str, object] = {
            "from_dates": [period.since for period in self.periods],
            "to_dates": [period.until for period in self.periods],
            "population": str(self.filters.population),
            "exact": len(self.periods) > 1,
        }
        values |= {f"{name}_breakdown": self.breakdown(name) for name in self.relations}
        for dimension, codes in self.filters.where:
            values |= {f"{dimension}_{number}": code for number, code in enumerate(codes)}
        for name in self.relations:
            values |= self._allowed(name).parameters
        named = set(re.findall(r"\$(\w+)", sql))
        return {name: value for name, value in values.items() if name in named}

    def _relation(self, name: str) -> str:
        file = RELATIONS[name].table or name
        if self.by_rows(name):
            file += "_rows"
        elif RELATIONS[name].table:
            file += "_public" if self.view is View.PUBLIC else "_any_day" if self._any_day(file) else "_internal"
        return template(file).format(name=name, breakdown=f"{name}_breakdown", filters=self._filters(name))

    def _any_day(self, table: str) -> bool:
        return self.any_day and table == "stock"

    def _filters(self, name: str) -> str:
        """The conditions on a relation. Names come from the fixed tuples above, values are bound."""
        told, qualifier = RELATIONS[name], RELATIONS[name].table or name
        conditions = [f"({self._allowed(name).sql})"] if self.within else []
        if told.table and "population" not in self.indicator.fixes:
            conditions.append(f"{qualifier}.population = $population")
        for dimension, codes in self.filters.where:
            if dimension in told.told:
                listed = ", ".join(f"${dimension}_{number}" for number in range(len(codes)))
                conditions.append(f"{qualifier}.{dimension} in ({listed})")
        return "".join(f"\n        and {condition}" for condition in conditions)

    def _allowed(self, name: str) -> Predicate:
        """What is said of a relation's rows: the area, mostly the ministry, never the institution."""
        if self.within is None:
            return Predicate("true")
        qualifier = RELATIONS[name].table or name
        columns = {"areas": f"{qualifier}.area"}
        if "ministry" in RELATIONS[name].dimensions:
            columns["ministries"] = f"{qualifier}.ministry"
        return rows_allowed(self.within, Permission.NUMBERS_EXACT, columns)


def of_abuse(indicator: Indicator) -> bool:
    """Whether it tells of reports of abuse: exact numbers are then for those alone who may work on reports."""
    return not ABUSE.isdisjoint(read_by(indicator.sql))


@functools.cache
def read_by(sql: str) -> tuple[str, ...]:
    """The relations an indicator's SQL reads, in a fixed order."""
    return tuple(name for name in RELATIONS if re.search(rf"\b(?:from|join)\s+{name}\b", sql))


@functools.cache
def template(name: str) -> str:
    """A relation's or the statement's text, without the line end."""
    return (FOLDER / f"{name}.sql").read_text("utf-8").rstrip()
