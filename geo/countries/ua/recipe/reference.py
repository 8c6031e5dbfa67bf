#!/usr/bin/env python3
"""Make data/reference/ua/*.csv out of the folder of cited figures the portal was given.

    python geo/countries/ua/recipe/reference.py FOLDER_OF_FIGURES data/reference/ua

FOLDER holds child_population.csv, national_series.csv, oblast_figures.csv, targets.csv, vocabulary.csv. Standard
library only. What the script changes on the way, and nothing else:

* dates become days (`day_of`): a month or quarter or period its last day, a year 31 December, a school year its
  1 September, an uncertain date ("c. 2019-2020") the end of its first year with qualifier `approx`; the words of
  the source stay in `period_text`;
* `population` says who is counted; the codes that said so inside `disaggregation` (STAY_24H, ORPHAN_STATUS) leave it;
* one figure per series, area, day and breakdown is `preferred`;
* several addresses in one cell: the first stays in `url`, the others move to `note`;
* Ukrainian words get the typographic apostrophe.

Rows without a number are left out, and printed with the reason.
"""
import argparse
import calendar
import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
COUNTRY = "UA"
PUBLISHED = ("indicator region as_of period_text value unit qualifier ministry type disaggregation population preferred "
             "source url confidence note").split()
POPULATION = "region as_of age_band sex children source url confidence note".split()
VOCABULARY = "category code en uk definition parent_code source url confidence".split()
TARGETS = ("target_code indicator population basis baseline_value baseline_on target_value target_on unit label_uk label_en "
           "source url confidence note").split()
BANDS = ("0-2", "3-6", "7-17")
RANK = {"high": 3, "medium": 2, "low": 1}
OWN_SOURCE = {"source": "PRO-MISE Portal, own code list", "url": "", "confidence": "high"}

# Series that count children in institutions, and which of them; the rest count something else (population empty).
ALL_STAYS = {"CH_INST", "CH_INST_OFFICIAL", "CH_INST_PARTIAL", "CH_INST_DISAB_SHARE", "CH_INST_ORPHAN_SHARE",
             "CH_INST_ORPHAN_STATUS_SHARE", "CH_INST_PARENT_SHARE", "CH_INST_FROM_FAMILY_SHARE"}
STATUS = {"ORPHANS_INST", "BABY_HOME_ORPHANS", "DISABLED_HOME_ORPHANS", "CH_INST_EVAC_STATUS", "CH_INST_MOVED_ORPHANS"}

# Periods whose figures are one set that adds up (555 + 125 + 38 = 718 institutions): kept together when others are at hand.
SETS = {("INST_N", "c. 2019-2020 (date not shown in stored copy)")}

