"""`/nil-return`: staff of institutions say once a month that nothing was reported. It tells nothing of any case."""

from datetime import date

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.forms.case_room import institutions_named
from dashboard.forms.told import zone_of
from dashboard.plain import Desk
from data.incidents import nil_returns
from layouts.pages import nil_return as looks
from layouts.words import word


def add_routes(server: Flask, desk: Desk) -> None:
    """The page and its one act."""
    counter = Counter(desk)
    server.add_url_rule(looks.ADDRESS, "nil_return_form", counter.show, methods=["GET"])
    server.add_url_rule(looks.ADDRESS, "nil_return", counter.state, methods=["POST"])


class Counter:
    """Where months are answered for."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.services, self.store = desk, desk.services, desk.services.store

    @property
    def today(self) -> date:
        """The day it is in the country."""
        return self.store.clock().astimezone(zone_of(self.services.country)).date()

    def show(self) -> Response:
        """The months due of each institution that is the reader's."""
        lang, named = self.services.lang(), institutions_named(self.services)
        own = nil_returns.own_institutions(self.services.scope())
        there = nil_returns.stated(self.store, own)
        months = nil_returns.months_due(self.today)
        shown = [
            looks.Institution(
                key, named[key].in_(lang) if key in named else key, [(one, (key, one) in there) for one in months]
            )
            for key in sorted(own)
        ]
        page = looks.layout(shown, lang, said=request.args.get("said") == "stated")
        return self.desk.page(page, word("page.nil_return", lang))

    def state(self) -> Answer:
        """One month of one institution."""
        given = {key: request.form.get(key, "")[:60] for key in ("institution", "month")}
        by = self.services.scope()
        nil_returns.state(self.store, given["institution"], given["month"], by=by, today=self.today)
        return redirect(f"{looks.ADDRESS}?said=stated", 303)
