-- What is announced to whom when runs end. Written with the run, so that no end is forgotten; the body follows from the run.
CREATE TABLE webhooks (
  world        INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  run_id       TEXT    NOT NULL,
  workspace_id TEXT    NOT NULL,
  url          TEXT    NOT NULL,
  mode         TEXT, -- how the delivery goes wrong on purpose
  delay_ms     INTEGER NOT NULL, -- from the end of the run to the first attempt
  state        TEXT    NOT NULL CHECK (state IN ('pending', 'held', 'delivered', 'failed', 'blocked')),
  due_at       INTEGER, -- the next attempt; NULL when there is none
  tries        INTEGER NOT NULL, -- attempts that were due
  attempt_log  TEXT    NOT NULL, -- JSON
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhooks_due ON webhooks (world, due_at, ordinal) WHERE due_at IS NOT NULL;
CREATE INDEX webhooks_by_run ON webhooks (world, run_id, ordinal);
CREATE INDEX webhooks_by_state ON webhooks (world, state, ordinal);

-- Workspaces whose signing secret was changed; the others have that of the fixtures.
CREATE TABLE webhook_secrets (
  world          INTEGER NOT NULL,
  workspace_id   TEXT    NOT NULL,
  secret         TEXT    NOT NULL,
  previous       TEXT,
  previous_until INTEGER,
  rotations      INTEGER NOT NULL,
  PRIMARY KEY (world, workspace_id)
) STRICT, WITHOUT ROWID;
