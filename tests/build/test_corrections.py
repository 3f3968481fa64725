"""Corrections: found in a real repository's history, reviewed by an editor, shown on the site."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from build_site.build import build
from build_site.corrections_commands import find_corrections
from build_site.errors import ConfigProblem
from build_site.store.corrections import append_corrections, read_corrections
from build_site.store.project import Project
from tests.build.conftest import Run, files

BEFORE, AFTER = "more than 11,000 Party members", "over 11,000 Party members"


def git(folder: Path, *arguments: str, day: str = "2026-11-20") -> str:
    """One git command in a folder, as an editor on that day."""
    when = f"{day}T12:00:00+00:00"
    environment = {
        **{f"GIT_{who}_{what}": "editor" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(project: Project, day: str) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "edit", day=day)


def po(project: Project) -> Path:
    return next(project.memory.rglob("000_*.po"))


def edit(project: Project, before: str, after: str, comment: str = "") -> None:
    """Change a translation as an editor with Poedit does; `comment` is put above its entry."""
    text = po(project).read_text("utf-8")
    assert text.count(before) == 1, before
    head, tail = text.split(before)
    if comment:
        start = head.rindex("\n\n") + 2
        head = f"{head[:start]}# {comment}\n{head[start:]}"
    po(project).write_text(head + after + tail, "utf-8")


@pytest.fixture
def repository(small: Project) -> Project:
    """The project as a git repository whose articles are published."""
    (small.root / ".gitignore").write_text("build/\n.build_site/\n", "utf-8")
    git(small.root, "init", "-q", "-b", "main")
    commit(small, "2026-11-01")
    return small


def test_a_mended_sentence_is_found(repository):
    """A person's text that a person changed, with the day of the commit and the reason from the PO file."""
    edit(repository, BEFORE, AFTER, "corrected: “trên” is over")
    commit(repository, "2026-11-20")
    found = find_corrections(repository)
    (one,) = found.new
    assert (one.date, one.article, one.kind) == ("2026-11-20", po(repository).stem, "correction")
    assert BEFORE in one.before
    assert AFTER in one.after
    assert one.note == "“trên” is over"
    assert read_corrections(repository.site_src / "corrections.csv") == found.new


def test_nothing_is_written_twice(repository):
    """The command may be run as often as one likes: what an editor changed in the file stays."""
    edit(repository, BEFORE, AFTER)
    find_corrections(repository)
    path = repository.site_src / "corrections.csv"
    kept = path.read_text("utf-8").replace(",,correction", ",because,wording")
    assert "because" in kept
    path.write_text(kept, "utf-8")
    commit(repository, "2026-11-20")
    again = find_corrections(repository)
    assert not again.new
    assert again.known == 1
    assert not again.written
    assert path.read_text("utf-8") == kept


def test_changes_on_the_disk_count_too(repository):
    """An editor may run it before committing, and commit both together."""
    edit(repository, BEFORE, AFTER)
    (one,) = find_corrections(repository).new
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", one.date)


def test_a_review_is_no_correction(repository):
    """Machine text that a person went over, a new translation, and a changed mark of punctuation correct nothing that
    a person had said."""
    text = po(repository).read_text("utf-8")
    source = 'msgid "Ảnh'
    fuzzy = text.replace("# note:", "#, fuzzy\n# note:", 1)
    po(repository).write_text(fuzzy, "utf-8")
    commit(repository, "2026-11-02")
    assert not find_corrections(repository).new, source
    edit(repository, f"{BEFORE}.", f"{BEFORE}!")
    assert [one.kind for one in find_corrections(repository, dry_run=True).new] == ["wording"]


def test_before_publication_nothing_is_a_correction(small):
    """An article without an address in the committed urls.csv has had no reader."""
    (small.site_src / "urls.csv").unlink()
    git(small.root, "init", "-q", "-b", "main")
    commit(small, "2026-11-01")
    edit(small, BEFORE, AFTER)
    commit(small, "2026-11-02")
    found = find_corrections(small)
    assert not found.new
    assert found.unpublished == 1


def test_a_branch_counts_when_it_is_merged(repository):
    """What a branch tried in between no reader saw."""
    git(repository.root, "checkout", "-q", "-b", "try")
    edit(repository, BEFORE, "11,000 members")
    commit(repository, "2026-11-05")
    edit(repository, "11,000 members", AFTER)
    commit(repository, "2026-11-06")
    git(repository.root, "checkout", "-q", "main")
    git(repository.root, "merge", "-q", "--no-ff", "-m", "merge", "try", day="2026-11-09")
    (one,) = find_corrections(repository).new
    assert one.date == "2026-11-09"
    assert AFTER in one.after


