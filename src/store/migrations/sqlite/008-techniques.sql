-- Techniques that clients create. Those of the fixtures are not stored.
CREATE TABLE techniques (
  world             INTEGER NOT NULL,
  ordinal           INTEGER NOT NULL,
  id                TEXT    NOT NULL,
  slug              TEXT    NOT NULL,
  workspace_id      TEXT    NOT NULL,
  project_id        TEXT    NOT NULL,
  name              TEXT    NOT NULL,
  description       TEXT    NOT NULL,
  search_folded     TEXT    NOT NULL, -- name, description and slug; SQLite folds ASCII only
  visibility        TEXT    NOT NULL CHECK (visibility IN ('private', 'unlisted', 'workspace', 'public')),
  quote_micro_usd   INTEGER NOT NULL CHECK (quote_micro_usd >= 0), -- price of a run
  estimated_seconds REAL    NOT NULL CHECK (estimated_seconds >= 0),
  steps             INTEGER NOT NULL CHECK (steps >= 1),
  technique_inputs  TEXT    NOT NULL, -- JSON
  technique_outputs TEXT    NOT NULL, -- JSON
  technique_details TEXT    NOT NULL, -- JSON: the graph and what else is kept as received
  created_at        INTEGER NOT NULL,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id),
  UNIQUE (world, slug),
  FOREIGN KEY (world, workspace_id, project_id) REFERENCES projects (world, workspace_id, id)
) STRICT;
