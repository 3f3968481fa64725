"""The limits of hosts: known by name, kept or not, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from build_site.check import Checked
from build_site.cli import cli
from build_site.console import print_checked
from build_site.errors import ConfigProblem
from build_site.store import host_limits
from build_site.store.host_limits import Host, check_host, find_host, hosts, measure
from tests.conftest import ROOT

SMALL = Host("Small host", "Go elsewhere.")


@pytest.fixture
def site(tmp_path):
    for number in range(6):
        (tmp_path / "en" / f"a{number}").mkdir(parents=True)
        (tmp_path / "en" / f"a{number}" / "index.html").write_bytes(b"x" * 100 * (number + 1))
    (tmp_path / "_headers").write_text(
        "# ours\n/*\n  X-Frame-Options: DENY\n/assets/*\n  A: " + "b" * 50 + "\n", "utf-8"
    )
    (tmp_path / "_redirects").write_text("/a /b\n\n# none\n/c /d\n", "utf-8")
    return tmp_path


def test_a_site_is_measured(site):
    """Files, folders, bytes, the largest file and the fullest folder."""
    sizes = measure(site)
    assert (sizes.files, sizes.folders) == (8, 7)
    assert sizes.size == 2100 + sum((site / name).stat().st_size for name in ("_headers", "_redirects"))
    assert sizes.largest == (600, "en/a5/index.html")
    assert sizes.fullest == (2, ".")


@pytest.mark.parametrize(
    ("limit", "found", "where"),
    [
        ("site", 2201, "Small host"),
        ("file", 600, "en/a5/index.html"),
        ("files", 8, "Small host"),
        ("entries", 15, "Small host"),
        ("folder", 2, "."),
        ("header_rules", 2, "_headers"),
        ("header_line", 55, "_headers"),
        ("redirects", 2, "_redirects"),
    ],
)
def test_each_limit_is_named_with_figure_and_way_out(site, limit, found, where):
    """At the limit nothing is said; one below it, the limit, both figures, where, and what to do."""
    found = measure(site).size if limit == "site" else found
    assert list(check_host(structs.replace(SMALL, **{limit: found}), site)) == []
    (fault,) = check_host(structs.replace(SMALL, **{limit: found - 1}), site)
    assert (fault.limit, fault.found, fault.allowed, fault.where) == (limit, found, found - 1, where)
    assert fault.fix
    assert f"{found:,}" in fault.what or limit == "site"


def test_a_host_without_known_limits_takes_all(site):
    """A limit of 0 is none."""
    assert list(check_host(SMALL, site)) == []


def test_hosts_are_found_by_name():
    """Whatever the capitals; another name is answered with the nearest and all there are."""
    assert find_host("Cloudflare").files == 20_000
    assert find_host("netlify").folder == 54_000
    assert {"github", "gitlab", "cloudflare", "cloudflare-paid", "netlify"} <= hosts().keys()
    with pytest.raises(ConfigProblem, match=r"Did you mean github\?.*netlify"):
        find_host("gitub")


def test_every_limit_has_its_source():
    """Each host of host_limits.toml says in a comment where its limits stand and when that was read."""
    text = Path(host_limits.__file__).with_suffix(".toml").read_text("utf-8")
    tables = text.split("\n[")[1:]
    assert len(tables) == len(hosts())
    for table in tables:
        comments = " ".join(line for line in table.splitlines() if line.startswith("#"))
        assert "2026" in comments
        assert "docs" in comments or "page" in comments


def test_the_command_refuses_an_unknown_host_at_once():
    """Before anything is checked, with the names there are."""
    done = CliRunner().invoke(cli, ["check", "--host", "nowhere", "--project", str(ROOT)])
    assert isinstance(done.exception, ConfigProblem)
    assert "cloudflare-paid" in str(done.exception)


def test_limits_are_printed_with_the_way_out(site, capsys):
    """One line for the limit, one for what can be done."""
    faults = tuple(check_host(structs.replace(SMALL, files=7, file=599), site))
    print_checked(Checked(1, 0, (), host=faults))
    said = capsys.readouterr().out
    assert "Small host: the site has 8 files, more than the 7\n  Go elsewhere.\n" in said
    assert "en/a5/index.html: 600 bytes are more than the 599 of a file (Small host)\n" in said
