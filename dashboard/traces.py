"""Who was given or refused what: written into the audit log before the answer leaves. No record, no answer."""

import hashlib
from collections.abc import Iterable

from flask import Flask, Response, g

from dashboard import limits, logs
from data.access import Permission
from data.records import audit
from data.records.store import Store

GIVEN = ("/api/v1/", "/download/")
NO_NUMBERS = frozenset({"/api/v1/indicators", "/api/v1/openapi.json"})
OF_CHILDREN = frozenset({str(Permission.STAYS_VIEW)})
STRANGERS_A_MINUTE, OF_ONE_NETWORK = 10, 1


def record_reads(server: Flask, store: Store) -> None:
    """Record each file, each answer of the API and each page about children that a person is about to be given.

    Runs before the first byte leaves; if the record fails the reader gets an error and nothing else.
    """

    @server.after_request
    def recorded(answer: Response) -> Response:
        if g.get("session") and not g.get("recorded") and answer.status_code in {200, 206, 304} and _tells():
            g.recorded = True
            of_children = g.get("needed") in OF_CHILDREN or g.get("of_children")
            act = "stays.read" if of_children else "numbers.export"
            audit.record(store, act, f"route:{logs.route()}"[:120], by=g.session.person_id, detail=g.get("contents"))
        return answer


def tell(**what: object) -> None:
    """Tell the record what the answer holds: the question in its codes, how many rows; nothing typed freely."""
    g.contents = what


def digest(ids: Iterable[str]) -> str:
    """A hash that says which rows were given, whatever their order, without naming one."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def refused_person(store: Store, about: str, needed: str) -> None:
    """Record that somebody who is signed in asked for what is not theirs."""
    logs.security("not_allowed", needed=needed)
    audit.record(
        store, "access.refuse", about[:120], by=g.session.person_id, outcome="refused", detail={"needed": needed}
    )


def refused_stranger(store: Store, counter: limits.Counter, about: str, needed: str) -> None:
    """A security line for each stranger refused; an audit row for one a minute and network, ten a minute in all.

    So an outsider cannot fill the chain, however many addresses he has: at most 14,400 rows a day and worker.
    """
    logs.security("stranger", needed=needed)
    if counter.hit("stranger", logs.network(), OF_ONE_NETWORK) or counter.hit("strangers", "", STRANGERS_A_MINUTE):
        return
    audit.record(store, "access.refuse", about[:120], by=None, outcome="refused", detail={"needed": needed})


def _tells() -> bool:
    rule = logs.route()
    return g.get("needed") in OF_CHILDREN or (rule.startswith(GIVEN) and rule not in NO_NUMBERS)
