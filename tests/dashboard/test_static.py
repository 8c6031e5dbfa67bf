"""Browser files: hashed names, kept for ever, compressed, the ones that were reviewed."""

import json
import re

import pytest

from dashboard import vendor
from dashboard.locale import plotly_locales
from dashboard.static import ADDRESS


def test_files_are_kept_for_ever_and_compressed(stranger, empty_portal):
    address = empty_portal.files.url("plotly-cartesian.min.js")
    sizes = {}
    for accepted in ("br", "gzip", "identity"):
        answer = stranger.get(address, headers={"Accept-Encoding": accepted})
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Encoding", "identity") == accepted
        sizes[accepted] = len(answer.data)
    assert sizes["br"] < sizes["gzip"] < sizes["identity"] / 2


def test_everything_the_frame_asks_for_is_there(stranger):
    text = stranger.get("/").get_data(as_text=True)
    asked = re.findall(r'(?:src|href)="(/[^"]+)"', text)
    assert len([address for address in asked if address.startswith(ADDRESS)]) > 8
    assert {
        address: stranger.get(address).status_code for address in asked if stranger.get(address).status_code != 200
    } == {}


def test_fonts_named_by_style_sheets_are_there(stranger, empty_portal):
    for name in ("wght.css", "bootstrap-icons.min.css"):
        text = stranger.get(empty_portal.files.url(name)).get_data(as_text=True)
        fonts = re.findall(r"url\(\"?([^\")]+\.woff2)", text)
        assert fonts
        assert all(stranger.get(f"{ADDRESS}/{font}").mimetype == "font/woff2" for font in fonts)


def test_no_other_machine_is_named_by_a_style_sheet(empty_portal):
    for name in empty_portal.files.styles:
        content = empty_portal.files.files[empty_portal.files.names[name]].content.decode()
        assert not re.findall(r"url\([\"']?(?:https?:)?//", content)


def test_a_file_that_was_not_reviewed_is_refused(tmp_path):
    (tmp_path / "some.js").write_text("alert(1)")
    with pytest.raises(vendor.VendorError):
        vendor._checked(tmp_path, {"some.js": "0" * 64})


def test_the_plotly_bundle_is_of_the_same_version_as_plotly_py():
    from plotly import __file__ as place

    wanted = json.loads(vendor.PACKAGES.read_text(encoding="utf-8"))["dependencies"]["plotly.js-cartesian-dist-min"]
    with open(place.replace("__init__.py", "package_data/plotly.min.js"), encoding="utf-8") as bundled:  # noqa: PTH123
        assert f"plotly.js v{wanted}" in bundled.read(100)


def test_locales_name_months_and_separators_as_the_cldr_does():
    script = plotly_locales().decode()
    locales = json.loads(
        script.removeprefix("(window.PlotlyLocales=window.PlotlyLocales||[]).push(...").removesuffix(");")
    )
    ukrainian = {one["name"]: one["format"] for one in locales}["uk"]
    assert ukrainian["months"][0] == "січень"
    assert (ukrainian["decimal"], ukrainian["thousands"]) == (",", "\u00a0")
    assert ukrainian["days"][0] == "неділя"
