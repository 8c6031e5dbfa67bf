"""Signing in through an outside provider: what the rest of the portal knows of it.

`openid` and `careful` bring an HTTP client and Authlib with them. They are imported when somebody goes to the provider
and not before: a portal without one never loads them.
"""

from dataclasses import dataclass


class Failed(Exception):
    """The provider could not be asked, or what it answered proves nothing. `why` names a sentence, `about` is logged.

    `why`: "down" (not there, slow, or not speaking OpenID Connect) or "proof" (answered, but not believed).
    """

    def __init__(self, why: str, about: str = "") -> None:
        self.why, self.about = why, about
        super().__init__(f"{why}: {about}")


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. `said`: how they proved it there, as "acr:…" and "amr:…"."""

    issuer: str
    subject: str
    said: frozenset[str] = frozenset()
