"""The server minds its worker: starts it, starts it again when it ends, and never leaves it behind.

The worker is a process of its own whose standard input is a pipe that only the server and its forks hold: however the
server ends, the pipe ends with it, and the worker too.
"""

import logging
import subprocess
import sys
import time
from typing import Any

from gunicorn.arbiter import Arbiter

LOG = logging.getLogger("portal.minding")
COMMAND = (sys.executable, "-m", "dashboard", "work", "--minded")
SHORTEST, LONGEST = 0.5, 30.0
STEADY = 60.0
PATIENCE = 10.0


class Minded:
    """One process that is kept running. Whoever reaps children first, its end is seen."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.pause, self.started, self.again_at = SHORTEST, 0.0, 0.0

    def tend(self) -> None:
        """Start it if it does not run; after an early end only when its pause is over, longer each time."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._ended()
        if time.monotonic() >= self.again_at:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)
            self.started = time.monotonic()

    def ask_to_end(self) -> None:
        """Tell it to stop; `end` waits for it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """Stop it for good, by force if it does not listen."""
        self.ask_to_end()
        until = time.monotonic() + PATIENCE
        while self.process is not None and self.process.poll() is None:
            if time.monotonic() > until:
                self.process.kill()
            time.sleep(0.05)
        self._close()

    def _ended(self) -> None:
        lasted = time.monotonic() - self.started
        self.pause = SHORTEST if lasted > STEADY else min(self.pause * 2, LONGEST)
        self.again_at = time.monotonic() + self.pause
        LOG.warning("the worker ended after %.0f s and is started again in %.1f s", lasted, self.pause)
        self._close()

    def _close(self) -> None:
        if self.process is not None and self.process.stdin:
            self.process.stdin.close()
        self.process = None


class MindingArbiter(Arbiter):  # type: ignore[misc]
    """gunicorn's master process, which looks after the worker as often as after its own."""

    def __init__(self, app: Any) -> None:
        self.minded = Minded()
        super().__init__(app)

    def manage_workers(self) -> None:
        """Called about once a second, and at every change."""
        super().manage_workers()
        self.minded.tend()

    def stop(self, graceful: bool = True) -> None:
        """The end of serving: both kinds of workers finish what they are doing."""
        self.minded.ask_to_end()
        super().stop(graceful)
        self.minded.end()
