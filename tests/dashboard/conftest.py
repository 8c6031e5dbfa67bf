"""The portal without any release: what must hold all the same."""

import pytest


@pytest.fixture(scope="session")
def empty_portal(tmp_path_factory):
    """The app over an empty home."""
    from dashboard.app import portal
    from dashboard.settings import Settings

    return portal(Settings(home=tmp_path_factory.mktemp("empty")))


@pytest.fixture
def stranger(empty_portal):
    """A client that may ask the empty portal anything."""
    return empty_portal.server.test_client()
