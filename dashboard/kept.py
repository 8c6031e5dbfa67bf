"""Answers that depend on nothing but the address are made once: releases never change, so nothing grows old."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from dash import Dash
from flask import Response, g, request

from callbacks.services import Services
from dashboard.web import CALLBACK
from data.access import VISITOR
from data.errors import PortalError
from layouts.ids import Shell

AT_MOST = 2000
LARGEST = 200_000
CARRIED = ("Content-Type", "Content-Encoding", "Vary")


class Kept:
    """The answers to visitors, ready to send, by release, language and what was asked. Nobody else's are kept."""

    def __init__(self, app: Dash, services: Services) -> None:
        self.app, self.services = app, services
        self._answers: OrderedDict[Hashable, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def find(self) -> Response | None:
        """The kept answer to the request, if it is there. Called after every check of the request has passed."""
        if request.path != CALLBACK or request.method != "POST" or self.services.scope() != VISITOR:
            return None
        g.kept_key = key = self._key(g.callback)
        with self._lock:
            found = self._answers.get(key) if key else None
            if found is None:
                return None
            self._answers.move_to_end(key)
        g.kept_key = None
        return Response(found[0], headers=found[1])

    def store(self, answer: Response) -> Response:
        """Keep an answer on its way out, compressed as it is sent."""
        key = g.get("kept_key")
        if key is None or answer.status_code != 200 or answer.is_streamed:
            return answer
        content = answer.get_data()
        if len(content) <= LARGEST:
            headers = {name: answer.headers[name] for name in CARRIED if name in answer.headers}
            with self._lock:
                self._answers[key] = (content, headers)
                while len(self._answers) > AT_MOST:
                    self._answers.popitem(last=False)
        return answer

    def _key(self, body: dict) -> Hashable | None:
        """None unless all that the callback reads is the address."""
        parts = [*body["inputs"], *body.get("state", [])]
        if not all(isinstance(part, dict) and part.get("id") == Shell.URL for part in parts):
            return None
        try:
            release = self.services.shelf.current().info.id
        except PortalError:
            return None
        values = tuple(part.get("value") for part in parts)
        who = (self.services.lang(), self.services.today())
        coding = tuple(sorted(request.accept_encodings.values()))
        return (release, who, coding, body["output"], values)
