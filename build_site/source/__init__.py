"""Stage 1: bytes → Source."""

from build_site.source.door import COLLECTIONS, ENDINGS, article_id, decode_source, is_record
from build_site.source.text import MAX_BYTES, decode_text

__all__ = ["COLLECTIONS", "ENDINGS", "MAX_BYTES", "article_id", "decode_source", "decode_text", "is_record"]
