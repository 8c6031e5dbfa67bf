"""A part of the portal that only tests have: one route and one callback for each permission, so that rights which no
page uses yet are tried all the same. Each answers with a word that must never reach the wrong reader.
"""

from dash import ALL, Input, Output

from data.access import Permission

NEEDLE = "needle"
ROUTES = {f"/trial/{permission}": str(permission) for permission in Permission} | {"/trial/session": "session"}
WITH_ID = "/trial/things/<identity>"
ROUTES[WITH_ID] = str(Permission.STAYS_VIEW)
PATTERN = {"type": "trial-many", "index": ALL}


def add_routes(server, _desk) -> None:
    """`/trial/<permission>`, by GET and POST."""
    for rule in ROUTES:
        server.add_url_rule(rule, f"trial {rule}", lambda **_: f"{NEEDLE} {_}", methods=["GET", "POST"])


def register(app, _services) -> None:
    """A callback for each permission, and one that matches a pattern."""
    for permission in Permission:
        app.callback(Output(f"trial-{permission}", "children"), Input("trial", "value"), permission=permission)(
            lambda value: f"{NEEDLE} {value}"
        )
    app.callback(Output("trial-pattern", "children"), Input(PATTERN, "value"), permission=Permission.STAYS_VIEW)(
        lambda values: f"{NEEDLE} {values}"
    )
