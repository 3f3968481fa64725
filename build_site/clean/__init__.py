"""Stage 2: Source → Article. Which lines are the article, and what each other line is."""

from build_site.clean.article import clean
from build_site.clean.facts import CleanFacts

__all__ = ["CleanFacts", "clean"]
