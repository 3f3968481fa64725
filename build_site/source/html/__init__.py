"""Saved web pages and bare article bodies: their visible blocks, and what the markup says of them."""

from build_site.source.html.decode import decode_html

__all__ = ["decode_html"]
