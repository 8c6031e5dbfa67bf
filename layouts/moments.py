"""Moments as people of the country read them: local time, with the world's time beside it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from geo.text import Lang
from layouts import format as form


def moment_words(value: datetime, zone: str, lang: Lang, seconds: bool = False) -> str:
    """`value` in the time of `zone` (an IANA name): 23.11.2026, 11:00."""
    local = value.astimezone(ZoneInfo(zone))
    return form.moment(local, lang) + (f"{local:%S}".rjust(3, ":") if seconds else "")


def moment(value: datetime, zone: str, lang: Lang, seconds: bool = False) -> Component:
    """The same as an element that also carries the moment in UTC."""
    world = value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return html.Time(moment_words(value, zone, lang, seconds), dateTime=world, title=world)
