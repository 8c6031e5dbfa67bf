"""Kept answers are the answers: same bytes, per language, per release, never for what reads more than the address."""

import time

import pytest


def body(client, search: str) -> dict:
    """What the overview's page sends for a query string."""
    spec = next(one for one in client.get("/_dash-dependencies").get_json() if "overview-map" in one["output"])
    ends = [
        dict(zip(("id", "property"), end.rsplit(".", 1), strict=True)) for end in spec["output"].strip(".").split("...")
    ]
    told = {"search": search, "pathname": "/"}
    parts = {name: [{**one, "value": told[one["property"]]} for one in spec[name]] for name in ("inputs", "state")}
    return {"output": spec["output"], "outputs": ends, "changedPropIds": ["url.search"], **parts}


@pytest.mark.parametrize("coding", ["br", "identity"])
def test_the_second_answer_is_the_first_and_quick(client, coding):
    asked = body(client, f"?as_of=2024-12-31&population=24h&bench={coding}")
    headers = {"Accept-Encoding": coding}
    first = client.post("/_dash-update-component", json=asked, headers=headers)
    started = time.perf_counter()
    again = client.post("/_dash-update-component", json=asked, headers=headers)
    seconds = time.perf_counter() - started
    assert (again.status_code, again.data) == (first.status_code, first.data) == (200, again.data)
    assert again.headers.get("Content-Encoding") == first.headers.get("Content-Encoding")
    assert "Content-Security-Policy" in again.headers
    assert seconds < 0.1


def test_each_language_and_choice_has_its_own_answer(client):
    asked = body(client, "?as_of=2024-12-31")
    answers = {
        client.post("/_dash-update-component", json=asked, headers={"X-Portal-Language": lang}).data
        for lang in ("uk", "en")
    }
    answers |= {client.post("/_dash-update-component", json=body(client, "?as_of=2023-12-31")).data}
    assert len(answers) == 3
