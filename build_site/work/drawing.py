"""Cards drawn with Pillow, in the site's own fonts, where the settings ask for them; Pillow is an optional extra."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from build_site.errors import ConfigProblem
from build_site.site.cards import HEIGHT, WIDTH, Card

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

LOOK = "1"
"""Of the drawing: another one draws every card anew."""
_PAPER, _INK, _QUIET, _RULE, _ACCENT, _MARK = "#ffffff", "#15171c", "#535a66", "#dcdfe4", "#1f3f8f", "#ffd76a"
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 80, 64, 60
_SERIF, _SANS, _BOLD = "serif-display.woff2", "sans-400.woff2", "sans-600.woff2"
_TITLE_SIZES = (68, 62, 56, 50, 44, 40)
_HINT = 'python -m pip install "build-site[cards]", or set cards = false in site_src/site.toml.'


class CardJob(Struct, frozen=True):
    """A card to draw. Its key is of the card alone, not of the site: no template and no sentence draws it anew."""

    path: str
    card: Card
    key: str


def require_pillow(fonts: Path) -> None:
    """Raises ConfigProblem where cards cannot be drawn: no Pillow, or one that cannot read the site's fonts."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise ConfigProblem(
            "cards are asked for, but Pillow is not installed", where="site_src/site.toml", hint=_HINT
        ) from None
    for name in (_SERIF, _SANS, _BOLD):
        try:
            _font(fonts, name, 40)
        except OSError as error:
            what = f"Pillow cannot read this font for the cards ({error})"
            raise ConfigProblem(what, where=str(fonts / name), hint=_HINT) from None


def draw_card(card: Card, fonts: Path) -> bytes:
    """The card as PNG, 1200 by 630; `fonts` is the folder of the site's fonts. The same Pillow draws the same bytes."""
    from PIL import Image, ImageColor, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    width = WIDTH - _LEFT - _RIGHT
    _icon(pen, _LEFT, _TOP)
    pen.text((_LEFT + 58, _TOP + 20), card.site, _INK, _font(fonts, _BOLD, 26), anchor="lm")
    foot = HEIGHT - _BOTTOM
    pen.line((_LEFT, foot - 52, WIDTH - _RIGHT, foot - 52), _RULE, 2)
    x = float(_LEFT)
    for number, fact in enumerate(card.facts):
        font = _font(fonts, _SANS if number else _BOLD, 26)
        said = _shortened(fact, font, WIDTH - _RIGHT - x)
        pen.text((x, foot), said, _QUIET if number else _INK, font, anchor="ls")
        x += font.getlength(said) + 36
    top, room = _TOP + 40 + 44, foot - 52 - 36 - (_TOP + 40 + 44)
    under = _fitted(card.original, fonts, _SANS, (28, 25), width - 28, 2) if card.original else None
    low = _height(under) + 34 if under else 0
    title = _fitted(card.title, fonts, _BOLD if card.foreign else _SERIF, _TITLE_SIZES, width, 4, room - low)
    y = _lines(pen, title, _LEFT, top, _INK)
    if under:
        y += 34
        pen.rectangle((_LEFT, y + 4, _LEFT + 4, y + _height(under) - 4), _ACCENT)
        _lines(pen, under, _LEFT + 28, y, _QUIET)
    data = BytesIO()
    # Best compression would cost as much time as all the rest, and save a tenth.
    few = picture.quantize(64, method=Image.Quantize.FASTOCTREE)
    colours, paper = few.getpalette() or [], 3 * int(few.getpixel((0, 0)))  # type: ignore[arg-type]
    colours[paper : paper + 3] = ImageColor.getrgb(_PAPER)  # quantised, it may be a shade off
    few.putpalette(colours)
    few.save(data, "PNG", compress_level=6)
    return data.getvalue()


Fitted = tuple["FreeTypeFont", list[str], int]
"""A font, the lines set in it, and the height of a line."""


def _fitted(
    text: str, fonts: Path, name: str, sizes: tuple[int, ...], width: int, most: int, room: int = HEIGHT
) -> Fitted:
    """The text in the largest size that fits; in the smallest, cut, where none does."""
    for size in sizes:
        font = _font(fonts, name, size)
        lines = _broken(text, font, width)
        step = round(size * (1.14 if name == _SERIF else 1.36))
        if len(lines) <= most and len(lines) * step <= room:
            return font, lines, step
    fit = max(1, min(most, room // step))
    return font, [*lines[: fit - 1], _shortened(" ".join(lines[fit - 1 :]), font, width)], step


def _broken(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Lines of nearly equal length, so that no word stands alone."""
    words = text.split()
    lines = _filled(words, font, width)
    for narrower in range(95, 60, -5):
        tried = _filled(words, font, width * narrower / 100)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _filled(words: list[str], font: FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(_shortened(word, font, width))
    return lines


def _shortened(text: str, font: FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    most = bisect_right(range(1, len(text)), width, key=lambda end: font.getlength(text[:end] + "…"))
    # Between words, and within the only one.
    cut = text[:most].rpartition(" ")[0] or text[:most]
    return cut.rstrip(" ,;:–-") + "…"


def _height(fitted: Fitted) -> int:
    return len(fitted[1]) * fitted[2]


def _lines(pen: ImageDraw, fitted: Fitted, x: int, y: int, colour: str) -> int:
    font, lines, step = fitted
    for line in lines:
        pen.text((x, y + step * 0.78), line, colour, font, anchor="ls")
        y += step
    return y


def _icon(pen: ImageDraw, x: int, y: int) -> None:
    """assets/icon.svg at 40 pixels: sentence beside sentence."""
    pen.rounded_rectangle((x, y, x + 40, y + 40), 8, _ACCENT)
    for line in range(3):
        height = y + 12.5 + 7.5 * line
        pen.line((x + 9, height, x + 19, height), _PAPER, 3)
        pen.line((x + 23, height, x + 31, height), _MARK, 3)


@lru_cache(maxsize=32)
def _font(fonts: Path, name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO((fonts / name).read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
