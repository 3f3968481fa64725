"""Many short made-up articles, quick to build."""

from __future__ import annotations

import json

from build_site.store.project import Project

_PLACES = ("Ba Bến", "Sơn Đông", "Hòa Lạc", "Phú Thịnh", "Tân Mỹ")
_OFFICES = ("Bí thư Huyện ủy", "Chủ tịch UBND huyện", "Phó Chủ tịch HĐND huyện")
_PEOPLE = ("Nguyễn Văn Lâm", "Trần Thị Hoa", "Lê Hà", "Phạm Quốc Bảo")


def crowd(project: Project, count: int) -> None:
    """Write a collection of so many articles into the project's seeds; some share a title, and so want one address."""
    lines = []
    for number in range(count):
        place, office, person = (each[number % len(each)] for each in (_PLACES, _OFFICES, _PEOPLE))
        text = (
            f"Ngày {number % 28 + 1}/{number % 12 + 1}/2024, huyện {place} họp. Dự họp có đồng chí {person}, {office}."
            f" Hội nghị có {number + 20} đại biểu, thông qua Nghị quyết số {number + 1}-NQ/HU về công tác cán bộ."
        )
        record = {"id": f"r{number:03}", "title": f"Huyện {place} họp bàn công tác cán bộ", "text": text}
        lines.append(json.dumps(record, ensure_ascii=False))
    (project.seeds / "crowd.jsonl").write_text("\n".join(lines), "utf-8")
