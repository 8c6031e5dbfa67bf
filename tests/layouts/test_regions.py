"""The list of regions: order, links, and areas without a value."""

from datetime import date

import pytest

from data.indicators.model import Cell
from data.states import State
from geo.countries import country
from geo.text import Lang
from layouts.ids import RegionList
from layouts.names import Names
from layouts.pages import regions
from layouts.pages.regions import in_order

DAY = date(2025, 12, 31)
NAMES = Names(country(), {})


def cells():
    values = {area.code: float(number) for number, area in enumerate(country().areas)}
    occupied = country().areas[5].code
    return [
        Cell(
            code,
            DAY,
            DAY,
            (),
            None if code == occupied else value,
            None,
            None,
            State.OCCUPIED if code == occupied else State.VALUE,
        )
        for code, value in values.items()
    ]


def test_by_value_the_largest_comes_first_and_those_without_come_last():
    ordered = in_order(cells(), "value-", NAMES, Lang.UK)
    assert ordered[-1].state is State.OCCUPIED
    values = [cell.value for cell in ordered[:-1]]
    assert values == sorted(values, reverse=True)


def test_by_name_the_order_is_the_languages_own():
    from layouts.format import sort_key

    names = [NAMES.area(cell.area, Lang.UK) for cell in in_order(cells(), "area", NAMES, Lang.UK)]
    assert names == sorted(names, key=lambda name: sort_key(name, Lang.UK))
    assert names != sorted(names)


@pytest.mark.parametrize("order", sorted(regions.ORDERS))
def test_every_order_keeps_every_area(order):
    assert {cell.area for cell in in_order(cells(), order, NAMES, Lang.EN)} == {area.code for area in country().areas}


@pytest.mark.parametrize("lang", list(Lang))
def test_the_skeleton_has_every_container(lang):
    ids = {getattr(node, "id", None) for node in regions.layout(lang)._traverse()}
    assert {RegionList.HEAD, RegionList.NOTICES, RegionList.LIST, RegionList.MAP.graph} <= ids
