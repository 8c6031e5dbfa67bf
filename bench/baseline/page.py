"""A usual Dash page over the same rows: pandas in the callback, plotly express, the borders inside the figure."""

import json
import os
from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dash_table, dcc, html

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ["PORTAL_HOME"])
OFFLINE = (  # without it plotly's choropleth waits for another machine and never paints
    "<script>window.PlotlyGeoAssets={topojson:{world_110m:{type:'Topology',objects:"
    "{coastlines:{type:'GeometryCollection',geometries:[]},land:{type:'GeometryCollection',geometries:[]},"
    "ocean:{type:'GeometryCollection',geometries:[]},lakes:{type:'GeometryCollection',geometries:[]},"
    "rivers:{type:'GeometryCollection',geometries:[]},countries:{type:'GeometryCollection',geometries:[]},"
    "subunits:{type:'GeometryCollection',geometries:[]}},arcs:[]}}};</script>"
)


def rows() -> pd.DataFrame:
    """Every stay with the area and ministry of its institution."""
    folder = HOME / "demonstration"
    dates = ["admitted_on", "left_on"]
    stays = pd.read_csv(
        folder / "placements.csv", parse_dates=dates, usecols=["institution_id", *dates], low_memory=False
    )
    places = pd.read_csv(folder / "institutions.csv", usecols=["institution_id", "region", "ministry"])
    return stays.merge(places, on="institution_id")


def naive_app() -> Dash:
    """The page: two selects, a map, a line, a table."""
    stays, borders = rows(), _borders()
    app = Dash("naive")
    app.index_string = app.index_string.replace("{%css%}", "{%css%}" + OFFLINE)
    ministries = sorted(stays["ministry"].dropna().unique())
    years = list(range(2014, 2026))
    app.layout = html.Div(
        [
            dcc.Dropdown(["all", *ministries], "all", id="ministry"),
            dcc.Dropdown(years, years[-1], id="year"),
            dcc.Graph(id="map"),
            dcc.Graph(id="trend"),
            dash_table.DataTable(id="table"),
        ]
    )

    @app.callback(
        Output("map", "figure"), Output("trend", "figure"), Output("table", "data"),
        Input("ministry", "value"), Input("year", "value"),
    )  # fmt: skip
    def draw(ministry: str, year: int) -> tuple[object, object, list]:
        chosen = stays if ministry == "all" else stays[stays["ministry"] == ministry]
        by_area = _present(chosen, year).groupby("region").size().reset_index(name="children")
        trend = pd.DataFrame({"year": years, "children": [len(_present(chosen, one)) for one in years]})
        drawn = px.choropleth(
            by_area, geojson=borders, locations="region", featureidkey="properties.code", color="children"
        )
        drawn.update_geos(fitbounds="locations", visible=False)
        return drawn, px.line(trend, x="year", y="children"), by_area.to_dict("records")

    return app


def _present(stays: pd.DataFrame, year: int) -> pd.DataFrame:
    day = pd.Timestamp(year, 12, 31)
    return stays[(stays["admitted_on"] <= day) & (stays["left_on"].isna() | (stays["left_on"] > day))]


def _borders() -> dict:
    found = json.loads((ROOT / "geo/countries/ua/boundaries_lo.geojson").read_text(encoding="utf-8"))
    for feature in found["features"]:
        told = feature["properties"]
        feature["properties"]["code"] = told["katottg"]
    return found


if __name__ == "__main__":
    naive_app().run(port=int(os.environ["PORTAL_PORT"]), debug=False)
