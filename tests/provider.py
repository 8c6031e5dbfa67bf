"""A small real OpenID Connect provider on this machine: strict in what a provider must check, and able to misbehave."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "portal", "a-secret-of-the-portal-at-the-provider"
DISCOVERY, KEYS, TOKEN = "/.well-known/openid-configuration", "/keys", "/token"


@cache
def key(name: str) -> RSAKey:
    """One key a name for the whole run: making them takes long."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}, private=True)


class LocalProvider(ThreadingHTTPServer):
    """`subject` is whoever sits at it. `back`: the redirect address that is registered. Switches make it misbehave."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.back, self.subject = "", "subject-1"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.refused: list[str] = []
        self.declines = False
        self.claims: Callable[[dict], dict] = dict
        self.sign: Callable[[dict], str] = signed
        self.description: Callable[[dict], dict] = dict
        self.instead: dict[str, Callable[[_Asked], None]] = {}

    def handle_error(self, request, client_address) -> None:
        """A portal that hangs up on a provider that takes too long is no news."""

    def described(self) -> dict:
        """The discovery document."""
        told = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": self.issuer + TOKEN, "jwks_uri": self.issuer + KEYS,
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }  # fmt: skip
        return self.description(told)

    def authorize(self, asked: dict[str, str]) -> str | None:
        """Where the browser goes back to; None where a provider shows an error of its own instead."""
        if asked.get("client_id") != CLIENT or asked.get("redirect_uri") != self.back:
            return None
        if asked.get("code_challenge_method") != "S256" or asked.get("scope") != "openid":
            return None
        if self.declines:
            return f"{self.back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = token_urlsafe(16)
        self.codes[code] = asked | {"subject": self.subject}
        return f"{self.back}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, asked: dict[str, str], authorization: str) -> dict | None:
        """The tokens for a code, once, for the client that asked for it and holds the verifier."""
        wanted = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = self.codes.pop(asked.get("code", ""), None)
        challenge = _b64(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        checks = {
            "client": hmac.compare_digest(authorization, wanted), "code": known is not None,
            "verifier": known is not None and known["code_challenge"] == challenge,
            "address": asked.get("redirect_uri") == self.back,
            "grant": asked.get("grant_type") == "authorization_code",
        }  # fmt: skip
        self.refused += [name for name, good in checks.items() if not good]
        if known is None or not all(checks.values()):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": known["subject"], "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": known["nonce"], "email": "one@example.org", "email_verified": True,
        }  # fmt: skip
        return {"access_token": token_urlsafe(16), "token_type": "Bearer", "id_token": self.sign(self.claims(claims))}


def signed(claims: dict, name: str = "first") -> str:
    """As it should be: RS256."""
    return jwt.encode({"alg": "RS256", "kid": name}, claims, key(name))


def signed_by_another(claims: dict) -> str:
    """With a key nobody knows, under the name of the right one."""
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, key("other"))


def unsigned(claims: dict) -> str:
    """`alg` none."""
    return f"{_b64(json.dumps({'alg': 'none'}).encode())}.{_b64(json.dumps(claims).encode())}."


def signed_with_the_public_key(claims: dict) -> str:
    """HS256, the secret being what everybody can read: the classic confusion."""
    text = ".".join(_b64(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "first"}, claims))
    public = key("first").as_pem(private=False)
    return f"{text}.{_b64(hmac.new(public, text.encode(), hashlib.sha256).digest())}"


class _Asked(BaseHTTPRequestHandler):
    server: LocalProvider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(parts.path)
        if parts.path in self.server.instead:
            self.server.instead[parts.path](self)
        elif parts.path == DISCOVERY:
            self.answer(200, self.server.described())
        elif parts.path == KEYS:
            self.answer(200, {"keys": [key("first").as_dict(private=False)]})
        else:
            self._away(parts.query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(self.path)
        if self.path in self.server.instead:
            return self.server.instead[self.path](self)
        tokens = self.server.exchange(_flat(body), self.headers.get("Authorization", ""))
        return self.answer(200, tokens) if tokens else self.answer(400, {"error": "invalid_grant"})

    def answer(self, status: int, content: object) -> None:
        """JSON, or bytes as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _away(self, query: str) -> None:
        address = self.server.authorize(_flat(query))
        self.send_response(302 if address else 400)
        self.send_header("Location", address or "")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


def garbage(asked: _Asked) -> None:
    """Not JSON."""
    asked.answer(200, b"<html>Scheduled maintenance</html>")


def a_list(asked: _Asked) -> None:
    """JSON, but nothing that was asked for."""
    asked.answer(200, [1, 2, 3])


def deep(asked: _Asked) -> None:
    """JSON that is deeper than any parser likes."""
    asked.answer(200, b"[" * 100_000)


def huge(asked: _Asked) -> None:
    """What is right, and ten megabytes besides."""
    keys = {"keys": [key("first").as_dict(private=False)]}
    asked.answer(200, asked.server.described() | keys | {"padding": "x" * 10_000_000})


def failing(asked: _Asked) -> None:
    """An error of the server."""
    asked.answer(500, {"error": "server_error"})


def silent(asked: _Asked) -> None:
    """Nothing, for long."""
    time.sleep(6)


def dripping(asked: _Asked) -> None:
    """A byte now and then, which keeps every socket's timeout content."""
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _ in range(60):
        asked.wfile.write(b" ")
        asked.wfile.flush()
        time.sleep(0.1)


def dripping_headers(asked: _Asked) -> None:
    """The same before the body begins."""
    asked.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        asked.wfile.write(f"X-{number}: 1\r\n".encode())
        asked.wfile.flush()
        time.sleep(0.1)


def redirecting(asked: _Asked) -> None:
    """To the same machine's other door."""
    asked.send_response(302)
    asked.send_header("Location", f"{asked.server.issuer}/inside")
    asked.send_header("Content-Length", "0")
    asked.end_headers()


@contextmanager
def provider() -> Iterator[LocalProvider]:
    """A provider that answers until the block ends."""
    with LocalProvider() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
