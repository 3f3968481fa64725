"""Writes build_site/language/units.vi.txt, the administrative units of Vietnam before and after 1 July 2025.

    pip install --no-deps vietnamadminunits==1.0.4
    .venv/bin/python scripts/admin_units.py

The package (MIT, Tran Ngoc Minh Hieu) is read as data and never imported: it needs shapely and geopy, and only its two
tables are wanted. Every unit of the old list must go over into units of the new one, or the script stops.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "vietnamadminunits"
OUT = Path(__file__).resolve().parents[1] / "build_site" / "language" / "units.vi.txt"
EXPECTED = {"provinces": 63, "districts": 696, "communes": 10035, "provinces since": 34, "communes since": 3321}
"""As the resolutions on the mergers count them."""
KINDS = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")

Key = tuple[str, str]


def folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{PACKAGE} is not installed: pip install --no-deps {PACKAGE}")
    return Path(spec.submodule_search_locations[0]) / "data"


def shown(name: str) -> str:
    """`Huyện Gia Lâm`, `Thị Xã Việt Yên` → `huyện Gia Lâm`, `thị xã Việt Yên`; one spelling of marks and blanks."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    kind = next((kind for kind in KINDS if name.lower().startswith(f"{kind} ")), None)
    if kind is None:
        raise SystemExit(f"No kind: {name}")
    return kind + name[len(kind) :]


def successors(data: Path) -> dict[str, list[Key]]:
    """Key of an old commune → keys of the new province and commune that its territory went over into."""
    table = json.loads((data / "converter_2025.json").read_text("utf-8"))
    found: dict[str, list[Key]] = defaultdict(list)
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, old in communes.items():
            for key in old:
                found[key].append((province, commune))
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found[key] += [(province, part["newWardKey"]) for part in parts]
    return found


def main() -> None:
    data = folder()
    into = successors(data)
    database = sqlite3.connect(data / "dataset.db")
    new = {
        (province_key, commune_key): (province, commune)
        for province_key, commune_key, province, commune in database.execute(
            "select provinceKey, wardKey, province, ward from admin_units"
        )
    }
    old = list(
        database.execute(
            "select province, district, ward, provinceKey, districtKey, wardKey from admin_units_legacy"
            " order by provinceCode, districtCode, wardCode"
        )
    )
    lines: list[str] = []
    counts: Counter[str] = Counter()
    used: set[Key] = set()
    at = ("", "")
    for province, district, commune, *keys in old:
        targets = list(dict.fromkeys(into["_".join(key or "" for key in keys)]))
        used.update(targets)
        merged = {new[target][0] for target in targets}
        if len(merged) != 1:
            raise SystemExit(f"{commune}, {district}, {province} went over into {merged or 'nothing'}")
        if at[0] != province:
            lines.append(f"{shown(province)} > {shown(merged.pop())}")
            counts["provinces"] += 1
        communes = "; ".join(shown(new[target][1]) for target in targets)
        if at != (province, district):
            lines.append(f" {shown(district)}" + ("" if commune else f" > {communes}"))
            counts["districts"] += 1
        if commune:
            lines.append(f"  {shown(commune)} > {communes}")
            counts["communes"] += 1
        at = (province, district)
    counts["provinces since"] = len({province for province, _ in used})
    counts["communes since"] = len(used)
    if counts != EXPECTED or used != set(new):
        raise SystemExit(f"The list does not add up: {dict(counts)}, expected {EXPECTED}.")
    head = [
        "# The administrative units of Vietnam until 30 June 2025, by province and district, and what each is part of",
        "# since 1 July 2025. Made by scripts/admin_units.py; not to be edited by hand.",
        f"# Source: {PACKAGE} {version(PACKAGE)} (Python package, MIT licence, © 2025 Tran Ngoc Minh Hieu).",
    ]
    OUT.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    print(f"{OUT}: {OUT.stat().st_size:,} bytes, {dict(counts)}")


if __name__ == "__main__":
    main()
