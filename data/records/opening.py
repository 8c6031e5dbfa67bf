"""The one way to open the records: the keys of the secret file, the store of the URL, its newest schema."""

import os
from pathlib import Path

from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from data.errors import RecordsClosed
from data.records.keys import read_secret
from data.records.store import Store, sqlite_url

DATABASE = "records.sqlite"


def open_store(url: str | None, home: Path, secret_file: Path) -> Store:
    """The records at `url` (None: SQLite in `home`), brought to the newest schema. Raises BadSecret and RecordsClosed.

    A home that is not there is made for its owner alone, and so is the database file: nobody else may read either.
    """
    keys = read_secret(secret_file)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if url is None:
        os.close(os.open(home / DATABASE, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its log the same mode
    store = Store(url or sqlite_url(home), keys)
    try:
        store.migrate()
    except (SQLAlchemyError, CommandError) as error:
        store.close()
        raise RecordsClosed(why=type(getattr(error, "orig", None) or error).__name__) from error
    return store


def there(url: str | None, home: Path) -> bool:
    """Whether there are records to open, as far as can be told without opening them."""
    return url is not None or (home / DATABASE).is_file()
