"""Stage 3: blocks → sentences, without losing a character."""

from build_site.segment.facts import SegmentFacts
from build_site.segment.sentences import segment, sentences

__all__ = ["SegmentFacts", "segment", "sentences"]
