"""The list that the program keeps of its own files, beside them."""

from __future__ import annotations

from pathlib import Path

from build_site.store.publish import MANIFEST, extend_manifest, read_manifest


def test_files_come_and_go_and_come_again(tmp_path: Path) -> None:
    """What is noted counts in its order: a file that is no more is not the program's, whoever makes one of that name;
    and the list grows by what has changed, where it was written anew before."""
    (tmp_path / MANIFEST).touch()
    extend_manifest(tmp_path, ("en/a.html", "en/b.html"))
    extend_manifest(tmp_path, ("/en/a.html",))
    assert read_manifest(tmp_path) == {"en/b.html"}
    extend_manifest(tmp_path, ())
    extend_manifest(tmp_path, ("en/a.html",))
    assert read_manifest(tmp_path) == {"en/a.html", "en/b.html"}
    lines = (tmp_path / MANIFEST).read_text("utf-8").splitlines()
    assert lines == [
        "en/a.html",
        "en/b.html",
        "/en/a.html",
        "en/a.html",
    ]
