"""What plotly's charts need to know of a language, taken from the CLDR by way of Babel."""

import json

from babel import Locale

from geo.text import Lang


def plotly_locales() -> bytes:
    """A script that names days, months and separators of every language the portal speaks."""
    known = [_locale(lang) for lang in Lang]
    return f"(window.PlotlyLocales=window.PlotlyLocales||[]).push(...{json.dumps(known)});".encode()


def _locale(lang: Lang) -> dict[str, object]:
    words = Locale.parse(lang)
    days, months = words.days["stand-alone"], words.months["stand-alone"]
    symbols = words.number_symbols.get("latn", words.number_symbols)
    week = (6, 0, 1, 2, 3, 4, 5)  # plotly's week starts on Sunday
    return {
        "moduleType": "locale",
        "name": str(lang),
        "dictionary": {},
        "format": {
            "days": [days["wide"][day] for day in week],
            "shortDays": [days["abbreviated"][day] for day in week],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
            "date": "%d.%m.%Y" if lang is not Lang.EN else "%d/%m/%Y",
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
        },
    }
