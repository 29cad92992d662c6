-- Every table is keyed by world first: a world is a complete, isolated copy of the service.
-- `ordinal` numbers the rows of one kind within a world; ids follow from it, and pages are cut by it.
-- Instants are unix milliseconds of the world's clock; money is millionths of a US dollar.

CREATE TABLE worlds (
  world       INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: a request may still hold the number of a dropped one
  name        TEXT    NOT NULL UNIQUE,
  seed        TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  clock_mode  TEXT    NOT NULL CHECK (clock_mode IN ('real', 'manual', 'auto')),
  clock_value INTEGER NOT NULL, -- real: milliseconds ahead of wall time; manual and auto: the instant
  settings    TEXT    NOT NULL, -- JSON: what this world was told; what it lacks is as the options say
  used_at     INTEGER NOT NULL  -- wall time; brought up to date when the world is opened
) STRICT;

CREATE TABLE workspaces (
  world             INTEGER NOT NULL,
  ordinal           INTEGER NOT NULL,
  id                TEXT    NOT NULL,
  name              TEXT    NOT NULL,
  created_at        INTEGER NOT NULL,
  balance_micro_usd INTEGER NOT NULL, -- less what unsettled runs reserve; the sum of the ledger
  spent_micro_usd   INTEGER NOT NULL DEFAULT 0, -- what settled runs cost
  generation_count  INTEGER NOT NULL DEFAULT 0, -- runs in each list, counted as they are created
  technique_count   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
  world            INTEGER NOT NULL,
  ordinal          INTEGER NOT NULL,
  id               TEXT    NOT NULL,
  workspace_id     TEXT    NOT NULL,
  name             TEXT    NOT NULL,
  name_folded      TEXT    NOT NULL, -- for search; SQLite folds ASCII only
  origin           TEXT,
  created_at       INTEGER NOT NULL,
  modified_at      INTEGER NOT NULL,
  generation_count INTEGER NOT NULL DEFAULT 0,
  technique_count  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX projects_by_workspace ON projects (world, workspace_id, ordinal);

CREATE TABLE runs (
  world              INTEGER NOT NULL,
  list               TEXT    NOT NULL, -- the history a run appears in
  ordinal            INTEGER NOT NULL,
  id                 TEXT    NOT NULL,
  workspace_id       TEXT    NOT NULL,
  project_id         TEXT    NOT NULL,
  technique_id       TEXT, -- of runs in the list of techniques
  created_at         INTEGER NOT NULL,
  starts_at          INTEGER NOT NULL,
  ends_at            INTEGER NOT NULL,
  outcome            TEXT    NOT NULL CHECK (outcome IN ('completed', 'failed')),
  reserved_micro_usd INTEGER NOT NULL, -- taken from the balance at creation
  charged_micro_usd  INTEGER NOT NULL, -- kept when settled; the rest goes back
  settled            INTEGER NOT NULL, -- 1 once the balance includes the end of this run
  quote_micro_usd    INTEGER NOT NULL,
  request            TEXT    NOT NULL,
  plan               TEXT    NOT NULL,
  PRIMARY KEY (world, list, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

-- The id closes the two history indexes so that a page is read from them alone.
CREATE INDEX runs_by_workspace ON runs (world, list, workspace_id, ordinal, id);
CREATE INDEX runs_by_project ON runs (world, list, project_id, ordinal, id);
CREATE INDEX runs_by_technique ON runs (world, technique_id, ordinal, id) WHERE technique_id IS NOT NULL;
CREATE INDEX runs_unsettled ON runs (world, ends_at) WHERE settled = 0;
CREATE INDEX runs_unsettled_by_start ON runs (world, starts_at) WHERE settled = 0;
CREATE INDEX runs_failed ON runs (world, list, ordinal) WHERE outcome = 'failed';

CREATE TABLE idempotency_keys (
  world      INTEGER NOT NULL,
  scope      TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  expires_at INTEGER NOT NULL,
  fingerprint TEXT, -- of the request, where a repeat of the same one is answered rather than refused
  run_id      TEXT,
  PRIMARY KEY (world, scope, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (world, expires_at);

-- Every change of a balance, in the order in which it happened. Runs are settled before anything else is written, so
-- instants never go back.
CREATE TABLE ledger (
  world             INTEGER NOT NULL,
  ordinal           INTEGER NOT NULL,
  at                INTEGER NOT NULL,
  kind              TEXT    NOT NULL CHECK (kind IN ('reserve', 'settle', 'refund', 'adjust')),
  workspace_id      TEXT    NOT NULL,
  run_id            TEXT,
  amount_micro_usd  INTEGER NOT NULL, -- what it changes the balance by
  balance_micro_usd INTEGER NOT NULL, -- of the workspace, afterwards
  PRIMARY KEY (world, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
  world   INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  id      TEXT    NOT NULL,
  rule    TEXT    NOT NULL, -- JSON: match, times and effect
  applied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (world, ordinal)
) STRICT, WITHOUT ROWID;
