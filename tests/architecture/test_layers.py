"""Imports go one way, and the web process stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

HEAVY = ("pandas", "geopandas", "scipy", "shapely", "plotly.express", "openpyxl")


def test_imports_go_one_way():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", ["dashboard.app", "dashboard.serving"])
def test_the_web_process_loads_nothing_heavy(module):
    program = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not done.stdout.split()


def test_importing_the_house_opens_no_file_for_writing_and_no_socket():
    program = (
        "import sys\n"
        "seen = []\n"
        "def watch(event, arguments):\n"
        "    writing = event == 'open' and isinstance(arguments[1], str) and set(arguments[1]) & set('wax+')\n"
        "    if writing or event in ('socket.connect', 'socket.bind', 'subprocess.Popen'):\n"
        "        seen.append((event, str(arguments[0])))\n"
        "sys.dont_write_bytecode = True\n"
        "sys.addaudithook(watch)\n"
        "import dashboard.app\n"
        "print(seen or '')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not done.stdout.strip()
