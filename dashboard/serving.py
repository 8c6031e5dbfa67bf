"""The portal behind gunicorn: modules loaded once, the app and its database connections made in each worker."""

from flask import Flask
from gunicorn.app.base import BaseApplication

from dashboard.app import portal
from dashboard.logs import configure
from dashboard.minding import MindingArbiter
from dashboard.settings import Settings
from data.errors import UnknownRelease
from data.warehouse.release import releases
from layouts.words import word


class _Server(BaseApplication):
    """gunicorn told by Settings instead of a command line."""

    def __init__(self, known: Settings) -> None:
        self.known = known
        super().__init__()

    def load_config(self) -> None:
        """2 processes × 4 threads by default: DuckDB answers best from several processes with one connection each."""
        known = self.known
        wanted = {
            "bind": f"{known.host}:{known.port}",
            "workers": known.workers,
            "threads": known.threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 30,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "proc_name": "portal",
            "when_ready": self._announce,
            "control_socket_disable": True,
        }
        for name, value in wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def run(self) -> None:
        """Serve, and mind the worker unless somebody else does."""
        if not self.known.worker:
            super().run()
            return
        MindingArbiter(self).run()

    def load(self) -> Flask:
        """The app of one worker."""
        configure()
        return portal(self.known).server

    def _announce(self, _arbiter: object) -> None:
        address = f"http://{self.known.host}:{self.known.port}"
        print(word("command.serving", self.known.language, address=address), flush=True)  # noqa: T201


def serve(known: Settings) -> None:
    """Serve until told to stop. Raises UnknownRelease when there is nothing to serve."""
    if not releases(known.home):
        raise UnknownRelease(home=known.home)
    _Server(known).run()
