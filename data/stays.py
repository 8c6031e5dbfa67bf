"""Stays of children, row by row, for those who may see them and only where they may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.access import Permission, Scope, View, require, rows_allowed

if TYPE_CHECKING:
    from data.warehouse.release import Release

ALLOWED = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
PAGE = 100
LONGEST_PAGE = 1000
# What leaves the store, in the order of Stay's fields. Everything else in the row stays there.
COLUMNS = (
    "child_id", "institution_id", "area", "ministry", "type", "from_day", "until_day", "band", "sex", "disability",
    "coalesce(legal_status, 'UNKNOWN')", "stay_mode", "route", "reason",
)  # fmt: skip
TRAITS = ("stay_mode", "age", "sex", "disability", "legal_status")
ORDER = "from_day desc, institution_id, child_id, placement_id"


@dataclass(frozen=True)
class Stay:
    """One stay of one child in one institution, in one area under one ministry; a move of either begins another.

    `child` is the release's code of the child, not the source's; `until` None: it goes on. `age` is the band on the
    day asked about, else on the last day known of the stay.
    """

    child: str
    institution: str
    area: str
    ministry: str
    type: str
    since: date
    until: date | None
    age: str
    sex: str
    disability: str
    legal_status: str
    stay_mode: str
    route: str
    reason: str


@dataclass(frozen=True)
class Stays:
    """A page of stays, and how many there are in all."""

    rows: tuple[Stay, ...]
    total: int


def stays(
    release: "Release",
    scope: Scope,
    *,
    area: str | None = None,
    institution: str | None = None,
    ministry: str | None = None,
    on: date | None = None,
    traits: Mapping[str, str] = MappingProxyType({}),
    limit: int = PAGE,
    offset: int = 0,
) -> Stays:
    """Stays inside the scope, the newest first; what is asked for can only narrow it.

    `on`: those in an institution on that day; None: all there have been. `traits`: of TRAITS, the one code wanted of
    each. `limit` is at most LONGEST_PAGE. A code that
    does not exist and one outside the scope look alike: no rows. Raises NotFound without the right to see stays
    anywhere. Whoever calls this writes the reading into the audit.
    """
    require(scope, Permission.STAYS_VIEW)
    allowed = rows_allowed(scope, Permission.STAYS_VIEW)
    bound: dict[str, object] = {"on": on, "covers_to": release.info.covers_to, **allowed.parameters}
    bound |= {"area": _text(area), "institution": _text(institution), "ministry": _text(ministry)}
    bound |= {trait: _text(traits.get(trait)) for trait in TRAITS}
    among = ALLOWED.format(allowed=allowed.sql)
    _, ((total,),) = release.rows(View.INTERNAL, f"{among} select count(*) from aged", bound)
    page = {"limit": min(max(limit, 0), LONGEST_PAGE), "offset": max(offset, 0)}
    sql = f"{among} select {', '.join(COLUMNS)} from aged order by {ORDER} limit $limit offset $offset"
    _, rows = release.rows(View.INTERNAL, sql, bound | page)
    return Stays(tuple(Stay(*row) for row in rows), int(total))


def _text(code: str | None) -> str | None:
    """A code as the store can read it: halves of characters, which JSON may bring, become question marks."""
    return None if code is None else code.encode("utf-8", "replace").decode("utf-8")
