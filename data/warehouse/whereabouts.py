"""Where institutions may be shown on a map: never in a protected area, never to the metre, never where they are not."""

from collections.abc import Iterable, Mapping

from duckdb import DuckDBPyConnection

from geo.countries import Country
from geo.locate import area_at
from geo.projection import albers
from geo.shapes import shapes

DECIMALS = 2  # of a degree: about a kilometre
LOCATED = """
    select institution_id, region, area, latitude, longitude
    from internal.institutions where latitude is not null and longitude is not null
"""
KEPT = """
    insert into shown_places select unnest($ids::varchar[]), unnest($latitudes::double[]), unnest($longitudes::double[])
"""
Row = tuple[str, str, str, float, float]


def keep_places(connection: DuckDBPyConnection, country: Country) -> None:
    """Make the table shown_places (institution_id, latitude, longitude) of what the public file may hold."""
    shown = public_places(connection.execute(LOCATED).fetchall(), country)
    connection.execute("create table shown_places (institution_id varchar, latitude double, longitude double)")
    ids, latitudes, longitudes = list(shown), [at[0] for at in shown.values()], [at[1] for at in shown.values()]
    connection.execute(KEPT, {"ids": ids, "latitudes": latitudes, "longitudes": longitudes})


def public_places(rows: Iterable[Row], country: Country) -> Mapping[str, tuple[float, float]]:
    """Institution → latitude and longitude, rounded, of those that may be shown.

    One is left out when the area it stands in, or stood in before it was relocated, is protected; and when its point
    lies in another area than the one it belongs to: a slip must not reveal a place in a protected area.
    """
    cone, known = albers(country.projection), shapes(country.code)
    found = {}
    for identity, region, area, latitude, longitude in rows:
        if {region, area} & country.protected_areas:
            continue
        at = round(latitude, DECIMALS), round(longitude, DECIMALS)
        if area_at(known, cone.forward(at[1], at[0])) == area:
            found[identity] = at
    return found
