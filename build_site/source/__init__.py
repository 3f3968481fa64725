"""Stage 1: bytes → Source."""

from build_site.source.text import MAX_BYTES, decode_text

__all__ = ["MAX_BYTES", "decode_text"]
