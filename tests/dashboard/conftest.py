"""The portal without any release: what must hold all the same."""

import pytest

from data.records.keys import write_secret
from tests.asking import browser


@pytest.fixture(scope="session")
def empty_portal(tmp_path_factory):
    """The app over an empty home."""
    from dashboard.app import portal
    from dashboard.settings import Settings

    home = tmp_path_factory.mktemp("empty")
    write_secret(home / "secret")
    return portal(Settings(home=home))


@pytest.fixture
def stranger(empty_portal):
    """A client that may ask the empty portal anything."""
    return browser(empty_portal.server)
