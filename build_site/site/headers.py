"""_headers: what a host should say with every file, in the format that Netlify, Cloudflare Pages and others read."""

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


def headers() -> bytes:
    """The file. Only fonts may be kept without asking: a file keeps its name when it changes, so pages, style and
    scripts of two builds would be mixed if they were kept too. For these the hosts send an ETag and have it asked for
    each time, which is their default; it is not said here, since hosts add up the values of all rules that fit a file.
    """
    lines = [
        "/*",
        f"  Content-Security-Policy: {POLICY}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "  Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "  Cross-Origin-Opener-Policy: same-origin",
        f"  Link: {', '.join(f'</assets/fonts/{name}.woff2>; rel=preload; as=font; crossorigin' for name in FONTS)}",
        "",
        "/assets/fonts/*",
        f"  Cache-Control: public, max-age={FONTS_FOR}",
        "",
    ]
    return "\n".join(lines).encode("utf-8")
