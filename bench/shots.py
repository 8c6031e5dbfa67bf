"""Pictures of every page in both languages at three sizes, into var/shots: `python -m bench.shots [ADDRESS]`."""

import sys
from pathlib import Path

from bench.browsing import PATHS, ROOT, browser, portal, served
from dashboard.settings import settings

SIZES = ((1440, 900), (820, 1180), (390, 844))


def main() -> None:
    """Uses a portal that is already served when its address is given."""
    folder = ROOT / "var" / "shots"
    if len(sys.argv) > 1:
        shoot(sys.argv[1], folder)
        return
    home = settings().home
    with served(portal(home), home) as (address, _, _):
        shoot(address, folder)


def shoot(address: str, folder: Path) -> None:
    """One whole-page picture per page, language and size."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as running:
        for width, height in SIZES:
            page = running.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda said: print(said.type, said.text[:300]) if said.type == "error" else None)
            for name, path in PATHS.items():
                for lang in ("uk", "en"):
                    page.goto(f"{address}{path}?lang={lang}")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(300)
                    page.screenshot(path=folder / f"{name}-{lang}-{width}.png", full_page=True)
                    print(f"{name}-{lang}-{width}.png")
            page.close()


if __name__ == "__main__":
    main()
