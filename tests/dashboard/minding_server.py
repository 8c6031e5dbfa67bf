"""A server with nothing to serve, which minds a worker that does nothing."""

import sys

from gunicorn.app.base import BaseApplication

from dashboard.minding import Minded, MindingArbiter

IDLE = (sys.executable, "-c", "import sys; sys.stdin.read()")


class Nothing(BaseApplication):
    """gunicorn on a port that the system chooses."""

    def load_config(self):
        for name, value in {"bind": "127.0.0.1:0", "graceful_timeout": 1, "control_socket_disable": True}.items():
            self.cfg.set(name, value)

    def load(self):
        return lambda _environment, _start: []


if __name__ == "__main__":
    arbiter = MindingArbiter(Nothing())
    arbiter.minded = Minded(IDLE)
    arbiter.run()
