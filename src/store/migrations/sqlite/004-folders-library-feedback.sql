-- Folders of projects. The API does not make any, so those of the fixtures are all there are.
CREATE TABLE folders (
  world        INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  workspace_id TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder_projects (
  world      INTEGER NOT NULL,
  project_id TEXT    NOT NULL, -- in one folder at most
  folder_id  TEXT    NOT NULL,
  PRIMARY KEY (world, project_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE library_folders (
  world        INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  workspace_id TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  deleted_at   INTEGER, -- the row stays, so that no later folder gets the number and the id
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE library_items (
  world        INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  workspace_id TEXT    NOT NULL,
  folder_id    TEXT, -- null once its folder was deleted
  type         TEXT    NOT NULL CHECK (type IN ('image', 'text')),
  content      TEXT    NOT NULL, -- the address of an image, or the text itself
  description  TEXT,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX library_items_by_folder ON library_items (world, folder_id) WHERE folder_id IS NOT NULL;

CREATE TABLE feedback (
  world           INTEGER NOT NULL,
  ordinal         INTEGER NOT NULL,
  id              TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  summary         TEXT    NOT NULL,
  detail          TEXT    NOT NULL,
  attempted_tools TEXT    NOT NULL, -- JSON: an array of texts
  workspace_id    TEXT,
  project_id      TEXT,
  run_id          TEXT,
  received_at     INTEGER NOT NULL,
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;
