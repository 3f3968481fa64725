"""The search: an index written at build time, read by one small script (templates/assets/search.js).

No library at hand serves Vietnamese: those that fold marks find every `giả làm` for Gia Lâm, and none turns đ into d.
Here words are indexed as written, and a query's bare words are widened to every spelling; adjacent words rank first.
All files are classic scripts that the page adds as it needs them, so that the search works from a folder, below any
sub-path and under `script-src 'self'`. docs/reference/search.md describes the files.
"""
