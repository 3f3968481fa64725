"""What a host should say with every file: as data, and as `_headers`, the format that Netlify, Cloudflare Pages and
others read."""

from __future__ import annotations

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Everything comes from the site itself; nothing is inline, and nothing is framed."""
FONTS = ("sans-400", "sans-600", "serif-display", "serif-text")
"""Asked for with the page itself: a face that comes late waits for the next page (templates/tokens.css). The pages
cannot say so, since a browser that opens them from a disk calls it an error."""
FONTS_FOR = 7 * 24 * 3600
"""Seconds for which a browser may keep a font without asking."""
FONTS_BELOW = "assets/fonts/"
KEEP_FONTS = f"public, max-age={FONTS_FOR}"
ASK_AGAIN = "max-age=0, must-revalidate"
"""For all that is no font: a file keeps its name when it changes, so pages, style and scripts of two builds would be
mixed if they were kept too. With an ETag the answer to an unchanged file is empty."""


def everywhere(prefix: str = "/") -> tuple[tuple[str, str], ...]:
    """(name, value) of the headers that every file has. `prefix`: path at which the site stands, slashes included."""
    fonts = ", ".join(f"<{prefix}{FONTS_BELOW}{name}.woff2>; rel=preload; as=font; crossorigin" for name in FONTS)
    return (
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Link", fonts),
    )


def headers() -> bytes:
    """The file `_headers`. Only fonts get a Cache-Control: ASK_AGAIN is the default of the hosts that read this file,
    and they add up the values of all rules that fit a file."""
    said = [f"  {name}: {value}" for name, value in everywhere()]
    lines = ["/*", *said, "", f"/{FONTS_BELOW}*", f"  Cache-Control: {KEEP_FONTS}", ""]
    return "\n".join(lines).encode("utf-8")