# The targets that draw a pathway: our indicator, who is counted, basis, value and day of the baseline and of the target.
PATHWAYS = {
    "NS26_SHARE": ("children_in_institutions_share", "all", "absolute", "1.5", "2017-12-31", "0.5", "2026-12-31", "percent"),
    "GP_SHARE": ("children_in_institutions_share", "all", "absolute", "1.4", "2018-12-31", "0.7", "2024-12-31", "percent"),
    "S28_INST30": ("children_in_institutions", "all", "relative", "", "2023-12-31", "-30", "2028-12-31", "percent change"),
    "S28_U3_80": ("under_3_in_institutions", "all", "relative", "", "2023-12-31", "-80", "2028-12-31", "percent change"),
    "S28_FAM95": ("family_based_share", "status", "absolute", "91.2", "2025-06-01", "95", "2028-12-31", "percent"),
}
LABELS_UK = {  # where the source gives no more than a heading
    "GP_SHARE": "Не більше 0,7 % дітей у закладах до 2024 року",
    "NS26_AMEND2021": "Зміни 2021 року: спеціальні школи, НРЦ і санаторні школи виключено з реформи",
    "NS26_SHARE": "Не більше 0,5 % дітей у закладах до 2026 року",
    "S28_INST30": "На 30 % менше дітей у закладах до 2028 року (до 2023)",
    "S28_U3_80": "На 80 % менше дітей віком до 3 років у закладах до 2028 року (до 2023)",
    "S28_FAM95": "95 % дітей зі статусом — у сімейних формах виховання до 2028 року",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("figures", type=Path)
    arguments.add_argument("target", type=Path)
    given = arguments.parse_args()
    people = read(given.figures / "child_population.csv")
    national, areas = read(given.figures / "national_series.csv"), read(given.figures / "oblast_figures.csv")
    write(given.target / "population.csv", POPULATION, population(people))
    write(given.target / "published.csv", PUBLISHED, published(national, areas, people))
    write(given.target / "targets.csv", TARGETS, [target(row) for row in read(given.figures / "targets.csv")])
    write(given.target / "vocabulary.csv", VOCABULARY, vocabulary(read(given.figures / "vocabulary.csv")))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


# ------------------------------------------------------------------------------------------------ dates
def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def day_of(text: str) -> tuple[date, bool]:
    """The day a period's words stand for, and whether that is a guess."""
    words = text.strip()
    if words.startswith("c. "):
        return date(int(re.search(r"\d{4}", words).group()), 12, 31), True
    plain = re.sub(r"\s*\((.*?)\)$", "", words)
    guess = "not shown" in words
    if plain.endswith(" school year") or re.fullmatch(r"\d{4}/\d{2}", plain):
        return date(int(plain[:4]), 9, 1), guess
    if "mid-year" in words:
        return date(int(plain[:4]), 6, 30), True
    if match := re.fullmatch(r"(\d{4})-(\d{2})/(\d{2})", plain):                     # 2019-11/12
        return last_day(int(match[1]), int(match[3])), guess
    if " / " in plain:                                                               # 2022-02 / 2023-01-05: the later
        return day_of(plain.split(" / ")[1])[0], True
    if ".." in plain:                                                                # 2025-01..2025-08
        return day_of(plain.split("..")[1])[0], guess
    if match := re.fullmatch(r"(\d{4})-(\d{4})", plain):                             # 2010-2016
        return date(int(match[2]), 12, 31), guess
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", plain):
        return last_day(int(match[1]), 3 * int(match[2])), guess
    if match := re.fullmatch(r"(\d{4})-(\d{2})", plain):
        return last_day(int(match[1]), int(match[2])), guess
    if re.fullmatch(r"\d{4}", plain):
        return date(int(plain), 12, 31), guess
    return date.fromisoformat(plain), guess


# ------------------------------------------------------------------------------------------------ published
def published(national: list[dict], areas: list[dict], people: list[dict]) -> list[dict[str, str]]:
    children = [
        {**row, "indicator_code": "CHILD_POP", "unit": "children"}
        for row in people
        if row["age_group"] == "0-17" and row["sex"] == "_T"
        and (row["reference_date"] != "2022-01-01" or row["katottg_code"] == COUNTRY or not row["value"])
    ]
    rows = [out for row in (*national, *areas, *children) if (out := figure(row))]
    prefer(rows)
    return sorted(rows, key=lambda row: (row["indicator"], row["region"] != COUNTRY, row["region"], row["as_of"],
                                         row["ministry"], row["type"], row["population"], row["disaggregation"],
                                         row["preferred"] != "1", row["value"]))


def figure(row: dict[str, str]) -> dict[str, str] | None:
    region, code = row.get("katottg_code", COUNTRY), row["indicator_code"]
    if not re.fullmatch(r"-?\d+(\.\d+)?", row["value"]):
        print(f"left out: {code} {region} {row['reference_date']}: no number ({row['value'] or 'empty'}); {row['note']}")
        return None
    day, guess = day_of(row["reference_date"])
    who, parts = counted(row)
    url, note = address(row)
    return {
        "indicator": code, "region": region, "as_of": day.isoformat(), "period_text": row["reference_date"],
        "value": number(row["value"]), "unit": row["unit"],
        "qualifier": row.get("value_qualifier") or ("approx" if guess else ""),
        "ministry": row.get("ministry", ""), "type": row.get("facility_type_code", ""),
        "disaggregation": ";".join(parts) or "_T", "population": who, "preferred": row.get("preferred", "1"),
        "source": source(row), "url": url, "confidence": row["confidence"], "note": note,
    }


def counted(row: dict[str, str]) -> tuple[str, list[str]]:
    """Who a figure counts, and what is left of its breakdown once that is said."""
    parts = [part for part in row.get("disaggregation", "").split(";") if part not in ("", "_T")]
    code = row["indicator_code"]
    who = "status" if code in STATUS else "all" if code in ALL_STAYS else ""
    if code == "CH_INST_24H" or "24h children" in row.get("indicator_en", ""):
        who = "24h"
    if who in ("all", "24h") and "ORPHAN_STATUS" in parts:
        who = "status"
    said = {"24h": {"STAY_24H"}, "status": {"STAY_24H", "ORPHAN_STATUS"}}.get(who, set())
    return who, [part for part in parts if part not in said]


def prefer(rows: list[dict[str, str]]) -> None:
    """Leave one preferred figure per series, area, day and breakdown: the surer, then the more exact one."""
    best: dict[tuple, dict[str, str]] = {}
    for row in rows:
        if row["preferred"] != "1":
            continue
        key = tuple(row[name] for name in ("indicator", "region", "as_of", "ministry", "type", "population", "disaggregation"))
        rival = best.setdefault(key, row)
        if rival is row:
            continue
        winner, loser = (row, rival) if worth(row) > worth(rival) else (rival, row)
        best[key], loser["preferred"] = winner, "0"
        print(f"not preferred: {key}: {loser['value']} ({loser['period_text']}) beside {winner['value']} ({winner['period_text']})")


def worth(row: dict[str, str]) -> tuple:
    in_set = (row["indicator"], row["period_text"]) in SETS
    return in_set, RANK[row["confidence"]], not row["qualifier"], len(row["period_text"])


def number(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def source(row: dict[str, str]) -> str:
    return re.sub(r"\s*\(seed document\)", "", row["source"])


def address(row: dict[str, str]) -> tuple[str, str]:
    """The first address of a cell, and the note with the others."""
    links = [link.rstrip(").,;") for link in re.findall(r"https?://\S+", row["url"])]
    others = f"See also {' '.join(links[1:])}" if links[1:] else ""
    return (links[0] if links else ""), "; ".join(part for part in (row.get("note", ""), others) if part)


# ------------------------------------------------------------------------------------------------ the others
def population(people: list[dict[str, str]]) -> list[dict[str, str]]:
    rows = []
    for row in people:
        if row["reference_date"] != "2022-01-01" or row["age_group"] not in BANDS or row["sex"] not in ("F", "M"):
            continue
        if row["katottg_code"] == COUNTRY:
            continue
        url, note = address(row)
        rows.append({"region": row["katottg_code"], "as_of": row["reference_date"], "age_band": row["age_group"],
                     "sex": row["sex"], "children": str(int(row["value"])), "source": row["source"], "url": url,
                     "confidence": row["confidence"], "note": note})
    return sorted(rows, key=lambda row: (row["region"], row["age_band"], row["sex"]))


def target(row: dict[str, str]) -> dict[str, str]:
    url, also = address({**row, "note": ""})
    code = row["target_code"]
    indicator, who, basis, start, start_on, end, end_on, unit = PATHWAYS.get(code, ("",) * 8)
    wanted = f"{row['target_value']} {row['target_unit']}".strip()
    note = "; ".join(part for part in (
        row["policy"], row["stage"], f"formula: {row['formula']}" if row["formula"] else "",
        f"baseline: {row['baseline_value']} {row['baseline_date']}".strip() if row["baseline_date"] else "",
        f"target: {wanted}" if wanted else "", f"due: {row['due_date']}" if row["due_date"] else "", row["status_note"], also,
    ) if part)
    return {"target_code": code, "indicator": indicator, "population": who, "basis": basis, "baseline_value": start,
            "baseline_on": start_on, "target_value": end, "target_on": end_on, "unit": unit,
            "label_uk": curly(LABELS_UK.get(code, row["target_uk"])), "label_en": row["target_en"], "source": row["source"],
            "url": url, "confidence": row["confidence"], "note": note}


def vocabulary(given: list[dict[str, str]]) -> list[dict[str, str]]:
    rows = [{**row, "uk": curly(row["uk"]), "url": address(row)[0]} for row in given]
    rows += [{"definition": "", "parent_code": "", **OWN_SOURCE, **row} for row in read(HERE / "own_words.csv")]
    twice = [key for key, times in Counter((row["category"], row["code"]) for row in rows).items() if times > 1]
    if twice:
        raise SystemExit(f"vocabulary: used twice: {twice}")
    return rows


def curly(text: str) -> str:
    """A straight apostrophe between letters made typographic."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


if __name__ == "__main__":
    main()
