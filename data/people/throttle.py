"""How often somebody may try to sign in. An outsider can slow down himself, never the owner of an account.

Failures are counted per (account, network) and per network, so guessing from elsewhere does not touch the owner's own
network. Waiting is answered at once with the seconds to wait; no thread is held.
"""

import hashlib
import ipaddress
from datetime import timedelta

from sqlalchemy import Connection, delete, func, insert, select

from data.errors import TooManyTries
from data.records.store import Store
from data.records.tables import sign_in_attempts as attempts

FREE_TRIES = 5
ACCOUNT_WINDOW = timedelta(minutes=15)
NETWORK_WINDOW = timedelta(minutes=1)
NETWORK_TRIES = 20
EVERYWHERE_TRIES = 10
LONGEST_WAIT = 30.0
KEPT = timedelta(days=1)


def network_of(address: str) -> str:
    """The /24 (IPv4) or /56 (IPv6) an address lies in; "unknown" if it is none."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{host}/{24 if host.version == 4 else 56}", strict=False))


def account_hash(email: str) -> str:
    """What stands for an account in the table of tries, whether or not the account exists."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def check(connection: Connection, store: Store, email: str, network: str, *, everywhere: bool = False) -> None:
    """Raise TooManyTries (with `seconds`) if this network must wait before it tries this account again.

    `everywhere`: the tries of all networks together are limited too, where an outsider cannot come to make any.
    """
    wait = max(_account_wait(connection, store, email, network), _network_wait(connection, store, network))
    wait = max(wait, _everywhere_wait(connection, store, email)) if everywhere else wait
    if wait > 0:
        raise TooManyTries(seconds=int(wait) + 1)


def note(connection: Connection, store: Store, email: str, network: str, succeeded: bool) -> None:
    """Remember one try; forget those older than a day."""
    now = store.clock()
    row = {"account_hash": account_hash(email), "network": network, "at": now, "succeeded": succeeded}
    connection.execute(insert(attempts).values(row))
    connection.execute(delete(attempts).where(attempts.c.at < now - KEPT))


def _account_wait(connection: Connection, store: Store, email: str, network: str) -> float:
    now = store.clock()
    mine = (attempts.c.account_hash == account_hash(email), attempts.c.network == network)
    recent = (*mine, attempts.c.at > now - ACCOUNT_WINDOW)
    success = connection.execute(
        select(func.max(attempts.c.at)).where(*recent, attempts.c.succeeded.is_(True))
    ).scalar()
    failures = [*recent, attempts.c.succeeded.is_(False)] + ([attempts.c.at > success] if success else [])
    count, last = connection.execute(select(func.count(), func.max(attempts.c.at)).where(*failures)).one()
    if count < FREE_TRIES:
        return 0.0
    wait = min(0.25 * 2 ** (count - FREE_TRIES + 1), LONGEST_WAIT)
    return float(wait - (now - last).total_seconds())


def _network_wait(connection: Connection, store: Store, network: str) -> float:
    now = store.clock()
    recent = (attempts.c.network == network, attempts.c.at > now - NETWORK_WINDOW, attempts.c.succeeded.is_(False))
    count, first = connection.execute(select(func.count(), func.min(attempts.c.at)).where(*recent)).one()
    return float((first + NETWORK_WINDOW - now).total_seconds()) if count >= NETWORK_TRIES else 0.0


def _everywhere_wait(connection: Connection, store: Store, email: str) -> float:
    now = store.clock()
    recent = (attempts.c.account_hash == account_hash(email), attempts.c.at > now - ACCOUNT_WINDOW)
    failures = (*recent, attempts.c.succeeded.is_(False))
    count, first = connection.execute(select(func.count(), func.min(attempts.c.at)).where(*failures)).one()
    return float((first + ACCOUNT_WINDOW - now).total_seconds()) if count >= EVERYWHERE_TRIES else 0.0
