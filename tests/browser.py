"""Finds a browser for the journeys, and installs one where there is none: `python -m tests.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb")


def say(words: str) -> None:
    """Print at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def chromium() -> str | None:
    """The path of a Chromium or Chrome that is installed, or None. PORTAL_CHROMIUM names one outright."""
    named = os.environ.get("PORTAL_CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    return path if Path(path).exists() else None


def _ways() -> Iterator[tuple[str, list[list[str]]]]:
    """How a browser may be had, in the order tried."""
    yield "playwright install chromium", [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", "chromium"]
        yield "apt-get install chromium", [["apt-get", "update", "--quiet=2"], install]


def ensure() -> str:
    """The path of a browser, installed if need be. Exits with what was tried when none can be had."""
    tried = []
    for name, commands in [("", []), *_ways()]:
        for command in commands:
            say(f"No browser yet. Trying: {name} …")
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=900)
            if done.returncode:
                tried.append(f"{name}: {(done.stderr or done.stdout).strip()[-400:]}")
        if found := chromium():
            return found
    sys.exit(
        "The journeys need Chromium or Chrome and none could be had.\n"
        + "\n".join(tried)
        + "\nInstall one, or set PORTAL_CHROMIUM."
    )


if __name__ == "__main__":
    say(f"Browser: {ensure()}")
