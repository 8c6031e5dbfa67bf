"""The words of the large table's own controls: the grid's Ukrainian translation, cut to what it shows here."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from geo.text import Lang

FOLDER = Path(__file__).parent / "locales"
USED = (
    "filter", "equals", "notEqual", "blank", "notBlank", "empty", "lessThan", "greaterThan", "inRange", "contains",
    "notContains", "startsWith", "endsWith", "andCondition", "orCondition", "textFilter", "numberFilter",
    "noRowsToShow", "noMatchingRows", "loadingOoo", "aria", "sort",
)  # fmt: skip


@cache
def grid_words(lang: Lang) -> Mapping[str, str]:
    """The grid's words; empty in English, which it speaks by itself."""
    path = FOLDER / f"ag-grid-{lang}.json"
    if not path.is_file():
        return {}
    told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {key: words for key, words in told.items() if key.startswith(USED)}
