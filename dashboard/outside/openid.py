"""OpenID Connect with the configured provider: where to send the browser, and who came back. Checks are Authlib's.

Authorization code flow with state, nonce and PKCE (S256); the id token alone says who it is, and only when it is signed
with a public key of the provider, by the provider, for this portal, now, in answer to this question.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from dashboard.outside import Failed, Identity
from dashboard.outside.careful import Careful, check_address
from dashboard.outside.journey import Journey
from dashboard.settings import Provider

ALGORITHMS = ("RS256", "PS256", "ES256")
BROKEN = (JoseError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
LEEWAY = 30
LONGEST_SUBJECT = 255
KEYS_AGAIN = 60.0
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Told:
    """What the provider says of itself, of which we need this much. `method`: how we prove who we are to it."""

    authorization: str
    token: str
    keys: str
    method: str
    names_itself: bool


class OpenID:
    """The provider, asked as little as possible: its description once, its keys when one is not known yet."""

    def __init__(self, provider: Provider, back: str) -> None:
        """`back`: the one address the provider sends browsers back to."""
        self.provider, self.back = provider, back
        self.hosts = frozenset({urlsplit(provider.issuer).netloc.casefold(), *provider.hosts})
        self.careful = Careful(self.hosts, provider.seconds)
        self.description: Told | None = None
        self.keys: KeySet | None = None
        self.keys_read = 0.0

    def leave(self, journey: Journey) -> str:
        """The address at the provider to send the browser to. Raises Failed."""
        told, session = self._told(), self._session()
        wanted = {said.removeprefix("acr:") for said in self.provider.second_factor if said.startswith("acr:")}
        address, _ = session.create_authorization_url(
            told.authorization, state=journey.state, nonce=journey.nonce, code_verifier=journey.verifier,
            acr_values=" ".join(sorted(wanted)) or None,
        )  # fmt: skip
        return str(address)

    def arrive(self, journey: Journey, code: str, issuer: str | None, now: datetime) -> Identity:
        """Who it is that comes back with `code`. `issuer`: what the answer itself names (RFC 9207). Raises Failed."""
        told = self._told()
        if issuer != self.provider.issuer and (issuer is not None or told.names_itself):
            raise Failed("proof", "iss of the answer")
        tokens = self._exchanged(told, journey, code)
        claims = self._believed(str(tokens.get("id_token") or ""), tokens.get("access_token"), journey, now)
        return _identity(claims)

    def _exchanged(self, told: Told, journey: Journey, code: str) -> Mapping[str, Any]:
        """The tokens for a code, which the provider gives once, to us, and to nobody who lacks the verifier."""
        session = self._session(told.method)
        try:
            found: Mapping[str, Any] = session.fetch_token(
                told.token, grant_type="authorization_code", code=code, code_verifier=journey.verifier,
                redirect_uri=self.back, allow_redirects=False,
            )  # fmt: skip
        except AuthlibBaseError as error:
            raise Failed("proof", f"code refused: {error.error}"[:200]) from error
        except (RequestException, *BROKEN) as error:
            raise Failed("down", type(error).__name__) from error
        return found

    def _believed(self, token: str, access: object, journey: Journey, now: datetime) -> CodeIDToken:
        """The claims of an id token that proves what it must."""
        exact = {"iss": self.provider.issuer, "aud": self.provider.client_id}
        options = {name: {"essential": True, "values": [value]} for name, value in exact.items()}
        asked = {"nonce": journey.nonce, "client_id": self.provider.client_id, "access_token": access}
        try:
            read = self._signed(token)
            claims = CodeIDToken(read.claims, read.header, options, asked)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except BROKEN as error:
            raise Failed("proof", f"id token: {type(error).__name__} {error}"[:200]) from error
        if claims["aud"] not in (self.provider.client_id, [self.provider.client_id]):
            raise Failed("proof", "id token: for others as well")
        return claims

    def _signed(self, token: str) -> jwt.Token:
        """The token, its signature checked; the keys are read again for a key id that is new, but not all the time."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            return jwt.decode(token, self._keys(), registry=registry)
        except InvalidKeyIdError:
            if time.monotonic() - self.keys_read < KEYS_AGAIN:
                raise
            return jwt.decode(token, self._keys(again=True), registry=registry)

    def _told(self) -> Told:
        """The provider's description, read once."""
        if self.description is None:
            found = self._json(self.provider.issuer.rstrip("/") + WELL_KNOWN)
            self.description = _read(found, self.provider.issuer, self.hosts)
        return self.description

    def _keys(self, again: bool = False) -> KeySet:
        if self.keys is None or again:
            found = self._json(self._told().keys)
            try:
                self.keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
            except BROKEN as error:
                raise Failed("down", f"keys: {type(error).__name__}") from error
            self.keys_read = time.monotonic()
        return self.keys

    def _json(self, address: str) -> Mapping[str, Any]:
        try:
            answer = self._session().request("GET", address, withhold_token=True, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, *BROKEN) as error:
            raise Failed("down", type(error).__name__) from error
        if not isinstance(found, dict):
            raise Failed("down", "not an object")
        return found

    def _session(self, method: str = "none") -> OAuth2Session:
        """A session that goes nowhere but to the provider and takes nothing from the machine's surroundings."""
        secret = "" if method == "none" else self._secret()
        session = OAuth2Session(
            self.provider.client_id, secret, token_endpoint_auth_method=method, scope="openid", redirect_uri=self.back,
            code_challenge_method="S256", trust_env=False, max_redirects=0,
        )  # fmt: skip
        session.headers["Accept-Encoding"] = "identity"
        for scheme in ("https://", "http://"):
            session.mount(scheme, self.careful)
        return session

    def _secret(self) -> str:
        """Our secret at the provider, read when it is needed: a new one needs no restart."""
        try:
            return self.provider.secret_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise Failed("down", "the secret's file cannot be read") from error


def _read(found: Mapping[str, Any], issuer: str, hosts: frozenset[str]) -> Told:
    """The description, if it is the issuer's own and stays on the provider's hosts. Raises Failed."""
    if found.get("issuer") != issuer:
        raise Failed("down", "another issuer's description")
    ends = [str(found.get(name) or "") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    for address in ends:
        check_address(address, hosts)
    if not ends[0].isascii() or not ends[0].isprintable():
        raise Failed("down", "no address for a browser")
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    method = next((one for one in ("client_secret_basic", "client_secret_post") if one in methods), None)
    if method is None:
        raise Failed("down", "no way to prove who we are")
    names_itself = found.get("authorization_response_iss_parameter_supported") is True
    return Told(*ends, method, names_itself)


def _identity(claims: Mapping[str, Any]) -> Identity:
    subject, acr, amr = claims["sub"], claims.get("acr"), claims.get("amr") or []
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Failed("proof", "id token: sub")
    said = {f"amr:{one}" for one in amr if isinstance(one, str)} | ({f"acr:{acr}"} if isinstance(acr, str) else set())
    return Identity(claims["iss"], subject, frozenset(said))
