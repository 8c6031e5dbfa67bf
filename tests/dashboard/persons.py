"""People with roles and sessions for tests of the web, made straight in the records: no passwords, so no waiting."""

import uuid
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from dashboard.cookies import PLAIN
from data.access import Holding
from data.people import sessions
from data.people.people import extent_columns
from data.records.store import Store
from data.records.tables import people, role_grants
from tests.asking import browser

NUMBER = count(1)
NETWORK = "127.0.0.0/24"


def person(store: Store, *holdings: Holding, name: str = "Test Person") -> str:
    """Somebody who holds these roles; returns their id."""
    identity, now = str(uuid.uuid4()), store.clock()
    row = {
        "id": identity, "email": f"person{next(NUMBER)}-{identity[:8]}@example.org", "name": name, "language": "uk",
        "state": "active", "demonstration": False, "created_at": now,
    }  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(people).values(row))
        for holding in holdings:
            grant = {"id": str(uuid.uuid4()), "person_id": identity, "role": holding.role, "granted_at": now}
            connection.execute(insert(role_grants).values(**grant, **extent_columns(holding.extent)))
    return identity


def session(store: Store, person_id: str, *, factor: bool = True) -> str:
    """A living session's token."""
    with store.write() as connection:
        return sessions.start(connection, store, person_id, factor_passed=factor, network=NETWORK, agent="test")


def signed_in(server: Flask, store: Store, *holdings: Holding, factor: bool = True) -> FlaskClient:
    """A browser in which somebody with these roles is signed in."""
    return carrying(server, session(store, person(store, *holdings), factor=factor))


def carrying(server: Flask, token: str) -> FlaskClient:
    """A browser that sends this token."""
    client = browser(server)
    client.set_cookie(PLAIN, token)
    return client
