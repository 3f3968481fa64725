"""All tables of the state, as a new one begins with them."""

from __future__ import annotations

from build_site.store import article_index, company, inputs, memory_index, naming, outputs, search_index, shelves, stale

_STATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (
  id TEXT PRIMARY KEY, origin TEXT, signature TEXT, content TEXT, fingerprint TEXT, tail TEXT, rank TEXT,
  published TEXT, record BLOB, face INTEGER, missing INTEGER, findings INTEGER,
  human INTEGER, approved INTEGER, machine INTEGER, stale INTEGER, untranslated INTEGER
);
CREATE INDEX article_by_rank ON article (rank, id);
CREATE INDEX article_by_tail ON article (tail);
CREATE TABLE digest (id TEXT PRIMARY KEY, data BLOB);
CREATE TABLE want (key INTEGER, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX want_by_article ON want (id);
CREATE TABLE failed (id TEXT PRIMARY KEY, origin TEXT, signature TEXT, data BLOB) WITHOUT ROWID;
"""
_PARTS = (article_index, company, inputs, memory_index, naming, outputs, search_index, shelves, stale)
SCHEMA = "".join((_STATE, *(part.SCHEMA for part in _PARTS)))
