"""`/roles`: what every role sees and may do, for anybody who is signed in."""

from flask import Flask, Response

from dashboard.plain import Desk
from layouts.pages import roles
from layouts.words import word


def add_routes(server: Flask, desk: Desk) -> None:
    """One page to read."""

    @server.get("/roles")
    def roles_page() -> Response:
        services, lang = desk.services, desk.services.lang()
        own = {holding.role for holding in services.scope().holdings}
        return desk.page(roles.layout(own, lang), word("page.roles", lang))