def test_since_looks_at_less(repository):
    """--since takes anything that git calls a commit, and says so where there is none."""
    edit(repository, BEFORE, AFTER)
    commit(repository, "2026-11-20")
    assert not find_corrections(repository, since="HEAD", dry_run=True).new
    assert find_corrections(repository, since="HEAD~1", dry_run=True).new
    for wrong in ("nowhere", "--output=x", ""):
        if wrong:
            with pytest.raises(ConfigProblem):
                find_corrections(repository, since=wrong)


def test_without_git_only_this_command_fails(small, run: Run):
    """No repository: the command says so; the build does not care."""
    done = run("memory", "corrections", project=small)
    assert done.returncode == 2
    assert "git has no history" in done.stderr
    assert run("build", project=small).returncode == 0


def test_a_damaged_history_is_read_as_far_as_it_goes(repository):
    """A commit with a conflict in a PO file costs its damaged entries only."""
    text = po(repository).read_text("utf-8")
    po(repository).write_text(text + "\n<<<<<<< HEAD\nmsgid\n", "utf-8")
    commit(repository, "2026-11-03")
    po(repository).write_text(text.replace(BEFORE, AFTER), "utf-8")
    commit(repository, "2026-11-04")
    assert len(find_corrections(repository).new) == 1


def test_the_site_shows_it(repository, run: Run):
    """List, feed, the note beside the paragraph, the article's history; wordings nowhere; only what it touches is
    written again."""
    out = repository.out
    assert run("build", project=repository).returncode == 0
    old = files(out)
    edit(repository, BEFORE, AFTER, "corrected: a reader wrote to us")
    commit(repository, "2026-11-20")
    assert run("memory", "corrections", project=repository).returncode == 0
    assert run("build", project=repository).returncode == 0
    new = files(out)
    name = next(path for path in new if path.startswith("en/articles") and b'<li id="k-' in new[path])
    article = new[name].decode()
    (anchor,) = set(re.findall(r'<li id="(k-[0-9a-f]{8})">', article))
    assert f'href="#{anchor}"' in article
    assert "Corrected on 20 Nov 2026" in article
    sentence = re.search(r'href="#(p\d+s\d+)">Corrected on 20 November 2026', article)
    assert sentence
    assert f'id="{sentence[1]}"' in article
    listed = new["en/corrections/index.html"].decode()
    assert f"#{sentence[1]}" in listed
    assert "a reader wrote to us" in listed
    assert "<del" in listed
    assert "<ins" in listed
    assert (
        "20 thg 11" in new["vi/corrections/index.html"].decode() or "2026" in new["vi/corrections/index.html"].decode()
    )
    feed = ET.fromstring(new["en/corrections/feed.xml"])
    (entry,) = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}id", "").endswith(f"/#{anchor}")
    assert entry.findtext("{http://www.w3.org/2005/Atom}published", "").startswith("2026-11-20T")
    others = {path for path in old if "articles/" in path and new.get(path) != old[path]}
    assert {path.rpartition("/")[0].partition("articles/")[2] for path in others if not path.startswith("search")} == {
        name.rpartition("/")[0].partition("articles/")[2]
    }


def test_a_bad_line_is_named(small, run: Run):
    """Line and fault, before anything is built."""
    path = small.site_src / "corrections.csv"
    append_corrections(path, ())
    path.write_text(path.read_text("utf-8") + "20.11.2026,a,b,c,d,e,correction\n2026-11-20,a\n", "utf-8")
    done = run("build", project=small)
    assert done.returncode == 2
    assert "corrections.csv:2" in done.stderr
    assert "corrections.csv:3" in done.stderr


def test_what_the_publisher_keeps_back_stays_back(repository):
    """Where only a link may be shown, the list says that a sentence was corrected, not what it said or says."""
    edit(repository, BEFORE, AFTER)
    find_corrections(repository)
    (repository.site_src / "sources.toml").write_text('[default]\nrights = "link only"\n', "utf-8")
    build(repository)
    for path, data in files(repository.out).items():
        assert not {text for text in (BEFORE, AFTER) if text.encode() in data}, path
    assert b"A sentence of the text was corrected" in (repository.out / "en/corrections/index.html").read_bytes()
