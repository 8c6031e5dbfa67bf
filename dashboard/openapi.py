"""The API described for machines (OpenAPI 3.1), made of the same catalogue, enumerations and codes that answer."""

from collections.abc import Mapping
from typing import Any

from data.drill import Level
from data.filters import DEFAULT_INDICATOR, DIMENSIONS, Every, Known, Population
from data.states import Flag, State

Schema = dict[str, Any]
NUMBER: Schema = {"type": ["number", "null"]}
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
FILES = {
    "": ("application/json", "JSON: the release, what the whole rests on, notices, and one object a row."),
    ".csv": ("text/csv", "The same rows as CSV (UTF-8, CR LF)."),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "A workbook with notes and a chart.",
    ),
    ".parquet": ("application/vnd.apache.parquet", "The same rows as Parquet, typed."),
}
HEADERS = {
    "X-Portal-Release": "The release that answered; give it as `release` to have the same numbers again.",
    "X-Portal-Total": "How many rows there are in all.",
    "Link": "The first, previous, next and last page, where `limit` is given.",
}


def document(known: Known) -> Schema:
    """The whole description; `known`: the indicators, codes and releases that exist."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PRO-MISE Portal",
            "version": "1",
            "description": "Children in residential institutions: the same numbers as on the portal's pages. A cell "
            "has a value or a state that says why it has none. Parameters that do not exist are ignored; values that "
            "do not exist are refused with 400, the parameter's name and what it may be.",
        },
        "servers": [{"url": "/"}],
        "paths": {**_observations(known), **_others(known)},
        "components": {"schemas": _schemas()},
    }


def _observations(known: Known) -> Schema:
    parameters = [*question_parameters(known), *paging(10_000)]
    return {
        f"/api/v1/observations{ending}": {
            "get": {
                "operationId": f"observations{ending.replace('.', '_')}",
                "summary": told,
                "parameters": parameters,
                "responses": _responses(mimetype, "Observations" if not ending else ""),
            }
        }
        for ending, (mimetype, told) in FILES.items()
    }


def _others(known: Known) -> Schema:
    listing = [*question_parameters(known, series=False), *paging(1000), _parameter("level", _enum(Level))]
    told = "The institutions, or for those who may see them the stays, that one number counts."
    return {
        "/api/v1/indicators": {
            "get": {
                "operationId": "indicators",
                "summary": "Every indicator: its meaning, breakdowns and populations.",
                "responses": _responses("application/json", "Indicators"),
            }
        },
        "/api/v1/list": {
            "get": {
                "operationId": "list",
                "summary": told,
                "parameters": listing,
                "responses": _responses("application/json", "List"),
            }
        },
        "/api/v1/list.csv": {
            "get": {
                "operationId": "list_csv",
                "summary": "The same rows as CSV.",
                "parameters": listing,
                "responses": _responses("text/csv", ""),
            }
        },
    }


def question_parameters(known: Known, series: bool = True) -> list[Schema]:
    """What a question may be made of, each parameter with what it may be."""
    indicators = {"type": "string", "enum": sorted(known.indicators), "default": DEFAULT_INDICATOR}
    days = ("as_of", "from", "to")
    found = [_parameter("indicator", indicators), *(_parameter(name, DAY) for name in days)]
    found.append(_parameter("population", {**_enum(Population), "default": str(Population.ALL)}))
    if series:
        found += [_parameter("every", _enum(Every)), _listed("by", DIMENSIONS)]
    found += [_listed(name, sorted(known.codes.get(name, ()))) for name in DIMENSIONS]
    return [*found, _parameter("release", {"type": "string", "enum": sorted(known.releases)})]


def paging(most: int) -> list[Schema]:
    """`limit` and `offset`."""
    return [
        _parameter("limit", {"type": "integer", "minimum": 1, "maximum": most}),
        _parameter("offset", {"type": "integer", "minimum": 0, "maximum": 10_000_000}),
    ]


def _parameter(name: str, schema: Mapping[str, Any], **rest: Any) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": dict(schema), **rest}


def _listed(name: str, codes: Any) -> Schema:
    """Several codes, separated by commas."""
    items = {"type": "string", "enum": list(codes)}
    return _parameter(name, {"type": "array", "items": items}, style="form", explode=False)


def _enum(kind: Any) -> Schema:
    return {"type": "string", "enum": [str(one) for one in kind]}


def _responses(mimetype: str, schema: str) -> Schema:
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"} if schema else {}}
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    headers = {name: {"schema": TEXT, "description": told} for name, told in HEADERS.items()}
    told = {
        "400": "A value that does not exist: its parameter and what it may be.",
        "404": "No such indicator, release or address.",
        "422": "Understood, but this indicator or release has no such combination; says what to drop.",
        "429": "Too many questions in a minute: wait as `Retry-After` says.",
    }
    return {
        "200": {"description": "The answer.", "headers": headers, "content": {mimetype: content}},
        **{status: {"description": words, "content": refused} for status, words in told.items()},
    }


def _schemas() -> Schema:
    observation = {
        "indicator": TEXT, "area": TEXT, "from": DAY, "to": DAY, "population": _enum(Population), "value": NUMBER,
        "numerator": NUMBER, "denominator": NUMBER, "state": _enum(State), "release": TEXT, "source": TEXT,
        "flags": {"type": "string", "description": f"joined by `;`: {', '.join(Flag)}"},
    }  # fmt: skip
    rows = {"type": "array", "items": {"$ref": "#/components/schemas/Observation"}}
    basis = {"type": "array", "items": {"type": "object"}}
    names = {"type": "array", "items": {"type": "array", "items": TEXT}}
    whole, told = {"type": "integer", "minimum": 0}, {"type": "array", "items": {"type": "object"}}
    head: Schema = {"release": TEXT, "demonstration": {"type": "boolean"}, "total": whole, "offset": whole}
    error = {
        "code": TEXT,
        "message": TEXT,
        "request": TEXT,
        "parameter": TEXT,
        "allowed": {"type": "array", "items": TEXT},
        "drop": {"type": "array", "items": TEXT},
    }
    return {
        "Observation": _object(observation),
        "Observations": _object(
            head | {"basis": basis, "notices": told, "observations": rows, "emptied_by": names}, optional={"emptied_by"}
        ),
        "Indicators": _object({"indicators": told}),
        "List": _object(
            head | {"level": _enum(Level), "count": NUMBER, "state": _enum(State), "weight": {"type": "number"}}
            | {"withheld": NUMBER, "why": TEXT, "rows": told}
        ),
        "Error": _object({"error": _object(error, optional={"parameter", "allowed", "drop"})}),
    }  # fmt: skip


def _object(properties: Schema, optional: set[str] | None = None) -> Schema:
    required = [name for name in properties if name not in (optional or set())]
    return {"type": "object", "properties": properties, "required": required}
