"""Which breakdowns a reader can still add to a question: what is not among the published tables is not offered."""

from dataclasses import replace
from typing import TYPE_CHECKING

from data.access import Scope, View
from data.errors import NotPublished
from data.filters import Filters
from data.indicators.catalogue import indicator
from data.indicators.facts import facts
from data.indicators.question import Question

if TYPE_CHECKING:
    from data.warehouse.release import Release


def answerable(release: "Release", scope: Scope, filters: Filters) -> bool:
    """Whether there is an answer for this reader; only what everybody sees is bound to the published tables."""
    if scope.view is View.INTERNAL:
        return True
    try:
        Question(indicator(filters.indicator), filters, (), View.PUBLIC).require_published(facts(release).tables)
    except NotPublished:
        return False
    return True


def addable(release: "Release", scope: Scope, filters: Filters) -> frozenset[str]:
    """The indicator's breakdowns that can be among the question's, those it has included."""
    allowed = indicator(filters.indicator).breakdowns
    return frozenset(
        dimension for dimension in allowed
        if answerable(release, scope, replace(filters, by=(*filters.by, dimension)))
    )  # fmt: skip
