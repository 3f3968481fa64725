"""Make the site's icons and the card that all pages share, from templates/assets/icon.svg: run once, commit the files.

    python scripts/icons.py

Needs Pillow and Chromium (named in $CHROMIUM, else found on the path), by way of playwright.
"""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ASSETS = Path(__file__).parents[1] / "templates" / "assets"
ACCENT = "#1f3f8f"
CARD = """<!doctype html><html lang="en"><style>
html,body{margin:0;background:#fff}
.card{position:relative;width:1200px;height:630px;overflow:hidden}
.card svg.icon{position:absolute;left:80px;top:64px;width:88px;height:88px}
.card svg.lines{position:absolute;left:80px;top:262px;overflow:visible}
</style><div class="card">ICON<svg class="lines" width="1040" height="290">LINES</svg></div></html>"""
ROWS = ((0.96, 0.9), (0.82, 0.98), (1.0, 0.86), (0.64, 0.7), (0.94, 0.97), (0.5, 0.62))
"""Lengths of the lines in both columns; the fourth is the pair that is pointed at."""


def main() -> None:
    icon = (ASSETS / "icon.svg").read_text("utf-8")
    square = icon.replace('rx="6" ', "")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(device_scale_factor=1)
        drawn = {size: _draw(page, icon, size) for size in (16, 32, 48, 192, 512)}
        for size in (192, 512):
            _save(drawn[size], f"icon-{size}.png")
        # Systems round the corners of these themselves.
        _save(_draw(page, square, 180), "apple-touch-icon.png")
        _save(_draw(page, square, 512), "icon-maskable.png")
        drawn[32].save(
            ASSETS / "favicon.ico", append_images=[drawn[16], drawn[48]], sizes=[(16, 16), (32, 32), (48, 48)]
        )
        page.set_viewport_size({"width": 1200, "height": 630})
        page.set_content(CARD.replace("ICON", icon.replace("<svg ", '<svg class="icon" ')).replace("LINES", _lines()))
        _save(Image.open(BytesIO(page.screenshot())), "card.png")
        browser.close()


def _lines() -> str:
    """Sentence beside sentence, one pair marked."""
    drawn = []
    for number, (left, right) in enumerate(ROWS):
        y = 22 + 50 * number
        marked = number == 3
        if marked:
            drawn.append(f'<rect x="-80" y="{y - 25}" width="1200" height="50" fill="#ffefb3"/>')
        for x, length, colour in ((0, left, "#15171c"), (550, right, ACCENT)):
            drawn.append(f'<rect x="{x}" y="{y - 4}" width="{480 * length:.0f}" height="8" fill="{colour}"/>')
    return "".join(drawn)


def _draw(page: Page, svg: str, size: int) -> Image.Image:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{svg}")
    return Image.open(BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def _save(picture: Image.Image, name: str) -> None:
    opaque = picture.mode != "RGBA" or picture.getchannel("A").getextrema()[0] == 255
    few = picture.convert("RGB").quantize(32) if opaque else picture.quantize(64)
    few.save(ASSETS / name, "PNG", optimize=True)


if __name__ == "__main__":
    main()
