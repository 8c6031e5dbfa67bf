"""Every way into an app: its routes by every method they take, and its callbacks. Found in it, never listed."""

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from dashboard.web import CALLBACK
from data.access import Permission

IGNORED = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Endpoint:
    """`needed`: a class of routes.toml, or the permission that a callback declares."""

    rule: str
    method: str
    needed: str
    output: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.rule} {self.output[:40]}".strip()

    def ask(self, client: FlaskClient, app: Any, query: str = ""):
        """Ask it, as a page of the portal would."""
        if self.output:
            return client.post(CALLBACK + query, json=callback_body(app, self.output))
        path = self.rule
        for part in self.rule.split("<")[1:]:
            path = path.replace(f"<{part.split('>')[0]}>", "x1")
        if self.method == "GET":
            return client.get(path + query)
        kind = "application/json" if path == CALLBACK else "application/x-www-form-urlencoded"
        return client.open(path + query, method=self.method, data=b"", content_type=kind)


def callback_body(app: Any, output: str, **values: Any) -> dict[str, Any]:
    """What a page sends to have `output` filled; `values` by property, None where not told."""
    known = app.callback_map[output]
    ends = [end.rsplit(".", 1) for end in output.strip(".").split("...")]
    outputs = [{"id": identity, "property": name} for identity, name in ends]

    def part(spec: dict[str, str]) -> Any:
        if spec["id"].startswith("{"):
            keys = {key: 1 if key == "index" else value for key, value in json.loads(spec["id"]).items()}
            return [{"id": keys, "property": spec["property"], "value": values.get(spec["property"])}]
        return {**spec, "value": values.get(spec["property"])}

    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [part(one) for one in known["inputs"]],
        "state": [part(one) for one in known["state"]],
        "changedPropIds": [],
    }


def callbacks(app: Any) -> list[Endpoint]:
    """Every callback that runs on the server."""
    served = [output for output, known in app.callback_map.items() if "callback" in known]
    return [Endpoint(CALLBACK, "POST", str(app.permissions[output]), output) for output in served]


def routes(app: Any, classes: dict[str, str]) -> list[Endpoint]:
    """Every route by every method, but the one that leads on to the callbacks."""
    found = [
        Endpoint(rule.rule, method, classes[rule.rule])
        for rule in app.server.url_map.iter_rules() for method in sorted(rule.methods - IGNORED)
    ]  # fmt: skip
    return [one for one in found if one.rule != CALLBACK]


def is_open(needed: str) -> bool:
    """Whether a stranger may."""
    return needed in {"public", "same", str(Permission.NUMBERS_VIEW), str(Permission.INCIDENT_REPORT)}
