"""Services over the small release, as a visitor, for tests of callbacks."""

from datetime import date
from pathlib import Path

from callbacks.services import Services
from data.access import VISITOR, Scope
from data.warehouse.release import Shelf
from geo.countries import country
from geo.text import Lang


def services_at(home: Path, lang: Lang = Lang.UK, scope: Scope = VISITOR) -> Services:
    """What callbacks are given."""
    return Services(Shelf(home), country(), lambda: scope, lambda: lang, lambda: date(2026, 11, 23), None)
