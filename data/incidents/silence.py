"""Institutions from which nothing is heard: neither a report nor a nil return for months. A reason to check, no more.

What the release knows is joined with what the records have heard since. The list names institutions, so it is for
those alone who work on reports; nobody who heads one or reports for it is told anything of it.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from data.access import Permission, Scope, View, require, rows_allowed
from data.incidents.tables import incidents, nil_returns
from data.incidents.visibility import CasePlace, inside, insiders
from data.records.store import Store
from geo.duties import Silence

if TYPE_CHECKING:
    from data.warehouse.release import Release

LIST = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
COLUMNS = {"areas": "periods.area", "ministries": "periods.ministry", "institutions": "periods.institution_id"}


@dataclass(frozen=True)
class Silent:
    """One institution. `heard`: the day of the newest report or nil return, None if there never was one.

    `months`: whole months without a word, at least (since it opened, or since anybody said anything, if it never did).
    `expected`: how many reports its size lets one expect in that time.
    """

    institution_id: str
    area: str
    ministry: str
    children: int
    heard: date | None
    months: int
    expected: float


def silent(release: "Release", store: Store, by: Scope, rule: Silence, today: date) -> tuple[Silent, ...]:
    """Institutions silent for `rule.months` or longer within the scope of `by`, those with most to expect first.

    Nobody is silent before anybody has said anything. Raises NotFound unless `by` works on reports.
    """
    require(by, Permission.INCIDENT_TRIAGE)
    allowed = rows_allowed(by, Permission.INCIDENT_TRIAGE, COLUMNS)
    sql = LIST.format(allowed=allowed.sql)
    rows = release.rows(View.INTERNAL, sql, allowed.parameters)[1]
    heard, first = _heard(store), _first(release, store)
    found = (_silent(row, heard, first, rule, today) for row in rows)
    own = insiders(by)
    return tuple(
        sorted(
            (
                one for one in found
                if one.months >= rule.months
                and not any(inside(extent, CasePlace(one.area, one.ministry, one.institution_id)) for extent in own)
            ),
            key=lambda one: (-one.expected, one.institution_id),
        )
    )  # fmt: skip


def _silent(row: tuple[Any, ...], heard: Mapping[str, date], first: date, rule: Silence, today: date) -> Silent:
    key, area, ministry, children, told, _, since = row
    words = [day for day in (told, heard.get(key)) if day is not None]
    last = max(words, default=None)
    months = _months(last or max(first, since), today)
    expected = children / 100 * rule.expected * months / 12
    return Silent(key, area, ministry, int(children), last, months, expected)


def _heard(store: Store) -> dict[str, date]:
    """Institution → the day of its newest report or nil return in the records."""
    cases = select(incidents.c.institution_id, func.max(incidents.c.received_at)).group_by(incidents.c.institution_id)
    nil = select(nil_returns.c.institution_id, func.max(nil_returns.c.month)).group_by(nil_returns.c.institution_id)
    with store.read() as connection:
        found = {key: at.date() for key, at in connection.execute(cases)}
        for key, month in connection.execute(nil):
            found[key] = max(found.get(key, date.min), _last_day(month))
    return found


def _first(release: "Release", store: Store) -> date:
    """The day of the first word of anybody, here or in the release."""
    sql = "select min(day) from (select on_date as day from incidents union all select month from nil_returns)"
    ((known,),) = release.rows(View.INTERNAL, sql)[1]
    with store.read() as connection:
        here = connection.execute(select(func.min(incidents.c.received_at))).scalar()
    days = [day for day in (known, here.date() if here else None) if day is not None]
    return min(days, default=date.max)


def _months(since: date, today: date) -> int:
    """Whole months from `since` to `today`; 0 if it lies ahead."""
    return max((today.year - since.year) * 12 + today.month - since.month - (today.day < since.day), 0)


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])
