"""The chart inside a workbook: the spreadsheet's own, over the cells of the data sheet, so that it can be changed."""

from dataclasses import dataclass
from typing import Any

from data.export.rows import columns
from data.indicators.model import Measured

MOST_BARS = 60
WIDTH, ROW_HEIGHT, LEAST_HEIGHT = 720, 18, 320


@dataclass(frozen=True)
class ChartWords:
    """A title, and what the chart shows for those who cannot see it."""

    title: str
    alternative: str


def insert_chart(file: Any, sheet: Any, measured: Measured, words: ChartWords) -> None:
    """Beside the data: a line where each period is one row, else bars of the last period's rows, at most MOST_BARS.

    A cell without a value is a gap. Nothing is drawn of a table without rows.
    """
    rows = len(measured.cells)
    if not rows:
        return
    line = len({cell.until for cell in measured.cells}) == rows > 1
    last = measured.cells[-1].until
    first = 1 if line else rows - sum(cell.until == last for cell in measured.cells) + 1
    end = rows if line else min(rows, first + MOST_BARS - 1)
    chart = file.add_chart({"type": "line" if line else "bar"})
    names, title = columns(measured), sheet.get_name()
    labels = [names.index("to")] * 2 if line else _labels(names)
    chart.add_series({
        "name": words.title,
        "categories": [title, first, labels[0], end, labels[1]],
        "values": [title, first, names.index("value"), end, names.index("value")],
    })  # fmt: skip
    chart.set_title({"name": words.title, "overlay": False, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    if not line:
        chart.set_y_axis({"reverse": True})
    chart.set_size(
        {"width": WIDTH, "height": LEAST_HEIGHT if line else max(LEAST_HEIGHT, ROW_HEIGHT * (end - first + 4))}
    )
    sheet.insert_chart(1, len(names) + 1, chart, {"description": words.alternative})


def _labels(names: tuple[str, ...]) -> list[int]:
    """The first and the last column that tell the rows of one period apart: a breakdown's, else the area's."""
    by = range(names.index("population") + 1, names.index("value"))
    return [by[0], by[-1]] if by else [names.index("area")] * 2
