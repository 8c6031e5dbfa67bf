"""Ways to measure: quantiles, CPU and memory of a process tree, what the machine is."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

TICKS = os.sysconf("SC_CLK_TCK")
PACKAGES = ("dash", "plotly", "duckdb", "gunicorn", "flask")


def p50_p95(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return median(values), quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(other for child in children for other in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """CPU time used so far by a process and its descendants."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def proportional_megabytes(pid: int) -> float:
    """Memory of a process and its descendants, shared pages counted once (PSS)."""
    kilobytes = 0
    for one in family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def machine() -> list[str]:
    """What was measured on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    load = os.getloadavg()
    told = [f"{os.cpu_count()} × {cpu}", platform.platform(), f"Python {platform.python_version()}"]
    return [*told, *(f"{name} {version(name)}" for name in PACKAGES), f"load at start {load[0]:.1f}"]
