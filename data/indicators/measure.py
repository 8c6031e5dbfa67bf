"""The only maker of numbers: one question about a release, within a scope, answered in cells."""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from data.access import Permission, Scope, View
from data.errors import BadFilter
from data.filters import Filters
from data.indicators.answers import answer
from data.indicators.border import bordered
from data.indicators.catalogue import indicator
from data.indicators.facts import Facts, facts
from data.indicators.model import Measured
from data.indicators.question import check, of_abuse

if TYPE_CHECKING:
    from data.warehouse.release import Release

ANSWERS_KEPT = 2000
_ANSWERS: "WeakKeyDictionary[Release, OrderedDict[tuple[Scope, Filters], Measured]]" = WeakKeyDictionary()
_LOCK = Lock()


def measure(release: "Release", scope: Scope, filters: Filters) -> Measured:
    """Answer one question.

    A stock is asked at `as_of` (None: the newest date), a flow over the twelve months ending there; `every`, `since`
    and `until` ask for a series. Areas that are chosen, or "area" in `by`, give one cell an area; else the country.
    Inside the scope numbers are exact, elsewhere what everybody sees, cell by cell (see `bordered`).
    Answers are kept: a release never changes. Raises UnknownIndicator, NotAllowed (a breakdown, filter or population
    the indicator does not have; `adapt` drops them), NotPublished (no public table has this combination), BadFilter.
    """
    with _LOCK:
        kept = _ANSWERS.setdefault(release, OrderedDict())
        found = kept.get((scope, filters))
        if found is not None:
            kept.move_to_end((scope, filters))
            return found
    made = _answer(release, scope, filters)
    with _LOCK:
        kept[scope, filters] = made
        while len(kept) > ANSWERS_KEPT:
            kept.popitem(last=False)
    return made


def _answer(release: "Release", scope: Scope, filters: Filters) -> Measured:
    told = indicator(filters.indicator)
    check(filters, told)
    scope = scope.only(Permission.INCIDENT_TRIAGE) if of_abuse(told) else scope
    known = facts(release)
    _check_codes(known, filters)
    if scope.view is View.INTERNAL and not scope.whole:
        return bordered(known, told, filters, scope)
    return answer(known, told, filters, scope.view)


def _check_codes(known: Facts, filters: Filters) -> None:
    for dimension, codes in filters.where:
        for code in codes:
            if code not in known.codes.get(dimension, codes):
                raise BadFilter(dimension=dimension, value=code[:60])
