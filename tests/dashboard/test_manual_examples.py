"""The manual's examples are run as they stand, but for the address of the portal."""

import csv
import re
import shutil
import subprocess
import sys
from threading import Thread

import pytest
from werkzeug.serving import make_server

from tests.architecture.source import ROOT

WRITTEN = "http://127.0.0.1:8050"
BLOCK = re.compile(r"```(bash|python|r)\n(.*?)```", re.DOTALL)


def examples(lang: str) -> dict[str, str]:
    return dict(BLOCK.findall((ROOT / "docs" / f"manual-{lang}.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def served(portal_app):
    server = make_server("127.0.0.1", 0, portal_app.server, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_both_manuals_have_the_same_three():
    assert examples("uk") == examples("en")
    assert list(examples("en")) == ["bash", "python", "r"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_saves_a_table(served, tmp_path):
    command = examples("en")["bash"].replace(WRITTEN, served)
    subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, check=True, timeout=60)
    rows = list(csv.DictReader((tmp_path / "children.csv").read_text(encoding="utf-8").splitlines()))
    ministries = {row["ministry"] for row in rows}
    assert {"MES", "MOH", "MSP"} <= ministries
    assert len(rows) == 27 * len(ministries)


def test_python_prints_a_series(served, tmp_path):
    code = examples("en")["python"].replace(WRITTEN, served)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, check=True, timeout=60, capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    assert len(lines) > 10
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \S+ \S+-r\d+", line) for line in lines)


def test_the_answer_that_r_reads_has_what_it_asks_for(client):
    code = examples("en")["r"]
    address = re.search(r'"http://127.0.0.1:8050(/api/[^"]+)"', code)[1]
    columns = client.get(address).text.splitlines()[0].split(",")
    assert {"state", *re.findall(r'"(destination|to|value)"', code)} <= set(columns)
    assert code.count("(") == code.count(")")
