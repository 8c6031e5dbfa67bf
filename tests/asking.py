"""Clients that ask the portal as a browser on one of its own pages does."""

from flask import Flask
from flask.testing import FlaskClient


def browser(server: Flask) -> FlaskClient:
    """A client whose requests say, as browsers do, that they come from the portal itself."""
    client = server.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
