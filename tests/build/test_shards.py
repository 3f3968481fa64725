"""A build in shards: parts that make one site, byte for byte, and parts that do not."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from base64 import b64encode
from pathlib import Path

import pytest
import yaml
from click import BadParameter
from msgspec import structs

from build_site.cli_shards import ShardType
from build_site.errors import ShardProblem, StoreProblem
from build_site.store.project import Project
from build_site.store.publish import MANIFEST
from build_site.work.sharding import Parts, Share, ShareReport, digest_share
from tests.build.conftest import build, files
from tests.build.crowds import crowd
from tests.conftest import ROOT


def shard(project: Project, number: int, of: int = 3, name: str = "") -> ShareReport:
    return digest_share(project, Share(number, of), parts(project, number)[0] if not name else project.root / name)


def parts(project: Project, *numbers: int) -> list[Path]:
    return [project.root / f"part-{number}" for number in numbers]


@pytest.fixture
def divided(tiny: Project) -> Project:
    """Fifteen short articles in three shards."""
    crowd(tiny, 15)
    for number in (1, 2, 3):
        shard(tiny, number)
    return tiny


def merge(project: Project, folders: list[Path]) -> Parts:
    whole = Parts(project, folders)
    build(project, parts=whole)
    whole.close()
    return whole


def refused(project: Project, folders: list[Path]) -> str:
    with pytest.raises(ShardProblem) as caught:
        Parts(project, folders)
    assert not project.out.exists()
    return str(caught.value)


def test_three_shards_are_one_build(small):
    """The five articles with their memory and notes, many more without, one that cannot be read and a damaged PO file:
    shards run one by one and merged give every byte of one build, the list of addresses too; no article is read
    twice."""
    crowd(small, 20)
    po = small.memory / "en" / f"{min(small.seeds.glob('*.txt')).stem}.po"
    (small.seeds / "empty.txt").write_text("", "utf-8")
    po.write_text(po.read_text("utf-8") + '\nmsgid "half\n', "utf-8")
    whole = structs.replace(small, out=small.root / "whole", state=small.root / "whole-state")
    expected = build(whole)
    addresses = (small.site_src / "urls.csv").read_bytes()
    shutil.copy(ROOT / "site_src" / "urls.csv", small.site_src / "urls.csv")
    counts = [shard(small, number).articles for number in (3, 1, 2)]
    assert sum(counts) == expected.articles + 1
    assert min(counts) > 3
    merged = Parts(small, parts(small, 2, 3, 1))
    report = build(small, parts=merged)
    merged.close()
    assert merged.read_here == 0
    assert report.failures == expected.failures != ()
    assert files(small.out) == files(whole.out)
    assert (small.site_src / "urls.csv").read_bytes() == addresses


def test_a_shard_leaves_nothing_but_its_part(divided):
    """One file in its folder; no site, no addresses, no state of its own."""
    assert [path.name for path in sorted((divided.root / "part-1").iterdir())] == ["part.sqlite"]
    assert not divided.out.exists()
    assert not (divided.site_src / "urls.csv").exists()
    assert list(divided.state.iterdir()) == []


def test_missing_shards_are_named(divided):
    """All that are missing, by number."""
    assert "shards 1, 3 of 3 are missing" in refused(divided, parts(divided, 2))
    assert "shard 3 of 3 is missing" in refused(divided, parts(divided, 1, 2))


def test_a_shard_that_stands_twice_is_named(divided):
    """With both folders."""
    shutil.copytree(divided.root / "part-2", divided.root / "part-2b")
    said = refused(divided, [*parts(divided, 1, 2, 3), divided.root / "part-2b"])
    assert "shard 2 of 3 stands twice" in said
    assert "part-2b" in said


def test_shards_of_another_division_are_refused(divided):
    """Two of three and one of two do not make a whole."""
    shard(divided, 2, of=2, name="half")
    said = refused(divided, [*parts(divided, 1, 2, 3), divided.root / "half"])
    assert "shard 2 of 2" in said
    assert "half" in said


def test_parts_of_other_settings_are_refused(divided):
    """Settings, glossary and memory must be those that the parts were made with; the message says which are not."""
    topics = divided.site_src / "topics.toml"
    text = topics.read_text("utf-8")
    topics.write_text(text + "\n# another one\n", "utf-8")
    assert "other settings" in refused(divided, parts(divided, 1, 2, 3))
    topics.write_text(text, "utf-8")
    Parts(divided, parts(divided, 1, 2, 3)).close()
    note = divided.site_src / "articles" / "crowd" / "r001.md"
    note.parent.mkdir(parents=True)
    note.write_text('+++\nheadline = "Another"\n+++\n', "utf-8")
    assert "another translation memory" in refused(divided, parts(divided, 1, 2, 3))


def test_parts_of_another_program_are_refused(divided):
    """Named by what is different."""
    path = divided.root / "part-3" / "part.sqlite"
    with sqlite3.connect(path) as database:
        label = json.loads(database.execute("SELECT label FROM meta").fetchone()[0])
        program = {"version": "9.9", "code": "x", "python": "Python 3.99", "libraries": ""}
        label["program"] = b64encode(json.dumps(program).encode()).decode()
        database.execute("UPDATE meta SET label = ?", (json.dumps(label).encode(),))
    database.close()
    said = refused(divided, parts(divided, 1, 2, 3))
    assert "build_site 9.9" in said
    assert "Python 3.99" in said
    assert "part-3" in said


def test_damaged_parts_are_refused(divided):
    """A part that was cut off on its way, a folder that is none, a part of another format."""
    path = divided.root / "part-2" / "part.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:5000])
    assert "damaged" in refused(divided, parts(divided, 1, 2, 3))
    path.unlink()
    assert "there is no part" in refused(divided, parts(divided, 1, 2, 3))


def test_a_digest_that_was_damaged_on_its_way_is_refused(divided):
    """A part that SQLite finds in order, in which one letter of one article is another: nothing of it is published."""
    folders = parts(divided, 1, 2, 3)
    database = sqlite3.connect(folders[0] / "part.sqlite")
    article, data = database.execute("SELECT id, data FROM digested WHERE NOT failed").fetchone()
    altered = bytearray(data)
    altered[data.index("huyện".encode()) + 1] ^= 1
    database.execute("UPDATE digested SET data = ? WHERE id = ?", (bytes(altered), article))
    database.commit()
    database.close()
    with pytest.raises(ShardProblem, match=f"damaged .*of {article} is not what was written"):
        merge(divided, folders)
    assert not list(divided.out.rglob("*.html"))


def test_a_seed_that_has_changed_since_is_read_again(divided):
    """The site is that of the seeds as they stand when the parts are merged."""
    path = divided.seeds / "crowd.jsonl"
    path.write_text(path.read_text("utf-8").replace("25 đại biểu", "99 đại biểu"), "utf-8")
    merged = merge(divided, parts(divided, 1, 2, 3))
    assert merged.read_here == 1
    whole = structs.replace(divided, out=divided.root / "whole", state=divided.root / "whole-state")
    build(whole)
    assert files(divided.out) == files(whole.out)


def test_a_part_is_not_written_over_a_site(divided):
    """The folder of a site is refused."""
    divided.out.mkdir()
    (divided.out / MANIFEST).touch()
    with pytest.raises(StoreProblem, match="a site stands there"):
        digest_share(divided, Share(1, 3), divided.out)


def test_on_the_command_line(tiny, run):
    """`build --shard I/N --out FOLDER` and `merge FOLDER…`; wrong shards are usage errors."""
    crowd(tiny, 6)
    for number in (1, 2):
        done = run("--shard", f"{number}/2", "--out", tiny.root / f"part-{number}", project=tiny)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Shard {number}/2" in done.stdout
    done = run("merge", tiny.root / "part-1", project=tiny)
    assert done.returncode == 2
    assert "shard 2 of 2 is missing" in done.stderr
    report = json.loads(run("merge", tiny.root / "part-1", tiny.root / "part-2", "--json", project=tiny).stdout)
    assert report["articles"] == report["changed"] == 6
    assert run("--shard", "4/3", project=tiny).returncode == 2


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "1", "a/b", "1/0", "1/1000", "-1/3", "1/3/5"])
def test_a_shard_is_a_number_of_a_number(wrong):
    """Anything else is refused with an example."""
    with pytest.raises(BadParameter, match="2/5"):
        ShardType().convert(wrong, None, None)


def test_translations_in_shares(small, run):
    """`translate --shard I/N` fills the PO files of its own articles and of no others; all shares together fill all."""
    for path in small.memory.rglob("*.po"):
        path.unlink()
    found = []
    for number in (1, 2):
        run("translate", "--offline", "--shard", f"{number}/2", project=small)
        found.append({path.stem for path in small.memory.rglob("*.po")})
    assert found[0] < found[1] == {path.stem for path in small.seeds.glob("*.txt")}
    assert found[0] == {name for name in found[1] if name in Share(1, 2)}


def test_the_examples_for_ci_are_sound():
    """The how-to's YAML is YAML, and its commands are commands with options that there are."""
    from build_site.cli import cli

    text = (ROOT / "docs" / "how-to" / "large-corpora.md").read_text("utf-8")
    examples = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    github, gitlab = examples
    steps = [step for job in github["jobs"].values() for step in job["steps"]]
    assert github["jobs"]["site"]["needs"] == "shard"
    assert len(github["jobs"]["shard"]["strategy"]["matrix"]["number"]) == 5
    assert gitlab["shard"]["parallel"] == 5
    lines = [step["run"] for step in steps if "run" in step] + gitlab["shard"]["script"] + gitlab["pages"]["script"]
    ours = [line.split()[3:] for line in lines if line.startswith("python -m build_site")]
    assert len(ours) == 6
    cli.load()
    for words in ours:
        command = cli.commands[words[0] if words[0] in cli.commands else "build"]
        options = {name for param in command.params for name in param.opts}
        assert {word for word in words if word.startswith("--")} <= options
    for line in lines:
        if "requirements" in line:
            assert (ROOT / line.split()[-1]).is_file()
