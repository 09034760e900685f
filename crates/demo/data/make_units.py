"""Derives units.csv: the 34 provinces and 3,321 communes of Vietnam as of July 2026, with their names and codes.

    pip install vietnamadminunits==1.0.4
    python3 make_units.py > units.csv

Source: the table `admin_units` of the package vietnamadminunits (MIT), which has the units in force from 1 July 2025.
Names and codes are facts. Three things are changed, each listed below:

1. The resolutions in force from 30 April 2026: Dong Nai becomes a city under the central government, and ten of its
   communes become wards. The package is older than they are and cannot give this.
2. The code of Ba Che commune (Quang Ninh), which the package has as 06970 and another list of July 2026 as 06978.
   Which ten communes became wards, too, was read from that list (thanglequoc/vietnamese-provinces-database, MIT), so that
   a comparison with it says nothing about these eleven units.
3. The kind of a unit is taken from its name ("Phường Việt Hòa" is a ward): in four rows the package's own column
   `wardType` contradicts the name.

The package writes the tone of "oa", "oe" and "uy" on the first vowel (Hòa); official lists write both this and Hoà. The
package's spelling is kept.

Populations are not taken from anywhere: those of the demonstration are simulated.
"""

import csv
import importlib.util
import pathlib
import sqlite3
import sys

# In force from 30 April 2026.
NEW_CITIES = {"75": "Thành phố Đồng Nai"}
NEW_WARDS = [
    "25270",  # Lộc Ninh
    "25357",  # Tân Khai
    "25363",  # Đồng Phú
    "26116",  # Tân Phú
    "26170",  # Trị An
    "26248",  # Trảng Bom
    "26326",  # Dầu Giây
    "26368",  # Long Thành
    "26425",  # Xuân Lộc
    "26485",  # Nhơn Trạch
]
CODES = {"06970": "06978"}
KINDS = {"Phường": "ward", "Xã": "commune", "Đặc khu": "special"}


def rows():
    package = importlib.util.find_spec("vietnamadminunits").submodule_search_locations[0]
    database = sqlite3.connect(pathlib.Path(package) / "data" / "dataset.db")
    query = "select provinceCode, province, wardCode, ward from admin_units"
    for province_code, province, code, name in database.execute(query):
        code = CODES.get(code, code)
        province = NEW_CITIES.get(province_code, province)
        if code in NEW_WARDS:
            name = "Phường " + name.removeprefix("Xã ")
        kind = next(kind for prefix, kind in KINDS.items() if name.startswith(prefix + " "))
        yield province_code, province, code, name, kind


def main():
    table = sorted(rows())
    kinds = [row[4] for row in table]
    cities = {row[0] for row in table if row[1].startswith("Thành phố")}
    assert len({row[0] for row in table}) == 34 and len(cities) == 7
    assert len(table) == len({row[2] for row in table}) == 3321
    assert (kinds.count("commune"), kinds.count("ward"), kinds.count("special")) == (2611, 697, 13)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["province_code", "province", "code", "name", "kind"])
    writer.writerows(table)


if __name__ == "__main__":
    main()
