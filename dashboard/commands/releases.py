"""List the releases: id, the day they cover to, rows, checksum, what changed."""

import argparse

from dashboard.commands.printing import print_table
from dashboard.settings import Settings
from data.indicators.model import ReleaseInfo

COLUMNS = ("id", "published", "covers to", "rows", "demonstration", "checksum", "changed")


def options(_parser: argparse.ArgumentParser, _known: Settings) -> None:
    """There are none."""


def run(_chosen: argparse.Namespace, known: Settings) -> int:
    """Newest first; the one being served is marked with an asterisk."""
    from data.warehouse.release import releases

    found = releases(known.home)
    print_table(COLUMNS, [line(info) for info in found])
    return 0


def line(info: ReleaseInfo) -> tuple[str, ...]:
    """What one release says of itself, as text."""
    changed = ", ".join(f"{name} {count:+,}" for name, count in sorted(info.changed.items()) if count) or "–"
    published = f"{info.published_at:%Y-%m-%d %H:%M}"
    rows = f"{sum(info.rows.values()):,}"
    return (
        info.id,
        published,
        str(info.covers_to),
        rows,
        "yes" if info.demonstration else "no",
        info.checksum[:12],
        changed,
    )
