"""The only reader of the environment: every setting, its name and what it is unless somebody says otherwise."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.mail_settings import BadMailSetting, Mail, mail
from geo.text import Lang

UNNAMED = Path()
OIDC = "PORTAL_OIDC_"
FRAMEWORKS = ("DASH_", "FLASK_", "WERKZEUG_")
SWITCHES = (
    "FLASK_DEBUG", "DASH_DEBUG", "DASH_UI", "DASH_HOT_RELOAD", "DASH_SERVE_DEV_BUNDLES", "DASH_MCP_ENABLED",
    "DASH_ENABLE_MCP",
)  # fmt: skip
OFF = frozenset({"", "0", "false", "no", "off"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(ValueError):
    """A `PORTAL_*` variable has a value that cannot be used."""


@dataclass(frozen=True)
class Provider:
    """The outside provider of identities (OpenID Connect) that this portal trusts.

    `hosts` (host or host:port) may be asked besides the issuer's own. `second_factor`: what an id token must say
    ("acr:…", "amr:…") for the portal's own second factor to be left out; nothing does unless named here.
    `seconds`: how long one question to the provider may take.
    """

    issuer: str
    client_id: str
    secret_file: Path
    names: Mapping[Lang, str]
    hosts: frozenset[str] = frozenset()
    second_factor: frozenset[str] = frozenset()
    seconds: float = 5.0


@dataclass(frozen=True)
class Settings:
    """`home` holds everything the portal writes; `behind_tls` adds HSTS; `workers` × `threads` answer requests.

    `records_url` None: SQLite in `home`. `secret_file` is `home`/secret unless named, and should then lie elsewhere.
    `behind_proxy`: how many reverse proxies of one's own tell who asks; they must pass `Host` on.
    `address` is the portal's own, as readers type it, without a path. `provider` None: nobody outside is ever asked.
    `mail` None: alerts are shown on pages only. `worker`: the server starts and minds the worker itself.
    `reserve`: megabytes of the disk kept for reports of abuse alone.
    """

    home: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8050
    country: str = "ua"
    language: Lang = Lang.UK
    workers: int = 2
    threads: int = 4
    behind_tls: bool = False
    behind_proxy: int = 0
    records_url: str | None = None
    secret_file: Path = UNNAMED
    address: str | None = None
    provider: Provider | None = None
    mail: Mail | None = None
    worker: bool = False
    reserve: int = 64

    def __post_init__(self) -> None:
        if self.secret_file == UNNAMED:
            object.__setattr__(self, "secret_file", self.home / "secret")

    @property
    def own_address(self) -> str:
        """What a reader types to get here; the machine's own address unless `address` says another."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.address or f"{'https' if self.behind_tls else 'http'}://{host}:{self.port}"


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
        behind_proxy=_number(given, "PORTAL_BEHIND_PROXY", standard.behind_proxy, 8, least=0),
        records_url=given.get("PORTAL_RECORDS_URL") or None,
        secret_file=Path(given["PORTAL_SECRET_FILE"]).absolute() if given.get("PORTAL_SECRET_FILE") else UNNAMED,
        address=_origin(given, "PORTAL_ADDRESS") if given.get("PORTAL_ADDRESS") else None,
        provider=_provider(given),
        mail=_mail(given),
        worker=given.get("PORTAL_WORKER", "").strip() not in {"0", "no", "off"},
        reserve=_number(given, "PORTAL_RESERVE", standard.reserve, 65536, least=0),
    )


def developers_switches(environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Variables in `environment` (the process's own by default) that would switch on what only developers need."""
    given = os.environ if environment is None else environment
    values = {name.upper(): value.strip().casefold() for name, value in given.items()}  # Dash reads dash_debug as well
    return tuple(sorted(name for name in SWITCHES if values.get(name, "") not in OFF))


def forget_frameworks() -> None:
    """Take everything that the web frameworks read out of this process's environment: Settings say what holds."""
    for name in [name for name in os.environ if name.upper().startswith(FRAMEWORKS)]:
        del os.environ[name]


def _number(given: Mapping[str, str], name: str, standard: int, most: int, least: int = 1) -> int:
    text = given.get(name) or str(standard)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadSetting(f"{name}={text!r}: a whole number from {least} to {most} is needed")
    return int(text)


def _language(code: str) -> Lang:
    try:
        return Lang(code)
    except ValueError:
        raise BadSetting(f"PORTAL_LANGUAGE={code!r}: use one of {', '.join(Lang)}") from None


def _provider(given: Mapping[str, str]) -> Provider | None:
    """All of the provider's settings or none of them: half a provider is a mistake. Never tells a value: one of them
    may be a secret that was put into the wrong variable."""
    if not any(value for name, value in given.items() if name.startswith(OIDC)):
        return None
    wanted = (*(f"{OIDC}{name}" for name in ("ISSUER", "CLIENT_ID", "SECRET_FILE", "NAME_UK")), "PORTAL_ADDRESS")
    if missing := [name for name in wanted if not given.get(name)]:
        raise BadSetting(f"{', '.join(missing)}: needed for signing in through an outside provider")
    secret_file = Path(given[f"{OIDC}SECRET_FILE"]).absolute()
    if not _is_file(secret_file):
        raise BadSetting(f"{OIDC}SECRET_FILE: there is no such file; it must name the file that holds the secret")
    name = given[f"{OIDC}NAME_UK"]
    return Provider(
        issuer=_address(given, f"{OIDC}ISSUER"),
        client_id=given[f"{OIDC}CLIENT_ID"],
        secret_file=secret_file,
        names={Lang.UK: name, Lang.EN: given.get(f"{OIDC}NAME_EN") or name},
        hosts=_list(given, f"{OIDC}HOSTS"),
        second_factor=_list(given, f"{OIDC}SECOND_FACTOR"),
    )


def _mail(given: Mapping[str, str]) -> Mail | None:
    try:
        return mail(given)
    except BadMailSetting as error:
        raise BadSetting(str(error)) from None


def _address(given: Mapping[str, str], name: str) -> str:
    """An https address without anything behind its path; http on this machine alone."""
    address = given[name]
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or parts.username or parts.query or parts.fragment or not _trusted(parts.scheme, parts.hostname):
        raise BadSetting(f"{name}: an address is needed, https:// and the host")
    return address


def _origin(given: Mapping[str, str], name: str) -> str:
    """An address without a path."""
    address = _address(given, name).rstrip("/")
    if urlsplit(address).path:
        raise BadSetting(f"{name}: an address without a path is needed")
    return address


def _trusted(scheme: str, host: str | None) -> bool:
    return scheme == "https" or (scheme == "http" and host in LOOPBACK)


def _list(given: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
