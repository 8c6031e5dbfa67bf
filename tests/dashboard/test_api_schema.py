"""What the API says of itself is true, and nothing that can be asked breaks it (schemathesis, hostile values).

CI asks a few of each; PORTAL_PROVE=1 asks many.
"""

import random
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from data.filters import DIMENSIONS
from data.indicators.catalogue import catalogue
from tests.asking import browser
from tests.dashboard.test_gate_fuzz import HOSTILE
from tests.proof import LONG

OPENAPI = "/api/v1/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KEYS = (
    "indicator",
    "as_of",
    "from",
    "to",
    "every",
    "by",
    "population",
    "release",
    "limit",
    "offset",
    "level",
    *DIMENSIONS,
)
ADDRESSES = ("observations", "observations.csv", "observations.parquet", "observations.xlsx", "list", "list.csv")
MANY = 2000


@pytest.fixture(scope="module")
def schema(portal_app):
    return schemathesis.openapi.from_wsgi(OPENAPI, portal_app.server)


def test_it_describes_every_route_of_the_api_for_everybody(client, schema):
    from dashboard.gate import route_classes

    told = client.get(OPENAPI).get_json()
    public = {rule for rule, needed in route_classes().items() if rule.startswith("/api/") and needed == "public"}
    assert set(told["paths"]) == public - {OPENAPI}
    assert told["openapi"].startswith("3.1")
    parameters = {one["name"]: one["schema"] for one in told["paths"]["/api/v1/observations"]["get"]["parameters"]}
    assert parameters["indicator"]["enum"] == list(catalogue())
    assert set(DIMENSIONS) < set(parameters)
    assert parameters["ministry"]["items"]["enum"]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", ["/api/v1/observations", "/api/v1/observations.csv", "/api/v1/list"])
def test_nothing_that_fits_the_description_or_does_not_breaks_it(schema, path, mode):
    operation = schema[path]["GET"]

    @settings(
        max_examples=300 if LONG else 12, deadline=None, phases=[Phase.generate], database=None,
        suppress_health_check=list(HealthCheck), derandomize=not LONG,
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case):
        case.validate_response(case.call(headers={"Sec-Fetch-Site": "same-origin"}), checks=CHECKS)

    asked()


def test_two_thousand_hostile_values_are_refused_or_answered(portal_app, record_property):
    client, chance, statuses = browser(portal_app.server), random.Random(5), {}
    for number in range(MANY if LONG else 300):
        name, value = chance.choice(KEYS), chance.choice(HOSTILE)
        base = f"indicator={chance.choice(list(catalogue()))}&" if name != "indicator" else ""
        address = f"/api/v1/{chance.choice(ADDRESSES)}?{base}{name}={quote(value, errors='replace')}"
        answer = client.get(address)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.status_code in {200, 400, 404, 422}, (number, address, answer.text[:300])
        if answer.status_code == 400:
            told = answer.get_json()["error"]
            assert told["parameter"] == name[:40], address
            assert told["allowed"], address
    record_property("hostile values", str(statuses))
