"""What the first page asks, and that its outputs and views agree."""

from datetime import date

from callbacks import overview
from data.filters import Every, Filters, Population
from geo.shapes import shapes
from layouts.pages.overview import overview_view
from layouts.pages.overview_tiles import TILES
from tests.layouts.sample import asked, numbers


def test_the_rate_is_drawn_over_time_as_a_number():
    found = overview.questions(Filters())
    assert found["areas"].indicator == "children_in_institutions_rate"
    assert found["areas"].by == ("area",)
    assert found["trend"].indicator == "children_in_institutions"
    assert found["trend"].every is Every.YEAR
    assert overview.questions(Filters(indicator="disability_share"))["trend"].indicator == "disability_share"


def test_series_end_on_the_date_asked_for():
    found = overview.questions(Filters(as_of=date(2024, 12, 31)))
    assert found["history"].until == date(2024, 12, 31)
    assert found["history"].as_of is None
    assert found["areas"].as_of == date(2024, 12, 31)


def test_every_tile_is_asked_only_what_it_allows():
    found = overview.questions(Filters(population=Population.ROUND_THE_CLOCK).choose(ministry=("MES",), type=("NRC",)))
    assert {f"{code} now" for code in TILES} <= set(found)
    assert found["family_based_share now"].where == ()
    assert found["family_based_share now"].population is Population.STATUS
    assert found["institutions_closed now"].population is Population.ALL
    assert found["children_in_institutions now"].chosen("ministry") == ("MES",)


def test_outputs_and_values_go_together():
    class Question:
        lang = asked().lang

    view = overview_view(numbers(), asked(), shapes("ua", "lo"))
    assert len(overview.outputs(view, Question())) == len(overview.OUTPUTS)
    assert len({str(output) for output in overview.OUTPUTS}) == len(overview.OUTPUTS)
