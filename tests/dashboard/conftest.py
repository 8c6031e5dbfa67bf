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


@pytest.fixture(scope="session")
def trial_classes() -> dict[str, str]:
    """The routes of the portal and of the trial with their classes."""
    from dashboard.gate import route_classes
    from tests.dashboard.trial import ROUTES

    return {**route_classes(), **ROUTES}


@pytest.fixture(scope="session")
def trial_app(tmp_path_factory, trial_classes):
    """The app over an empty home, with a route and a callback for each permission besides its own."""
    from dashboard import app, gate
    from dashboard.settings import Settings
    from tests.dashboard import trial

    home = tmp_path_factory.mktemp("trial")
    write_secret(home / "secret")
    lines = [f'"{rule}" = "{needed}"' for rule, needed in trial_classes.items()]
    (home / "routes.toml").write_text("\n".join(["[routes]", *lines]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "ROUTES", home / "routes.toml")
        patch.setattr(app, "FORMS", (*app.FORMS, trial))
        patch.setattr(app, "CALLBACKS", (*app.CALLBACKS, trial))
        made = app.portal(Settings(home=home))
    made.records = home
    return made


@pytest.fixture(scope="session")
def trial_store(trial_app):
    """The records that the trial's app uses, opened a second time."""
    yield from _records(trial_app)


@pytest.fixture(scope="session")
def portal_store(portal_app):
    """The records that the served app uses, opened a second time."""
    yield from _records(portal_app)


def _records(app):
    from data.records.keys import read_secret
    from data.records.store import Store, sqlite_url

    store = Store(sqlite_url(app.records), read_secret(app.records / "secret"))
    yield store
    store.close()


@pytest.fixture
def stranger_of_trial(trial_app):
    """A browser in which nobody is signed in."""
    return browser(trial_app.server)
