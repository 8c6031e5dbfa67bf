"""The only reader of the environment: every setting, its name and what it is unless somebody says otherwise."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.text import Lang

UNNAMED = Path()


class BadSetting(ValueError):
    """A `PORTAL_*` variable has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """`home` holds everything the portal writes; `behind_tls` adds HSTS; `workers` × `threads` answer requests.

    `records_url` None: SQLite in `home`. `secret_file` is `home`/secret unless named, and should then lie elsewhere.
    """

    home: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8050
    country: str = "ua"
    language: Lang = Lang.UK
    workers: int = 2
    threads: int = 4
    behind_tls: bool = False
    records_url: str | None = None
    secret_file: Path = UNNAMED

    def __post_init__(self) -> None:
        if self.secret_file == UNNAMED:
            object.__setattr__(self, "secret_file", self.home / "secret")


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environment` (the process's own by default). Raises BadSetting."""
    given = os.environ if environment is None else environment
    standard = Settings()
    return Settings(
        home=Path(given.get("PORTAL_HOME") or standard.home).absolute(),
        host=given.get("PORTAL_HOST") or standard.host,
        port=_number(given, "PORTAL_PORT", standard.port, 65535),
        country=given.get("PORTAL_COUNTRY") or standard.country,
        language=_language(given.get("PORTAL_LANGUAGE") or standard.language),
        workers=_number(given, "PORTAL_WORKERS", standard.workers, 64),
        threads=_number(given, "PORTAL_THREADS", standard.threads, 64),
        behind_tls=given.get("PORTAL_BEHIND_TLS", "") == "1",
        records_url=given.get("PORTAL_RECORDS_URL") or None,
        secret_file=Path(given["PORTAL_SECRET_FILE"]).absolute() if given.get("PORTAL_SECRET_FILE") else UNNAMED,
    )


def _number(given: Mapping[str, str], name: str, standard: int, most: int) -> int:
    text = given.get(name) or str(standard)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise BadSetting(f"{name}={text!r}: a whole number from 1 to {most} is needed")
    return int(text)


def _language(code: str) -> Lang:
    try:
        return Lang(code)
    except ValueError:
        raise BadSetting(f"PORTAL_LANGUAGE={code!r}: use one of {', '.join(Lang)}") from None
