"""The profile of a region: what may be claimed, and what its figures show."""

from dataclasses import replace
from datetime import date

import pytest

from data.indicators.catalogue import indicator
from data.indicators.model import Cell
from data.states import COVERAGE, Flag, State
from geo.countries import country
from geo.text import Lang
from layouts.figures.composition import composition, part_text, parts
from layouts.figures.flows import flow_years, flows
from layouts.ids import Region
from layouts.pages import region
from layouts.region_findings import composition_finding, flows_finding, level_finding, trend_finding

AREA = next(area for area in country().areas if area.population_published)
RATE, COUNT, SHARE = (
    indicator(code) for code in ("children_in_institutions_rate", "children_in_institutions", "family_based_share")
)
DAY = date(2025, 12, 31)


def cell(value=None, state=State.VALUE, flags=(), until=DAY, since=None, dimensions=()):
    return Cell(AREA.code, since or until, until, dimensions, value, value, None, state, flags)


def year(number, value, kind=State.VALUE, last=(12, 31), flags=()):
    return cell(value, kind, flags, until=date(number, *last), since=date(number, 1, 1))


def finding(value, whole=100.0, about=RATE, flags=(), state=State.VALUE):
    return level_finding(AREA, cell(value, state, flags), cell(whole), about, Lang.EN)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (78.0, "22 % below"), (122.0, "22 % above"), (104.9, "close to"), (95.1, "close to"), (95.0, "5 % below"),
        (201.0, "more than twice"),
    ],
)  # fmt: skip
def test_a_level_is_compared_with_the_country_only_beyond_five_percent(value, said):
    assert said in finding(value).replace("\u00a0", " ").replace("%", " %").replace("  ", " ")


def test_a_share_is_compared_in_points():
    assert "close to" in finding(90.9, 90.0, SHARE)
    assert "above" in finding(92.0, 90.0, SHARE)
    assert "below" in finding(88.0, 90.0, SHARE)


def test_a_count_is_put_in_proportion_and_never_called_high():
    said = finding(250.0, 1000.0, COUNT)
    assert "25" in said
    assert "average" not in said


@pytest.mark.parametrize("flag", COVERAGE)
def test_nothing_is_compared_of_an_incomplete_number(flag):
    assert "average" not in finding(400.0, flags=(flag,))


@pytest.mark.parametrize("state", [state for state in State if state is not State.VALUE])
def test_every_state_without_a_value_has_its_sentence(state):
    for lang in Lang:
        assert level_finding(AREA, cell(None, state), cell(100.0), RATE, lang)


def test_the_finding_uses_the_locative():
    assert level_finding(AREA, cell(78.0), cell(100.0), RATE, Lang.UK).lower().startswith(AREA.locative.uk.lower())


def test_a_trend_is_claimed_between_sound_years_after_the_last_break_only():
    years = [year(2020, 200.0), year(2021, 100.0), year(2022, 80.0), year(2023, 60.0)]
    said = trend_finding(years, [date(2020, 6, 1)], Lang.EN)
    assert "2021" in said
    assert "40" in said
    assert "hardly" in trend_finding([years[0], replace(years[1], value=199.0)], [], Lang.EN)
    assert trend_finding([*years, year(2024, 10.0, flags=(Flag.PARTIAL,))], [], Lang.EN) is None
    assert trend_finding(years[:1], [], Lang.EN) is None


def test_the_balance_is_told_of_the_newest_whole_year():
    entries = [year(2023, 100.0), year(2024, 100.0), year(2025, 10.0, last=(9, 30))]
    exits = [year(2023, 100.0), year(2024, 160.0), year(2025, 900.0, last=(9, 30))]
    years = flow_years(entries, exits)
    assert years[-1].unfinished
    said = flows_finding(years, Lang.EN)
    assert "2024" in said
    assert "60" in said
    assert (
        flows_finding(flow_years(entries, [replace(one, value=None, state=State.SUPPRESSED) for one in exits]), Lang.EN)
        is None
    )


def test_about_the_same_number_is_called_even():
    years = flow_years([year(2024, 100.0)], [year(2024, 103.0)])
    assert "as many" in flows_finding(years, Lang.EN)


def test_a_hidden_year_shows_its_symbol_and_an_unfinished_one_is_lighter():
    years = flow_years(
        [year(2024, None, State.SUPPRESSED), year(2025, 20.0, last=(9, 30))],
        [year(2024, 30.0), year(2025, 10.0, last=(9, 30))],
    )
    entries, exits = flows(years, Lang.EN)["data"]
    assert entries["y"] == [None, 20.0]
    assert "supp." in [note["text"] for note in flows(years, Lang.EN)["layout"]["annotations"]]
    assert exits["marker"]["opacity"] == [1, 0.45]


def test_parts_say_what_is_hidden_and_leave_true_zeros_out():
    cells = [
        cell(60.0, dimensions=(("ministry", "A"),)), cell(None, State.SUPPRESSED, dimensions=(("ministry", "B"),)),
        cell(0.0, dimensions=(("ministry", "C"),)), cell(140.0, dimensions=(("ministry", "D"),)),
    ]  # fmt: skip
    found = parts(cells, cell(200.0), str)
    assert [part.name for part in found] == ["D", "A", "B"]
    assert part_text(found[-1], Lang.EN) == "hidden"
    assert found[0].share == pytest.approx(70)
    assert "D" in composition_finding(found, "x", Lang.EN)
    figure = composition(found, Lang.EN)
    assert figure["data"][0]["x"] == [140.0, 60.0, None]


def test_without_a_total_no_share_is_said():
    found = parts([cell(60.0, dimensions=(("age", "0-2"),))], cell(None, State.SUPPRESSED), str)
    assert found[0].share is None
    assert composition_finding(found, "x", Lang.EN) is None


@pytest.mark.parametrize("lang", list(Lang))
def test_the_skeleton_has_every_container_and_no_numbers(lang):
    ids = {getattr(node, "id", None) for node in region.layout(lang)._traverse()}
    wanted = {Region.HEAD, Region.NOTICES, Region.TILES, Region.INSTITUTIONS}
    wanted |= {part for card in region.CARDS for part in (card.head, card.graph, card.aside, card.table, card.foot)}
    assert wanted <= ids
