"""site_src/theme/: what stands instead of what, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.errors import ConfigProblem, TemplateProblem
from build_site.model import Page
from build_site.site.render import Renderer
from build_site.store.project import find_project
from build_site.store.templates import assets
from build_site.store.theme import theme_files, with_strings, with_theme
from build_site.work.versions import site_version
from tests.site.samples import view

PACKAGED = {"base.html": "<p>{% block main %}{% endblock %}</p>", "404.html": '{% extends "base.html" %}'}
UI = {"en": {"skip": "Skip", "n": "{n} of {total}"}, "vi": {"skip": "Bỏ qua", "n": "{n}/{total}"}}


def copied(look: Path, site_src: Path) -> dict[str, bytes]:
    return {path: read()[0] for path, _, read in assets(look, site_src)}


def write(folder: Path, **files: str) -> Path:
    """site_src with a theme of these files; `__` in a name is a slash, `_dot_` a full stop."""
    for name, text in files.items():
        path = folder / "theme" / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_without_a_theme_nothing_changes(tmp_path: Path) -> None:
    """No folder, no other names, the packs' own words."""
    assert with_theme(PACKAGED, tmp_path) == PACKAGED
    assert with_strings(UI, tmp_path) == UI
    assert theme_files(tmp_path) == ()


def test_a_block_of_a_packaged_template_can_be_replaced(tmp_path: Path) -> None:
    """A theme's base.html builds upon the packaged one, and every page is built upon the theme's."""
    theme = '{% extends "default/base.html" %}{% block main %}ours{% endblock %}'
    templates = with_theme(PACKAGED, write(tmp_path, base_dot_html=theme))
    page = Page("404.html", "404.html", {"lang": "en", "path": "404.html"})
    assert Renderer(templates, view()).render(page) == b"<p>ours</p>"


def test_a_packaged_template_that_is_not_there_is_named_at_once(tmp_path: Path) -> None:
    """`default/` before a wrong name stops the build before any page is made."""
    templates = with_theme(PACKAGED, write(tmp_path, base_dot_html='{% extends "default/bass.html" %}'))
    with pytest.raises(TemplateProblem, match=r"default/bass\.html") as problem:
        Renderer(templates, view())
    assert problem.value.where == "base.html"


def test_a_slip_in_a_theme_names_its_line(tmp_path: Path) -> None:
    """A theme's template that does not compile is refused as a packaged one is: file, line, what is wrong."""
    slip = '{% extends "default/base.html" %}\n{% block main %}'
    folder = write(tmp_path, base_dot_html=slip)
    with pytest.raises(TemplateProblem, match="Unexpected end of template") as problem:
        Renderer(with_theme(PACKAGED, folder), view())
    assert problem.value.where == "base.html:2"


@pytest.mark.parametrize(
    ("name", "near"),
    [("artcle.html", ""), ("bas.html", "base.html"), ("token.css", "tokens.css"), ("parts/base.html", "base.html")],
)
def test_an_unknown_file_is_named(tmp_path: Path, name: str, near: str) -> None:
    """A file that nothing would use is an error with its path, and with the name that was meant."""
    path = tmp_path / "theme" / name
    path.parent.mkdir(parents=True)
    path.write_text("", "utf-8")
    with pytest.raises(ConfigProblem) as problem:
        with_theme(PACKAGED, tmp_path)
    assert str(path) in problem.value.what
    assert near in problem.value.what


def test_parts_of_its_own_and_left_overs_are_no_error(tmp_path: Path) -> None:
    """A new partial, a README and what editors and systems leave behind."""
    files = {"_ours_dot_html": "x", "README_dot_md": "x", "_dot_DS_Store": "x", "base_dot_html~": "x"}
    templates = with_theme(PACKAGED, write(tmp_path, **files))
    assert templates["_ours.html"] == "x"
    assert templates["base.html"] == PACKAGED["base.html"]


def test_one_style_sheet_in_the_right_order(tmp_path: Path) -> None:
    """Tokens, the theme's tokens, all rules, the theme's rules: later ones win."""
    (tmp_path / "templates" / "assets").mkdir(parents=True)
    (tmp_path / "templates" / "tokens.css").write_text("a", "utf-8")
    (tmp_path / "templates" / "assets" / "site.css").write_text("c", "utf-8")
    write(tmp_path, tokens_dot_css="b", extra_dot_css="d")
    assert copied(tmp_path / "templates", tmp_path)["assets/site.css"] == b"a\nb\nc\nd\n"


def test_assets_of_a_theme_and_of_static(tmp_path: Path) -> None:
    """The theme's file goes before the look's, and a file of static/ before both, as it is."""
    look = tmp_path / "templates"
    (look / "assets").mkdir(parents=True)
    (look / "tokens.css").write_text("t", "utf-8")
    for name in ("site.css", "icon.svg"):
        (look / "assets" / name).write_text("packaged", "utf-8")
    write(tmp_path, assets__icon_dot_svg="theme")
    assert copied(look, tmp_path) == {"assets/icon.svg": b"theme", "assets/site.css": b"t\npackaged\n"}
    own = tmp_path / "static" / "assets"
    own.mkdir(parents=True)
    for name in ("site.css", "icon.svg"):
        (own / name).write_text("mine", "utf-8")
    assert copied(look, tmp_path) == {"assets/icon.svg": b"mine", "assets/site.css": b"mine"}


def test_words_of_its_own(tmp_path: Path) -> None:
    """A theme may say one string otherwise; the others stay."""
    write(tmp_path, strings_dot_toml='[en]\nn = "{n}, of {total}"')
    assert with_strings(UI, tmp_path) == {"en": UI["en"] | {"n": "{n}, of {total}"}, "vi": UI["vi"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[fr]\nskip = "x"', "not a language"),
        ('[en]\nskipp = "x"', "did you mean skip"),
        ('[en]\nskip = ""', "not a text"),
        ('[en]\nn = "{n}"', "placeholders"),
        ('[en]\nn = "{n} of {total"', "placeholders"),
        ("[en\n", "TOML"),
    ],
)
def test_wrong_words_are_named(tmp_path: Path, text: str, said: str) -> None:
    """A language, a string or a placeholder that there is not stops the build."""
    write(tmp_path, strings_dot_toml=text)
    with pytest.raises(ConfigProblem, match=said):
        with_strings(UI, tmp_path)


def test_pages_depend_on_a_theme(tmp_path: Path) -> None:
    """A template or a word of the theme makes all pages anew; a style sheet, which is copied, makes none."""
    for name in ("seeds", "site_src", "templates"):
        (tmp_path / name).mkdir()
    project = find_project(tmp_path)
    versions = [site_version(project)]
    for files in ({"tokens_dot_css": "x"}, {"base_dot_html": "x"}, {"strings_dot_toml": ""}):
        write(project.site_src, **files)
        versions.append(site_version(project))
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
