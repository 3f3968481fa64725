"""Raw Vietnamese news articles in, a bilingual digest site out. `python -m build_site --help` has the commands."""

__version__ = "0.1.0"
