"""Exact inside a scope, what everybody sees outside it: one answer of both files, put together cell by cell."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from data.access import Scope, View
from data.errors import NotPublished
from data.filters import Filters, Notice
from data.indicators.answers import answer, asked, by_area, chosen, counted, measured, when
from data.indicators.cells import Key, Sheet
from data.indicators.facts import Facts
from data.indicators.inside import Inside
from data.indicators.model import Basis, Cell, Indicator, Kind, Measured
from data.indicators.periods import Period
from data.states import Flag, Reach, State

Place = tuple[str, date, date, tuple[tuple[str, str], ...]]


def bordered(known: Facts, told: Indicator, filters: Filters, scope: Scope) -> Measured:
    """The answer to somebody who may see exact numbers somewhere, but not everywhere.

    The days and periods are those that everybody can ask for; only where they do not have what is asked, and all of
    it lies inside, the internal file's are taken. A table that is not published is answered inside and withheld
    outside, with a notice. Raises NotPublished if nothing asked for lies inside.
    """
    inside = Inside(scope, filters, known.areas, known.iso, known.codes)
    if told.kind is Kind.PUBLISHED or not inside.some:
        return replace(answer(known, told, filters, View.PUBLIC), reach=Reach.INSIDE)
    dated = View.INTERNAL if inside.all and when(known, told, filters, View.PUBLIC)[2] else View.PUBLIC
    question, notices = asked(known, told, filters, View.INTERNAL, dated, scope)
    public = _public(known, told, filters)
    parts = {
        (day, area, key): part
        for (day, area, key), part in counted(known, question).items()
        if inside.holds(area, tuple(zip(question.by, key, strict=True)))
        and known.stretch(area, day).state is State.VALUE
    }
    same = public.whole if public and dated is View.PUBLIC else ()
    sheet = Sheet(question, known, parts, {_key(cell) for cell in same})
    return _Border(sheet, inside, public).answer(notices)


def _public(known: Facts, told: Indicator, filters: Filters) -> Measured | None:
    """What everybody sees, the country's areas each; None where it is not published."""
    try:
        by = tuple(dict.fromkeys(("area", *filters.by)))
        return answer(known, told, replace(filters.choose(area=()), by=by), View.PUBLIC)
    except NotPublished:
        return None


class _Border:
    """Puts an exact sheet and the public answer together."""

    def __init__(self, sheet: Sheet, inside: Inside, public: Measured | None) -> None:
        self.sheet, self.inside, self.public = sheet, inside, public
        told = (*public.cells, *public.whole) if public else ()
        self.known: dict[Place, Cell] = {_place(cell): cell for cell in told}
        self.withheld = False

    def answer(self, notices: tuple[Notice, ...]) -> Measured:
        """The whole answer."""
        sheet, filters = self.sheet, self.sheet.question.filters
        exact = sheet.areas()
        areas = {period: [self._seen(cell) for cell in cells] for period, cells in exact.items()}
        bases = {period: self._basis(period, cells) for period, cells in areas.items()}
        whole = tuple(self._seen(cell) for cell in sheet.whole(exact, bases))
        cells = chosen(areas.values(), filters) if by_area(filters) else whole
        told = (*notices, Notice("unpublished_outside")) if self.withheld else notices
        return measured(sheet, cells, whole, tuple(bases.values()), told, Reach.INSIDE)

    def _seen(self, exact: Cell) -> Cell:
        """The exact cell inside; outside what everybody sees, or nothing where nobody does."""
        if self.inside.holds(exact.area, exact.dimensions):
            marked = exact.state is State.VALUE and self.sheet.question.controlled
            return replace(exact, flags=tuple(sorted({*exact.flags, Flag.EXACT}))) if marked else exact
        found = self.known.get(_place(exact))
        if found is None:
            found = self.sheet.withheld(exact.area, Period(exact.since, exact.until), _key(exact))
            self.withheld |= found.state is State.SUPPRESSED
        return found

    def _basis(self, period: Period, cells: Iterable[Cell]) -> Basis:
        """What the country's figure rests on, as everybody sees it where anybody does."""
        same = (basis for basis in self.public.bases if basis.until == period.until) if self.public else ()
        return next(iter(same), None) or self.sheet.basis(period, cells)


def _place(cell: Cell) -> Place:
    return cell.area, cell.since, cell.until, cell.dimensions


def _key(cell: Cell) -> Key:
    return tuple(code for _, code in cell.dimensions)
