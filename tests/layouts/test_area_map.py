"""The map says what was measured: values, patterns, labels, legend, and all 27 areas."""

from data.indicators.catalogue import indicator
from data.states import State
from geo.shapes import shapes
from geo.text import Lang
from layouts.figures.area_map import blank_map, paint, painted, repaint
from layouts.figures.legend import class_words, legend, rank
from layouts.theme import SEQUENTIAL, pattern
from tests.layouts.sample import NAMES, PARTIAL, STATES, UA, by_area

SHAPES = shapes("ua", "lo")
RATE = indicator("children_in_institutions_rate")


def _figure(answer=None, lang=Lang.UK):
    answer = answer or by_area()
    traces, labels = paint(SHAPES, answer.cells, answer.whole[0], RATE, NAMES, lang, lambda code: f"/regions/{code}")
    return painted(blank_map(SHAPES, lang), traces, labels)


def _traces():
    return {trace["name"]: trace for trace in _figure()["data"] if "name" in trace}


def test_all_areas_and_the_outline_are_drawn():
    traces = _traces()
    assert set(traces) == {area.code for area in UA.areas}
    for iso in ("UA-43", "UA-40"):
        assert len(traces[next(area.code for area in UA.areas if area.iso == iso)]["x"]) > 5
    assert len(_figure()["data"]) == 28


def test_colours_and_patterns_follow_values_and_states():
    answer, traces = by_area(), _traces()
    for one in answer.cells:
        trace, iso = traces[one.area], UA.area(one.area).iso
        if one.state is State.VALUE:
            assert trace["fillcolor"] == SEQUENTIAL[rank(one.value, RATE.classes)]
            assert bool(trace["fillpattern"]["shape"]) == (iso in PARTIAL)
        else:
            assert trace["fillpattern"] == pattern(STATES[iso])


def test_every_area_speaks_and_leads_somewhere():
    answer, traces = by_area(), _traces()
    for one in answer.cells:
        meta = traces[one.area]["meta"]
        assert meta["href"].endswith(one.area)
        assert NAMES.area(one.area, Lang.UK, full=True) in meta["spoken"]
        assert traces[one.area]["customdata"] == [one.area]
    occupied = next(area.code for area in UA.areas if area.iso == "UA-43")
    assert "окупована" in traces[occupied]["meta"]["spoken"]


def test_an_area_without_a_cell_is_not_reported_never_zero():
    answer = by_area()
    traces, _ = paint(SHAPES, answer.cells[1:], answer.whole[0], RATE, NAMES, Lang.UK, str)
    lost = list(SHAPES.areas).index(answer.cells[0].area)
    assert traces[lost]["fillpattern"] == pattern(State.NOT_REPORTED)


def test_legend_adds_up_to_all_areas():
    counted = legend(by_area().cells, RATE)
    assert counted.total == 27
    assert dict(counted.states) == {State.OCCUPIED: 3, State.NOT_REPORTED: 1, State.SUPPRESSED: 1}
    assert counted.partial == 2


def test_classes_have_names():
    assert [rank(value, (200, 400, 600, 800)) for value in (0, 200, 200.1, 800, 801)] == [0, 0, 1, 3, 4]
    assert class_words(0, RATE, Lang.EN).startswith("below ")
    assert class_words(4, RATE, Lang.EN).endswith(" and more")


def test_repainting_sends_no_geometry():
    answer = by_area()
    traces, labels = paint(SHAPES, answer.cells, answer.whole[0], RATE, NAMES, Lang.UK, str)
    operations = repaint(traces, labels).to_plotly_json()["operations"]
    keys = {step["location"][2] for step in operations if step["location"][0] == "data"}
    assert keys == {"fillcolor", "fillpattern", "text", "meta"}
